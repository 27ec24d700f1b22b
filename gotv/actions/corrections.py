"""Putting a wrong mark right: it is taken back with what it came of, and the right number recorded in one go."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.models import User
from gotv.actions import marks, secrecy
from gotv.enums import MarkVerdict
from gotv.models import Knock, MarkVoid, PostalAnswer, VoteMark
from gotv.rules.numbers import RollNumber
from kit.errors import Refused


@transaction.atomic
def void(*, mark: VoteMark, reason: str, by: User) -> MarkVoid:
    """Take a mark back, and the knock or the answer about a postal vote that it came of: they have its id.

    Else whoever was said to have voted would stay off every list, as somebody who said so at the door. Raises Refused
    without a reason, and outside the hours of the committee room.
    """
    found = marks.void(mark=mark, reason=reason, by=by)
    for model in (Knock, PostalAnswer):
        model._default_manager.filter(pk=mark.pk, undone_at=None).update(undone_at=timezone.now())
    return found


@transaction.atomic
def correct(*, mark: VoteMark, district: str, number: RollNumber, reason: str, by: User) -> MarkVerdict:
    """Take a mark back and record another number in its place, as of the same moment, and return what that came to.

    Twice the same correction is one. Raises Refused without a reason, outside the hours of the committee room, for a
    polling agent of that day, and for a mark that was taken back before: only one number was typed.
    """
    secrecy.refuse_inside(by, mark.election.polling_on)
    marks.lock_counters(mark.election, [mark.polling_district_id])
    key = uuid.uuid5(mark.pk, f"{district.upper()} {number}")
    if MarkVoid.objects.filter(mark=mark).exists() and not VoteMark.objects.filter(pk=key).exists():
        raise Refused(_("This mark was taken back already. Nothing was recorded: look at what stands in its place."))
    void(mark=mark, reason=reason, by=by)
    entry = marks.Entry(key, district, str(number), number, mark.marked_at)
    found = marks.record(
        election=mark.election, station=mark.station, entries=[entry], by=by, source=mark.source, sheet=mark.sheet
    )
    return found[key]


def taken_back(form_id: uuid.UUID, district: str, numbers: Collection[RollNumber]) -> set[RollNumber]:
    """Return which of the numbers of a form, or of a pad, were recorded and taken back: typed again, they stay so."""
    ids = {marks.entry_id(form_id, district, number): number for number in numbers}
    rows = MarkVoid.objects.filter(mark__in=list(ids)).values_list("mark", flat=True)
    return {ids[pk] for pk in rows}
