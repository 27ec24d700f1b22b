// @ts-check
// What is served in the service worker's place when it is switched off (PHONE_WORKER): it takes away what the worker
// kept, and itself. The store with what isn't sent yet is not touched.

const worker = /** @type {any} */ (globalThis);

async function leave() {
  for (const name of await caches.keys()) if (name.startsWith("rosette-shell-")) await caches.delete(name);
  await worker.registration.unregister();
}

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (/** @type {{waitUntil: (work: Promise<unknown>) => void}} */ event) =>
  event.waitUntil(leave()),
);
