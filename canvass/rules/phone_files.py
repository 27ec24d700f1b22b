"""Reading the file in which a phone saves what it could not send (docs/offline.md, part 11).

{rosette: 2, unit, user, queue, name, device_id, made_at, app_version, events: [{event, behind, refused}]}: each event
exactly as the phone would have sent it, sealed or open. Older pages wrote {rosette: 1, queue, name, device_id, events},
each event with `attention` beside what it says.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from access.enums import DeviceKind
from canvass.rules import sync
from canvass.rules.sync import Broken, Event

MAX_BYTES = 8 * 1024 * 1024
# No phone takes another board along while a tenth as many wait on it.
MAX_EVENTS = 5000
_OLD, _NEW = 1, 2
# A phone's clock that is out by more than this was never set, and its word is worth nothing.
_MOST_BEHIND = datetime.timedelta(days=3650)


class NotJson(ValueError):
    """It is no JSON: another kind of file, or one that was cut off."""


class NotOurs(ValueError):
    """It is JSON, but no phone of ours writes such a file."""


class TooMany(ValueError):
    """It has more events than a phone can have."""


@dataclass(frozen=True)
class PhoneFile:
    """What a file says of itself. `unit` is "" and `user` None where an older page wrote it.

    One of `board`, `station` (a teller's) and `round` (of knocking up) is set. `events` are in the file's order.
    """

    unit: str
    user: int | None
    device: UUID | None
    board: UUID | None
    station: int | None
    round: UUID | None
    events: list[Event | Broken]

    @property
    def kind(self) -> DeviceKind:
        return DeviceKind.TELLER if self.station else DeviceKind.DOORSTEP

    @property
    def what_for(self) -> dict[str, object]:
        """What the scope of the phone's grant must say."""
        known = {"board": self.board, "station": self.station, "round": self.round}
        return {name: str(pk) if isinstance(pk, UUID) else pk for name, pk in known.items() if pk is not None}


def read(data: bytes, at: datetime.datetime, unseal: Callable[[object], dict]) -> PhoneFile:
    """Return what is in a file. Raises NotJson, NotOurs or TooMany; a single bad event is Broken and stops nothing.

    `unseal` returns the event in a seal or raises sync.Shut; what stays shut is kept as of `at`.
    """
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise NotJson from error
    if not isinstance(found, dict) or found.get("rosette") not in (_OLD, _NEW):
        raise NotOurs
    rows = found.get("events")
    queue = _queue(found.get("queue"))
    if not isinstance(rows, list) or not queue:
        raise NotOurs
    if len(rows) > MAX_EVENTS:
        raise TooMany
    is_old = found["rosette"] == _OLD
    user, unit = found.get("user"), found.get("unit")
    return PhoneFile(
        unit=unit if isinstance(unit, str) else "",
        user=user if isinstance(user, int) and 0 < user < 2**63 else None,
        device=_uuid(found.get("device_id")),
        board=queue.get("board"),
        station=queue.get("station"),
        round=queue.get("round"),
        events=[_event(_before(row) if is_old else row, at, unseal) for row in rows],
    )


def _event(row: object, at: datetime.datetime, unseal: Callable[[object], dict]) -> Event | Broken:
    if not isinstance(row, dict):
        return Broken(None, "An entry is a JSON object.")
    event = sync.read_event(row.get("event"), at, unseal)
    # Without a word of its own the phone's clock is taken to have been right: nothing tells how wrong it was.
    return event if isinstance(event, Broken) else event._replace(behind=_behind(row.get("behind")))


def _before(row: object) -> object:
    if not isinstance(row, dict):
        return row
    return {"event": {name: value for name, value in row.items() if name != "attention"}}


def _behind(value: object) -> datetime.timedelta:
    """Return by how much the clock was behind, which a file gives in milliseconds."""
    most = _MOST_BEHIND.total_seconds() * 1000
    is_known = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= most
    return datetime.timedelta(milliseconds=float(value)) if is_known else datetime.timedelta()  # type: ignore[arg-type]


def _queue(value: object) -> dict[str, Any]:
    """Return what "board:<uuid>", "round:<uuid>" or "teller:<election>:<station>" names, by its kind; else nothing."""
    kind, *ids = value.split(":") if isinstance(value, str) else ("",)
    if kind in ("board", "round") and len(ids) == 1:
        found = _uuid(ids[0])
        return {kind: found} if found else {}
    if kind == "teller" and len(ids) == 2 and ids[1].isascii() and ids[1].isdigit() and len(ids[1]) < 19:
        return {"station": int(ids[1])}
    return {}


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(value)  # type: ignore[arg-type] # what is no text is caught below
    except (TypeError, ValueError, AttributeError):
        return None
