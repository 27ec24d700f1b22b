// @ts-check
// Puts what is asked on this board into the page: the issues of its wards and the parties that stand there.

import { byId, say, write } from "./page.js";
import { key } from "./toggles.js";

/** @import { Pack } from "./offline/types.js" */

/** @param {Pack} pack */
export function drawQuestions(pack) {
  byId("issues").prepend(...pack.issues.map((one) => key("t-issue", one)));
  byId("never").append(...ruledOut(pack).map((one) => key("t-issue", one)));
  byId("only").querySelector(".pairs")?.replaceChildren(...(pack.only?.choices ?? []).map((one) => key("t-only", one)));
  write(byId("only-script"), "p", (pack.only?.script ?? []).join(" "));
  const keys = pack.intentions.map(({ code, label }) => {
    const made = key("t-intention", { code, label: code === "conservative" ? say("conservativeKey") : label });
    write(made, "small", letterOf(pack, code));
    return made;
  });
  byId("intentions").querySelector(".keys3")?.replaceChildren(...keys);
}

/** What this CLP writes on paper for an intention, so that phone and sheet agree; "" where it has no letter for it. */
function letterOf(/** @type {Pack} */ { letters }, /** @type {string} */ code) {
  return Object.keys(letters).find((letter) => letters[letter] === code) ?? "";
}

/** The parties that somebody may say they would never vote for. @param {Pack} pack */
export function ruledOut({ intentions, questions }) {
  return intentions.filter(({ code }) => questions.ruled_out.includes(code));
}
