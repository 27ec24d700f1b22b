"""Jobs of access that run by themselves: grants that end, and cover."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
import time_machine

from access import hooks, scoping
from access.actions import grants, offices
from access.enums import Gap
from access.models import Absence, AuditEvent, Grant, OutboxMessage, User
from access.permissions import Permission as P
from access.queries import accesses, cover
from access.roles import RoleName
from access.tasks import sweep_cover, sweep_grants
from tests import cast as people
from tests.cast import Cast

D = datetime.date
NOON = datetime.datetime(2027, 6, 1, 11, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def clock_at(db: None) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as travel:
        yield travel


@pytest.fixture
def cast(clock_at: object) -> Cast:
    return people.make()


def _mails(purpose: str) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(purpose=purpose).order_by("created_at", "to_email"))


def _warned() -> list[str]:
    return [message.to_email for message in _mails("grant_ends")]


def test_an_expired_grant_is_refused_with_every_worker_stopped(cast: Cast, clock_at: time_machine.Traveller) -> None:
    Grant.objects.filter(user=cast.osei).update(ends_on=D(2027, 6, 30))
    browser = cast.client(cast.osei)
    clock_at.move_to(datetime.datetime(2027, 6, 30, 22, 59, tzinfo=datetime.UTC))
    assert cast.client(cast.osei).get("/u/wexcombe/canvass/boards/").status_code == 200
    clock_at.move_to(datetime.datetime(2027, 6, 30, 23, 0, tzinfo=datetime.UTC))
    assert cast.client(cast.osei).get("/u/wexcombe/canvass/boards/").status_code == 404
    assert browser.get("/u/wexcombe/canvass/boards/").status_code in {302, 404}


@pytest.mark.parametrize(
    ("last", "midnight"),
    [
        (D(2027, 3, 28), datetime.datetime(2027, 3, 28, 23, tzinfo=datetime.UTC)),  # summer time began that night
        (D(2027, 3, 27), datetime.datetime(2027, 3, 28, 0, tzinfo=datetime.UTC)),
        (D(2026, 10, 25), datetime.datetime(2026, 10, 26, 0, tzinfo=datetime.UTC)),  # and ended that one
        (D(2026, 10, 24), datetime.datetime(2026, 10, 24, 23, tzinfo=datetime.UTC)),
        (D(2028, 2, 29), datetime.datetime(2028, 3, 1, 0, tzinfo=datetime.UTC)),
    ],
)
@pytest.mark.django_db
def test_a_day_ends_at_londons_midnight(last: D, midnight: datetime.datetime) -> None:
    with time_machine.travel(midnight - datetime.timedelta(seconds=1), tick=False) as travel:
        cast = people.make()
        Grant.objects.filter(user=cast.osei).update(ends_on=last)
        assert accesses.of(cast.osei).may(P.SEE_REGISTER, cast.wexcombe)
        travel.move_to(midnight)
        assert not accesses.of(cast.osei).may(P.SEE_REGISTER, cast.wexcombe)


def test_holders_are_warned_a_fortnight_before_and_once(cast: Cast, clock_at: time_machine.Traveller) -> None:
    Grant.objects.filter(user=cast.alun).update(ends_on=D(2027, 6, 16))
    sweep_grants()
    assert _warned() == [], "fifteen days are too early"
    clock_at.shift(DAY)
    sweep_grants()
    sweep_grants()
    assert _warned() == ["alun@example.org"]
    [message] = _mails("grant_ends")
    assert "ends by itself at the end of Wednesday 16 June 2027" in message.text
    assert "Ask to keep it" in message.text


def test_a_warning_that_was_late_still_goes(cast: Cast, clock_at: time_machine.Traveller) -> None:
    Grant.objects.filter(user=cast.alun).update(ends_on=D(2027, 6, 16))
    clock_at.move_to(datetime.datetime(2027, 6, 16, 20, tzinfo=datetime.UTC))
    sweep_grants()
    assert _warned() == ["alun@example.org"]


def test_who_is_not_warned(cast: Cast) -> None:
    """Those with notice know; a fortnight's grant is fresh; somebody elected again goes on."""
    with scoping.units([cast.wexcombe.pk]):
        grants.end(grant=Grant.objects.get(user=cast.alun), reason="x", by=cast.marian)
        grants.give(
            user=cast.noor, unit=cast.wexcombe, role="teller", reason="x", by=cast.marian, ends_on=D(2027, 6, 15)
        )
        office = offices.create(unit=cast.wexcombe, title="S", seats=1, roles=["data_officer"], by=cast.marian)
        for first, last in ((D(2027, 5, 1), D(2027, 6, 9)), (D(2027, 6, 10), D(2028, 6, 9))):
            offices.start_term(office=office, user=cast.tess, starts_on=first, ends_on=last, by=cast.marian)
    Grant.objects.filter(user=cast.tess, ends_on=D(2027, 6, 9)).update(starts_on=D(2027, 5, 1))
    sweep_grants()
    assert _warned() == []


def test_a_grant_that_was_renewed_is_warned_of_again(cast: Cast, clock_at: time_machine.Traveller) -> None:
    Grant.objects.filter(user=cast.alun).update(ends_on=D(2027, 6, 10))
    sweep_grants()
    with scoping.units([cast.wexcombe.pk]):
        grants.renew(grant=Grant.objects.get(user=cast.alun), by=cast.marian, ends_on=D(2027, 7, 31))
    clock_at.move_to(datetime.datetime(2027, 7, 20, 12, tzinfo=datetime.UTC))
    sweep_grants()
    assert _warned() == ["alun@example.org"] * 2


def test_what_is_kept_outside_is_told_of_a_grant_that_ran_out(
    cast: Cast, clock_at: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[User] = []
    monkeypatch.setattr(hooks, "grant_ended", [lambda grant: told.append(grant.user)])
    Grant.objects.filter(user=cast.lewis).delete()
    Grant.objects.filter(user=cast.alun).update(ends_on=D(2027, 6, 1))
    sweep_grants()
    assert told == []
    clock_at.shift(DAY)
    sweep_grants()
    assert told == [cast.alun]
    clock_at.shift(30 * DAY)
    sweep_grants()
    assert told == [cast.alun]


def _full(cast: Cast) -> User:
    """Give Wexcombe all the people it must have; return the second secretary."""
    return people.staff(cast)[0]


def _gaps(cast: Cast) -> list[tuple]:
    with scoping.units([cast.wexcombe.pk]):
        return [
            (short.gap, short.role, short.have, short.from_on, short.until_on)
            for short in cover.shortfalls([cast.wexcombe])
        ]


def _away(cast: Cast, user: User, first: D, last: D) -> Absence:
    with scoping.units([cast.wexcombe.pk]):
        return Absence.objects.create(unit=cast.wexcombe, user=user, from_on=first, until_on=last)


def test_with_everybody_there_nothing_is_short(cast: Cast) -> None:
    _full(cast)
    assert _gaps(cast) == []


def test_what_a_clp_with_one_of_each_is_short_of(cast: Cast) -> None:
    found = {(gap, role): (have, first) for gap, role, have, first, _last in _gaps(cast)}
    assert found[Gap.DECIDERS, ""][0] == 1
    assert found[Gap.HOLDERS, "secretary"][0] == 1
    assert found[Gap.HOLDERS, "campaign_organiser"][0] == 1
    assert found[Gap.HOLDERS, "data_officer"][0] == 0


def test_a_term_that_ends_is_seen_beforehand(cast: Cast) -> None:
    second = _full(cast)
    Grant.objects.filter(user=second).update(ends_on=D(2027, 7, 20))
    assert _gaps(cast) == [
        (Gap.DECIDERS, "", 1, D(2027, 7, 21), None),
        (Gap.HOLDERS, "secretary", 1, D(2027, 7, 21), None),
    ]


def test_a_role_that_is_not_open_is_nobody(cast: Cast) -> None:
    _full(cast)
    people.grant(people.newcomer(), cast.wexcombe, RoleName.SECRETARY)
    Grant.objects.filter(user=cast.marian).update(ended_at=NOON)
    assert (Gap.HOLDERS, "secretary", 1) in {one[:3] for one in _gaps(cast)}


def test_days_on_which_all_deciders_are_away(cast: Cast) -> None:
    second = _full(cast)
    _away(cast, cast.marian, D(2027, 7, 1), D(2027, 7, 14))
    assert _gaps(cast) == [], "one of two is there"
    _away(cast, second, D(2027, 7, 10), D(2027, 7, 20))
    assert _gaps(cast) == [
        (Gap.DECIDERS_AWAY, "", 0, D(2027, 7, 10), D(2027, 7, 14)),
        (Gap.HOLDERS_AWAY, "secretary", 0, D(2027, 7, 10), D(2027, 7, 14)),
    ]


def test_a_deputy_decides_meanwhile(cast: Cast) -> None:
    second = _full(cast)
    for user in (cast.marian, second):
        _away(cast, user, D(2027, 7, 10), D(2027, 7, 14))
    deputy = people.grant(cast.noor, cast.wexcombe, RoleName.DEPUTY, ends_on=D(2027, 7, 14))
    Grant.objects.filter(pk=deputy.pk).update(starts_on=D(2027, 7, 10))
    assert [one[0] for one in _gaps(cast)] == [Gap.HOLDERS_AWAY]


def test_one_of_two_on_holiday_is_listed_and_wakes_nobody(cast: Cast) -> None:
    second = _full(cast)
    _away(cast, second, D(2027, 5, 30), D(2027, 6, 5))
    with scoping.units([cast.wexcombe.pk]):
        found = cover.shortfalls([cast.wexcombe])
    assert {(short.role, short.have, short.critical) for short in found} == {("secretary", 1, False), ("", 1, False)}
    sweep_cover()
    assert [m.to_email for m in _mails("cover") if "Wexcombe" in m.subject] == []


def test_officers_and_region_are_told_beforehand_and_once(cast: Cast, clock_at: time_machine.Traveller) -> None:
    second = _full(cast)
    people.grant(cast.osei, cast.region, RoleName.REGIONAL_ORGANISER)
    for user in (cast.marian, second):
        _away(cast, user, D(2027, 7, 10), D(2027, 7, 14))
    sweep_cover()
    told = {m.to_email: m for m in _mails("cover")}
    assert {"marian@example.org", "sunil@example.org", "priya@example.org"} <= set(told)
    assert "all away from 10 July to 14 July (Marian Teale, Sunil Rao)" in told["marian@example.org"].text
    assert "Wexcombe and Harrow Hill" in told["priya@example.org"].text
    assert "Marsham Vale" in told["priya@example.org"].text
    before = len(_mails("cover"))
    for _hour in range(3):
        sweep_cover()
        clock_at.shift(DAY)
    clock_at.move_to(datetime.datetime(2027, 7, 11, 12, tzinfo=datetime.UTC))
    sweep_cover()
    assert len(_mails("cover")) == before, "the same gap was mailed again when it began"
    assert AuditEvent.objects.filter(verb="cover.warned", unit_id=cast.wexcombe.pk).count() == 1


def test_a_new_occasion_is_told(cast: Cast) -> None:
    second = _full(cast)
    _away(cast, cast.marian, D(2027, 7, 10), D(2027, 7, 14))
    _away(cast, second, D(2027, 7, 10), D(2027, 7, 14))
    sweep_cover()
    before = len(_mails("cover"))
    _away(cast, cast.marian, D(2027, 7, 25), D(2027, 7, 25))
    _away(cast, second, D(2027, 7, 25), D(2027, 7, 25))
    sweep_cover()
    assert len(_mails("cover")) > before
    assert any("on 25 July" in message.text for message in _mails("cover"))


def test_where_nobodys_role_is_open_those_who_hold_one_are_told(cast: Cast) -> None:
    Grant.objects.filter(user=cast.rival).delete()
    people.grant(people.newcomer(), cast.marsham, RoleName.SECRETARY)
    sweep_cover()
    [message] = [one for one in _mails("cover") if one.unit == cast.marsham]
    assert message.to_email == "newcomer@example.org"
    assert "People who decide about access: 0 of 2 now" in message.text


def test_cover_of_many_units_costs_no_more_queries_than_of_one(cast: Cast, django_assert_num_queries: object) -> None:
    for units in ([cast.wexcombe], [cast.wexcombe, cast.marsham, cast.region]):
        with scoping.units([unit.pk for unit in units]), django_assert_num_queries(4):
            cover.shortfalls(units)


def test_another_clps_gaps_are_nobodys_business(cast: Cast) -> None:
    """The sweep of one unit sees that unit and those right below it."""
    sweep_cover()
    for message in _mails("cover"):
        if message.unit in (cast.wexcombe, cast.marsham):
            other = cast.marsham if message.unit == cast.wexcombe else cast.wexcombe
            assert other.name not in message.text
