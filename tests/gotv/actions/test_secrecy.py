"""Nobody is inside a polling station and tells outside one on the same day, whichever comes first, or both at once."""

from __future__ import annotations

import datetime
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from access import scoping
from access.actions import grants
from access.models import DeviceGrant, Grant, Unit, User
from access.roles import RoleName
from gotv.actions import marks, tellers
from gotv.models import PollingStation
from gotv.queries import secrecy
from gotv.rules.numbers import RollNumber
from kit import clock
from kit.errors import Refused
from tests import cast as people
from tests.cast import Cast
from tests.factories import canvass
from tests.factories import gotv as make

_DAY = datetime.timedelta(days=1)


def _give(user: User, unit: Unit, role: RoleName, *, first: int = 0, last: int = 30) -> Grant:
    today = clock.today()
    with scoping.units([unit.pk]):
        return grants.give(
            user=user,
            unit=unit,
            role=role,
            reason="For the election",
            by=None,
            starts_on=today + first * _DAY,
            ends_on=today + last * _DAY,
        )


def _hall(unit: Unit) -> PollingStation:
    return make.station(make.election(unit, rehearsal=True), "Library", canvass.district(unit, "HH1"))


@pytest.mark.django_db
def test_an_agent_is_no_teller_on_the_same_days(cast: Cast) -> None:
    _give(cast.noor, cast.wexcombe, RoleName.POLLING_AGENT, first=3, last=3)
    with pytest.raises(Refused, match="can’t be inside a polling station and tell outside"):
        _give(cast.noor, cast.wexcombe, RoleName.TELLER)
    with pytest.raises(Refused, match="Polling agent"):
        _give(cast.noor, cast.marsham, RoleName.TELLER, first=3)  # in no other unit either
    assert _give(cast.noor, cast.wexcombe, RoleName.TELLER, first=4).pk


@pytest.mark.django_db
def test_a_teller_is_no_agent_on_the_same_days(cast: Cast) -> None:
    with pytest.raises(Refused, match="Tess Okafor is Teller"):
        _give(cast.tess, cast.wexcombe, RoleName.POLLING_AGENT)


@pytest.mark.django_db
def test_a_role_is_not_prolonged_into_the_other(cast: Cast) -> None:
    agent = _give(cast.noor, cast.wexcombe, RoleName.POLLING_AGENT, last=2)
    _give(cast.noor, cast.wexcombe, RoleName.TELLER, first=3)
    with scoping.units([cast.wexcombe.pk]), pytest.raises(Refused, match="Teller"):
        grants.renew(grant=agent, by=cast.marian, ends_on=clock.today() + 10 * _DAY)


@pytest.mark.django_db
def test_an_agent_with_another_role_is_let_in_nowhere_that_day(cast: Cast) -> None:
    hall = _hall(cast.wexcombe)
    _give(cast.osei, cast.wexcombe, RoleName.POLLING_AGENT)
    with scoping.units([cast.wexcombe.pk]):
        with pytest.raises(Refused, match="section 66"):
            tellers.let_in(station=hall, device_id=uuid.uuid4(), by=cast.osei)
        number, district = RollNumber(1), hall.districts.get()
        with pytest.raises(Refused, match="section 66"):
            tellers.type_number(station=hall, form_id=uuid.uuid4(), district="HH1", number=number, by=cast.osei)
        with pytest.raises(Refused, match="section 66"):
            marks.type_in(
                election=hall.election, station=hall, district=district, numbers=[], form_id=uuid.uuid4(), by=cast.osei
            )
        assert DeviceGrant.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(("hour", "inside"), [(6, False), (7, True), (13, True)])
def test_a_role_that_ended_while_the_polls_were_open_was_held_that_day(cast: Cast, hour: int, inside: bool) -> None:
    """Who was inside in the morning and gives the role back at noon still knows who voted."""
    agent = _give(cast.osei, cast.wexcombe, RoleName.POLLING_AGENT, last=1)
    today = clock.today()
    with scoping.units([cast.wexcombe.pk]):
        Grant.objects.filter(pk=agent.pk).update(ended_at=clock.at(today, hour))
        assert secrecy.is_polling_agent(cast.osei, today) == inside
        assert not secrecy.is_polling_agent(cast.osei, today + _DAY)


@pytest.mark.django_db
def test_an_agent_is_inside_on_the_days_of_the_role_in_whatever_clp(cast: Cast) -> None:
    _give(cast.noor, cast.marsham, RoleName.POLLING_AGENT, first=1, last=2)
    days = [clock.today() + n * _DAY for n in range(4)]
    assert [secrecy.is_polling_agent(cast.noor, day) for day in days] == [False, True, True, False]
    assert not secrecy.is_polling_agent(cast.tess, days[0])


@pytest.mark.django_db
def test_who_has_told_is_not_let_inside_that_day(cast: Cast) -> None:
    hall = _hall(cast.wexcombe)
    with scoping.units([cast.wexcombe.pk]):
        tellers.let_in(station=hall, device_id=uuid.uuid4(), by=cast.osei)
    with pytest.raises(Refused, match="Osei"):
        _give(cast.osei, cast.wexcombe, RoleName.POLLING_AGENT)
    assert _give(cast.osei, cast.wexcombe, RoleName.POLLING_AGENT, first=1).pk


def _together(*deeds: Callable[[], object]) -> list[str]:
    """Run each in its own thread, all let go at the same moment; return "done" or "refused" for each."""
    gate = threading.Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> str:
        try:
            gate.wait(timeout=10)
            deed()
        except Refused:
            return "refused"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_again", range(3))
def test_both_roles_in_the_same_moment_are_one(_again: int) -> None:
    cast = people.make()
    answers = _together(
        lambda: _give(cast.noor, cast.wexcombe, RoleName.TELLER),
        lambda: _give(cast.noor, cast.marsham, RoleName.POLLING_AGENT),
    )
    assert sorted(answers) == ["done", "refused"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_again", range(3))
def test_let_in_and_made_an_agent_in_the_same_moment_is_one_of_them(_again: int) -> None:
    cast = people.make()
    hall = _hall(cast.wexcombe)

    def let_in() -> None:
        with scoping.units([cast.wexcombe.pk]):
            tellers.let_in(station=hall, device_id=uuid.uuid4(), by=cast.osei)

    answers = _together(let_in, lambda: _give(cast.osei, cast.wexcombe, RoleName.POLLING_AGENT))
    assert sorted(answers) == ["done", "refused"]
