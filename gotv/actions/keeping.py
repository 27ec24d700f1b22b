"""What polling day keeps of people goes four weeks after the poll (gotv/rules/keeping.py)."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Exists, Model, OuterRef, Q

from access.actions import audit
from canvass.actions.keeping import erasing
from canvass.enums import EventStatus
from canvass.models import ContactEvent
from gotv.actions import tellers
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
    VoteMark,
)
from gotv.rules import phone_rounds, postal
from gotv.rules.keeping import KEPT
from kit import clock

# In this order: what points at another goes before it. Vote marks and their counts are gotv/actions/marks.py's.
_OF_AN_ELECTION: tuple[type[Model], ...] = (Lift, Driver, PostalAnswer, Knock, Sheet, Round, TellerShift)
# What phones send of the day, with the rows that it comes to, under the same id; and how long before a poll it is sent.
_SENT: dict[str, tuple[type[Model], datetime.timedelta]] = {
    tellers.KIND: (VoteMark, datetime.timedelta()),
    phone_rounds.KIND: (Knock, datetime.timedelta()),
    postal.KIND: (PostalAnswer, datetime.timedelta(days=28)),
}


@transaction.atomic
def forget(*, unit_id: int) -> dict[str, int]:
    """Delete the day's records of people of polls that are four weeks over, rehearsals among them.

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


@transaction.atomic
def forget_sent(*, unit_id: int) -> int:
    """Delete what phones sent of polling days that are four weeks over: numbers, knocks, postal votes, with undos.

    What came of it is deleted before, by `forget` and with the marks; while its row is there, an event stays. One that
    nobody has decided about goes when no poll can need it any more. Returns how many went.
    """
    gone = 0
    for kind, (model, ahead) in _SENT.items():
        before = clock.at(clock.today() - KEPT, 0)
        row = model._default_manager.filter(pk=OuterRef("pk"))
        done = Q(status=EventStatus.LIVE) | Q(est_occurred_at__lt=before - ahead)
        old = ContactEvent.objects.filter(done, unit=unit_id, kind=kind, est_occurred_at__lt=before)
        gone += erasing.drop(old.filter(~Exists(row)))
    if gone:
        audit.record("polling_day.sent_forgotten", by=None, unit=unit_id, events=gone)
    return gone
