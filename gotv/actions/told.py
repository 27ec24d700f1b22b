"""Marks of what somebody said of a person and not of a number: at a door, on the telephone, in a lift."""

from __future__ import annotations

import datetime
import uuid

from access.models import DeviceGrant, User
from canvass.models import Elector
from gotv.actions import marks
from gotv.enums import MarkSource
from gotv.models import Election
from gotv.rules.numbers import RollNumber


def entry(pk: uuid.UUID, elector: Elector, at: datetime.datetime) -> marks.Entry:
    """Return the entry of an elector's own number. Wants the elector with the district."""
    number = RollNumber(elector.number, elector.suffix)
    return marks.Entry(pk, elector.polling_district.code, str(number), number, at)


def record(
    election: Election, said: marks.Entry, *, source: MarkSource, by: User | None, device: DeviceGrant | None = None
) -> None:
    """Keep that somebody has voted, at no station in particular."""
    marks.record(election=election, station=None, entries=[said], by=by, device=device, source=source)
