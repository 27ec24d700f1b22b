// @ts-check
// The print button. It appears only where this script runs; without it the bar names the browser's own command.

for (const button of document.querySelectorAll("[data-print]")) {
  button.removeAttribute("hidden");
  button.addEventListener("click", () => print());
}
