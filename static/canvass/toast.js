// @ts-check
// The last row of the board: what was just saved, with Undo for ten seconds; then the way to the next door. The row
// is always there, so that nothing moves.

import { announce, byId, onPress, say, write } from "./page.js";

const SECONDS = 10;

/** @param {() => void} undo */
export function makeToast(undo) {
  let left = 0;
  let ticking = 0;

  function tick() {
    const over = left <= 0;
    byId("ways").hidden = !over;
    if (over) {
      clearInterval(ticking);
      const onward = byId("onward");
      if (document.activeElement === byId("undo")) (onward.hidden ? byId("backward") : onward).focus();
    }
    byId("toast").hidden = over;
    write(byId("toast"), "small", say("savedSeconds", { n: left }));
    left -= 1;
  }

  onPress("undo", undo);
  return {
    /** Say what is saved now. @param {string} said @param {boolean} canUndo */
    show(said, canUndo) {
      clearInterval(ticking);
      announce(say("heard", { said }));
      write(byId("toast"), "#said", said);
      left = canUndo ? SECONDS : 0;
      if (canUndo) ticking = Number(setInterval(tick, 1000));
      tick();
    },
    /** Forget what was said, and say no more. */
    stop() {
      clearInterval(ticking);
      byId("toast").hidden = true;
      write(byId("toast"), "#said", "");
    },
  };
}
