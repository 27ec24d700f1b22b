"""Counts of boxes, districts and rooms: entering one, and taking a wrong one back."""

from __future__ import annotations

import datetime
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import DeviceGrant, User
from canvass.models import PollingDistrict
from gotv.enums import CountKind
from gotv.models import BallotBox, CommitteeRoom, Count, Election
from gotv.queries import counts
from gotv.queries.counts import PLACE, Counted
from gotv.rules import counts as rules
from gotv.rules import hours
from gotv.rules.counts import Said
from kit.errors import Refused

_MODELS = {"box": BallotBox, "polling_district": PollingDistrict, "room": CommitteeRoom}


class Falls(Refused):
    """A count contradicts another, and nobody has said why."""


@transaction.atomic
def enter(
    *,
    id: uuid.UUID,  # noqa: A002 - the name of the field
    election: Election,
    kind: CountKind,
    place: Counted,
    value: int,
    by: User | None,
    counted_at: datetime.datetime | None = None,
    reason: str = "",
    device: DeviceGrant | None = None,
) -> Count:
    """Keep a count, of now where no time is given. The same id a second time changes nothing.

    `device` is the phone of a rehearsal.

    Raises Refused outside the committee room's hours, for a time to come, for a count below nothing or above the roll;
    Falls where a box's contradicts another without a reason.
    """
    at = counted_at or timezone.now()
    # Two counts of one place are judged one after the other.
    _MODELS[PLACE[kind]].objects.select_for_update(no_key=True, of=("self",)).get(pk=place.pk)
    there = Count.objects.filter(pk=id).first()
    if there is not None:
        return _same(there, election, kind, place, value)
    _refuse_time(election, at, timezone.now())
    _refuse_value(election, kind, place, value)
    because = reason.strip()[:200] if kind == CountKind.TURNOUT else ""
    if kind == CountKind.TURNOUT and not because:
        _refuse_fall(election, place, Said(value, at))
    made = Count.objects.create(
        id=id,
        unit_id=election.unit_id,
        election=election,
        kind=kind,
        value=value,
        counted_at=at,
        reason=because,
        entered_by=by,
        device=device,
        **{PLACE[kind]: place},
    )
    audit.record("count.entered", by=by, unit=election.unit_id, obj=made, kind=kind.value, value=value)
    return made


@transaction.atomic
def invalidate(*, count: Count, because: str, by: User) -> Count:
    """Take a count back: it stays with the reason, and the one before it holds again. A second time changes nothing.

    Raises Refused without a reason, or outside the hours of the committee room.
    """
    if not because.strip():
        raise Refused(_("Say why the count is wrong. It helps whoever looks at it later."))
    locked = Count.objects.select_for_update(no_key=True, of=("self",)).select_related("election").get(pk=count.pk)
    if locked.invalidated_at is not None:
        return locked
    now = timezone.now()
    _refuse_time(locked.election, now, now)
    locked.invalidated_by, locked.invalidated_at = by, now
    locked.invalid_because = because.strip()[:200]
    locked.save(update_fields=["invalidated_by", "invalidated_at", "invalid_because"])
    audit.record("count.invalidated", by=by, unit=locked.unit_id, obj=locked, kind=locked.kind, value=locked.value)
    return locked


def _same(there: Count, election: Election, kind: CountKind, place: Counted, value: int) -> Count:
    kept = (there.election_id, there.kind, counts.place_of(there), there.value)
    if kept != (election.pk, kind, place.pk, value):
        raise Refused(_("This form was used for another count. Nothing was changed. Open the page again."))
    return there


def _refuse_time(election: Election, at: datetime.datetime, now: datetime.datetime) -> None:
    open_hours = hours.committee_room(election.polling_on, rehearsal=election.is_rehearsal)
    if not open_hours.hold(now):
        raise Refused(
            _("Counts of %(election)s are taken on the day alone, until midnight. Nothing was changed.")
            % {"election": election.name}
        )
    if at > now:
        raise Refused(_("That time is still to come. Type when it was counted, or leave it empty for now."))
    if at < open_hours.opens:
        raise Refused(_("Nobody could vote at that time yet. Type when it was counted, or leave it empty for now."))


def _refuse_value(election: Election, kind: CountKind, place: Counted, value: int) -> None:
    if value < 0:
        raise Refused(_("A count is nought or more. Nothing was changed."))
    if PLACE[kind] == "room":
        if value > rules.MOST_IN_A_ROOM:
            raise Refused(_("%(value)s is more than a room can have. Check the number.") % {"value": value})
        return
    most = counts.roll(election, kind, place)
    together = value + (counts.sums(election).get(place.pk, 0) if kind == CountKind.WARP else 0)
    if most is not None and together > most:
        raise Refused(
            _("%(value)s is more than the %(most)s electors there are. Nothing was changed. Check the number.")
            % {"value": together, "most": most}
        )


def _refuse_fall(election: Election, place: Counted, new: Said) -> None:
    rows = counts.valid(election).filter(kind=CountKind.TURNOUT, box=place.pk).values_list("value", "counted_at")
    other = rules.contradicts(new, (Said(value, at) for value, at in rows))
    if other is None:
        return
    said = {"value": new.value, "other": other.value, "at": timezone.localtime(other.at).strftime("%H:%M")}
    if other.at > new.at:
        words = _("%(value)s is more than the %(other)s counted later, at %(at)s.")
    else:
        words = _("%(value)s is less than the %(other)s counted at %(at)s.")
    raise Falls(words % said + " " + _("Nothing was changed. Check the number; if it is right, say why below."))
