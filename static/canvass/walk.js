// @ts-check
// The board on a phone: one door at a time, its people, one question, the next door by itself.

import { Answers } from "./answers.js";
import { check, choices, enter } from "./choices.js";
import { Board, shortName } from "./doors.js";
import { StoreLost } from "./offline/db.js";
import { Session } from "./offline/session.js";
import { announce, byId, data, onPress, say, timeOfDay, write } from "./page.js";
import { tellStop } from "./stopped.js";
import { makeStrip, stop } from "./strip.js";
import { makeToast } from "./toast.js";
import { drawDoor, drawDoors, forgetPeople } from "./view.js";

/** @import { Stop } from "./offline/session.js" */
/** @import { Door, Pack, Person, Status, Story } from "./offline/types.js" */
/** @import { Answer } from "./answers.js" */

/**
 * @typedef {"ask"|"scale"|"more"|"confirm"|"answered"|"visited"|"finished"|"over"|"stopped"} Panel
 * @typedef {{story: Story, door: Door, person: Person|null, panel: Panel, before: Answer|null}} Undoable
 */

/** Who won't say, or won't vote, is not asked how likely they are to vote Labour. */
const NO_SCALE = new Set(["wont_say", "non_voter"]);
/** A second tap of the same thumb must not answer the question that has just come up. */
const SETTLE = 300;
/** Panels that name nobody, and stay when the names have gone. */
const AFTERWARDS = new Set(["finished", "over", "stopped"]);
/** What a person said, as against what became of them. */
const SAID = new Set(["answered", "noted"]);

/** @type {Pack} */
const pack = data("pack");
const board = new Board(pack);
const answers = new Answers(pack, board);
const strip = makeStrip(showCounters);
const toast = makeToast(() => void undoLast());
/** @type {Session|null} */
let session = null;
/** @type {number} place on the board; -1 when all doors are done */
let at = -1;
/** @type {Person|null} */
let person = null;
/** @type {Panel} */
let panel = "ask";
/** @type {Undoable|null} */
let last = null;
/** @type {Promise<unknown>} */
let saving = Promise.resolve();
/** Whether the time is up for which this phone may know names. */
let over = false;
/** @type {Stop|null} the server has taken this phone's place back */
let told = null;
/** Whether something has been shown yet: a page that has just been opened leaves the focus at its top. */
let began = false;

const here = () => board.doors[at];

/* Saving ------------------------------------------------------------------------------------------------------ */

/**
 * Do one save after the other, and show what was saved only once it is on the disk. Says whether it is.
 * @param {string} said
 * @param {(session: Session) => Promise<Undoable|null>} work
 * @returns {Promise<boolean>}
 */
function save(said, work) {
  const done = saving.then(async () => {
    if (!session) return false;
    try {
      last = await work(session);
    } catch (error) {
      fail(error);
      return false;
    }
    board.learn(session.stories());
    toast.show(said, last !== null);
    if (at >= 0) drawDoor(board, at, person, answers);
    return true;
  });
  saving = done;
  return done;
}

/** @param {unknown} error */
function fail(error) {
  if (!(error instanceof StoreLost)) console.error(error);
  stop(error instanceof StoreLost ? error.reason : "closed", session, () => void start());
}

/**
 * Save an answer of the person who is being asked, in place of what was saved of this person before.
 * @param {Answer} answer
 */
async function saveAnswer(answer) {
  const [door, whom, from] = [here(), /** @type {Person} */ (person), panel];
  const before = answers.knows(whom) ? answers.of(whom) : null;
  const state = answer.intention ? "answered" : "noted";
  const nothing = !answer.intention && !answer.issues.length;
  answers.keep(whom, nothing ? null : answer);
  const inFull = { name: shortName(door, whom), answer: answers.inFull(answer) };
  const said = nothing ? say("takenBack") : say("said", inFull);
  const saved = await save(said, async (open) => {
    const earlier = board.story(door, whom.elector);
    const root = earlier && SAID.has(earlier.state) ? earlier.root : null;
    if (nothing) {
      if (root) await open.takeBack(root);
      return null;
    }
    const draft = { ...about(door, whom), kind: "answer", payload: { ...answer } };
    return { story: await open.record(draft, { root, state }), door, person: whom, panel: from, before };
  });
  if (!saved) answers.keep(whom, before);
  return saved;
}

/** Save what came of the door, or of one person there. @param {string} outcome @param {Person|null} whom */
function saveOutcome(outcome, whom) {
  const [door, from, before] = [here(), panel, whom && answers.knows(whom) ? answers.of(whom) : null];
  const name = whom ? shortName(door, whom) : say("number", { door: door.door });
  return save(say("said", { name, answer: say(outcome) }), async (open) => {
    const earlier = board.story(door, whom?.elector ?? null);
    // Whoever answered and is then said to have moved did both: the outcome comes beside the answer.
    const root = earlier && !SAID.has(earlier.state) ? earlier.root : null;
    const draft = { ...about(door, whom), kind: "outcome", payload: { outcome } };
    return { story: await open.record(draft, { root, state: outcome }), door, person: whom, panel: from, before };
  });
}

/** @param {Door} door @param {Person|null} whom */
function about(door, whom) {
  const number = whom && { elector: whom.elector, district: whom.district, number: whom.number, suffix: whom.suffix };
  return { board_id: pack.board.id, household: door.household, ...number };
}

/** Take back the last tap, and stand again where it was made. */
async function undoLast() {
  if (!last) return;
  const { story, door, person: whom, panel: from, before } = last;
  const done = await save(say("takenBack"), (open) => open.undo(story.root).then(() => null));
  if (!done) return;
  if (whom) answers.keep(whom, before);
  goTo(board.doors.indexOf(door), whom?.elector);
  if (person && (from === "scale" || from === "ask")) show(from);
}

/** Take back all that the person on view said, or all that was said of the door. */
async function takeBack() {
  const whom = panel === "visited" ? null : person;
  const story = board.story(here(), whom?.elector ?? null);
  if (!story || !(await save(say("takenBack"), (open) => open.takeBack(story.root).then(() => null)))) return;
  if (whom) answers.keep(whom, null);
  goTo(at, whom?.elector);
}

/* Going round ------------------------------------------------------------------------------------------------- */

/**
 * Go to a door; to this person there, or to the first who has not been asked.
 * @param {number} to
 * @param {number|null} [elector]
 */
function goTo(to, elector = null) {
  at = to;
  person = to < 0 ? null : board.whomToAsk(here(), elector);
  show(panelFor());
}

/** @returns {Panel} */
function panelFor() {
  if (told) return "stopped";
  if (over) return "over";
  if (at < 0) return "finished";
  if (!person || board.ofDoor(here())) return "visited";
  return board.isAsked(here(), person) ? "answered" : "ask";
}

/** After an answer: the next person here, else the next door. */
function goOn() {
  const door = here();
  const next = board.isDone(door) ? null : board.nextPerson(door, person ? board.askable(door).indexOf(person) : -1);
  if (next) goTo(at, next.elector);
  else goTo(board.next(at));
}

/* Showing ----------------------------------------------------------------------------------------------------- */

/** @param {Panel} which */
function show(which) {
  panel = which;
  byId("street").hidden = byId("door").hidden = byId("onward").hidden = at < 0;
  if (at >= 0) drawDoor(board, at, person, answers);
  for (const one of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-panel]"))) {
    one.hidden = one.dataset.panel !== which;
  }
  const open = /** @type {HTMLElement} */ (document.querySelector(`[data-panel="${which}"]`));
  open.classList.add("settling");
  setTimeout(() => open.classList.remove("settling"), SETTLE);
  if (at >= 0) showQuestion(open);
  else if (!over) showFinished();
  // The thumb's keys first, should a full house not fit on the glass.
  open.scrollIntoView({ block: "nearest" });
  if (began) enter(open.querySelector("[data-first]") ?? open);
  began = true;
}

/** @param {HTMLElement} open */
function showQuestion(open) {
  const door = here();
  const values = { name: person ? shortName(door, person) : "", fullName: person?.name ?? "" };
  for (const title of /** @type {NodeListOf<HTMLElement>} */ (open.querySelectorAll("[data-asks]"))) {
    title.textContent = say(title.dataset.asks ?? "", values);
  }
  const answer = answers.of(person);
  check(byId("intentions"), answer.intention);
  check(byId("scale"), answer.labour_scale === null ? null : String(answer.labour_scale));
  for (const box of byId("issues").querySelectorAll("input")) box.checked = answer.issues.includes(box.value);
  const ofDoor = panel === "visited";
  const summary = ofDoor
    ? { name: say("number", { door: door.door }), answer: say(board.state(door)) }
    : { name: person?.name ?? "", answer: person ? answers.short(door, person) : "" };
  if (ofDoor || panel === "answered") write(open, "h2", say("said", summary));
  const story = board.story(door, ofDoor ? null : (person?.elector ?? null));
  byId("take-back").hidden = byId("take-back-door").hidden = !story;
  byId("change").hidden = !story || !SAID.has(story.state);
}

function showFinished() {
  if (!session) return;
  const { saved, sent, waiting } = session.status();
  write(byId("finished"), "p", say(waiting ? "finishedWaiting" : "finishedSent", { saved, sent }));
  const again = board.notIn().length;
  byId("again").hidden = again === 0;
  byId("again").textContent = say("tryAgain", { n: again });
}

/** @param {Status} status @param {string} needs */
function showCounters(status, needs) {
  const sync = byId("sync");
  write(sync, "#saved b", status.saved);
  write(sync, "#sent b", status.sent);
  write(sync, "#sent small", status.last_sent_at ? say("sentAt", { time: timeOfDay(status.last_sent_at) }) : "");
  sync.classList.toggle("sync--calm", !needs);
  byId("attention").hidden = !needs;
  write(byId("attention"), "span", needs);
  if (panel === "finished") showFinished();
}

/* Wiring ------------------------------------------------------------------------------------------------------ */

function wireQuestions() {
  choices(byId("intentions"), async (intention) => {
    const none = NO_SCALE.has(intention);
    const answer = answers.of(person);
    if (!(await saveAnswer({ ...answer, intention, labour_scale: none ? null : answer.labour_scale }))) return;
    if (none) goOn();
    else show("scale");
  });
  choices(byId("scale"), async (scale) => {
    if (await saveAnswer({ ...answers.of(person), labour_scale: Number(scale) })) goOn();
  });
  byId("issues").addEventListener("change", () => {
    const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (byId("issues").querySelectorAll("input:checked"));
    void saveAnswer({ ...answers.of(person), issues: [...boxes].map((box) => box.value) });
  });
  onPress("not-in", () => outcome("not_in", board.hasSpoken(here()) ? person : null));
  onPress("no-access", () => outcome("no_access", null));
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-outcome]"))) {
    button.addEventListener("click", () => outcome(button.dataset.outcome ?? "", person));
  }
}

/** @param {string} code @param {Person|null} whom */
async function outcome(code, whom) {
  if (await saveOutcome(code, whom)) goOn();
}

function wireWays() {
  byId("people").addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement) goTo(at, Number(event.target.value));
    enter(byId("people"));
  });
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-shows]"))) {
    button.addEventListener("click", () => show(/** @type {Panel} */ (button.dataset.shows)));
  }
  for (const id of ["take-back", "take-back-door"]) onPress(id, () => void takeBack());
  onPress("someone-else", () => {
    show("ask");
    announce(say("tapWhoSpoke"));
    enter(byId("people"));
  });
  onPress("skip", goOn);
  onPress("onward", () => goTo(board.next(at)));
  onPress("backward", () => goTo(at < 0 ? board.doors.length - 1 : Math.max(0, at - 1)));
  onPress("again", () => {
    board.tryAgain();
    goTo(board.next(-1));
  });
  const all = /** @type {HTMLDialogElement} */ (byId("all"));
  onPress("left", () => {
    drawDoors(board, at, (to) => {
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
  const csrf = /** @type {HTMLInputElement} */ (document.querySelector("[name=csrfmiddlewaretoken]")).value;
  const { id, name } = pack.board;
  const place = { user: pack.user.id, key: `board:${id}`, name, board: id, urls: pack.urls, csrf };
  try {
    session ??= await Session.open(place, { changed, failed: fail, stopped });
    await session.refresh();
  } catch (error) {
    fail(error);
    return;
  }
  board.learn(session.stories());
  strip.use(session);
  if (told) return;
  if (at >= 0) show(panel);
  else goTo(board.resume());
  watchTime();
}

/** When the board's time is up, forget who lives where. What is saved stays until it is sent. */
function watchTime() {
  const now = Date.now() + (session?.clock.offset ?? 0);
  if (over || now < Date.parse(pack.read_until)) return;
  forgetBoard();
  goTo(-1);
}

/** Take everybody's name off this page, for good. */
function forgetBoard() {
  over = true;
  pack.doors.length = pack.streets.length = 0;
  document.getElementById("pack")?.remove();
  forgetPeople();
  for (const panel of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-panel]"))) {
    if (!AFTERWARDS.has(panel.dataset.panel ?? "")) panel.remove();
  }
  for (const place of document.querySelectorAll("#number, #side, #tried, #plate > *, #strip-title, #heard")) {
    place.textContent = "";
  }
  for (const dialog of /** @type {NodeListOf<HTMLDialogElement>} */ (document.querySelectorAll("dialog[open]"))) {
    dialog.close();
  }
  byId("ways").hidden = true;
  toast.stop();
}

/** The server wants this phone to stop: no names from this moment; what is saved goes out first. @param {Stop} stop */
function stopped(stop) {
  told = stop;
  forgetBoard();
  tellStop(stop, session?.status().waiting ?? 0);
  goTo(-1);
}

/** The sender or another tab has changed something. */
function changed() {
  board.learn(session?.stories() ?? []);
  strip.draw();
  if (told && !told.gone) tellStop(told, session?.status().waiting ?? 0);
  if (at >= 0) drawDoor(board, at, person, answers);
}

setInterval(watchTime, 30_000);
document.addEventListener("visibilitychange", watchTime);
wireQuestions();
wireWays();
void start();
