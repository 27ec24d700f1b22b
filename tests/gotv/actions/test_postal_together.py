"""A button that is pressed twice in the same moment: one answer, and nobody sees a fault."""

from __future__ import annotations

import datetime
import threading
import time
import uuid

import pytest
from django.db import connection

from access import scoping
from canvass.models import Elector
from gotv.actions import postal
from gotv.enums import PostalSaid
from gotv.models import Election, PostalAnswer, VoteMark
from kit import clock
from tests import cast as people
from tests.factories import canvass
from tests.factories import gotv as make
from tests.gotv.actions.test_marks_together import _together

pytestmark = pytest.mark.django_db(transaction=True)


def test_pressed_twice_at_once_it_is_one_answer() -> None:
    cast = people.make()
    unit = cast.wexcombe
    canvass.bulk(unit, districts=1, streets=1, doors=1, per_door=1)
    poll = make.election(unit, on=clock.today() + datetime.timedelta(days=10))
    key = uuid.uuid4()
    with scoping.units([unit.pk]):
        Election.objects.filter(pk=poll.pk).update(postal_dispatch_on=clock.today())
        poll.refresh_from_db()
        elector = Elector.objects.get()
        make.absent(elector, poll)

    first_is_in = threading.Event()

    def press() -> uuid.UUID:
        return postal.note(election=poll, elector=elector, said=PostalSaid.SENT, by=cast.osei, key=key).pk

    def first() -> uuid.UUID:
        with scoping.units([unit.pk]):
            pk = press()
            first_is_in.set()
            _until_somebody_waits()
            return pk

    def second() -> uuid.UUID:
        assert first_is_in.wait(10)
        with scoping.units([unit.pk]):
            return press()

    assert len(set(_together(first, second))) == 1
    with scoping.units([unit.pk]):
        assert PostalAnswer.objects.count() == VoteMark.objects.count() == 1


def _until_somebody_waits() -> None:
    """Return once another transaction waits for this one."""
    end = time.monotonic() + 10
    with connection.cursor() as cursor:
        waits = False
        while not waits:
            assert time.monotonic() < end, "nobody waits for this transaction"
            cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND locktype = 'transactionid')")
            waits = bool(cursor.fetchone()[0])
