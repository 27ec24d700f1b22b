// @ts-check
// Polling day stays honest when the connection goes: a notice says from when the figures are. htmx does the asking.

/** @param {boolean} lost */
function say(lost) {
  const notice = document.getElementById("stale");
  if (notice) notice.hidden = !lost;
}

document.addEventListener("htmx:sendError", () => say(true));
document.addEventListener("htmx:responseError", () => say(true));
document.addEventListener("htmx:timeout", () => say(true));
document.addEventListener("htmx:afterRequest", (event) => {
  if (event instanceof CustomEvent && event.detail.successful) say(false);
});

// A sign-in that has run out answers with the sign-in page: show that as a page, not inside this one.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!(event instanceof CustomEvent)) return;
  const { xhr, pathInfo } = event.detail;
  if (new URL(xhr.responseURL, location.href).pathname === new URL(pathInfo.finalRequestPath, location.href).pathname) {
    return;
  }
  event.detail.shouldSwap = false;
  location.reload();
});
