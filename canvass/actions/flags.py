"""Doors at which somebody was in danger: lifting a flag, keeping it for another year, and taking either back."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import User
from canvass.models import DoorFlag, Household
from kit import clock
from kit.errors import Refused

YEARS_UNTIL_REVIEW = 1


@transaction.atomic
def put(*, by: User, household: Household, reason: str, note: str = "") -> DoorFlag:
    """Flag a door from a desk: somebody rang in, say."""
    flag = DoorFlag.objects.create(
        unit_id=household.unit_id,
        household=household,
        reason=reason,
        note=note.strip()[:280],
        flagged_by=by,
        flagged_at=timezone.now(),
        review_on=_in_a_year(),
    )
    audit.record("door.flagged", by=by, unit=household.unit_id, obj=household, reason=reason)
    return flag


@transaction.atomic
def lift(*, by: User, flag: DoorFlag, reason: str) -> None:
    """Say that a door is safe again. Raises Refused without a reason, or when it was lifted already."""
    if not reason.strip():
        raise Refused(_("Nothing was changed. Say why the door is safe again."))
    changed = DoorFlag.objects.filter(pk=flag.pk, lifted_at=None).update(
        lifted_at=timezone.now(), lifted_by=by, lifted_why=reason.strip()[:300]
    )
    if not changed:
        raise Refused(_("Nothing was changed: somebody has lifted this flag already."))
    audit.record("door.flag_lifted", by=by, unit=flag.unit_id, obj=flag.household, reason=reason.strip()[:300])


@transaction.atomic
def put_back(*, by: User, flag: DoorFlag) -> None:
    """Undo lifting a flag. Raises Refused when it stands."""
    lifted = DoorFlag.objects.filter(pk=flag.pk).exclude(lifted_at=None)
    if not lifted.update(lifted_at=None, lifted_by=None, lifted_why=""):
        raise Refused(_("Nothing was changed: this flag stands."))
    audit.record("door.flag_put_back", by=by, unit=flag.unit_id, obj=flag.household)


@transaction.atomic
def renew(*, by: User, flag: DoorFlag, reason: str) -> None:
    """Keep a flag for another year from today. Raises Refused without a reason, or when it was lifted."""
    if not reason.strip():
        raise Refused(_("Nothing was changed. Say why the door is still not safe."))
    _review(flag, _in_a_year())
    audit.record("door.flag_renewed", by=by, unit=flag.unit_id, obj=flag.household, reason=reason.strip()[:300])


@transaction.atomic
def unrenew(*, by: User, flag: DoorFlag, review_on: datetime.date) -> None:
    """Undo renewing a flag: it is looked at again on the day on which it would have been. Raises Refused if lifted."""
    _review(flag, review_on)
    audit.record("door.flag_renewal_undone", by=by, unit=flag.unit_id, obj=flag.household)


def _review(flag: DoorFlag, day: datetime.date) -> None:
    if not DoorFlag.objects.filter(pk=flag.pk, lifted_at=None).update(review_on=day):
        raise Refused(_("Nothing was changed: somebody has lifted this flag."))


def _in_a_year() -> datetime.date:
    today = clock.today()
    day = 28 if (today.month, today.day) == (2, 29) else today.day
    return today.replace(year=today.year + YEARS_UNTIL_REVIEW, day=day)
