// @ts-check
// What a canvasser shows at a door when somebody asks: who we are, what we keep, and the way to stop it. It comes with
// the pack, so it is there without a connection.

import { byId, copy, onPress, write } from "./page.js";

/** @import { Pack } from "./offline/types.js" */

/** The quiet edge that a code needs around it, in cells. */
const EDGE = 2;

/**
 * Fill the card in and wire it up. A pack that a phone kept from before there were cards has none.
 * @param {Pack} pack
 * @param {() => boolean} isAbout whether somebody is on view who may ask us to stop
 */
export function makeCard({ card }, isAbout) {
  const dialog = /** @type {HTMLDialogElement} */ (byId("card"));
  byId("card-open").hidden = !card;
  if (!card) return;
  const parts = card.parts.map(({ title, text }) => {
    const part = copy("t-part");
    write(part, "h3", title);
    write(part, "p", text);
    return part;
  });
  byId("card-parts").replaceChildren(...parts);
  write(dialog, "#card-imprint", card.imprint);
  write(byId("card-code"), "b", card.address);
  byId("card-code").hidden = card.code.length === 0;
  drawCode(/** @type {SVGElement} */ (dialog.querySelector("svg")), card.code);
  onPress("card-open", () => {
    byId("card-stop").hidden = !isAbout();
    dialog.showModal();
    dialog.scrollTop = 0;
    byId("card-title").focus();
  });
  onPress("card-close", () => dialog.close());
  onPress("card-stop", () => dialog.close());
}

/** @param {SVGElement} svg @param {string[]} rows dark cells as 1 */
function drawCode(svg, rows) {
  const size = rows.length + 2 * EDGE;
  const dark = rows.flatMap((row, y) =>
    [...row.matchAll(/1+/g)].map(({ 0: run, index }) => `M${index + EDGE} ${y + EDGE}h${run.length}v1h-${run.length}z`),
  );
  svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
  svg.querySelector("path")?.setAttribute("d", dark.join(""));
}
