// @ts-check
// Ids that are made on the phone, so that a thing has its name before the server has heard of it. Pure.

/**
 * Return a UUID of version 7 (RFC 9562): the time first, so that the server's index grows at one end.
 * The time in it is this phone's and is used for nothing else.
 * @param {number} [now] ms since 1970
 * @param {Uint8Array} [random] ten random bytes
 * @returns {string}
 */
export function uuid7(now = Date.now(), random = crypto.getRandomValues(new Uint8Array(10))) {
  const bytes = new Uint8Array(16);
  let rest = Math.max(0, Math.floor(now));
  for (let place = 5; place >= 0; place -= 1) {
    bytes[place] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes.set(random.subarray(0, 10), 6);
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** @param {unknown} value */
export function isUuid(value) {
  return typeof value === "string" && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
}
