// @ts-check
// An organiser's own questions, one after another: which is asked next depends on what was answered before. Pure.

/** @import { Question, SurveyAnswer } from "./offline/types.js" */

/** @typedef {Record<string, SurveyAnswer>} Given by the question's key */

/** Whether a question is asked at all, after these answers. @param {Question} question @param {Given} given */
export function isAsked({ only_if: condition }, given) {
  if (!condition) return true;
  const said = [given[condition.key] ?? []].flat().map(String);
  return condition.codes.some((code) => said.includes(code));
}

/**
 * The answers that still stand: whoever changes an answer takes with it what was asked because of the old one, and
 * what hung on that in turn.
 * @param {Question[]} questions
 * @param {Given} given
 * @returns {Given}
 */
export function standing(questions, given) {
  /** @type {Given} */
  const kept = {};
  for (const question of questions) {
    const said = given[question.key];
    if (isSaid(said) && isAsked(question, kept)) kept[question.key] = said;
  }
  return kept;
}

/** Whether something was said: no code, no empty text, no empty list. @param {SurveyAnswer|undefined} said */
export function isSaid(said) {
  return said !== undefined && said !== null && said !== "" && !(Array.isArray(said) && said.length === 0);
}

/**
 * The next question after the one with this key, or the first for ""; null at the end. A skipped question is not come
 * back to by itself, and what hangs on it is not asked.
 * @param {Question[]} questions
 * @param {Given} given
 * @param {string} after
 */
export function next(questions, given, after) {
  const from = questions.findIndex((question) => question.key === after) + 1;
  return questions.slice(from).find((question) => isAsked(question, given)) ?? null;
}

/**
 * The question before, among those that are asked; null at the beginning.
 * @param {Question[]} questions
 * @param {Given} given
 * @param {string} before
 */
export function previous(questions, given, before) {
  const to = questions.findIndex((question) => question.key === before);
  return questions.slice(0, Math.max(to, 0)).findLast((question) => isAsked(question, given)) ?? null;
}

/**
 * Where a question stands among those that are asked just now: {at: 2, of: 5}.
 * @param {Question[]} questions
 * @param {Given} given
 * @param {string} key
 */
export function place(questions, given, key) {
  const asked = questions.filter((question) => isAsked(question, given));
  return { at: asked.findIndex((question) => question.key === key) + 1, of: asked.length };
}
