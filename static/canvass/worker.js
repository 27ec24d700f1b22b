// @ts-check
// The service worker of the phone pages. It keeps the shell and its files, all of one version, and nothing about
// anybody. It answers GET alone; whatever it isn't sure about goes on to the network as if it weren't there.
// `BUILD` is written above this by the server (canvass/views/worker.py).

/**
 * @typedef {{version: string, shell: string, files: string[], start: string, patience: number,
 *   pages?: {path: string, shell: string}[]}} Build
 * @typedef {{waitUntil: (work: Promise<unknown>) => void}} Lasting
 */

const worker = /** @type {any} */ (globalThis);
const build = /** @type {Build} */ (worker.BUILD);
const PREFIX = "rosette-shell-";
const CACHE = PREFIX + build.version;
const files = new Set(build.files);
/** Pages of the apps above, each with a shell of its own. */
const pages = (build.pages ?? []).map(({ path, shell }) => ({ path: new RegExp(path), shell }));
const BOARD = /^\/canvass\/board\/[0-9a-f-]{36}\/$/;

/** Keep all or nothing: if one file can't be had, this version is not installed. */
async function keep() {
  const cache = await caches.open(CACHE);
  const shells = [build.shell, ...pages.map((one) => one.shell)];
  const wanted = [...shells, ...build.files].map((address) => new Request(address, { cache: "no-cache" }));
  try {
    await cache.addAll(wanted);
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

async function tidy() {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** The shell of the page at this address; undefined where the worker has none. @param {string} path */
function shellOf(path) {
  if (BOARD.test(path) || path === build.start) return build.shell;
  return pages.find((one) => one.path.test(path))?.shell;
}

/**
 * A page from the network, if it answers in time and it is ours; else the shell.
 * @param {Request} request
 * @param {string} shell
 */
async function page(request, shell) {
  const answer = fetch(request).then(
    (found) => (found.type === "opaqueredirect" || found.headers.get("X-Rosette-Page") === "1" ? found : null),
    () => null,
  );
  const slow = new Promise((resolve) => setTimeout(() => resolve(null), build.patience));
  const first = await Promise.race([answer, slow]);
  return first ?? (await kept(shell)) ?? (await answer) ?? Response.error();
}

/** Without opening the cache, which would make it anew once it was taken away. @param {string} address */
async function kept(address) {
  return caches.match(address, { cacheName: CACHE });
}

worker.addEventListener("install", (/** @type {Lasting} */ event) => event.waitUntil(keep()));
worker.addEventListener("activate", (/** @type {Lasting} */ event) => event.waitUntil(tidy()));
// A page asks for this when the server takes nothing from the version that it runs, or when nothing waits and nobody
// is in the middle of anything. A new version never takes over by itself.
worker.addEventListener("message", (/** @type {MessageEvent} */ event) => {
  if (event.data === "skip") worker.skipWaiting();
});
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const request = /** @type {Request} */ (event.request);
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    const shell = shellOf(url.pathname);
    if (shell) event.respondWith(page(request, shell));
  } else if (files.has(url.pathname) && !url.search) {
    event.respondWith(kept(url.pathname).then((found) => found ?? fetch(request)));
  }
});
