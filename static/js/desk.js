// @ts-check
// The desk with the keyboard: j and k go down and up the list, Enter opens what is there. Only while the focus is in
// the list, so that no letter does anything to somebody who doesn't expect it (WCAG 2.1.4). Works without, too.

const list = document.querySelector("[data-desk]");
const help = document.querySelector("[data-desk-help]");

/** @returns {HTMLElement[]} */
function lines() {
  return [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-desk-line]"))];
}

/** @param {HTMLElement} from  @param {number} by */
function step(from, by) {
  const all = lines();
  const next = all[all.indexOf(from) + by];
  if (next === undefined) return;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

/** @param {HTMLElement} line */
function unfold(line) {
  const details = line.querySelector("details");
  if (details === null) return;
  details.open = !details.open;
  if (details.open) details.querySelector("summary")?.focus();
}

if (list instanceof HTMLElement && help instanceof HTMLElement) {
  help.hidden = false;
  // The first line can be reached with Tab; from there on the letters lead.
  const first = lines()[0];
  if (first !== undefined) first.tabIndex = 0;
  list.addEventListener("keydown", (event) => {
    const target = event.target;
    if (!(target instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.closest("input, textarea, select") !== null) return;
    const line = target.closest("[data-desk-line]");
    if (!(line instanceof HTMLElement)) return;
    if (event.key === "j") step(line, 1);
    else if (event.key === "k") step(line, -1);
    else if (event.key === "Enter" && target === line) unfold(line);
    else return;
    event.preventDefault();
  });
}
