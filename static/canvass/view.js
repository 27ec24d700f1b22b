// @ts-check
// Drawing the board: the street, the strip of doors, the people at a door, the list of all doors.

import { enter } from "./choices.js";
import { cells } from "./doors.js";
import { byId, copy, say, timeOfDay, write } from "./page.js";

/** @import { Session } from "./offline/session.js" */
/** @import { Door, Pack, Person } from "./offline/types.js" */
/** @import { Answers } from "./answers.js" */
/** @import { Board } from "./doors.js" */

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 328;
/** Longer names of doors ("Flat 2, The Maltings") are set smaller. */
const LONG = 5;
/** Higher than this, the plate has more than one line. */
const ONE_LINE = 40;

/** Why somebody is on the list, where it says more than the note does: that holds "Never asked" and "Postal vote". */
const SAID_WHY = new Set(["new", "undecided"]);

/** Where a name, an address or a word about somebody can stand. */
const NAMING =
  "#number, #side, #tried, #found, #plate > *, #strip-title, #heard, #people, #who, #all-doors, #all-back-by, #back-by";

let peopleShown = "";

/**
 * Draw where we are and who lives there.
 * @param {Board} board
 * @param {number} at
 * @param {Person|null} person
 * @param {Answers} answers
 */
export function drawDoor(board, at, person, answers) {
  const door = board.doors[at];
  drawStreet(board, at);
  byId("number").textContent = door.door;
  byId("number").classList.toggle("no--long", door.door.length > LONG);
  const side = { up: "Up", down: "Down", "": "" }[board.direction(at)];
  write(byId("door"), "#side", door.side ? say(`${door.side}${side}`) : "");
  write(byId("door"), "#tried", door.tried?.when ?? "");
  write(byId("door"), "#found", foundHere(board, door).join(". "));
  write(byId("door"), ".care b", isFlagged(board, door) ? say("takeCare") : "");
  /** @type {HTMLElement} */ (byId("door").querySelector(".care")).hidden = !isFlagged(board, door);
  drawPeople(board, door, person, answers);
}

/** Whether somebody was in danger here, before or just now. @param {Board} board @param {Door} door */
function isFlagged(board, door) {
  return door.flag || board.beside(door, null, "flagged") !== undefined;
}

/** What was found at a door the last time, and is in no register. @param {Board} board @param {Door} door */
function foundHere(board, door) {
  return board.pack.found.filter((one) => one.household === door.household).map((one) => one.text);
}

/** What is said under a name: the note, and why this person is on the list where the note doesn't say. */
function known(/** @type {Person} */ { note, why }) {
  const words = why && SAID_WHY.has(why) ? say(`why${why[0].toUpperCase()}${why.slice(1)}`) : "";
  return [words, note].filter(Boolean).join(". ");
}

/** @param {Board} board @param {number} at */
function drawStreet(board, at) {
  const door = board.doors[at];
  const { name, district } = board.pack.streets[door.street];
  write(byId("plate"), "span", name);
  write(byId("plate"), "small", district);
  fitPlate(byId("plate"));
  const doors = board.onStreet(door.street).map((one) => ({ done: board.isDone(one.door), here: one.at === at }));
  const left = doors.filter((one) => !one.done).length;
  write(byId("left"), "b", left);
  write(byId("left"), "span", say("doorsLeft", { n: left }));
  byId("strip-title").textContent = say("doorsDone", { done: doors.length - left, all: doors.length, door: door.door });
  byId("cells").replaceChildren(...cells(doors).map(toRect));
}

/** Set a name that needs two lines smaller. @param {HTMLElement} plate */
function fitPlate(plate) {
  plate.classList.remove("plate--long");
  plate.classList.toggle("plate--long", plate.offsetHeight > ONE_LINE);
}

/** @param {string} cell @param {number} place @param {string[]} all */
function toRect(cell, place, all) {
  const pitch = WIDTH / all.length;
  const rect = document.createElementNS(SVG, "rect");
  rect.setAttribute("class", cell);
  rect.setAttribute("x", (place * pitch + 1.5).toFixed(1));
  rect.setAttribute("y", "1.5");
  rect.setAttribute("width", Math.max(pitch - 3.6, 2).toFixed(1));
  rect.setAttribute("height", "7");
  return rect;
}

/**
 * @param {Board} board
 * @param {Door} door
 * @param {Person|null} person
 * @param {Answers} answers
 */
function drawPeople(board, door, person, answers) {
  const views = door.people.map((one) => {
    const { elector, name } = one;
    const asked = elector !== null && board.isAsked(door, one);
    const chosen = one === person;
    const answer = answers.short(door, one) || (chosen && !board.ofDoor(door) ? say("asking") : "");
    const template = elector === null ? "t-nobody" : asked ? "t-asked" : "t-person";
    return { elector, name, note: known(one) || (elector === null ? say("takenOff") : ""), chosen, answer, template };
  });
  const people = byId("people");
  // A row that is drawn anew under a thumb would lose the tap.
  const asText = JSON.stringify(views);
  if (asText === peopleShown) return;
  peopleShown = asText;
  const hadFocus = people.contains(document.activeElement);
  people.classList.toggle("people--many", views.length > 2);
  people.replaceChildren(/** @type {Node} */ (people.querySelector("legend")), ...views.map(personRow));
  people.hidden = views.length === 0;
  if (hadFocus) enter(people);
}

/**
 * Take everybody's name off the page, for good: what was drawn, what was written, and what could draw it again.
 * @param {Set<string>} stay panels that name nobody
 */
export function forgetEverybody(stay) {
  peopleShown = "";
  for (const panel of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-panel]"))) {
    if (!stay.has(panel.dataset.panel ?? "")) panel.remove();
  }
  for (const dialog of /** @type {NodeListOf<HTMLDialogElement>} */ (document.querySelectorAll("dialog[open]"))) {
    dialog.close();
  }
  for (const sheet of document.querySelectorAll("#more, #script, #card")) sheet.remove();
  for (const place of document.querySelectorAll(NAMING)) place.textContent = "";
}

/**
 * @param {object} view
 * @param {number|null} view.elector
 * @param {string} view.name
 * @param {string} view.note
 * @param {boolean} view.chosen
 * @param {string} view.answer
 * @param {string} view.template
 */
function personRow({ elector, name, note, chosen, answer, template }) {
  const row = copy(template);
  write(row, "b", name);
  write(row, "small", note);
  if (elector === null) return row;
  const radio = /** @type {HTMLInputElement} */ (row.querySelector("input"));
  radio.value = String(elector);
  radio.checked = chosen;
  write(row, ".answer", answer);
  return row;
}

/**
 * Draw the list of all doors, to jump to one.
 * @param {Board} board
 * @param {number} at
 * @param {(to: number) => void} jump
 */
export function drawDoors(board, at, jump) {
  const groups = board.pack.streets.map(({ name, district }, street) => {
    const group = copy("t-street");
    write(group, "h3", `${name} ${district}`.trim());
    const found = board.pack.found.filter((one) => one.household === null && one.street === street);
    write(group, "p", found.map((one) => one.text).join(". "));
    group.querySelector("ul")?.append(...board.onStreet(street).map((one) => doorRow(board, one, at, jump)));
    return group;
  });
  byId("all-doors").replaceChildren(...groups);
}

/**
 * @param {Board} board
 * @param {{door: Door, at: number}} one
 * @param {number} at
 * @param {(to: number) => void} jump
 */
function doorRow(board, { door, at: place }, at, jump) {
  const row = copy("t-door");
  write(row, "b", door.door);
  write(row, "small", say("people", { n: door.people.length }));
  write(row, ".state", say(board.state(door)));
  const button = /** @type {HTMLButtonElement} */ (row.querySelector("button"));
  button.disabled = door.state === "no_contact";
  if (place === at) button.setAttribute("aria-current", "true");
  button.addEventListener("click", () => jump(place));
  return row;
}

/**
 * Draw how it went: shown once all doors are done.
 * @param {Board} board
 * @param {Session|null} session
 */
export function drawFinished(board, session) {
  if (!session) return;
  const { saved, sent, waiting } = session.status();
  write(byId("finished"), "p", say(waiting ? "finishedWaiting" : "finishedSent", { saved, sent }));
  const again = board.notIn().length;
  byId("again").hidden = again === 0;
  byId("again").textContent = say("tryAgain", { n: again });
  write(byId("finished"), "#back-by", backBy(board.pack));
}

/** By when to be back, and who leads; "" for a board that belongs to no session. @param {Pack} pack */
export function backBy({ session }) {
  return session ? say("backBy", { time: timeOfDay(session.back_at), leader: session.leader }) : "";
}
