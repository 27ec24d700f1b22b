// @ts-check
// Taking people off a list that is out already. Pure: no page, no store.

/** @import { Command, Door, Pack, Queue, Recalled } from "./types.js" */

/**
 * Close the doors, or the people at them, that were recalled: no name, no id, nothing to ask. Returns whether anything
 * changed. The pack is changed in place.
 * @param {Pack} pack
 * @param {Recalled[]} doors
 */
export function apply(pack, doors) {
  const byDoor = new Map(pack.doors.map((door) => [door.household, door]));
  const changed = doors.map(({ household, electors }) => {
    const door = byDoor.get(household);
    return door ? close(door, electors) : false;
  });
  return changed.includes(true);
}

/** @param {Door} door @param {number[]|null} electors */
function close(door, electors) {
  const gone = door.people.filter((one) => one.elector !== null && (electors?.includes(one.elector) ?? true));
  if (!gone.length && !(electors === null && door.state !== "no_contact")) return false;
  const nobody = { elector: null, district: "", number: 0, suffix: 0, name: "", note: "" };
  door.people = door.people.map((one) => (gone.includes(one) ? { ...nobody } : one));
  if (door.people.every((one) => one.elector === null)) door.state = "no_contact";
  return true;
}

/** What of a command concerns whom; empty where it is another command. @param {Command} command @returns {Recalled[]} */
export function recalled(command) {
  if (command.command !== "recall" || !Array.isArray(command.doors)) return [];
  return command.doors.filter((door) => door && typeof door.household === "number");
}

/**
 * What a queue must still remember: everything newer than what its pack knows already.
 * @param {Queue|undefined} queue
 * @param {number} known up to which number the pack has them in it
 * @returns {Recalled[]}
 */
export function stillToApply(queue, known) {
  return (queue?.recalls ?? []).filter((one) => one.number > known).flatMap((one) => one.doors);
}
