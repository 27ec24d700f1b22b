// @ts-check
// Asking for a token with the session of the person who is signed in.

/** @import { Renewal } from "./sync.js" */
/** @import { Earlier } from "./types.js" */

const PATIENCE = 30_000;

/**
 * `refusal` is why the server gives none, in its words; null when signing in would help. `earlier` is what the server
 * knows of another phone, or of this one before its browser threw everything away; null when there was none. `over`
 * says that the list is not this person's any more.
 * @param {string} url
 * @param {string} csrf
 * @param {string|undefined} device
 * @returns {Promise<{renewal: Renewal, refusal: string|null, token?: string, time?: string, earlier?: Earlier|null, over?: boolean}>}
 */
export async function askForToken(url, csrf, device) {
  let answer;
  try {
    answer = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
      body: JSON.stringify({ device_id: device }),
      redirect: "manual",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    return { renewal: "unreachable", refusal: null };
  }
  const said = await answer.json().catch(() => null);
  if (answer.status >= 500 || answer.status === 429) return { renewal: "unreachable", refusal: null };
  const refusal = answer.status === 401 ? null : (said?.message ?? null);
  if (answer.status !== 201 || typeof said?.token !== "string") {
    return { renewal: "refused", refusal, over: answer.status === 410 };
  }
  return { renewal: "granted", refusal, token: said.token, time: said.server_time, earlier: earlierIn(said.earlier) };
}

/** What an older server doesn't say is null. @param {any} value @returns {Earlier|null} */
function earlierIn(value) {
  return typeof value?.unsent === "number" ? { ...value, emptied: value.emptied === true } : null;
}
