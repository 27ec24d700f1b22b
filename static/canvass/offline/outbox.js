// @ts-check
// The queue's rules: what goes next, what an answer means, how long to wait. Pure: no page, no store, no clock.

import { sameClock } from "./clock.js";

/** @import { Command, Event, Outcome, Pace, Result, Story, Waiting } from "./types.js" */

export const MAX_EVENTS = 50;
/** Of the events in one batch; the envelope has the rest of the 64 KB that the server takes. */
export const MAX_BYTES = 63 * 1024;
/** A batch that the server failed on so often is cut in half, to find the one event it can't take. */
export const TRIES = 3;
export const LONGEST_WAIT = 5 * 60_000;

/** The server has it. A quarantined one waits there for a human; nothing more can be done from here. */
const RECEIVED = new Set(["stored", "duplicate", "quarantined"]);

/** @returns {Pace} */
export function freshPace() {
  const first = { limit: MAX_EVENTS, failures: 0, refusals: 0, wait: 0 };
  return { ...first, aside: [], proven: false, givenUp: null, trouble: null };
}

/**
 * Return the events to send next: oldest first, at most MAX_EVENTS and MAX_BYTES, all under one clock.
 * Those on which the server failed come last and alone.
 * @param {Waiting[]} rows
 * @param {Pace} pace
 * @returns {Waiting[]}
 */
export function choose(rows, pace) {
  const ready = rows.filter((row) => !row.acked_at && !row.attention).sort((one, other) => one.seq - other.seq);
  const front = ready.filter((row) => !pace.aside.includes(row.id));
  const line = front.length ? front : ready;
  const limit = front.length ? pace.limit : 1;
  /** @type {Waiting[]} */
  const batch = [];
  let bytes = 0;
  for (const row of line) {
    bytes += bytesOf(row.event) + 1;
    if (batch.length && (batch.length >= limit || bytes > MAX_BYTES || !sameClock(batch[0].offset, row.offset))) break;
    batch.push(row);
  }
  return batch;
}

/** @param {unknown} value */
export function bytesOf(value) {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}

/**
 * Say what an HTTP answer means. Only 202 with our own header and a list of ids counts as received.
 * @param {{status: number, ack: string|null, retryAfter: string|null, body: unknown}} answer body null if not JSON
 * @returns {Outcome}
 */
export function read({ status, ack, retryAfter, body }) {
  const said = /** @type {Record<string, any>} */ (body && typeof body === "object" ? body : {});
  if (status === 202 && ack === "1" && Array.isArray(said.results)) {
    const commands = Array.isArray(said.commands) ? said.commands.filter(isCommand) : [];
    const results = said.results.filter(isResult);
    return { kind: "received", results, commands, server_time: said.server_time ?? null };
  }
  if (status === 401 && said.code === "GRANT_UNKNOWN") return { kind: "sign_in" };
  if (status === 409 && said.code === "UPGRADE_REQUIRED") return { kind: "upgrade" };
  if (status === 413) return { kind: "smaller" };
  if (status === 429 || status === 503) return { kind: "busy", seconds: seconds(retryAfter) };
  if (status >= 400 && status !== 511 && status !== 401) return { kind: "refused" };
  return { kind: "elsewhere" };
}

/** @param {any} value @returns {value is Result} */
function isResult(value) {
  return Boolean(value) && typeof value.id === "string" && typeof value.status === "string";
}

/** One that this version knows; what others there will be is ignored. @param {any} value @returns {value is Command} */
function isCommand(value) {
  return ["wipe", "recall", "withdrawn"].includes(value?.command);
}

/** @param {string|null} retryAfter */
function seconds(retryAfter) {
  const value = Number(retryAfter ?? NaN);
  return Number.isFinite(value) && value >= 0 ? value : null;
}

/**
 * Sort a batch by what the server said of each event. What it did not name stays as it is: not received.
 * @param {Waiting[]} batch
 * @param {Result[]} results
 */
export function settle(batch, results) {
  const byId = new Map(results.map((result) => [result.id, result]));
  /** @type {Result[]} */
  const done = [];
  /** @type {Result[]} */
  const kept = [];
  for (const { id } of batch) {
    const result = byId.get(id);
    if (result && RECEIVED.has(result.status)) done.push(result);
    else if (result?.status === "rejected") kept.push(result);
  }
  return { done, kept, missing: batch.length - done.length - kept.length };
}

/**
 * Return the pace after a try. `settled` is how many events of the batch the answer settled.
 * @param {Pace} pace
 * @param {Outcome} outcome
 * @param {{batch: Waiting[], settled: number, random: number}} of random: from 0 to 1, for the jitter
 * @returns {Pace}
 */
export function after(pace, outcome, { batch, settled, random }) {
  if (outcome.kind === "received" && settled > 0) {
    const aside = pace.aside.filter((id) => !batch.some((row) => row.id === id));
    return { ...freshPace(), limit: Math.min(MAX_EVENTS, pace.limit * 2), aside, proven: true };
  }
  // An answer that settles nothing is no answer: without this line such a server would be asked without end.
  const kind = outcome.kind === "received" ? "refused" : outcome.kind;
  if (kind === "sign_in" || kind === "upgrade") return { ...pace, trouble: kind, wait: Infinity };
  if (kind === "smaller") return { ...pace, limit: Math.max(1, Math.floor(batch.length / 2)), wait: 0, trouble: null };
  const failures = pace.failures + 1;
  const asked = outcome.kind === "busy" && outcome.seconds !== null ? outcome.seconds * 1000 : 0;
  const wait = Math.max(asked, backOff(failures, random));
  const next = { ...pace, failures, wait, trouble: kind };
  return kind === "refused" ? isolate({ ...next, refusals: pace.refusals + 1 }, batch) : next;
}

/**
 * Cut a batch in half that the server fails on, until the one event is found; that one is put aside. It is given
 * up only when the server, having taken others meanwhile, fails on it again: a server that is down fails on all.
 * @param {Pace} pace
 * @param {Waiting[]} batch
 * @returns {Pace}
 */
function isolate(pace, batch) {
  if (pace.refusals < TRIES) return pace;
  if (batch.length > 1) return { ...pace, refusals: 0, limit: Math.ceil(batch.length / 2) };
  const { id } = batch[0];
  if (!pace.aside.includes(id)) return { ...pace, refusals: 0, limit: 1, aside: [...pace.aside, id], proven: false };
  return { ...pace, refusals: 0, givenUp: pace.proven ? id : null };
}

/**
 * From one second to five minutes, doubled each time, with up to half taken off so that phones don't march in step.
 * @param {number} failures 1 or more
 * @param {number} random
 */
export function backOff(failures, random) {
  return Math.min(LONGEST_WAIT, 1000 * 2 ** (failures - 1)) * (1 - random / 2);
}

/** The stories that these events belong to. @param {Waiting[]} rows */
export function roots(rows) {
  return new Set(rows.map((row) => row.root));
}

/**
 * The three numbers, all of stories. A story counts as sent when none of its events waits; one that was taken back
 * counts until the server knows of it.
 * @param {Story[]} stories
 * @param {Waiting[]} rows
 */
export function count(stories, rows) {
  const open = rows.filter((row) => !row.acked_at);
  const unsent = roots(open);
  const waiting = open.filter((row) => !row.attention);
  return {
    saved: stories.filter((story) => !story.undone || unsent.has(story.root)).length,
    sent: stories.filter((story) => !story.undone && !unsent.has(story.root)).length,
    attention: roots(open.filter((row) => row.attention)).size,
    waiting: roots(waiting).size,
    oldest: waiting.length ? Math.min(...waiting.map((row) => row.saved_at)) : null,
  };
}
