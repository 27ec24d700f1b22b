"""Phones whose clocks are wrong (F8): what happened when is right to the minute, and in the right order."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone

from access import scoping
from canvass.models import ContactEvent, LatestContact
from tests.factories import phones as factory
from tests.faults import dice
from tests.faults.phones import Caller, Street, check, together
from tests.faults.proxy import Proxy
from tests.journeys.servers import Server

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

EVENTS = 250 if dice.FULL else 30
_SECONDS = 600 if dice.FULL else 120
HOUR, MINUTE = datetime.timedelta(hours=1), datetime.timedelta(minutes=1)
TO_THE_YEAR_2000 = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC) - timezone.now()
WRONG = {
    "three hours ahead": 3 * HOUR,
    "three hours behind": -3 * HOUR,
    "a minute behind": -MINUTE,
    "the year 2000": TO_THE_YEAR_2000,
    "right": 0 * HOUR,
}


def by(error: datetime.timedelta) -> Callable[[], datetime.datetime]:
    """Return a clock that goes on steadily, and wrong."""
    return lambda: timezone.now() + error


def rounds(street: Street, number: int, chance: random.Random) -> Iterator[tuple[int, datetime.datetime]]:
    """Yield so many (elector's place, true time), a minute or less apart, up to a minute ago."""
    at = timezone.now() - number * MINUTE
    for _ in range(number):
        yield chance.randrange(len(street.electors)), at
        at += MINUTE * chance.random()


def test_wrong_clocks_spoil_no_time_and_no_order(street: Street, server: Server, chance: random.Random) -> None:
    truth: dict[str, datetime.datetime] = {}
    callers: dict[str, Caller] = {}
    for name, error in WRONG.items():
        phone = factory.phone(street.board, street.cast.alun)
        queue = []
        for place, at in rounds(street, EVENTS, chance):
            event = phone.answer(street.electors[place], device_time=(at + error).isoformat())
            queue.append(event)
            truth[event["id"]] = at
        callers[name] = Caller(phone, server.port, queue, clock=by(error))
    with Proxy(to=server.port, seed=chance.randrange(10**6)) as proxy:
        for one in callers.values():
            one.port = proxy.port
        together(list(callers.values()), _SECONDS)
    hopeless = set(callers["the year 2000"].told)
    assert check(list(callers.values()), list(truth)) == dict.fromkeys(hopeless, "SKEW")
    with scoping.units([street.cast.wexcombe.pk]):
        for one in callers.values():
            rows = list(ContactEvent.objects.filter(device=one.phone.grant).order_by("device_seq"))
            times = [row.est_occurred_at for row in rows]
            assert times == sorted(times)
            assert max(abs(row.est_occurred_at - truth[str(row.pk)]) for row in rows) < MINUTE / 2
            assert all(row.est_occurred_at <= row.received_at for row in rows)


@pytest.mark.parametrize("error", [3 * HOUR, -3 * HOUR], ids=["ahead", "behind"])
def test_a_clock_put_right_before_sending_leaves_the_order_right(
    street: Street, server: Server, chance: random.Random, error: datetime.timedelta
) -> None:
    """A client that says nothing of the jump: times are cut to what is possible, and the last word is the last word."""
    phone = factory.phone(street.board, street.cast.alun, created_at=timezone.now() - HOUR)
    last: dict[int, str] = {}
    queue = []
    for place, at in rounds(street, EVENTS, chance):
        elector, said = street.electors[place], chance.choice(["labour", "green", "undecided"])
        queue.append(phone.answer(elector, said, device_time=(at + error).isoformat()))
        last[elector.pk] = said
    one = Caller(phone, server.port, list(queue), a_batch=50)
    together([one], _SECONDS)
    assert check([one], [event["id"] for event in queue]) == {}
    with scoping.units([street.cast.wexcombe.pk]):
        assert dict(LatestContact.objects.values_list("pk", "intention")) == last
        for row in ContactEvent.objects.all():
            assert phone.grant.created_at <= row.est_occurred_at <= row.received_at
