// @ts-check
// Radio buttons that act on a tap. A finger, the space bar and Enter choose; the arrow keys only look round, since
// whoever looks round with them has not answered yet.

/**
 * @param {HTMLElement} group
 * @param {(value: string) => void} choose
 */
export function choices(group, choose) {
  let looking = false;
  group.addEventListener("pointerdown", () => {
    looking = false;
  });
  group.addEventListener("keydown", (event) => {
    looking = event.key.startsWith("Arrow");
    const radio = event.target;
    if (event.key !== "Enter" || !(radio instanceof HTMLInputElement) || event.repeat) return;
    event.preventDefault();
    radio.checked = true;
    choose(radio.value);
  });
  group.addEventListener("click", (event) => {
    const radio = event.target;
    if (radio instanceof HTMLInputElement && radio.type === "radio" && !looking) choose(radio.value);
  });
}

/**
 * Check the radio with this value, and no other.
 * @param {HTMLElement} group
 * @param {string|null} value
 */
export function check(group, value) {
  for (const radio of /** @type {NodeListOf<HTMLInputElement>} */ (group.querySelectorAll("input[type=radio]"))) {
    radio.checked = radio.value === value;
  }
}

/** Put the focus where a group begins: on what is checked, else on its first. @param {HTMLElement} group */
export function enter(group) {
  const found = group.querySelector("input:checked") ?? group.querySelector("input, button");
  if (found instanceof HTMLElement) found.focus({ preventScroll: true });
}
