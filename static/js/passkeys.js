// @ts-check
// Passkeys: connects the library's part (window.allauth, from its own files) to the page's form, and says in words
// what went wrong. A form says with data-passkey whether it adds one, uses one, or signs in with one. Where a browser
// knows no passkeys, a form that only uses them stays hidden: another way is always on the page.

/** @typedef {{ids: Record<string, string>}} Parts what the library is told: which element plays which part */
/** @typedef {Record<"addForm"|"authenticateForm"|"loginForm", (parts: Parts) => void>} Library */

const trouble = document.getElementById("passkey-trouble");

/** @param {string} name of what the browser threw */
function tell(name) {
  if (!trouble) return;
  const words = [...trouble.querySelectorAll("[data-trouble]")].filter((one) => one instanceof HTMLElement);
  const fits = words.some((one) => one.dataset.trouble === name) ? name : "other";
  trouble.hidden = true;
  for (const one of words) one.hidden = one.dataset.trouble !== fits;
  trouble.hidden = false;
  trouble.scrollIntoView({ block: "nearest" });
}

/** The id of an element, given one if it has none. @param {Element|null} element @param {string} id */
function named(element, id) {
  if (element && !element.id) element.id = id;
  return element?.id ?? "";
}

/** @param {HTMLFormElement} form @param {Library} library */
function connect(form, library) {
  const credential = named(form.querySelector("[name=credential]"), "passkey-credential");
  const button = named(form.querySelector("button"), "passkey-button");
  form.hidden = false;
  if (form.dataset.passkey === "add") {
    const passwordless = named(form.querySelector("[name=passwordless]"), "passkey-alone");
    library.addForm({ ids: { add: button, credential, passwordless, data: "js_data" } });
  } else if (form.dataset.passkey === "login") {
    library.loginForm({ ids: { login: button, credential } });
  } else {
    library.authenticateForm({ ids: { authenticate: button, credential, data: "js_data" } });
  }
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault(); // said on the page, so not in the console
  const { detail } = /** @type {CustomEvent<{exception: Error}>} */ (event);
  tell(detail.exception.name);
});

const library = /** @type {{allauth?: {webauthn: {forms: Library}}}} */ (/** @type {unknown} */ (window)).allauth;
for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!(form instanceof HTMLFormElement)) continue;
  if (window.PublicKeyCredential && library) connect(form, library.webauthn.forms);
  else if (form.dataset.passkey === "add") tell(window.isSecureContext ? "none" : "SecurityError");
}
