// @ts-check
// A round of knocking up on the phone: one door at a time, one tap for what was said, the next door by itself.

import { doorName } from "../canvass/answers.js";
import { makeCard } from "../canvass/card.js";
import { enter } from "../canvass/choices.js";
import { shortName } from "../canvass/doors.js";
import { StoreLost } from "../canvass/offline/db.js";
import { Session } from "../canvass/offline/session.js";
import { csrf, open as openRound } from "../canvass/opening.js";
import { byId, onPress, say, write } from "../canvass/page.js";
import { bring, drawCounters, entitle, hasBegun, onEach, raise } from "../canvass/panels.js";
import { makeRecall } from "../canvass/recalls.js";
import { tellStop } from "../canvass/stopped.js";
import { makeStrip, stop } from "../canvass/strip.js";
import { makeToast } from "../canvass/toast.js";
import { chosen } from "../canvass/toggles.js";
import { drawDoor, drawDoors, drawFinished, forgetEverybody } from "../canvass/view.js";
import { Calls, liftOf, toSay } from "./calls.js";

/** @import { Stop } from "../canvass/offline/session.js" */
/** @import { Door, Pack, Person, Recalled, Status, Story } from "../canvass/offline/types.js" */

/** @typedef {"ask"|"other"|"lift"|"confirm"|"answered"|"visited"|"finished"|"over"|"stopped"} Panel */

const AFTERWARDS = new Set(["finished", "over", "stopped"]);
/** What is said of a whole door. */
const OF_THE_DOOR = new Set(["not_in", "no_access", "language"]);
/** Reasons that this page has words for; a newer server may know others. */
const REASONS = new Set(["listed", "new", "undecided", "asked_before", "never_asked"]);
/** What sticks to the register: sent as the doorstep sends it. */
const STICKS = new Set(["moved", "deceased", "do_not_contact"]);

/** @type {Pack & {vote: any, needs: {code: string, label: string}[]}} */
const pack = /** @type {any} */ (await openRound());
for (const door of pack.doors) for (const person of door.people) sayWhy(person);
const calls = new Calls(pack);
const recall = makeRecall(pack, calls);
const strip = makeStrip(showCounters);
makeCard(pack, () => at >= 0 && person !== null);
const toast = makeToast(() => void undoLast());
/** @type {Session|null} */
let session = null;
/** @type {number} place in the round; -1 when all doors are done */
let at = -1;
/** @type {Person|null} */
let person = null;
/** @type {Panel} */
let panel = "ask";
let over = false;
/** @type {Stop|null} the server has taken this phone's place back */
let told = null;
/** @type {{root: string, door: Door, elector: number|null}|null} what Undo takes back */
let last = null;
/** @type {Promise<unknown>} */
let saving = Promise.resolve();

const here = () => calls.doors[at];

/** Under a name stands why this person is on the list, in words of the page. @param {Person} one */
function sayWhy(one) {
  const words = one.why && REASONS.has(one.why) ? say(`why${one.why[0].toUpperCase()}${one.why.slice(1)}`) : "";
  one.note = [words, one.note].filter(Boolean).join(". ");
  delete one.why;
}

/** What drawing asks for: a word about each person. */
const answers = /** @type {any} */ ({
  /** @param {Door} door @param {Person} one */
  short: (door, one) => {
    const story = calls.story(door, one.elector);
    return story ? say(story.state) : "";
  },
});

/* Saving ------------------------------------------------------------------------------------------------------ */

/** One save after the other. @param {(open: Session) => Promise<void>} work @returns {Promise<boolean>} */
function save(work) {
  const done = saving.then(async () => {
    if (!session) return false;
    try {
      await work(session);
    } catch (error) {
      fail(error);
      return false;
    }
    calls.learn(session.stories());
    return true;
  });
  saving = done;
  return done;
}

/**
 * Keep what was said at this door, and go on. Nothing of it is about how anybody votes.
 * @param {string} said
 * @param {Record<string, unknown>} [more]
 */
async function record(said, more = {}) {
  const door = here();
  const whom = OF_THE_DOOR.has(said) ? null : person;
  if (!door || (whom === null && !OF_THE_DOOR.has(said))) return;
  const other = whom !== null && /** @type {HTMLInputElement} */ (byId("by-another")).checked;
  const payload = STICKS.has(said) ? { outcome: said } : { said, ...(other ? { by_another: true } : {}), ...more };
  const { elector = null, district = null, number = null, suffix = null } = whom ?? {};
  const about = { household: door.household, elector, district, number, suffix };
  const kept = await save(async (open) => {
    const before = calls.story(door, elector);
    if (before) await open.takeBack(before.root);
    const { root } = await open.record({ ...about, kind: STICKS.has(said) ? "outcome" : "knock", payload }, { state: said });
    last = { root, door, elector };
  });
  if (!kept) return;
  const name = whom ? shortName(door, whom) : doorName(door);
  toast.show(say("said", { name, answer: say(said) }), true);
  goOn();
}

/** Take back the last tap, and stand again where it was made. */
async function undoLast() {
  const mine = last;
  if (!mine || !(await save((open) => open.takeBack(mine.root)))) return;
  last = null;
  toast.show(say("takenBack"), false);
  if (!over) goTo(calls.doors.indexOf(mine.door), mine.elector);
}

/** Take back what was said of the person on view, or of the door. */
async function takeBack() {
  const door = here();
  const elector = panel === "visited" ? null : (person?.elector ?? null);
  const story = calls.story(door, elector);
  if (!story || !(await save((open) => open.takeBack(story.root)))) return;
  toast.show(say("takenBack"), false);
  goTo(at, elector);
}

/** @param {unknown} error */
function fail(error) {
  if (!(error instanceof StoreLost)) console.error(error);
  stop(error instanceof StoreLost ? error.reason : "closed", session, () => void start());
}

/* Going round ------------------------------------------------------------------------------------------------- */

/** @param {number} to @param {number|null} [elector] */
function goTo(to, elector = null) {
  at = to;
  person = to < 0 ? null : calls.whomToAsk(here(), elector);
  show(panelFor());
}

/** @returns {Panel} */
function panelFor() {
  if (told) return "stopped";
  if (over) return "over";
  if (at < 0) return "finished";
  if (!person || calls.ofDoor(here())) return "visited";
  return calls.isAsked(here(), person) ? "answered" : "ask";
}

/** The next person here who has not been asked, else the next door. */
function goOn() {
  const door = here();
  const next = calls.isDone(door) ? null : calls.nextPerson(door, person ? calls.askable(door).indexOf(person) : -1);
  if (next) goTo(at, next.elector);
  else goTo(calls.next(at));
}

/* Showing ----------------------------------------------------------------------------------------------------- */

/** @param {Panel} which */
function show(which) {
  panel = which;
  const ofDoor = at >= 0;
  byId("street").hidden = byId("door").hidden = byId("onward").hidden = !ofDoor;
  byId("vote").hidden = !ofDoor;
  if (ofDoor) draw();
  const open = raise(which);
  if (ofDoor) showQuestion(open);
  else if (!over) drawFinished(calls, session);
  bring(open);
}

function draw() {
  drawDoor(calls, at, person, answers);
  write(byId("vote"), "#where", pack.vote.places.join(". ") || say("noPlace"));
}

/** @param {HTMLElement} open */
function showQuestion(open) {
  const door = here();
  const values = { name: person ? shortName(door, person) : "", fullName: person?.name ?? "" };
  entitle(open, values);
  if (panel === "ask") /** @type {HTMLInputElement} */ (byId("by-another")).checked = false;
  byId("posted").hidden = !isPostal(person);
  const story = calls.story(door, panel === "visited" ? null : (person?.elector ?? null));
  if (panel !== "visited" && panel !== "answered") return;
  const name = panel === "visited" ? doorName(door) : (person?.name ?? "");
  write(open, "h2", story ? say("said", { name, answer: say(story.state) }) : say("nobodyHere", { name }));
  byId("take-back").hidden = byId("take-back-door").hidden = !story;
}

/** @param {any} one */
function isPostal(one) {
  return one?.how === "postal" || one?.how === "postal_proxy";
}

/** What to say about voting: where, with what, until when; by post or by proxy it is something else. */
function drawVote() {
  const words = toSay(pack.vote, /** @type {any} */ (person)?.how).map((text) => {
    const line = document.createElement("p");
    line.textContent = text;
    return line;
  });
  byId("vote-words").replaceChildren(...words);
  write(byId("vote-sheet"), "#vote-place", pack.vote.places.join(". ") || say("noPlace"));
}

/** @param {Status} status @param {string} needs */
function showCounters(status, needs) {
  drawCounters(status, needs);
  if (panel === "finished") drawFinished(calls, session);
}

/* Wiring ------------------------------------------------------------------------------------------------------ */

function wireQuestions() {
  onEach("said", (code) => void record(code));
  onEach("shows", (which) => show(/** @type {Panel} */ (which)));
  const form = /** @type {HTMLFormElement} */ (byId("lift"));
  const needs = pack.needs.map(({ code, label }) => {
    const chip = /** @type {HTMLTemplateElement} */ (byId("t-need")).content.cloneNode(true);
    const box = /** @type {HTMLInputElement} */ (/** @type {DocumentFragment} */ (chip).querySelector("input"));
    box.value = code;
    box.parentElement?.append(label);
    return chip;
  });
  byId("needs").append(...needs);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const field = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name)).value;
    const lift = liftOf({ people: field("people"), from: field("from"), until: field("until"), needs: chosen(byId("needs")) });
    write(form, "#lift-wrong", lift ? "" : say("liftWrong"));
    if (!lift) return;
    form.reset();
    void record("lift", { lift });
  });
}

function wireWays() {
  byId("people").addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement) goTo(at, Number(event.target.value));
    enter(byId("people"));
  });
  for (const id of ["take-back", "take-back-door"]) onPress(id, () => void takeBack());
  onPress("onward", () => goTo(calls.next(at)));
  onPress("backward", () => goTo(at < 0 ? calls.doors.length - 1 : Math.max(0, at - 1)));
  onPress("again", () => {
    calls.tryAgain();
    goTo(calls.next(-1));
  });
  const sheet = /** @type {HTMLDialogElement} */ (byId("vote-sheet"));
  onPress("vote-open", () => {
    drawVote();
    sheet.showModal();
  });
  onPress("vote-close", () => sheet.close());
  const all = /** @type {HTMLDialogElement} */ (byId("all"));
  onPress("left", () => {
    drawDoors(calls, at, (to) => {
      all.close();
      goTo(to);
    });
    all.showModal();
    all.querySelector("[aria-current]")?.scrollIntoView({ block: "center" });
  });
  onPress("all-close", () => all.close());
}

/** Open the store and begin at the first open door; after a fault, go on where we were. */
async function start() {
  const { board: { id, name }, urls, seal, unit, user, recall: known } = pack;
  const place = { user: user.id, unit: unit.code, key: `round:${id}`, name, urls, csrf, seal, recall: known };
  try {
    session ??= await Session.open(place, { changed, failed: fail, stopped, recalled, withdrawn });
    await session.refresh();
  } catch (error) {
    return fail(error);
  }
  calls.learn(session.stories());
  strip.use(session);
  if (told) return;
  if (hasBegun()) show(panel);
  else goTo(calls.resume());
  watchTime();
}

/** When the time is up, forget who lives where. What is saved stays until it is sent. */
function watchTime() {
  const now = Date.now() + (session?.clock.offset ?? 0);
  if (!over && now >= Date.parse(pack.read_until)) withdrawn();
}

/** The round was ended or went on to somebody else, or its time is over. */
function withdrawn() {
  forgetRound();
  goTo(-1);
}

/** People who have voted meanwhile, or must not be called on: they go from the glass at once. @param {Recalled[]} doors */
function recalled(doors) {
  if (!recall(doors) || at < 0) return;
  if (person && here().people.includes(person)) draw();
  else if (calls.askable(here()).length) goTo(at);
  else goTo(calls.next(at));
}

function forgetRound() {
  over = true;
  last = null;
  pack.doors.length = pack.streets.length = 0;
  forgetEverybody(AFTERWARDS);
  byId("vote").hidden = byId("ways").hidden = true;
  toast.stop();
}

/** @param {Stop} why */
function stopped(why) {
  told = why;
  forgetRound();
  tellStop(why, session?.status().waiting ?? 0);
  goTo(-1);
}

function changed() {
  calls.learn(session?.stories() ?? []);
  strip.draw();
  if (told && !told.gone) tellStop(told, session?.status().waiting ?? 0);
  if (at >= 0) draw();
}

setInterval(watchTime, 30_000);
setInterval(() => recalled([]), 30_000);
document.addEventListener("visibilitychange", watchTime);
wireQuestions();
wireWays();
void start();
