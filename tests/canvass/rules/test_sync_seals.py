"""Events that come sealed: the same event as in clear, or kept whole where they stay shut."""

from __future__ import annotations

import json
import uuid

from canvass.rules import sync
from canvass.rules.sync import SEALED, Broken, Event

ID = "0190aabb-0000-7000-8000-000000000009"
NOW = "2026-05-07T18:31:07+01:00"


def clear() -> dict:
    return {
        "id": ID,
        "device_seq": 4,
        "kind": "outcome",
        "schema_v": 2,
        "device_time": NOW,
        "device_utc_offset": 60,
        "board_id": None,
        "household": 5,
        "elector": None,
        "district": None,
        "number": None,
        "suffix": None,
        "supersedes": None,
        "payload": {"outcome": "not_in"},
    }


def body(*events: dict, **more: object) -> bytes:
    batch = {"batch_id": str(uuid.uuid4()), "device_id": str(uuid.uuid4()), "app_version": "2", "device_now": NOW}
    return json.dumps({**batch, "queue_depth": 1, "events": list(events), **more}).encode()


def seal(**more: object) -> dict:
    return {"id": ID, "device_seq": 4, "sealed": {"v": 1, "data": "AAAA"}, **more}


def test_sealed_and_in_clear_it_is_one_event() -> None:
    [in_clear] = sync.read(body(clear())).events
    [was_sealed] = sync.read(body(seal()), lambda _sealed: clear()).events
    assert in_clear == was_sealed


def test_a_seal_around_another_event_is_broken() -> None:
    [found] = sync.read(body(seal(device_seq=5)), lambda _sealed: clear()).events
    assert isinstance(found, Broken)
    assert (found.id, found.code) == (ID, "MALFORMED")


def test_what_stays_shut_is_kept_whole_and_known_again() -> None:
    [one] = sync.read(body(seal())).events
    [again] = sync.read(body(seal(), device_now="2026-05-08T09:00:00+01:00")).events
    assert isinstance(one, Event)
    assert isinstance(again, Event)
    assert (one.kind, one.household, one.payload) == (SEALED, None, {"sealed": {"v": 1, "data": "AAAA"}})
    assert one.sha256 == again.sha256


def test_what_a_phone_says_besides() -> None:
    batch = sync.read(body(heard=17, persists=False))
    assert (batch.heard, batch.persists) == (17, False)
    assert (sync.read(body()).heard, sync.read(body()).persists) == (0, None)
