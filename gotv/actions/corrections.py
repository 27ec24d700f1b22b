"""Putting a wrong number right: the wrong mark is taken back, and the right one recorded, in one go."""

from __future__ import annotations

import uuid

from django.db import transaction

from access.models import User
from gotv.actions import marks
from gotv.enums import MarkVerdict
from gotv.models import VoteMark
from gotv.rules.numbers import RollNumber


@transaction.atomic
def correct(*, mark: VoteMark, district: str, number: RollNumber, reason: str, by: User) -> MarkVerdict:
    """Take a mark back and record another number in its place, as of the same moment, and return what that came to.

    Twice the same correction is one. Raises Refused without a reason, and outside the hours of the committee room.
    """
    marks.void(mark=mark, reason=reason, by=by)
    key = uuid.uuid5(mark.pk, f"{district.upper()} {number}")
    entry = marks.Entry(key, district, str(number), number, mark.marked_at)
    found = marks.record(
        election=mark.election, station=mark.station, entries=[entry], by=by, source=mark.source, sheet=mark.sheet
    )
    return found[key]
