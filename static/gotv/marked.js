// @ts-check
// Typing a marked register with the fingers on the keys: a letter behind a number sends it, U in an empty box undoes.

const KEYS = "vpan";

/** @returns {HTMLInputElement | null} */
function box() {
  const found = document.querySelector("#typed input[name=numbers]");
  return found instanceof HTMLInputElement ? found : null;
}

document.addEventListener("keydown", (event) => {
  const field = box();
  if (!field || event.target !== field || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.toLowerCase();
  if (key === "u" && field.value.trim() === "") {
    event.preventDefault();
    const undo = document.querySelector("[data-undo]");
    if (undo instanceof HTMLButtonElement) undo.click();
    return;
  }
  // A district's own letters come before a number, so a letter counts only behind one.
  if (key.length === 1 && KEYS.includes(key) && /\d\s*$/.test(field.value)) {
    event.preventDefault();
    field.value = `${field.value.trim()} ${key}`;
    field.form?.requestSubmit();
  }
});

// The page's part was put in anew: the next number can be typed at once.
document.addEventListener("htmx:afterSwap", () => box()?.focus());

// A sign-in that has run out, or a page that is gone, is shown as a page and not inside this one.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!(event instanceof CustomEvent)) return;
  const { xhr } = event.detail;
  if (xhr.status === 200 && xhr.responseText.includes('id="typed"')) return;
  event.detail.shouldSwap = false;
  location.reload();
});
