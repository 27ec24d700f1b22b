"""Rows of the record with the times of the story: `audit.record` always writes now."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from access.models import AuditEvent, Unit, User
from kit import bulk


@dataclass(frozen=True)
class Deed:
    """What audit.record would have written, had it been called at `at`."""

    at: datetime.datetime
    verb: str
    by: User
    unit: Unit | None
    about: str
    pk: object
    detail: dict = field(default_factory=dict)


def write(deeds: Iterable[Deed]) -> None:
    """Add the deeds to the record."""
    bulk.fill(
        AuditEvent,
        "id at actor_id unit_id verb object_type object_id detail request_id",
        (
            (
                uuid.uuid4(),
                one.at,
                one.by.pk,
                one.unit.pk if one.unit else None,
                one.verb,
                one.about,
                str(one.pk),
                json.dumps(one.detail),
                "",
            )
            for one in deeds
        ),
    )
