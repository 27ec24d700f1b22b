"""Reading what a phone sends, and deciding what becomes of it (docs/offline.md; reliability 1.4 and 1.5).

What can be read and comes from a known phone is kept. If something is wrong with it that the volunteer can't mend,
it is kept and waits for a person. Only what can't be read, or is about another CLP, is sent back.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

from canvass.enums import QuarantineReason

PROTOCOL = "1"
SCHEMAS = frozenset({1, 2})  # those that this server reads: the current one and the two before it
MAX_EVENTS = 50
MAX_BYTES = 64 * 1024
MAX_EVENT_BYTES = 4 * 1024
# The kind under which an event is kept that is sealed, and that nobody can open.
SEALED = "sealed"
STORED, DUPLICATE, QUARANTINED, REJECTED = "stored", "duplicate", "quarantined", "rejected"
# How far a phone's clock may be out before its times are worth nothing (C6).
MAX_SKEW = datetime.timedelta(hours=24)
# From here on somebody should be told that it is wrong.
_WORTH_A_WORD = datetime.timedelta(minutes=5)
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_BIGINT, _INT, _SMALLINT = 2**63 - 1, 2**31 - 1, 2**15 - 1


class Malformed(ValueError):
    """It can't be what a phone of ours sends. The message is for the developer of a client."""


class TooMuch(ValueError):
    """More than one batch may carry. The client sends it in halves."""


class Shut(Exception):
    """It is sealed, and this installation can't open it."""


class Outdated(ValueError):
    """It can be read but not understood: a code or a form that this version doesn't know. Kept for a person."""


class Event(NamedTuple):
    """One event as it was sent. `sha256` is of the whole event, so that one id can't mean two things."""

    id: UUID
    seq: int
    kind: str
    schema_v: int
    device_time: datetime.datetime
    utc_offset: int
    payload: dict
    sha256: bytes
    board: UUID | None = None
    household: int | None = None
    elector: int | None = None
    district: str = ""
    number: int | None = None
    suffix: int | None = None
    supersedes: UUID | None = None
    # How far the phone's clock was behind, where a file says so of this event; None: as the batch says.
    behind: datetime.timedelta | None = None


@dataclass(frozen=True)
class Broken:
    """An event that can't be read: its id as it was sent, whatever that is, and what is wrong with it."""

    id: Any
    message: str
    code: str = "MALFORMED"


@dataclass(frozen=True)
class Batch:
    """What one request carries. `events` are in the order sent, the broken ones among them."""

    id: UUID
    device: UUID
    app_version: str
    device_now: datetime.datetime
    queue_depth: int
    wiped: bool = False  # the phone was told to forget everything, and says that it has
    heard: int = 0  # up to which recall it has taken people off its list
    persists: bool | None = None  # whether its browser promised to throw nothing away; None: it doesn't say
    events: list[Event | Broken] = field(default_factory=list)


class Result(NamedTuple):
    """What became of one event. `code` says why where the status alone doesn't; `detail` is the kind's own."""

    id: Any
    status: str
    code: str = ""
    message: str = ""
    detail: Mapping = MappingProxyType({})


class Facts(NamedTuple):
    """What the database knows about one event and its sender. `turf` is whether the door is on a board of theirs."""

    revoked: bool = False
    removed: bool = False
    expired: bool = False
    skewed: bool = False
    readable: bool = True
    sealed: bool = False
    gone: bool = False
    turf: bool = True
    closed: bool = False
    practice: bool = False  # it would stick to the register, and comes from a phone that was handed out for practice
    in_file: bool = False  # it was brought in as a file
    nobody_knows: bool = False  # as a file, from a phone of which nothing is known
    objection: str = ""


_NOTHING = Facts()


def _stays_shut(_sealed: object) -> dict:
    raise Shut


def read(body: bytes, unseal: Callable[[object], dict] = _stays_shut) -> Batch:
    """Return the batch in a request's body. Raises Malformed when it can't be read as a whole, or TooMuch.

    `unseal` returns the event in a seal, or raises Shut: then the seal itself is kept as an event.
    """
    try:
        found = json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Malformed("The body is not JSON.") from error
    if not isinstance(found, dict):
        raise Malformed("The body is not a JSON object.")
    events = found.get("events")
    if not isinstance(events, list):
        raise Malformed("events is a list.")
    if len(events) > MAX_EVENTS or len(body) > MAX_BYTES:
        raise TooMuch(f"A batch has at most {MAX_EVENTS} events and {MAX_BYTES} bytes.")
    device_now = _time(found, "device_now")
    return Batch(
        id=_uuid(found, "batch_id"),
        device=_uuid(found, "device_id"),
        app_version=_text(found, "app_version", 20),
        device_now=device_now,
        queue_depth=_whole(found, "queue_depth", 0, _INT),
        wiped=found.get("wiped") is True,
        heard=_maybe(found, "heard", 0, _BIGINT) or 0,
        persists=found["persists"] if isinstance(found.get("persists"), bool) else None,
        events=[read_event(one, device_now, unseal) for one in events],
    )


def happened_at(
    event: Event, batch: Batch, *, not_before: datetime.datetime, received_at: datetime.datetime
) -> datetime.datetime:
    """Return when an event happened as far as we can tell: the phone's time put right by its clock's error (C6).

    Never before the phone had its grant, never after the event arrived.
    """
    behind = received_at - batch.device_now if event.behind is None else event.behind
    guess = event.device_time + behind
    return max(min(guess, received_at), min(not_before, received_at))


def is_skewed(batch: Batch, received_at: datetime.datetime) -> bool:
    return abs(received_at - batch.device_now) > MAX_SKEW


def slow_by(batch: Batch, received_at: datetime.datetime) -> int:
    """Return by how many seconds the phone's clock is slow (negative: fast), 0 where that is not worth a word."""
    skew = received_at - batch.device_now
    return round(skew.total_seconds()) if abs(skew) > _WORTH_A_WORD else 0


def reason_to_wait(facts: Facts) -> str:
    """Return the QuarantineReason that keeps an event from counting, or "". What is said first weighs most."""
    if facts == _NOTHING:
        return ""
    reasons = (
        (facts.revoked, QuarantineReason.GRANT_REVOKED),
        (facts.removed, QuarantineReason.USER_REMOVED),
        (facts.expired, QuarantineReason.GRANT_EXPIRED),
        (facts.sealed, QuarantineReason.SEAL),
        (not facts.readable, QuarantineReason.OLD_SCHEMA),
        (facts.skewed, QuarantineReason.SKEW),
        (facts.gone, QuarantineReason.ELECTOR_GONE),
        (facts.practice, QuarantineReason.PRACTICE),
        (facts.in_file and facts.objection, facts.objection),
        (facts.nobody_knows, QuarantineReason.FILE_UNKNOWN),
        (facts.in_file, QuarantineReason.FILE),
        (not facts.turf, QuarantineReason.OUT_OF_SCOPE_TURF),
        (facts.closed, QuarantineReason.ROUND_CLOSED),
    )
    return next((str(reason) for applies, reason in reasons if applies), facts.objection)


def read_event(found: object, at: datetime.datetime, unseal: Callable[[object], dict]) -> Event | Broken:
    """Return one event, sealed or open. One that stays shut is kept as of `at`."""
    return _event(_open(found, at, unseal))


def _open(found: object, device_now: datetime.datetime, unseal: Callable[[object], dict]) -> object:
    """Return the event in its seal, as it was before it was sealed: sent both ways it is one event.

    What stays shut is kept under its id, as an event about nobody. A seal around another event than it says is broken.
    """
    if not isinstance(found, dict) or "sealed" not in found:
        return found
    try:
        clear = unseal(found["sealed"])
    except Shut:
        return {
            "id": found.get("id"),
            "device_seq": found.get("device_seq"),
            "kind": SEALED,
            "schema_v": max(SCHEMAS),
            "device_time": device_now.isoformat(),
            "device_utc_offset": 0,
            "payload": {"sealed": found["sealed"]},
        }
    same = (clear.get("id"), clear.get("device_seq")) == (found.get("id"), found.get("device_seq"))
    return clear if same else {"id": found.get("id")}


def _event(found: object) -> Event | Broken:
    if not isinstance(found, dict):
        return Broken(None, "An event is a JSON object.")
    try:
        return _read_event(found)
    except Malformed as error:
        return Broken(found.get("id"), str(error))


def _read_event(found: dict) -> Event | Broken:
    canonical = _canonical(found)
    if len(canonical) > MAX_EVENT_BYTES:
        return Broken(found.get("id"), f"An event has at most {MAX_EVENT_BYTES} bytes.", "TOO_LARGE")
    payload = found.get("payload")
    if not isinstance(payload, dict):
        raise Malformed("payload is a JSON object.")
    return Event(
        id=_uuid(found, "id"),
        seq=_whole(found, "device_seq", 1, 2**53),
        kind=_text(found, "kind", 30),
        schema_v=_whole(found, "schema_v", 0, _SMALLINT),
        device_time=_time(found, "device_time"),
        utc_offset=_whole(found, "device_utc_offset", -24 * 60, 24 * 60),
        payload=payload,
        sha256=_sha256(found, canonical),
        board=_uuid(found, "board_id") if found.get("board_id") is not None else None,
        household=_maybe(found, "household", 1, _BIGINT),
        elector=_maybe(found, "elector", 1, _BIGINT),
        district=_text(found, "district", 16) if found.get("district") is not None else "",
        number=_maybe(found, "number", 0, _INT),
        suffix=_maybe(found, "suffix", 0, _INT),
        supersedes=_uuid(found, "supersedes") if found.get("supersedes") is not None else None,
    )


def _sha256(found: dict, canonical: bytes) -> bytes:
    """Hash the whole event; of one that stays shut the seal alone, since its time is that of its arrival."""
    if found.get("kind") == SEALED:
        canonical = _canonical({"id": found.get("id"), "payload": found.get("payload")})
    return hashlib.sha256(canonical).digest()


def _canonical(found: dict) -> bytes:
    """Return the one way to write this event down. Raises Malformed for what a database can't hold."""
    try:
        written = _CANONICAL.encode(found)
        canonical = written.encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise Malformed("An event holds text or numbers that are not valid.") from error
    if "\\u0000" in written:
        raise Malformed("An event holds a NUL character.")
    return canonical


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON.")


def _uuid(found: dict, name: str) -> UUID:
    value = found.get(name)
    try:
        return UUID(value)
    except (TypeError, ValueError, AttributeError) as error:
        raise Malformed(f"{name} is a UUID.") from error


def _text(found: dict, name: str, longest: int) -> str:
    value = found.get(name)
    if not isinstance(value, str) or len(value) > longest or "\0" in value or not value.isprintable():
        raise Malformed(f"{name} is text of at most {longest} characters.")
    return value


def _whole(found: dict, name: str, least: int, most: int) -> int:
    value = found.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise Malformed(f"{name} is a whole number from {least} to {most}.")
    return value


def _maybe(found: dict, name: str, least: int, most: int) -> int | None:
    return None if found.get(name) is None else _whole(found, name, least, most)


def _time(found: dict, name: str) -> datetime.datetime:
    value = found.get(name)
    try:
        read_as = datetime.datetime.fromisoformat(value)  # type: ignore[arg-type] # a TypeError is caught below
        if read_as.tzinfo is None or not _FIRST_YEAR < read_as.year < _LAST_YEAR:
            raise ValueError("no offset, or not in our time")
        return read_as.astimezone(datetime.UTC)
    except (TypeError, ValueError, OverflowError) as error:
        raise Malformed(f"{name} is a time in ISO 8601 with its offset.") from error
