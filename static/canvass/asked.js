// @ts-check
// Puts what is asked on this board into the page: the issues of its wards and the parties that stand there.

import { byId, say } from "./page.js";
import { key } from "./toggles.js";

/** @import { Pack } from "./offline/types.js" */

/** @param {Pack} pack */
export function drawQuestions(pack) {
  byId("issues").prepend(...pack.issues.map((one) => key("t-issue", one)));
  byId("never").append(...ruledOut(pack).map((one) => key("t-issue", one)));
  const keys = pack.intentions.map(({ code, label }) =>
    key("t-intention", { code, label: code === "conservative" ? say("conservativeKey") : label }),
  );
  byId("intentions").querySelector(".keys3")?.replaceChildren(...keys);
}

/** The parties that somebody may say they would never vote for. @param {Pack} pack */
export function ruledOut({ intentions, questions }) {
  return intentions.filter(({ code }) => questions.ruled_out.includes(code));
}
