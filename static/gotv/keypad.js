// @ts-check
// The teller's keypad: a number, Voted, the next number. Each is on the disk of this phone before it shows below.
// Without a script, or where the browser keeps nothing, the page's plain form does the same online. Without a connection
// the worker gives the page with no station in it; then what was kept when it was last open fills it. That is no secret:
// a station's name, its districts and hours. No elector is ever in it.

import { install } from "../canvass/installing.js";
import { Store, StoreLost, names } from "../canvass/offline/db.js";
import { Session } from "../canvass/offline/session.js";
import { announce, byId, copy, data, dayAndTime, onPress, say, settle, timeOfDay, write } from "../canvass/page.js";
import { tellStop } from "../canvass/stopped.js";
import { makeStrip, stop } from "../canvass/strip.js";
import { press, read } from "./numbers.js";

/** @import { Stop } from "../canvass/offline/session.js" */
/** @import { Queue, Status, Story, Teller } from "../canvass/offline/types.js" */

const SHOWN = 5;
const MAY_UNDO = 3;
const SMALLER = ["kp-typed--long", "kp-typed--longest"];
/** Typed numbers that the phone still remembers; of the others it knows only that there was one. */
const REMEMBERED = 8;
const SHAPES = /** @type {Record<string, string>} */ ({ counted: "ok", not_here: "check", suspect: "check" });
const STATION = /\/teller\/(\d+)\/$/;
/** By so much a phone's clock may be out before its hours are believed and not the teller. */
const GRACE = 60 * 60_000;

/** Whether the worker gave this page, with no station in it. */
const isShell = !document.getElementById("teller");

/** @type {Teller|null} */
const teller = isShell ? await kept() : data("teller");
const strip = makeStrip(showCounters);
/** @type {Session|null} */
let session = null;
let district = teller?.districts[0] ?? "";
let typed = "";
/** @type {Stop|null} the server has taken this phone's place back */
let told = null;
/** @type {Promise<unknown>} */
let saving = Promise.resolve();
/** @type {Map<string, string>} verdicts that have been read out, by story */
const heard = new Map();

/** What this phone keeps of the station at this address, of whoever was here last; null where it keeps nothing. */
async function kept() {
  const station = STATION.exec(location.pathname)?.[1];
  /** @type {Queue[]} */
  const found = [];
  try {
    for (const name of await names()) {
      const store = await Store.open(name);
      found.push(...(await store.queues()).filter((one) => one.teller && String(one.teller.station.id) === station));
      store.close();
    }
  } catch (error) {
    console.warn("What is kept on this phone can't be read.", error);
  }
  return found.sort((one, other) => other.touched_at - one.touched_at)[0]?.teller ?? null;
}

/** Write the station into a page that has none. @param {Teller} here */
function fill(here) {
  document.title = byId("title").textContent = say("title", { station: here.station.name });
  byId("station").textContent = here.station.name;
  byId("open-until").textContent = say("openUntil", { at: timeOfDay(here.until) });
  /** @type {HTMLAnchorElement} */ (byId("hand-over")).href = here.urls.hand_over ?? here.urls.back;
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a[data-leave]"))) {
    link.href = here.urls.back;
  }
  const signIn = /** @type {HTMLAnchorElement} */ (byId("sheet-sign-in"));
  signIn.href = `${signIn.pathname}?next=${encodeURIComponent(location.pathname)}`;
}

/** The districts of the station: one is locked, of several one is chosen. @param {Teller} here */
function offerDistricts(here) {
  byId("locked").hidden = here.districts.length !== 1;
  if (here.districts.length < 2) return;
  const chips = here.districts.map((code) => {
    const chip = copy("t-chip");
    /** @type {HTMLInputElement} */ (chip.querySelector("input")).value = code;
    chip.append(code);
    return chip;
  });
  byId("locked").after(...chips);
}

/** Whether numbers are taken now, going by this phone's own clock: nobody else can be asked. @param {Teller} here */
function isOpen(here) {
  const now = Date.now();
  const opens = here.opens ? Date.parse(here.opens) - GRACE : 0;
  if (now >= opens && now <= Date.parse(here.until) + GRACE) return true;
  const times = { opens: dayAndTime(here.opens ?? here.until), closes: dayAndTime(here.until), now: dayAndTime(now) };
  byId("not-now").textContent = say("notNow", times);
  byId("not-now").hidden = false;
  return false;
}

/** @param {string} key */
function type(key) {
  byId("refused").hidden = true;
  typed = press(typed, key);
  showTyped();
}

function showTyped() {
  const screen = byId("typed");
  screen.textContent = typed || "\u00A0";
  screen.classList.remove(...SMALLER);
  // As large as it goes: how long that is depends on the phone's own font.
  for (const size of SMALLER) {
    if (screen.scrollWidth <= screen.clientWidth) break;
    screen.classList.remove(...SMALLER);
    screen.classList.add(size);
  }
}

function voted() {
  const number = read(typed);
  if (!number) {
    refuse(typed ? say("noNumber", { typed }) : say("typeFirst"));
    return;
  }
  const entry = { kind: "teller.number", district, ...number, payload: { typed } };
  const shown = typed;
  typed = "";
  showTyped();
  save(async (open) => {
    await open.record(entry, { state: "waiting", typed: shown });
    const old = open.stories().slice(0, -REMEMBERED);
    await open.forgetTyped(old.filter((story) => story.typed && !open.isUnsent(story.root)));
  });
}

/** @param {string} words */
function refuse(words) {
  write(byId("refused"), "span", words);
  byId("refused").hidden = false;
  announce(words);
}

/** Do one save after the other. @param {(open: Session) => Promise<unknown>} work */
function save(work) {
  saving = saving.then(async () => {
    if (!session) return;
    try {
      await work(session);
      showLast();
    } catch (error) {
      fail(error);
    }
  });
}

/** @param {unknown} error */
function fail(error) {
  if (!(error instanceof StoreLost)) console.error(error);
  stop(error instanceof StoreLost ? error.reason : "closed", session, () => void (teller && start(teller)));
}

/** The newest number that stands, of the last three typed. @returns {Story|undefined} */
function undoable() {
  return session?.stories().slice(-MAY_UNDO).filter((story) => !story.undone).at(-1);
}

function undo() {
  const story = undoable();
  // Two taps before it is drawn mean one number: the second finds nothing to take back.
  if (story) save((open) => open.takeBack(story.root));
}

function showLast() {
  if (!session || told) return;
  const stories = session.stories();
  if (!stories.length) return;
  const rows = stories.slice(-SHOWN).reverse().map(toRow);
  byId("last").replaceChildren(...rows);
  document.getElementById("undo-form")?.remove();
  const last = undoable();
  const button = byId("undo");
  button.hidden = !last;
  if (button.dataset.root !== last?.root) settle(button);
  button.dataset.root = last?.root ?? "";
  if (last) button.textContent = say("undoNumber", { number: last.typed ?? "" });
  readOut(/** @type {Story} */ (stories.at(-1)));
}

/** @param {Story} story */
function toRow(story) {
  const word = state(story);
  const row = copy(`t-${word in icons ? word : "waiting"}`);
  row.className = SHAPES[word] ?? "";
  write(row, "b", story.typed ?? "");
  write(row, "span", words(story));
  const time = /** @type {HTMLTimeElement} */ (row.querySelector("time"));
  time.dateTime = new Date(story.at).toISOString();
  time.textContent = timeOfDay(story.at);
  return row;
}

const icons = { counted: 1, already_in: 1, not_here: 1, suspect: 1, undone: 1, waiting: 1 };

/** @param {Story} story */
function state(story) {
  if (story.undone) return "undone";
  if (session?.needAttention().some((row) => row.root === story.root)) return "notTaken";
  if (story.state === "waiting" && !session?.isUnsent(story.root)) return story.check ? "check" : "sentAlone";
  return story.state;
}

/** @param {Story} story */
function words(story) {
  return say(state(story), { district: story.district ?? "" });
}

/** Read out a verdict that asks for a second look, once. @param {Story} story */
function readOut(story) {
  const word = state(story);
  if (heard.get(story.root) === word) return;
  heard.set(story.root, word);
  if (!["not_here", "already_in", "suspect"].includes(word)) return;
  announce(say("said", { name: story.typed ?? "", answer: words(story) }));
}

/** @param {Status} status @param {string} needs */
function showCounters(status, needs) {
  write(byId("sync"), "b", say("sent", { n: status.sent }));
  const waiting = status.waiting ? say("waitingToSend", { n: status.waiting }) : say("nothingWaiting");
  write(byId("sync"), "span", needs || waiting);
  byId("sync").classList.toggle("sent--needs", needs !== "");
}

function wire() {
  for (const key of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-key]"))) {
    key.addEventListener("click", () => type(key.dataset.key ?? ""));
  }
  // A key that keeps the focus would be pressed again by the Enter of a real keyboard.
  byId("keys").addEventListener("mousedown", (event) => event.preventDefault());
  onPress("voted", voted);
  onPress("undo", undo);
  document.addEventListener("keydown", (event) => {
    if (told) return;
    if (event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
    const free = document.activeElement === document.body;
    if (/^[0-9./]$/.test(event.key)) type(event.key);
    else if (event.key === "Backspace") type("back");
    else if (event.key === "Enter" && free && !event.repeat) voted();
    else return;
    event.preventDefault();
  });
  byId("district").addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement) choose(event.target.value);
  });
}

/** @param {string} code */
function choose(code) {
  district = code;
  write(byId("district"), "#prefix", code);
  for (const radio of byId("district").querySelectorAll("input")) radio.checked = radio.value === code;
}

/** This browser's own token against forged requests. */
function csrf() {
  const form = /** @type {HTMLInputElement|null} */ (document.querySelector("#teller-form [name=csrfmiddlewaretoken]"));
  if (form) return form.value;
  const name = `${byId("main").dataset.csrfCookie}=`;
  const found = document.cookie.split("; ").find((one) => one.startsWith(name));
  return found?.slice(name.length) ?? "";
}

/** Open the store and take the place of the plain form. @param {Teller} here */
async function start(here) {
  const { user, station, election, urls } = here;
  const place = { user: user.id, key: `teller:${election.id}:${station.id}`, name: station.name, urls, csrf };
  const began = session !== null;
  try {
    session ??= await Session.open(place, { changed, failed: fail, stopped });
    if (!isShell && !session.over) await session.store.keepQueue(place.key, { teller: here });
    await session.refresh();
  } catch (error) {
    // The plain form stays: online it does without the store.
    if (began || isShell) fail(error);
    else byId("online-only").hidden = false;
    return;
  }
  const before = session.stories().findLast((story) => story.district)?.district;
  choose(before && here.districts.includes(before) ? before : district);
  if (!isShell) byId("teller-form").hidden = byId("plain-go").hidden = true;
  strip.use(session);
  if (told || (isShell && !isOpen(here))) return;
  byId("pad").hidden = byId("keys").hidden = byId("sync").hidden = false;
  showTyped();
  showLast();
}

function changed() {
  strip.draw();
  if (told && !told.gone) tellStop(told, session?.status().waiting ?? 0);
  showLast();
}

/** The server wants this phone to stop: what is typed goes out first. @param {Stop} stop */
function stopped(stop) {
  told = stop;
  byId("pad").hidden = byId("keys").hidden = byId("lately").hidden = true;
  typed = "";
  showTyped();
  byId("last").replaceChildren();
  byId("undo").textContent = "";
  tellStop(stop, session?.status().waiting ?? 0);
}

wire();
if (teller) {
  if (isShell) fill(teller);
  offerDistricts(teller);
  void start(teller);
} else {
  byId("not-kept").hidden = false;
}
void install("/gotv/teller/");
