// @ts-check
// The board on a phone: one door at a time, its people, one question, the next door by itself.

import { Answers, doorName } from "./answers.js";
import { drawQuestions } from "./asked.js";
import { Asking } from "./asking.js";
import { check, choices, enter } from "./choices.js";
import { Board, isOnly, shortName } from "./doors.js";
import { wireFine } from "./fine.js";
import { More } from "./more.js";
import { StoreLost } from "./offline/db.js";
import { Session } from "./offline/session.js";
import { csrf, open as openBoard } from "./opening.js";
import { byId, dateOf, onPress, say, write } from "./page.js";
import { bring, drawCounters, entitle, hasBegun, onEach, raise } from "./panels.js";
import { makeRecall } from "./recalls.js";
import { Recorder, SAID } from "./recording.js";
import { Round } from "./round.js";
import { tellStop } from "./stopped.js";
import { makeStrip, stop } from "./strip.js";
import { makeToast } from "./toast.js";
import { choose, chosen } from "./toggles.js";
import { backBy, drawDoor, drawDoors, drawFinished, forgetEverybody } from "./view.js";

/** @import { Stop } from "./offline/session.js" */
/** @import { Pack, Person, Recalled, Status } from "./offline/types.js" */
/** @import { Answer } from "./answers.js" */

/**
 * @typedef {"ask"|"only"|"scale"|"survey"|"confirm"|"answered"|"visited"|"mode"|"round"|"finished"|"over"|"stopped"} Panel
 */

/** Who won't say, or won't vote, is not asked how likely they are to vote Labour. */
const NO_SCALE = new Set(["wont_say", "non_voter"]);
/** Panels that name nobody, and stay when the names have gone. */
const AFTERWARDS = new Set(["finished", "over", "stopped"]);
/** Panels that are about the whole board and not about one door. */
const OF_THE_BOARD = new Set(["mode", "round"]);

/** @type {Pack} behind its PIN, or from Rosette: nothing below runs before it is open */
const pack = await openBoard();
wireFine(pack.session, csrf);
drawQuestions(pack);
const board = new Board(pack);
const answers = new Answers(pack, board);
const recall = makeRecall(pack, board);
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
/** Whether the time is up for which this phone may know names. */
let over = false;
/** @type {Stop|null} the server has taken this phone's place back */
let told = null;

const here = () => board.doors[at];

const recorder = new Recorder(pack, board, answers, {
  session: () => session,
  saved,
  failed: fail,
  refused: (why) => (byId("more").hasAttribute("open") ? more.wrong(why) : toast.show(why, false)),
  panel: () => panel,
  canvasser: (door, whom) => round.canvasser(door, whom),
});
const round = new Round(pack, board, {
  at: () => at,
  goTo: (household, elector) => goTo(board.doors.findIndex((door) => door.household === household), elector),
  begin,
});
const more = new More(pack, board, answers, {
  here: () => ({ door: here(), person }),
  isOneThing: () => mayBeAskedOneThing(),
  answer: saveAnswer,
  outcome,
  beside: (kind, about, state, said) => {
    const whom = about.elector ? person : null;
    return recorder.beside(here(), whom, { ...about, kind }, state, said);
  },
  takeBack: (root) => recorder.takeBack(root),
  show: (which) => show(/** @type {Panel} */ (which)),
  survey: () => askSurvey(),
});
const survey = new Asking(pack, {
  name: () => (person ? shortName(here(), person) : ""),
  given: () => answers.of(person).survey,
  answer: (given, said) => saveAnswer({ survey: given }, said),
  over: () => goOn(true),
  back: () => show("ask"),
});

/* Saving ------------------------------------------------------------------------------------------------------ */

/** It is on the disk of this phone, and not before is it shown. @param {string} said @param {boolean} canUndo */
function saved(said, canUndo) {
  toast.show(said, canUndo);
  if (at >= 0) drawDoor(board, at, person, answers);
}

/** @param {unknown} error */
function fail(error) {
  if (!(error instanceof StoreLost)) console.error(error);
  stop(error instanceof StoreLost ? error.reason : "closed", session, () => void start());
}

/** @param {Partial<Answer>} part what the person on view said now @param {string} [said] */
function saveAnswer(part, said) {
  return recorder.answer(here(), /** @type {Person} */ (person), part, said);
}

/** Take back the last tap, and stand again where it was made. */
async function undoLast() {
  const undone = await recorder.undo();
  if (!undone) return;
  goTo(board.doors.indexOf(undone.door), undone.person?.elector);
  if (mayBeAskedOneThing()) return;
  if (person && (undone.panel === "scale" || undone.panel === "ask")) show(undone.panel);
  else if (person && undone.panel === "survey") askSurvey(() => survey.again());
}

/** Take back all that the person on view said, or all that was said of the door. */
async function takeBack() {
  const whom = panel === "visited" ? null : person;
  const story = board.story(here(), whom?.elector ?? null);
  if (!story || !(await recorder.takeBack(story.root))) return;
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

/**
 * After an answer: the organiser's questions, then the next person here, then the next door; with one phone for
 * several, whoever else waits to be written for.
 * @param {boolean} asked whether the organiser's questions are over, or have no place here
 */
function goOn(asked = false) {
  if (!asked && isToBeAsked()) return askSurvey();
  const door = here();
  const [manned, stays] = [round.isManned(door), round.settle(door) || !round.runner.runs];
  if (!stays && (manned || board.isDone(door))) return board.next(at) < 0 ? goTo(-1) : show("round");
  const next = board.isDone(door) ? null : board.nextPerson(door, person ? board.askable(door).indexOf(person) : -1);
  if (next) goTo(at, next.elector);
  else goTo(board.next(at));
}

/** Whether the ballot of whoever is on view is out: nobody may ask them how they vote. */
function mayBeAskedOneThing() {
  return Boolean(pack.only && person?.only && dateOf(Date.now() + (session?.clock.offset ?? 0)) >= person.only);
}

/** Whoever speaks for themself is asked the organiser's questions, once. */
function isToBeAsked() {
  const { reported, survey: said } = answers.of(person);
  return survey.exists && person !== null && !mayBeAskedOneThing() && !reported && Object.keys(said).length === 0;
}

/** @param {() => void} [ask] which question, unless it is the first */
function askSurvey(ask = () => survey.begin()) {
  show("survey");
  ask();
}

/** Somebody has said who knocks on this board, or it was remembered. */
function begin() {
  /** @type {HTMLDialogElement} */ (byId("all")).close();
  byId("backward").textContent = say(round.runner.runs ? "whoIsWhere" : "previousDoor");
  if (at < 0 || !board.doors[at]) at = board.resume();
  if (at < 0) goTo(-1);
  else if (round.runner.undecided) show("mode");
  else if (round.runner.runs) show("round");
  else goTo(at, person?.elector);
}

/* Showing ----------------------------------------------------------------------------------------------------- */

/** @param {Panel} asked */
function show(asked) {
  const which = asked === "ask" && mayBeAskedOneThing() ? "only" : asked;
  panel = which;
  const ofDoor = at >= 0 && !OF_THE_BOARD.has(which);
  byId("street").hidden = at < 0;
  byId("door").hidden = !ofDoor;
  byId("onward").hidden = !ofDoor || round.runner.runs;
  byId("backward").hidden = which === "mode" || which === "round";
  if (at >= 0) drawDoor(board, at, person, answers);
  const open = raise(which);
  if (which === "round") round.draw();
  if (ofDoor) showQuestion(open);
  else if (at < 0 && !over) drawFinished(board, session);
  bring(open);
}

/** @param {HTMLElement} open */
function showQuestion(open) {
  const door = here();
  round.drawWho(door, person);
  const values = { name: person ? shortName(door, person) : "", fullName: person?.name ?? "" };
  entitle(open, values);
  const answer = answers.of(person);
  if (answer.reported && panel === "ask") write(byId("intentions"), "legend", say("askIntentionOther", values));
  if (panel === "only") check(byId("only"), null);
  check(byId("intentions"), answer.intention);
  check(byId("scale"), answer.labour_scale === null ? null : String(answer.labour_scale));
  choose(byId("issues"), answer.issues);
  choose(byId("never"), answer.ruled_out);
  const ofDoor = panel === "visited";
  const summary = ofDoor
    ? { name: doorName(door), answer: say(board.state(door)) }
    : { name: person?.name ?? "", answer: person ? answers.short(door, person) : "" };
  if (ofDoor || panel === "answered") write(open, "h2", say("said", summary));
  const story = board.story(door, ofDoor ? null : (person?.elector ?? null));
  byId("take-back").hidden = byId("take-back-door").hidden = !story;
  byId("change").hidden = !story || !(SAID.has(story.state) || isOnly(story));
}

/** @param {Status} status @param {string} needs */
function showCounters(status, needs) {
  drawCounters(status, needs);
  if (panel === "finished") drawFinished(board, session);
}

/* Wiring ------------------------------------------------------------------------------------------------------ */

function wireQuestions() {
  choices(byId("intentions"), async (intention) => {
    const none = NO_SCALE.has(intention);
    if (!(await saveAnswer(none ? { intention, labour_scale: null } : { intention }))) return;
    if (none) goOn();
    else show("scale");
  });
  choices(byId("scale"), async (scale) => {
    if (await saveAnswer({ labour_scale: Number(scale) })) goOn();
  });
  byId("issues").addEventListener("change", () => {
    const issues = chosen(byId("issues"));
    void saveAnswer({ issues }, issues.length ? answers.named("issues", issues) : say("nothingChosen"));
  });
  choices(byId("only"), async (code) => {
    const said = pack.only?.choices.find((one) => one.code === code);
    if (said && person && (await recorder.only(here(), person, said))) goOn(true);
  });
  for (const id of ["not-in", "only-not-in"]) {
    onPress(id, () => void outcome("not_in", board.hasSpoken(here()) ? person : null));
  }
  for (const id of ["no-access", "only-no-access"]) onPress(id, () => void outcome("no_access", null));
  byId("never").addEventListener("change", () => {
    const codes = chosen(byId("never"));
    void saveAnswer({ ruled_out: codes }, codes.length ? answers.named("ruled_out", codes) : say("nothingChosen"));
  });
  onPress("own-words", () => more.open("note"));
  for (const id of ["more-open", "only-more"]) onPress(id, () => more.open());
  onEach("outcome", (code) => void outcome(code, person));
}

/** @param {string} code @param {Person|null} whom @param {string} [language] */
async function outcome(code, whom, language) {
  if (await recorder.outcome(here(), whom, code, language)) goOn(true);
}

function wireWays() {
  byId("people").addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement) goTo(at, Number(event.target.value));
    enter(byId("people"));
  });
  // A tap on whoever is on view already shows what they said: there it can be taken back.
  byId("people").addEventListener("click", ({ target: row }) => {
    if (person && row instanceof HTMLInputElement && row.value === String(person.elector)) goTo(at, person.elector);
  });
  onEach("shows", (which) => show(/** @type {Panel} */ (which)));
  for (const id of ["take-back", "take-back-door"]) onPress(id, () => void takeBack());
  onPress("skip", () => goOn());
  onPress("onward", () => goTo(board.next(at)));
  onPress("backward", () => {
    if (round.runner.runs) at = at < 0 ? board.doors.length - 1 : at;
    if (round.runner.runs) show("round");
    else goTo(at < 0 ? board.doors.length - 1 : Math.max(0, at - 1));
  });
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
    write(all, "#all-back-by", backBy(pack));
    byId("mode-change").hidden = round.runner.team.length === 0;
    byId("mode-change").textContent = say(round.runner.runs ? "iKnock" : "othersKnock");
    all.showModal();
    all.querySelector("[aria-current]")?.scrollIntoView({ block: "center" });
  });
  onPress("all-close", () => all.close());
}

/** Open the store and begin at the first open door; after a fault, go on where we were. */
async function start() {
  const { board: { id, name }, urls, seal, unit, user, recall } = pack;
  const place = { user: user.id, unit: unit.code, key: `board:${id}`, name, board: id, urls, csrf, seal, recall };
  try {
    session ??= await Session.open(place, { changed, failed: fail, stopped, recalled, withdrawn });
    await session.refresh();
  } catch (error) {
    return fail(error);
  }
  board.learn(session.stories());
  strip.use(session);
  if (told) return;
  if (hasBegun()) show(panel);
  else begin();
  watchTime();
}

/** When the board's time is up, forget who lives where. What is saved stays until it is sent. */
function watchTime() {
  const now = Date.now() + (session?.clock.offset ?? 0);
  if (!over && now >= Date.parse(pack.read_until)) withdrawn();
}

/** The list was taken back, or its time is over: what is saved stays until it is sent. */
function withdrawn() {
  forgetBoard();
  goTo(-1);
}

/** The office called people back: nobody sees them here any more. @param {Recalled[]} doors */
function recalled(doors) {
  if (!recall(doors) || at < 0) return;
  if (OF_THE_BOARD.has(panel)) show(panel);
  // Whoever is being asked is still there: nothing moves under the thumb.
  else if (person && here().people.includes(person)) drawDoor(board, at, person, answers);
  else goTo(at);
}

/** Take everybody's name off this page, for good. */
function forgetBoard() {
  over = true;
  pack.doors.length = pack.streets.length = 0;
  answers.forget();
  round.forget();
  forgetEverybody(AFTERWARDS);
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
setInterval(() => recalled([]), 30_000);
document.addEventListener("visibilitychange", watchTime);
wireQuestions();
wireWays();
void start();
