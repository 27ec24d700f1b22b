"""What polling day keeps of people goes 21 days after the poll: a petition comes by then (RPA 1983 ss. 122, 129)."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Model

from access.actions import audit
from gotv.models import (
    Driver,
    Election,
    Knock,
    KnockUpEntry,
    KnockUpSnapshot,
    Lift,
    PostalAnswer,
    Round,
    Sheet,
    TellerShift,
)
from kit import clock

KEPT = datetime.timedelta(days=21)
# In this order: what points at another goes before it. Vote marks and their counts are gotv/actions/marks.py's.
_OF_AN_ELECTION: tuple[type[Model], ...] = (Lift, Driver, PostalAnswer, Knock, Sheet, Round, TellerShift)


@transaction.atomic
def forget(*, unit_id: int) -> dict[str, int]:
    """Delete the day's records of people of polls that are three weeks over, rehearsals among them.

    Lifts and drivers, answers about postal votes, knocks, rounds, printed sheets, the rota, and frozen knock-up lists.
    Returns how many rows of each went. Safe to run at any time and again.
    """
    gone: dict[str, int] = {}
    for election in Election.objects.filter(unit=unit_id, polling_on__lt=clock.today() - KEPT).order_by("pk"):
        here = {model.__name__: _delete(model, election=election) for model in _OF_AN_ELECTION}
        here[KnockUpEntry.__name__] = _delete(KnockUpEntry, snapshot__election=election)
        here[KnockUpSnapshot.__name__] = _delete(KnockUpSnapshot, election=election)
        rows = sum(here.values())
        if rows:
            audit.record("polling_day.forgotten", by=None, unit=unit_id, obj=election, rows=rows)
        gone = {name: gone.get(name, 0) + count for name, count in here.items()}
    return gone


def _delete(model: type[Model], **which: object) -> int:
    """Delete rows, and return how many there were of this table itself."""
    _all, by_table = model._default_manager.filter(**which).delete()
    return by_table.get(model._meta.label, 0)
