// @ts-check
// What is written at a door and not tapped: words, a number to reach somebody by, a language, a flag, what no list
// names. Each is checked here, said plainly when something is missing, and kept as it was written until it is right.

import { doorName } from "./answers.js";
import { check } from "./choices.js";
import { isDelicate } from "./delicate.js";
import { byId, onPress, say, write } from "./page.js";

/** @import { More } from "./more.js" */

const input = (/** @type {string} */ id) => /** @type {HTMLInputElement} */ (byId(id));
const text = (/** @type {string} */ id) => input(id).value.trim().replace(/\s+/g, " ");
const form = (/** @type {string} */ page) =>
  /** @type {HTMLFormElement} */ (document.querySelector(`form[data-page="${page}"]`));

/** At least so many figures make a telephone number that somebody can be rung on. */
const FIGURES = 9;

/**
 * Wire the sheet's forms up. `open(page)` shows one with what is known already.
 * @param {More} more
 */
export function makeForms(more) {
  const [tongue, someone] = [language(more), found(more)];
  const shared = { tongue, language: tongue, someone, somewhere: someone };
  const pages = { note: note(more), contact: contact(more), flag: flag(more), ...shared };
  return {
    /** @param {string} page */
    open(page) {
      pages[/** @type {keyof pages} */ (page)]();
    },
  };
}

/** @param {string} page @param {() => Promise<void>} save */
function onSave(page, save) {
  form(page).addEventListener("submit", (event) => {
    event.preventDefault();
    void save();
  });
}

/**
 * Ask once before words are kept that should not stand beside a name. Returns a check that says whether to wait.
 * @param {(why: string) => unknown} wrong
 */
export function guard(wrong) {
  let asked = "";
  return (/** @type {string} */ words, name = "") => {
    if (!isDelicate(words) || words === asked) return false;
    asked = words;
    wrong(say("delicate", { name }));
    return true;
  };
}

/** @param {More} more */
function note(more) {
  const mustWait = guard((why) => more.wrong(why));
  onSave("note", async () => {
    const said = text("note");
    if (mustWait(said, more.name)) return;
    if (await more.acts.answer({ note: said }, say(said ? "noteSaved" : "noteGone"))) more.close();
  });
  return () => {
    input("note").value = more.answers.of(more.acts.here().person).note;
  };
}

/** @param {More} more */
function contact(more) {
  let channel = "";
  const wordings = more.pack.questions.wordings;

  /** @param {string} to */
  function choose(to) {
    channel = to;
    check(byId("channels"), to);
    const words = wordings.find((one) => one.channel === to);
    byId("consent").hidden = !words;
    if (!words) return;
    byId("wording").textContent = words.text;
    byId("reach-label").textContent = say(to === "phone" ? "phoneLabel" : "emailLabel");
    input("reach").type = to === "phone" ? "tel" : "email";
    write(form("contact"), "button", say(to === "phone" ? "savePhone" : "saveEmail"));
  }

  byId("channels").addEventListener("change", (event) => choose(/** @type {HTMLInputElement} */ (event.target).value));
  form("contact").noValidate = true;
  onSave("contact", async () => {
    const value = text("reach");
    const words = wordings.find((one) => one.channel === channel);
    if (!words || more.wrong(amiss(channel, value, input("agreed").checked))) return;
    const payload = { channel, value, wording: words.id };
    const about = { elector: more.acts.here().person?.elector, payload };
    const said = say("said", { name: more.name, answer: say(`${channel}Saved`) });
    if (await more.acts.beside("consent", about, channel, said)) more.close();
  });
  return () => {
    input("reach").value = "";
    input("agreed").checked = false;
    const offered = ["phone", "email"].filter((one) => wordings.some((words) => words.channel === one));
    for (const one of ["phone", "email"]) {
      /** @type {HTMLElement} */ (document.querySelector(`[data-channel="${one}"]`)).hidden = !offered.includes(one);
    }
    byId("no-wording").hidden = offered.length > 0;
    choose(offered[0] ?? "");
  };
}

/** What is amiss with a number or an address, in words; "" where nothing is. */
function amiss(/** @type {string} */ channel, /** @type {string} */ value, /** @type {boolean} */ agreed) {
  if (!agreed) return say("readItOut");
  if (channel === "phone") return value.replace(/\D/g, "").length < FIGURES ? say("phoneAmiss") : "";
  return /^\S+@\S+\.\S+$/.test(value) ? "" : say("emailAmiss");
}

/** Of a person who speaks it too, or of a door where we could not talk at all. @param {More} more */
function language(more) {
  const save = async (/** @type {string} */ which) => {
    if (more.page === "language") return more.endAt("language", which);
    const said = which ? say("speaks", { language: which }) : say("languageGone");
    if (await more.acts.answer({ language: which }, said)) more.close();
  };
  onSave("language", () => save(text("tongue")));
  byId("tongues").addEventListener("click", (event) => {
    if (event.target instanceof HTMLButtonElement) void save(event.target.textContent.trim());
  });
  return () => {
    const ofDoor = more.page === "language";
    input("tongue").value = ofDoor ? "" : more.answers.of(more.acts.here().person).language;
    write(form("language"), "[type=submit]", say(ofDoor ? "languageOfDoor" : "languageOfPerson"));
  };
}

/** @param {More} more */
function flag(more) {
  const mustWait = guard((why) => more.wrong(why));
  let reason = "";
  byId("reasons").addEventListener("change", (event) => {
    reason = /** @type {HTMLInputElement} */ (event.target).value;
  });
  onSave("flag", async () => {
    const words = text("flag-note");
    if (more.wrong(reason ? "" : say("chooseReason")) || mustWait(words)) return;
    const payload = words ? { reason, note: words } : { reason };
    const said = say("said", { name: doorName(more.acts.here().door), answer: say("flagged") });
    if (await more.acts.beside("flag", { payload }, "flagged", said)) more.close();
  });
  onPress("unflag", async () => {
    const { door } = more.acts.here();
    const story = more.board.beside(door, null, "flagged");
    if (story && (await more.acts.takeBack(story.root))) more.close();
  });
  return () => {
    reason = "";
    check(byId("reasons"), null);
    input("flag-note").value = "";
    byId("unflag").hidden = !more.board.beside(more.acts.here().door, null, "flagged");
  };
}

/** A person here, or a door on this street, that no list names. @param {More} more */
function found(more) {
  onSave("found", async () => {
    const { door } = more.acts.here();
    const [isDoor, name, number] = [more.page === "somewhere", text("found-name"), text("found-door")];
    const missing = isDoor ? !number && say("doorMissing") : !name && say("nameMissing");
    if (more.wrong(missing || "")) return;
    const street = more.pack.streets[door.street].id;
    const payload = isDoor ? { street, door: number, name } : { street: null, door: "", name };
    const about = { household: isDoor ? null : door.household, payload };
    const said = say("foundSaved", { what: isDoor ? number : name });
    if (await more.acts.beside("found", about, "found", said)) more.close();
  });
  return () => {
    const isDoor = more.page === "somewhere";
    byId("found-door-part").hidden = !isDoor;
    byId("found-name-label").textContent = say(isDoor ? "nameIfKnown" : "nameOfPerson");
    input("found-name").value = input("found-door").value = "";
  };
}
