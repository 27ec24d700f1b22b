// @ts-check
// Who is who with the keyboard: s, d, l and u press the button that bears the letter. Only while the focus is in the
// question, so that no letter does anything to somebody who doesn't expect it (WCAG 2.1.4). Works without, too.

const question = document.querySelector("[data-match]");
const help = document.querySelector("[data-match-help]");

if (question instanceof HTMLElement && help instanceof HTMLElement) {
  help.hidden = false;
  // The next question has the focus at once: one keystroke each. What is wrong with the last answer is heard first.
  if (document.querySelector("[role=alert]") === null) question.focus({ preventScroll: true });
  question.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const button = question.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!(button instanceof HTMLElement)) return;
    event.preventDefault();
    button.click();
  });
}
