// @ts-check
// The organiser's own questions at the door, one at a time under the thumb. Each answer is saved as it is given.

import { choices, enter } from "./choices.js";
import { guard } from "./forms.js";
import { byId, onPress, say, write } from "./page.js";
import { isSaid, next, place, previous, standing } from "./survey.js";
import { choose as check, chosen, key as draw } from "./toggles.js";

/** @import { Pack, Question, SurveyAnswer } from "./offline/types.js" */
/** @import { Given } from "./survey.js" */

/**
 * @typedef {object} Acts what the questions ask of the board
 * @property {() => string} name whom we ask
 * @property {() => Given} given what this person has said to it
 * @property {(given: Given, said: string) => Promise<boolean>} answer saves it, and says whether it did
 * @property {() => void} over all is asked, or they want no more
 * @property {() => void} back before the first question
 */

const DIGITS = Array.from({ length: 10 }, (_, at) => ({ code: String(at + 1), label: String(at + 1) }));

export class Asking {
  /** @param {Pack} pack @param {Acts} acts */
  constructor(pack, acts) {
    this.questions = pack.questions.survey?.questions ?? [];
    this.acts = acts;
    /** @type {Question|null} */
    this._question = null;
    /** @type {Question|null} the one that was answered last */
    this._answered = null;
    this._field = /** @type {HTMLTextAreaElement} */ (byId("survey-text"));
    this._mustWait = guard((why) => this._wrong(why));
    this._wire();
    wireScript(pack.questions.survey?.script ?? "");
  }

  /** Whether there is anything to ask. */
  get exists() {
    return this.questions.length > 0;
  }

  /** Begin with the first question. */
  begin() {
    this._ask(next(this.questions, this.acts.given(), ""));
  }

  /** Ask once more what was answered last. */
  again() {
    this._ask(this._answered);
  }

  _wire() {
    choices(byId("survey-keys"), (code) => void this._choose(code));
    byId("survey").addEventListener("submit", (event) => {
      event.preventDefault();
      void this._submit();
    });
    onPress("survey-back", () => {
      const before = this._question && previous(this.questions, this.acts.given(), this._question.key);
      if (before) this._ask(before);
      else this.acts.back();
    });
    onPress("survey-skip", () => this._ask(next(this.questions, this.acts.given(), this._question?.key ?? "")));
    onPress("survey-stop", () => this.acts.over());
  }

  /** @param {Question|null} question */
  _ask(question) {
    this._question = question;
    if (!question) return this.acts.over();
    const { key, text, kind } = question;
    const given = this.acts.given();
    const where = { ...place(this.questions, given, key), name: this.acts.name() };
    this._wrong("");
    byId("survey-place").textContent = say("surveyPlace", where);
    write(byId("survey-question"), "legend", text);
    drawKeys(question);
    check(byId("survey-keys"), [given[key] ?? []].flat().map(String));
    this._field.hidden = kind !== "text";
    this._field.value = kind === "text" ? String(given[key] ?? "") : "";
    byId("survey-next").hidden = kind !== "text" && kind !== "choices";
    // Not into the field: a keyboard that opens by itself would lie over the question.
    if (kind === "text") byId("survey-place").focus({ preventScroll: true });
    else enter(byId("survey-keys"));
    byId("survey").scrollIntoView({ block: "nearest" });
  }

  /** @param {string} code */
  _choose(code) {
    if (this._question?.kind === "scale") return this._keep(Number(code), say("ofTen", { scale: code }));
    return this._keep(code, this._labels([code]));
  }

  _submit() {
    if (this._question?.kind !== "text") {
      const codes = chosen(byId("survey-keys"));
      return this._keep(codes, this._labels(codes));
    }
    const words = this._field.value.trim().replace(/\s+/g, " ");
    return this._mustWait(words, this.acts.name()) ? null : this._keep(words, words && say("noteSaved"));
  }

  /** @param {SurveyAnswer} said @param {string} words */
  async _keep(said, words) {
    if (!this._question) return;
    this._answered = this._question;
    const { key } = this._question;
    const before = this.acts.given();
    const given = standing(this.questions, { ...before, [key]: said });
    const isNothing = !isSaid(said) && !isSaid(before[key]);
    if (!isNothing && !(await this.acts.answer(given, words || say("nothingChosen")))) return;
    this._ask(next(this.questions, given, key));
  }

  /** @param {string[]} codes */
  _labels(codes) {
    const found = (this._question?.options ?? []).filter(({ code }) => codes.includes(code));
    return found.map(({ label }) => label).join(", ");
  }

  /** @param {string} why */
  _wrong(why) {
    write(byId("survey"), "#survey-wrong", why);
  }
}

/** What to say at the door, wherever the page offers it. @param {string} words */
function wireScript(words) {
  const script = /** @type {HTMLDialogElement} */ (byId("script"));
  byId("script-text").textContent = words;
  for (const opener of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-opens-script]"))) {
    opener.hidden = !words;
    opener.addEventListener("click", () => script.showModal());
  }
  onPress("script-close", () => script.close());
}

/** @param {Question} question */
function drawKeys({ kind, options }) {
  const keys = byId("survey-keys");
  keys.className = kind === "scale" ? "keys5" : "pairs";
  const offered = kind === "scale" ? DIGITS : kind === "text" ? [] : options;
  keys.replaceChildren(...offered.map((one) => draw(kind === "choices" ? "t-check" : "t-choice", one)));
}
