"""What a user may do, and where."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from access import content, scoping
from access.enums import Purpose
from access.models import Grant, User
from access.permissions import REACH_DOWN
from access.permissions import Permission as P
from access.queries import accesses
from access.roles import ROLES, RoleName
from access.rules import gates
from access.rules.gates import Passed
from kit import clock
from tests import cast as people
from tests.cast import Cast
from tests.everywhere import everywhere


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
    # Of a role without terms, whose signature would run out within these years.
    Grant.objects.create(
        user=cast.noor, unit=cast.wexcombe, role="teller", starts_on=first, ends_on=last, reason="the election"
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


def test_who_has_not_passed_what_stands_before_a_role_can_not_decide_by_it(cast: Cast) -> None:
    people.grant(people.newcomer(), cast.wexcombe, RoleName.SECRETARY)
    assert accesses.holders(cast.wexcombe, [P.GIVE_ACCESS]) == [cast.marian, cast.priya]


def test_several_cost_one_query_too(cast: Cast, django_assert_num_queries: Callable) -> None:
    with django_assert_num_queries(1):
        marian, lewis = accesses.of_many([cast.marian, cast.lewis])
    assert marian.may(P.SEE_MEMBERS, cast.wexcombe)
    assert not lewis.grants
    with django_assert_num_queries(2):
        accesses.holding(cast.wexcombe.lineage())


# --- What stands before a role --------------------------------------------------------------------------------------


def _newcomer(cast: Cast, role: RoleName) -> User:
    user = people.newcomer()
    people.grant(user, cast.wexcombe, role)
    return user


def test_a_role_is_closed_until_everything_before_it_is_passed(cast: Cast) -> None:
    user = _newcomer(cast, RoleName.SECRETARY)
    access = accesses.of(user)
    grant = access.closed[0]
    assert (access.grants, access.units(), access.has_any(cast.wexcombe)) == ((), [], False)
    assert access.units_before_they_open() == [cast.wexcombe]
    assert access.closed_in(cast.wexcombe, P.SEE_MEMBERS) == [grant]
    assert access.closed_in(cast.marsham) == []
    secretary = ROLES[RoleName.SECRETARY]
    assert access.missing(grant) == (*secretary.lessons, *secretary.terms, "any")
    people.passed_everything([user])
    access = accesses.of(user)
    assert (access.closed, access.units()) == ((), [cast.wexcombe])
    assert access.missing(access.grants[0]) == ()


@pytest.mark.parametrize(
    ("forgotten", "missing"),
    [
        ("lessons", "members-data"),
        ("terms", "register-terms"),
        ("factors", "any"),
    ],
)
def test_each_of_them_is_needed(forgotten: str, missing: str, cast: Cast) -> None:
    passed = accesses.of(cast.marian).passed
    without = dataclasses.replace(passed, **{forgotten: type(getattr(passed, forgotten))()})
    found = gates.missing(ROLES[RoleName.SECRETARY], without, accesses.versions(), clock.today())
    assert missing in found


def test_a_new_version_closes_a_role_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    newer = dataclasses.replace(content.LESSONS["doorstep"], version=content.LESSONS["doorstep"].version + 1)
    monkeypatch.setitem(content.LESSONS, "doorstep", newer)
    access = accesses.of(cast.alun)
    assert access.missing(access.closed[0]) == ("doorstep",)


def test_a_signature_counts_for_twelve_months(cast: Cast) -> None:
    user = _newcomer(cast, RoleName.CANVASSER)
    people.passed_everything([user])
    signed = datetime.date(2026, 3, 1)
    terms = {"register-terms": (accesses.versions().terms["register-terms"], signed)}
    passed = Passed(accesses.of(user).passed.lessons, terms, frozenset())
    role = ROLES[RoleName.CANVASSER]
    assert gates.missing(role, passed, accesses.versions(), datetime.date(2027, 3, 1)) == ()
    assert gates.missing(role, passed, accesses.versions(), datetime.date(2027, 3, 2)) == ("register-terms",)


@pytest.mark.parametrize(
    ("role", "held", "is_open"),
    [
        (RoleName.REGIONAL_ORGANISER, {"totp"}, False),
        (RoleName.REGIONAL_ORGANISER, {"webauthn"}, True),
        (RoleName.ADMINISTRATOR, {"totp"}, True),
        (RoleName.ADMINISTRATOR, {"recovery_codes"}, False),
        (RoleName.TELLER, set(), True),
    ],
)
def test_the_second_step_is_of_the_kind_that_the_role_asks_for(role: RoleName, held: set[str], is_open: bool) -> None:
    assert gates.has_factor(ROLES[role].factor, held) is is_open


def test_where_no_second_step_is_asked_for_none_is_missing(cast: Cast, settings: object) -> None:
    user = _newcomer(cast, RoleName.ADMINISTRATOR)
    assert accesses.of(user).closed
    settings.REQUIRE_SECOND_FACTOR = False  # type: ignore[attr-defined]
    assert accesses.of(user).may(P.GIVE_ACCESS, cast.wexcombe)


# --- Where, until when, and what for ------------------------------------------------------------------------------


def test_an_area_limits_where_and_the_whole_unit_goes_before_it(cast: Cast) -> None:
    limited = people.grant(cast.noor, cast.wexcombe, RoleName.BOARD_RUNNER)
    with everywhere():
        Grant.objects.filter(pk=limited.pk).update(area=["ward:1", "ward:2"])
    access = accesses.of(cast.noor)
    assert access.area(P.MAKE_BOARDS, cast.wexcombe) == {"ward:1", "ward:2"}
    assert access.area(P.SEE_MEMBERS, cast.wexcombe) == frozenset()
    assert access.area(P.MAKE_BOARDS, cast.marsham) == frozenset()
    people.grant(cast.noor, cast.wexcombe, RoleName.CAMPAIGN_ORGANISER)
    assert accesses.of(cast.noor).area(P.MAKE_BOARDS, cast.wexcombe) is None


def test_an_emergency_ends_to_the_minute(cast: Cast) -> None:
    opened = people.grant(cast.noor, cast.wexcombe, RoleName.EMERGENCY_READER)
    ends = datetime.datetime(2027, 5, 1, 12, 0, tzinfo=datetime.UTC)
    with everywhere():
        Grant.objects.filter(pk=opened.pk).update(expires_at=ends)
    for seconds, is_open in ((-1, True), (0, False), (1, False)):
        with time_machine.travel(ends + datetime.timedelta(seconds=seconds), tick=False):
            assert accesses.of(cast.noor).may(P.SEE_MEMBERS, cast.wexcombe) is is_open


def test_the_purpose_is_that_of_the_grant(cast: Cast) -> None:
    assert accesses.of(cast.marian).purpose(P.SEE_MEMBERS, cast.wexcombe) == Purpose.MEMBERSHIP
    assert accesses.of(cast.osei).purpose(P.SEE_MEMBERS, cast.wexcombe) is None


def test_of_a_grant_only_what_decides_is_read(cast: Cast) -> None:
    """The rest is there for whoever may see the row."""
    grant = accesses.of(cast.marian).grants[0]
    assert "reason" in grant.get_deferred_fields()
    with scoping.person(cast.marian.pk):
        assert grant.reason == "for the story"
