"""Phones whose right to send ends while they are out (F7): their work comes in, waits or counts; then they stop."""

from __future__ import annotations

import datetime
import random
import threading

import pytest
from django.utils import timezone

from access import scoping
from access.actions import accounts, grants
from access.models import DeviceGrant, Grant
from tests.everywhere import everywhere
from tests.faults import dice, phones
from tests.faults.phones import Caller, Street, check, together
from tests.faults.proxy import Proxy
from tests.journeys.servers import Server

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

PHONES, EVENTS = (16, 250) if dice.FULL else (4, 40)
_SECONDS = 600 if dice.FULL else 120


@pytest.fixture
def callers(street: Street, server: Server, chance: random.Random) -> list[Caller]:
    """Phones of Alun's that all know already that the server is there."""
    return [phones.caller(street, server.port, EVENTS, chance) for _ in range(PHONES)]


def send_the_first(callers: list[Caller]) -> set[str]:
    """Let each phone send one batch in peace; return what they were told is there."""
    for one in callers:
        one.settle(one.post(one.batch(*one.queue[: one.a_batch])))
    return set().union(*(one.acknowledged for one in callers))


def send_the_rest(callers: list[Caller], server: Server, chance: random.Random) -> None:
    """Let them send all that is left over a bad connection."""
    with Proxy(to=server.port, seed=chance.randrange(10**6)) as proxy:
        for one in callers:
            one.port = proxy.port
        together(callers, _SECONDS)
    for one in callers:
        one.port = server.port


def test_a_login_that_ended_keeps_no_work_from_being_sent(
    street: Street, server: Server, callers: list[Caller], chance: random.Random
) -> None:
    made = [event["id"] for one in callers for event in one.queue]
    send_the_first(callers)
    accounts.end_sessions(user=street.cast.alun, by=None, why="signed out everywhere")
    send_the_rest(callers, server, chance)
    assert check(callers, made) == {}
    assert not any(one.wiped for one in callers)


def test_a_role_that_ends_keeps_what_counted_and_lets_the_rest_wait(
    street: Street, server: Server, callers: list[Caller], chance: random.Random
) -> None:
    made = [event["id"] for one in callers for event in one.queue]
    before = send_the_first(callers)
    with scoping.units([street.cast.wexcombe.pk]):
        grant = Grant.objects.get(user=street.cast.alun)
        grants.end(grant=grant, reason="Left the party", by=street.cast.marian, urgent=True)
    send_the_rest(callers, server, chance)
    waiting = check(callers, made)
    assert waiting.keys() == set(made) - before, "all that came later waits, and nothing that counted"
    assert set(waiting.values()) == {"GRANT_REVOKED"}
    assert all(one.wiped for one in callers), "told to stop, and only then"

    with everywhere():
        assert not DeviceGrant.objects.exclude(wiped_at=None).exists(), "nothing goes before the phone has said so"
    for one in callers:
        assert one.post(one.batch(wiped=True)) == []
    with everywhere():
        assert not DeviceGrant.objects.filter(wiped_at=None).exists()


def test_a_role_that_ends_in_the_middle_of_it_all(
    street: Street, server: Server, callers: list[Caller], chance: random.Random
) -> None:
    """Nobody knows which batch was first: what each phone was told must be what became of it."""
    made = [event["id"] for one in callers for event in one.queue]
    ended = threading.Event()

    def end_it() -> None:
        if not ended.is_set() and sum(len(one.told) for one in callers) > len(made) // 4:
            with scoping.units([street.cast.wexcombe.pk]):
                grant = Grant.objects.get(user=street.cast.alun)
                grants.end(grant=grant, reason="Left the party", by=street.cast.marian, urgent=True)
            ended.set()

    together(callers, _SECONDS, end_it)
    waiting = check(callers, made)
    assert ended.is_set()
    # A batch that was let in before the end and judged after it finds the role gone.
    assert set(waiting.values()) <= {"GRANT_REVOKED", "USER_REMOVED"}
    for one in callers:
        places = [place for place, (pk, _said) in enumerate(one.told.items()) if pk in waiting]
        assert places == list(range(len(one.told) - len(places), len(one.told))), "first what counts, then what waits"


def test_a_grant_that_expired_while_the_phone_was_offline(
    street: Street, server: Server, callers: list[Caller], chance: random.Random
) -> None:
    made = [event["id"] for one in callers for event in one.queue]
    late, in_time = callers[::2], callers[1::2]
    with scoping.units([street.cast.wexcombe.pk]):
        rows = DeviceGrant.objects.filter(pk__in=[one.phone.grant.pk for one in late])
        rows.update(write_until=timezone.now() - datetime.timedelta(seconds=1))
    expected = {event["id"] for one in late for event in one.queue}
    send_the_rest(callers, server, chance)
    waiting = check(callers, made)
    assert waiting == dict.fromkeys(expected, "GRANT_EXPIRED")
    assert in_time
    assert not any(one.wiped for one in callers)
