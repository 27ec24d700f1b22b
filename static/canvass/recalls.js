// @ts-check
// People whom the office calls back from every phone. What this phone marked itself comes back to it as an echo, which
// waits until the mark can't be taken back any more: an undo would otherwise have nobody to go back to.

import { apply } from "./offline/recall.js";

/** @import { Pack, Recalled } from "./offline/types.js" */
/** @import { Board } from "./doors.js" */

/**
 * Return what takes people off the board. Called with no doors it looks at the echoes alone. Says whether anything
 * changed.
 * @param {Pack} pack
 * @param {Board} board
 */
export function makeRecall(pack, board) {
  /** @type {Recalled[]} */
  let echoes = [];
  return (/** @type {Recalled[]} */ doors) => {
    const now = Date.now();
    const waiting = [...echoes, ...doors];
    echoes = [];
    const others = waiting.map(({ household, electors }) => {
      if (electors === null) return { household, electors };
      const mine = electors.filter((elector) => board.isEcho(household, elector, now));
      if (mine.length) echoes.push({ household, electors: mine });
      return { household, electors: electors.filter((elector) => !mine.includes(elector)) };
    });
    return apply(pack, others);
  };
}
