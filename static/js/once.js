// @ts-check
// A form marked data-once is sent once: a second tap does nothing while the first is on its way.
// The server takes a repeat in its stride anyway; this only spares people a second wait.

/** @param {HTMLFormElement} form */
function release(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("button[data-sent]")) button.removeAttribute("data-sent");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.dataset.once === undefined) return;
  if (form.dataset.sent !== undefined) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "";
  if (event.submitter instanceof HTMLButtonElement) event.submitter.dataset.sent = "";
});

// Coming back with the browser's own button shows the page as it was left: let the form be sent again.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.forms) release(form);
});
