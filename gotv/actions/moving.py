"""What goes with an election to another day: the rota, tellers' codes, and the hours of lifts and drivers."""

from __future__ import annotations

import datetime

from django.db.models import Model
from django.utils import timezone

from gotv.actions import secrecy
from gotv.models import Driver, Election, Lift, TellerPass, TellerShift
from gotv.rules import hours
from kit import clock

_HOURS: tuple[tuple[type[Model], tuple[str, str]], ...] = (
    (TellerShift, ("starts_at", "ends_at")),
    (Lift, ("from_at", "until_at")),
    (Driver, ("from_at", "until_at")),
)


def follow(election: Election) -> None:
    """Let everybody keep their hours by the clock on the wall, and codes their station until tellers stop.

    The election has its new day already. Raises Refused where somebody on the rota is a polling agent on that day.
    """
    day = election.polling_on
    shifts = TellerShift.objects.filter(election=election, user__isnull=False).select_related("user")
    for user in {shift.user for shift in shifts if shift.user is not None}:
        secrecy.refuse_inside(user, day)
    for model, names in _HOURS:
        rows = list(model._default_manager.filter(election=election))
        for row in rows:
            for name in names:
                setattr(row, name, _same_time(getattr(row, name), day))
        model._default_manager.bulk_update(rows, names, batch_size=500)
    until = hours.tellers(day, rehearsal=election.is_rehearsal).closes
    TellerPass.objects.filter(election=election).update(expires_at=until)


def _same_time(at: datetime.datetime | None, day: datetime.date) -> datetime.datetime | None:
    if at is None:
        return None
    local = timezone.localtime(at)
    return clock.at(day, local.hour, local.minute)
