"""What a user may do, and where."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from access.models import Grant
from access.permissions import REACH_DOWN
from access.permissions import Permission as P
from access.queries import accesses
from access.roles import ROLES, RoleName
from tests import cast as people
from tests.cast import Cast


@pytest.mark.parametrize("role", RoleName)
def test_a_role_gives_its_list_here_and_nothing_next_door(role: RoleName, cast: Cast) -> None:
    people.grant(cast.noor, cast.wexcombe, role)
    access = accesses.of(cast.noor)
    assert access.permissions_in(cast.wexcombe) == ROLES[role].permissions
    assert access.permissions_in(cast.marsham) == frozenset()
    assert access.permissions_in(cast.region) == frozenset(), "a role below opens something above"
    assert access.permissions_in(cast.branch) == ROLES[role].permissions & REACH_DOWN


def test_what_reaches_down_holds_no_names() -> None:
    names = {
        P.SEE_REGISTER,
        P.SEE_MEMBERS,
        P.SEE_KNOCK_UPS,
        P.SEE_BOARDS,
        P.IMPORT_REGISTER,
        P.IMPORT_MEMBERS,
        P.SEE_MAIL,
    }
    assert not names & REACH_DOWN


def test_two_roles_add_up(cast: Cast) -> None:
    people.grant(cast.alun, cast.wexcombe, RoleName.TELLER)
    assert accesses.of(cast.alun).permissions_in(cast.wexcombe) == {P.RECORD_DOORS, P.RECORD_VOTED}


@pytest.mark.parametrize(
    ("first", "last", "open_on"),
    [
        ("2027-05-01", "2027-05-06", ["2027-05-01", "2027-05-06"]),
        ("2027-05-06", None, ["2027-05-06", "2030-01-01"]),
    ],
)
def test_dates_hold_from_the_first_to_the_last_day(
    first: str, last: str | None, open_on: list[str], cast: Cast
) -> None:
    Grant.objects.create(
        user=cast.noor, unit=cast.wexcombe, role="canvasser", starts_on=first, ends_on=last, reason="the election"
    )
    for day in ("2027-04-30", "2027-05-01", "2027-05-06", "2027-05-07", "2030-01-01"):
        with time_machine.travel(datetime.datetime.fromisoformat(f"{day}T12:00+00:00")):
            expected = open_on[0] <= day and (last is None or day <= last)
            assert accesses.of(cast.noor).has_any(cast.wexcombe) is expected, day


def test_a_day_is_a_day_in_london(cast: Cast) -> None:
    """At 23:30 UTC in summer the next day has begun here."""
    Grant.objects.create(
        user=cast.noor, unit=cast.wexcombe, role="canvasser", starts_on="2027-05-07", ends_on=None, reason="x"
    )
    with time_machine.travel(datetime.datetime(2027, 5, 6, 23, 30, tzinfo=datetime.UTC)):
        assert accesses.of(cast.noor).has_any(cast.wexcombe)


def test_a_closed_account_has_no_access(cast: Cast) -> None:
    cast.marian.is_active = False
    assert accesses.of(cast.marian).grants == ()


def test_it_costs_one_query_however_many_roles_and_units(cast: Cast) -> None:
    for unit in (cast.wexcombe, cast.marsham, cast.branch):
        people.grant(cast.noor, unit, RoleName.SECRETARY)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        access = accesses.of(cast.noor)
        access.units()
        access.permissions_in(cast.wexcombe)
    assert len(queries) == 1


def test_who_can_give_roles_here(cast: Cast) -> None:
    assert accesses.holders(cast.wexcombe, [P.GIVE_ACCESS]) == [cast.marian, cast.priya]
    assert accesses.holders(cast.marsham, [P.SEE_REGISTER]) == [cast.rival]
    assert set(accesses.giving_grants(cast.wexcombe)) == set(Grant.objects.filter(user__in=[cast.marian, cast.priya]))
