// @ts-check
// Registers the service worker for the pages that this one belongs to, and looks for a newer one: now, and every
// twelve hours that the page stays open.

const EVERY = 12 * 60 * 60_000;
const SCRIPT = "/canvass/worker.js";

/**
 * @param {"/canvass/"|"/gotv/teller/"|"/gotv/round/"} scope
 * @param {() => void} [ready] called when a newer version has been fetched and waits for the next opening
 */
export async function install(scope, ready = () => {}) {
  if (!("serviceWorker" in navigator)) return;
  try {
    const registration = await navigator.serviceWorker.register(SCRIPT, { scope, updateViaCache: "none" });
    const tell = () => {
      if (registration.waiting && navigator.serviceWorker.controller) ready();
    };
    registration.addEventListener("updatefound", () => {
      registration.installing?.addEventListener("statechange", tell);
    });
    tell();
    setInterval(() => void registration.update().catch(() => {}), EVERY);
  } catch (error) {
    // Without it everything works as long as there is signal; a private window may allow none.
    console.info("No service worker here.", error);
  }
}

/**
 * Let the newest version take over, for a page from which the server takes nothing any more. Without a connection
 * nothing changes.
 * @param {string} path of the page: the worker whose scope it is in
 */
export async function takeOver(path) {
  const registration = await navigator.serviceWorker?.getRegistration(path);
  await registration?.update().catch(() => {});
  const fetched = registration?.installing;
  if (fetched) {
    await new Promise((resolve) => {
      fetched.addEventListener("statechange", () => fetched.state !== "installing" && resolve(null));
    });
  }
  const next = registration?.waiting;
  if (!next) return;
  // Its own state, and not a change of controller: a page that was open before any worker came never gets one.
  const over = new Promise((resolve) => {
    next.addEventListener("statechange", () => next.state !== "installed" && next.state !== "activating" && resolve(null));
  });
  next.postMessage("skip");
  await over;
}
