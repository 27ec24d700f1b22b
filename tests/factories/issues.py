"""Makes conversations of the past in which somebody raised something: the event, and what follows from it."""

from __future__ import annotations

import datetime
import itertools
import uuid
from typing import Any

from access import scoping
from canvass.models import Board, ContactEvent, Elector, IssueRaised

_numbers = itertools.count(1)


def said(
    elector: Elector,
    *topics: str,
    at: datetime.datetime,
    reported: bool = False,
    note: str = "",
    intention: str | None = None,
    board: Board | None = None,
    kind: str = "answer",
    supersedes: uuid.UUID | None = None,
    device: uuid.UUID | None = None,
    canvasser: int | None = None,
) -> ContactEvent:
    """Record a conversation with somebody at that time. `reported`: somebody else in the house spoke for them."""
    payload: dict[str, Any] = {"issues": list(topics), "intention": intention}
    payload |= {"respondent": "other"} if reported else {}
    payload |= {"note": note} if note else {}
    payload |= {"canvasser": canvasser} if canvasser else {}
    with scoping.units([elector.unit_id]):
        event = ContactEvent.objects.create(
            id=uuid.uuid4(),
            unit_id=elector.unit_id,
            board_id=board.pk if board else None,
            elector=elector,
            household_id=elector.household_id,
            kind=kind,
            payload=payload if kind == "answer" else {},
            payload_sha256=b"",
            schema_v=2,
            device_id=device,
            device_seq=next(_numbers),
            device_time=at,
            device_utc_offset=0,
            est_occurred_at=at,
            supersedes=supersedes,
        )
        IssueRaised.objects.bulk_create(
            IssueRaised(
                unit_id=elector.unit_id, elector=elector, event_id=event.pk, topic=topic, at=at, reported=reported
            )
            for topic in topics
            if kind == "answer"
        )
    return event
