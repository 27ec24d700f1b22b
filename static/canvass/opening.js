// @ts-check
// How a board, or another list of doors, opens: from this phone behind its PIN, or from Rosette. Nothing of it is drawn before.

import { install } from "./installing.js";
import { Store, names, nameFor } from "./offline/db.js";
import { apply, stillToApply } from "./offline/recall.js";
import { canEncrypt, choosePin, hasPin, isOver, isPin, keepPack, openPack, unwrap } from "./offline/vault.js";
import { byId, onPress, say, timeOfDay, write } from "./page.js";

/** @import { Pack, Queue } from "./offline/types.js" */
/** @import { Kept } from "./offline/vault.js" */

const PATIENCE = 30_000;
/** With a pack on the phone, so long is waited for a fresh one. */
const SHORT = 4000;
/** Nothing more is taken along while so much waits to be sent. */
const TOO_MUCH = 500;
const LOOK = 15_000;
/** What kind of list a page is about, and which: the same words stand in its address, its queue and its pack. */
const LIST = /\/(board|round)\/([0-9a-f-]{36})\/$/;

/**
 * What a pack may lack: one that this phone kept before Rosette was renewed, or one from a server that was set back.
 * @type {Pick<Pack, "recall"|"idle_minutes"|"seal"|"issues"|"found"|"team"|"session"|"questions"|"letters">}
 */
const LACKING = {
  recall: 0,
  idle_minutes: 10,
  seal: null,
  issues: [],
  found: [],
  team: [],
  session: null,
  letters: {},
  questions: { ruled_out: [], wishes: [], wordings: [], survey: null },
};

/** @typedef {{store: Store, kept: Kept, queue: Queue|undefined}} Found */
/** @typedef {{kind: "pack", pack: Pack}|{kind: "no", status: number, message: string}|{kind: "unreachable"}} Fetched */

const main = byId("main");
/** @type {() => void} what "once more" does just now */
let onAgain = () => location.reload();
/** @type {() => void} */
let onSkip = () => {};

/** This browser's own token against forged requests, made anew by signing in. */
export function csrf() {
  const name = `${main.dataset.csrfCookie}=`;
  const found = document.cookie.split("; ").find((one) => one.startsWith(name));
  return found?.slice(name.length) ?? "";
}

/**
 * Return the pack of the board at this address, when it may be shown. While it may not, a panel says why, and this
 * doesn't return.
 * @returns {Promise<Pack>}
 */
export async function open() {
  const scope = /** @type {"/canvass/"|"/gotv/round/"} */ (main.dataset.worker ?? "/canvass/");
  void install(scope, () => (byId("update-ready").hidden = false));
  onPress("opening-again", () => onAgain());
  onPress("opening-skip", () => onSkip());
  wireSignIn();
  const [, kind, id] = LIST.exec(location.pathname) ?? [];
  if (!id) return listKept();
  const key = `${kind}:${id}`;
  const pack = (await fromPhone(key)) ?? (await fromServer(key));
  byId("board-title").textContent = document.title = say("boardTitle", { name: pack.board.name });
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-hand-back]"))) {
    form.action = pack.urls.hand_back;
    form.addEventListener("submit", () => {
      /** @type {HTMLInputElement} */ (form.querySelector("[name=csrfmiddlewaretoken]")).value = csrf();
    });
  }
  main.classList.remove("is-locked");
  byId("opening").hidden = true;
  return pack;
}

/* From this phone ---------------------------------------------------------------------------------------------- */

/** @param {string} key @returns {Promise<Pack|null>} null when it isn't on this phone, or not any more */
async function fromPhone(key) {
  const found = await findKept(key);
  if (!found) return null;
  const key_ = await askForPin(found, say("pinWhy", { name: found.kept.name }));
  if (!key_) return null;
  let pack = complete(await openPack(key_, found.kept));
  show("wait");
  const fresh = await fetchPack(key, SHORT);
  if (fresh.kind === "no" && (fresh.status === 404 || fresh.status === 410)) {
    await found.store.dropPack(key);
    return tell("overTitle", fresh.message);
  }
  if (fresh.kind === "pack") {
    // Somebody else is signed in by now: theirs is theirs, and this one stays shut.
    if (nameFor(fresh.pack.user.id) !== found.store.name) return offerToKeep(key, fresh.pack);
    pack = fresh.pack;
    await keepPack(found.store, key_, key, pack);
  }
  apply(pack, stillToApply(found.queue, pack.recall));
  guard(found, pack);
  return pack;
}

/** The newest pack for this list on this phone; what is over is destroyed at once. @param {string} key */
async function findKept(key) {
  const all = (await everyKept()).filter((one) => one.kept.key === key);
  all.sort((one, other) => other.kept.kept_at - one.kept.kept_at);
  for (const other of all.slice(1)) other.store.close();
  return all[0] ?? null;
}

/** @returns {Promise<Found[]>} */
async function everyKept() {
  /** @type {Found[]} */
  const all = [];
  if (!canEncrypt()) return all;
  try {
    for (const name of await names()) {
      const store = await Store.open(name);
      for (const kept of await store.packs()) {
        const queue = await store.queue(kept.key);
        if (isOver(kept.read_until, [kept.server_time, queue?.server_time])) await store.dropPack(kept.key);
        else all.push({ store, kept, queue });
      }
    }
  } catch (error) {
    console.warn("What is kept on this phone can't be read.", error);
  }
  return all;
}

/** @param {Found} found @param {string} why @returns {Promise<CryptoKey|null>} null once too many were wrong */
async function askForPin({ store }, why) {
  write(byId("opening"), "#pin-why", why);
  write(byId("opening"), "#pin-wrong", "");
  for (;;) {
    const pin = await typed("pin");
    const key = await unwrap(store, pin);
    if (key instanceof CryptoKey) return key;
    if (key === 0) {
      await said("destroyedTitle", say("destroyed"));
      return null;
    }
    write(byId("opening"), "#pin-wrong", say("pinWrong", { n: key }));
  }
}

/** Lock when nobody touches it, and forget it when its time is over. @param {Found} found @param {Pack} pack */
function guard(found, pack) {
  let touched = Date.now();
  let locked = false;
  const idle = pack.idle_minutes * 60_000;
  const look = async () => {
    const queue = await found.store.queue(found.kept.key).catch(() => undefined);
    if (isOver(pack.read_until, [pack.server_time, queue?.server_time])) await found.store.dropPack(found.kept.key);
    if (locked || Date.now() - touched < idle) return;
    locked = true;
    for (const one of /** @type {NodeListOf<HTMLDialogElement>} */ (document.querySelectorAll("dialog[open]"))) one.close();
    main.classList.add("is-locked");
    const key = await askForPin(found, say("pinIdle"));
    if (!key) return location.reload();
    main.classList.remove("is-locked");
    byId("opening").hidden = true;
    touched = Date.now();
    locked = false;
  };
  const touch = () => {
    if (Date.now() - touched < idle) touched = Date.now();
    else void look();
  };
  addEventListener("pointerdown", touch, { capture: true });
  addEventListener("keydown", touch, { capture: true });
  document.addEventListener("visibilitychange", () => void look());
  setInterval(() => void look(), LOOK);
  for (const form of document.querySelectorAll("form[data-hand-back]")) {
    form.addEventListener("submit", (event) => {
      if (!event.defaultPrevented) void found.store.dropPack(found.kept.key);
    });
  }
}

/* From Rosette ------------------------------------------------------------------------------------------------- */

/** @param {string} key @returns {Promise<Pack>} */
async function fromServer(key) {
  for (;;) {
    show("wait");
    const answer = await fetchPack(key, PATIENCE);
    if (answer.kind === "pack") return offerToKeep(key, answer.pack);
    if (answer.kind === "no" && answer.status === 401) {
      location.assign(/** @type {HTMLAnchorElement} */ (byId("sheet-sign-in")).href);
      return new Promise(() => {});
    }
    if (answer.kind === "no") return tell("overTitle", answer.message);
    await said("unreachableTitle", say("notOnPhone"));
  }
}

/** @param {string} key "board:<uuid>" @param {number} patience @returns {Promise<Fetched>} */
function fetchPack(key, patience) {
  // A worker that is replaced just then may take its answer with it, and WebKit has been seen to forget the signal.
  const late = new Promise((done) => setTimeout(() => done({ kind: "unreachable" }), patience));
  return Promise.race([asked(key, AbortSignal.timeout(patience)), late]);
}

/** @param {string} key @param {AbortSignal} signal @returns {Promise<Fetched>} */
async function asked(key, signal) {
  const [kind, id] = key.split(":");
  try {
    const url = `${main.dataset.pack}?${kind}=${id}`;
    const answer = await fetch(url, { cache: "no-store", redirect: "manual", signal });
    if (answer.type === "opaqueredirect") return { kind: "no", status: 401, message: "" };
    const body = await answer.json();
    if (answer.ok && body?.board?.id === id) return { kind: "pack", pack: complete(body) };
    // Only what Rosette says of itself takes a list away; whatever else answers is somebody's Wi-Fi.
    if (!answer.ok && typeof body?.code === "string" && answer.status < 500) {
      return { kind: "no", status: answer.status, message: String(body.message ?? "") };
    }
  } catch {
    // No network, or no JSON: not Rosette.
  }
  return { kind: "unreachable" };
}

/** @param {any} pack @returns {Pack} */
function complete(pack) {
  return { ...LACKING, ...pack };
}

/**
 * Let the person choose a PIN and keep the pack, or go on online alone. Says plainly where keeping isn't possible.
 * @param {string} key
 * @param {Pack} pack
 * @returns {Promise<Pack>}
 */
async function offerToKeep(key, pack) {
  const skipped = `rosette-skipped-${pack.user.id}-${pack.board.id}`;
  if (recalls(skipped)) return pack;
  const why = await whyNot();
  if (why) {
    await said("onlineTitle", why, "goOn");
    remember(skipped);
    return pack;
  }
  const store = await Store.open(nameFor(pack.user.id));
  const lock = await enterPin(store);
  if (!lock) {
    remember(skipped);
    return pack;
  }
  await keepPack(store, lock, key, pack);
  const queue = await store.queue(key);
  const [kept] = (await store.packs()).filter((one) => one.key === key);
  apply(pack, stillToApply(queue, pack.recall));
  guard({ store, kept, queue }, pack);
  return pack;
}

/** The key of this person's packs, behind the PIN they have or choose now. @param {Store} store */
async function enterPin(store) {
  const known = await hasPin(store);
  write(byId("opening"), "#pin-why", say("pinKeep"));
  write(byId("opening"), "#pin-wrong", "");
  for (;;) {
    const pin = await typed(known ? "pin" : "choose", true);
    if (!pin) return null;
    if (!known) return choosePin(store, pin);
    const key = await unwrap(store, pin);
    if (key instanceof CryptoKey) return key;
    if (key === 0) {
      await said("destroyedTitle", say("destroyed"), "goOn");
      return enterPin(store);
    }
    write(byId("opening"), "#pin-wrong", say("pinWrong", { n: key }));
  }
}

/** Why nothing can be kept here, in words; "" when it can. */
async function whyNot() {
  if (!canEncrypt()) return say("keepsNothing");
  try {
    let waiting = 0;
    for (const name of await names()) {
      const store = await Store.open(name);
      waiting += (await store.rows()).length;
      store.close();
    }
    if (waiting >= TOO_MUCH) return say("tooMuch", { n: waiting });
  } catch {
    return say("keepsNothing");
  }
  if (/\b(FBAN|FBAV|Instagram|WhatsApp|Line\/)/.test(navigator.userAgent)) return say("insideApp");
  const apple = /iPhone|iPad|iPod/.test(navigator.userAgent);
  return apple && !matchMedia("(display-mode: standalone)").matches ? say("addToHome") : "";
}

/* Panels ------------------------------------------------------------------------------------------------------- */

/** @param {"wait"|"pin"|"choose"|"say"|"list"} step */
function show(step) {
  byId("opening").hidden = false;
  for (const one of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-step]"))) {
    one.hidden = one.dataset.step !== step;
  }
}

/**
 * Wait until a PIN is typed; "" when the person goes on without.
 * @param {"pin"|"choose"} step
 * @param {boolean} [mayUnless]
 * @returns {Promise<string>}
 */
function typed(step, mayUnless = false) {
  show(step);
  const form = /** @type {HTMLFormElement} */ (document.querySelector(`form[data-step="${step}"]`));
  const [first, again] = form.querySelectorAll("input");
  byId("opening-skip").hidden = !mayUnless;
  first.value = "";
  if (again) again.value = "";
  first.focus();
  return new Promise((resolve) => {
    onSkip = () => {
      byId("opening-skip").hidden = true;
      resolve("");
    };
    form.onsubmit = (event) => {
      event.preventDefault();
      const wrong = !isPin(first.value) ? say("sixDigits") : again && again.value !== first.value ? say("notSame") : "";
      write(byId("opening"), step === "pin" ? "#pin-wrong" : "#choose-wrong", wrong);
      if (wrong) return first.focus();
      byId("opening-skip").hidden = true;
      resolve(first.value);
    };
  });
}

/** Say something, and wait until the person has read it. @param {string} title @param {string} text @param {string} [button] */
function said(title, text, button = "again") {
  show("say");
  write(byId("opening"), "#say-title", say(title));
  write(byId("opening"), "#say-text", text);
  byId("opening-again").textContent = say(button);
  byId("opening-again").hidden = false;
  byId("opening-again").focus();
  return new Promise((resolve) => {
    onAgain = () => resolve(null);
  });
}

/** Say something after which there is nothing to open. @param {string} title @param {string} text @returns {Promise<never>} */
function tell(title, text) {
  show("say");
  write(byId("opening"), "#say-title", say(title));
  write(byId("opening"), "#say-text", text);
  byId("opening-again").hidden = true;
  return new Promise(() => {});
}

/** Without a connection the start page is this: which boards are on this phone. @returns {Promise<never>} */
async function listKept() {
  const all = await everyKept();
  show("list");
  write(byId("opening"), "#list-none", all.length ? "" : say("nothingKept"));
  const rows = all.map(({ kept }) => {
    const row = document.createElement("li");
    const link = document.createElement("a");
    link.className = "tap";
    link.href = kept.page ?? `${main.dataset.boards}board/${kept.key.slice("board:".length)}/`;
    link.textContent = say("keptUntil", { name: kept.name, time: timeOfDay(kept.read_until) });
    row.append(link);
    return row;
  });
  byId("kept-boards").replaceChildren(...rows);
  return new Promise(() => {});
}

/** Signing in leads back to this very page. */
function wireSignIn() {
  const link = /** @type {HTMLAnchorElement} */ (byId("sheet-sign-in"));
  const url = new URL(link.href);
  url.searchParams.set("next", location.pathname);
  link.href = url.href;
}

/** @param {string} key */
function recalls(key) {
  try {
    return sessionStorage.getItem(key) === "1";
  } catch {
    return false;
  }
}

/** Asked once as long as the tab is open. @param {string} key */
function remember(key) {
  try {
    sessionStorage.setItem(key, "1");
  } catch {
    // It is asked again.
  }
}
