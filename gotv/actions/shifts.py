"""The tellers' rota: giving somebody hours at a station, taking empty hours oneself, and giving them back."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import User
from gotv.actions import elections, secrecy
from gotv.models import Election, PollingStation, TellerShift
from gotv.queries import shifts as queries
from gotv.rules import shifts as rules
from gotv.rules.hours import Hours
from kit.errors import Refused


@transaction.atomic
def add(
    *,
    station: PollingStation,
    hours: Hours,
    user: User | None = None,
    name: str = "",
    phone: str = "",
    by: User | None,
) -> TellerShift:
    """Give somebody hours at a station: an account, or whoever has only a name. Two may share an hour.

    Raises Refused for anything but whole hours while the polls are open, for nobody, for somebody who stands somewhere
    in these hours, and for a polling agent of that day.
    """
    election = elections.lock(station.election)
    return _make(election, station, hours, user, name.strip(), phone.strip(), by)


@transaction.atomic
def take(*, station: PollingStation, hours: Hours, by: User) -> TellerShift:
    """Take empty hours oneself. Of two who take the same hour at the same moment, one gets it.

    Raises Refused as `add` does, and when somebody has one of the hours already.
    """
    election = elections.lock(station.election)
    taken = TellerShift.objects.filter(station=station, starts_at__lt=hours.closes, ends_at__gt=hours.opens)
    if taken.exists():
        raise Refused(_("Somebody has taken one of these hours meanwhile. Look which are still empty."))
    return _make(election, station, hours, by, "", "", by)


@transaction.atomic
def remove(*, shift: TellerShift, by: User) -> None:
    """Take somebody off the rota."""
    elections.lock(shift.election)
    audit.record("shift.removed", by=by, unit=shift.unit_id, obj=shift, station=shift.station_id, user=shift.user_id)
    shift.delete()


@transaction.atomic
def give_back(*, shift: TellerShift, by: User) -> None:
    """Give one's own hours back, so that somebody else can have them. Raises Refused for those of others."""
    if shift.user_id != by.pk:
        raise Refused(_("These are not your hours."))
    remove(shift=shift, by=by)


def _make(
    election: Election,
    station: PollingStation,
    hours: Hours,
    user: User | None,
    name: str,
    phone: str,
    by: User | None,
) -> TellerShift:
    if not rules.fits(election.polling_on, hours):
        raise Refused(_("Choose whole hours between 07:00 and 22:00, the first before the last."))
    if user is None and not name:
        raise Refused(_("Choose somebody, or type a name. Nothing was added."))
    if user is not None:
        secrecy.refuse_inside(user, election.polling_on)
        _refuse_elsewhere(TellerShift.objects.filter(user=user), hours)
    else:
        # Two of one name may stand at two stations; at one they are a form sent twice, or hours that overlap.
        _refuse_elsewhere(TellerShift.objects.filter(station=station, user=None, name__iexact=name), hours)
    shift = TellerShift.objects.create(
        unit_id=election.unit_id,
        election=election,
        station=station,
        starts_at=hours.opens,
        ends_at=hours.closes,
        user=user,
        name="" if user else name,
        phone=phone,
        made_by=by,
    )
    who = user.pk if user else None
    audit.record("shift.added", by=by, unit=election.unit_id, obj=shift, station=station.pk, user=who)
    return shift


def _refuse_elsewhere(theirs: QuerySet[TellerShift], hours: Hours) -> None:
    """Raise Refused when one of somebody's shifts lies in these hours. What would add another is held by now."""
    other = (
        theirs.filter(starts_at__lt=hours.closes, ends_at__gt=hours.opens)
        .select_related("station", "user")
        .order_by("starts_at")
        .first()
    )
    if other is not None:
        raise Refused(
            _("%(name)s is at %(station)s from %(start)s to %(end)s already. Choose other hours.")
            % {
                "name": queries.name_of(other),
                "station": other.station.name,
                "start": time_format(timezone.localtime(other.starts_at), "H:i"),
                "end": time_format(timezone.localtime(other.ends_at), "H:i"),
            }
        )
