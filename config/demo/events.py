"""Events as a phone sends them (docs/offline.md), and the phones' grants."""

from __future__ import annotations

import datetime
import hashlib
import json
import random
import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone

from access.enums import DeviceKind
from access.models import DeviceGrant, Unit, User
from canvass.enums import EventStatus
from canvass.models import ContactEvent
from kit import bulk

FIELDS = (
    "id unit board_id elector household district_code number suffix kind payload payload_sha256 schema_v actor device "
    "device_seq device_time device_utc_offset est_occurred_at received_at supersedes status quarantine_reason"
)


@dataclass
class Phone:
    """A phone's grant for one board, and the number of its last event."""

    pk: uuid.UUID
    device_id: uuid.UUID
    board: uuid.UUID | None
    user: User
    since: datetime.datetime
    write_until: datetime.datetime
    seen_at: datetime.datetime | None = None
    revoked_at: datetime.datetime | None = None
    scope: dict = field(default_factory=dict)
    kind: str = DeviceKind.DOORSTEP.value
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Sent:
    """One event on its way: as the phone wrote it, and when it happened by the server's clock."""

    event: dict
    pk: uuid.UUID
    at: datetime.datetime
    device_time: datetime.datetime
    status: str = EventStatus.LIVE.value
    reason: str = ""

    def row(self, unit_id: int, phone: Phone) -> tuple:
        """Return the row of ContactEvent, in the order of FIELDS."""
        event = self.event
        payload = json.dumps(event["payload"])
        return (
            self.pk,
            unit_id,
            event["board_id"],
            event["elector"],
            event["household"],
            event["district"] or "",
            event["number"],
            event["suffix"],
            event["kind"],
            payload,
            fingerprint(event),
            event["schema_v"],
            phone.user.pk,
            phone.pk,
            event["device_seq"],
            self.device_time,
            event["device_utc_offset"],
            self.at,
            self.at + datetime.timedelta(seconds=9),
            event["supersedes"],
            self.status,
            self.reason,
        )


def fingerprint(event: dict) -> bytes:
    """Return the hash by which the server tells a repeat from another event with the same id (canvass.rules.sync)."""
    written = json.dumps(event, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(written.encode()).digest()


def send(
    chance: random.Random,
    phone: Phone,
    kind: str,
    payload: dict,
    at: datetime.datetime,
    *,
    about: dict,
    supersedes: uuid.UUID | None = None,
    status: str = EventStatus.LIVE.value,
    reason: str = "",
) -> Sent:
    """Return the phone's next event. `about` holds board, household, elector and number, each or None."""
    phone.seq += 1
    # Phones are a little wrong about the time, each in its own way; the server corrects it.
    device_time = at + datetime.timedelta(seconds=phone.pk.int % 150 - 75)
    pk = uuid7(chance, device_time)
    offset = timezone.localtime(at).utcoffset() or datetime.timedelta()
    event = {
        "id": str(pk),
        "device_seq": phone.seq,
        "kind": kind,
        "schema_v": 2,
        "device_time": device_time.isoformat(),
        "device_utc_offset": int(offset.total_seconds() // 60),
        **_NOBODY,
        **about,
        "supersedes": str(supersedes) if supersedes else None,
        "payload": payload,
    }
    return Sent(event, pk, at, device_time, status, reason)


_NOBODY = {"board_id": None, "household": None, "elector": None, "district": None, "number": None, "suffix": None}


def uuid4(chance: random.Random) -> uuid.UUID:
    """Return a random id that is the same every time for the same seed."""
    return uuid.UUID(int=chance.getrandbits(128), version=4)


def uuid7(chance: random.Random, at: datetime.datetime) -> uuid.UUID:
    """Return an id that begins with the time, as phones make them (RFC 9562, 5.7)."""
    milliseconds = int(at.timestamp() * 1000)
    value = (milliseconds << 80) | (7 << 76) | (chance.getrandbits(12) << 64) | (2 << 62) | chance.getrandbits(62)
    return uuid.UUID(int=value)


def save_phones(unit: Unit, phones: Iterable[Phone]) -> None:
    """Write the grants. Nobody knows their tokens, so nothing can be sent with them."""
    bulk.fill(
        DeviceGrant,
        "id unit kind user token_sha256 device_id scope created_at write_until revoked_at last_seen_at app_version "
        "queue_depth stopped_why",
        (
            (
                one.pk,
                unit.pk,
                one.kind,
                one.user.pk,
                secrets.token_bytes(32),
                one.device_id,
                json.dumps(one.scope),
                one.since,
                one.write_until,
                one.revoked_at,
                one.seen_at,
                "0.1.0",
                0,
                "",
            )
            for one in phones
        ),
    )


def save(rows: Iterable[tuple]) -> None:
    """Write the events, in the order of FIELDS."""
    bulk.fill(ContactEvent, FIELDS, rows)
