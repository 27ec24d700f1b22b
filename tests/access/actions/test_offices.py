"""Offices and terms, as stories in June 2027: the annual meeting is on the 10th."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection

from access import scoping
from access.actions import grants, offices
from access.enums import GrantKind
from access.models import AuditEvent, Grant, Office, OfficeTerm, OutboxMessage, User
from access.permissions import Permission as P
from access.queries import accesses
from access.roles import RoleName
from kit.errors import Refused
from tests import cast as people
from tests.cast import Cast

D = datetime.date
NOON = datetime.datetime(2027, 6, 1, 11, tzinfo=datetime.UTC)
TODAY, NEXT_YEAR = D(2027, 6, 1), D(2028, 6, 9)


@pytest.fixture
def clock_at(db: None) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as travel:
        yield travel


@pytest.fixture
def cast(clock_at: object) -> Iterator[Cast]:
    made = people.make()
    with scoping.units([made.wexcombe.pk]):
        yield made


def _office(cast: Cast, title: str = "Secretary", seats: int = 1, roles: tuple = (RoleName.SECRETARY,)) -> Office:
    return offices.create(unit=cast.wexcombe, title=title, seats=seats, roles=roles, by=cast.marian)


def _start(cast: Cast, office: Office, user: User, first: D = TODAY, last: D = NEXT_YEAR) -> OfficeTerm:
    return offices.start_term(office=office, user=user, starts_on=first, ends_on=last, by=cast.marian)


def _may(user: User, cast: Cast) -> bool:
    return accesses.of(user).may(P.SEE_MEMBERS, cast.wexcombe)


def test_a_term_brings_its_roles_and_ends_them(cast: Cast, clock_at: time_machine.Traveller) -> None:
    term = _start(cast, _office(cast), cast.noor, last=D(2027, 6, 30))
    [grant] = Grant.objects.filter(user=cast.noor)
    assert (grant.role, grant.kind, grant.term, grant.ends_on) == ("secretary", GrantKind.OFFICE, term, D(2027, 6, 30))
    assert _may(cast.noor, cast)
    clock_at.move_to(datetime.datetime(2027, 6, 30, 22, 59, 59, tzinfo=datetime.UTC))
    assert _may(cast.noor, cast)
    clock_at.move_to(datetime.datetime(2027, 6, 30, 23, 0, tzinfo=datetime.UTC))  # midnight in London
    assert not _may(cast.noor, cast)


def test_the_holder_is_told(cast: Cast) -> None:
    _start(cast, _office(cast), cast.noor)
    message = OutboxMessage.objects.get()
    assert (message.purpose, message.to_email) == ("office_begun", "noor@example.org")
    assert "from 1 June 2027 to the end of 9 June 2028" in message.text
    assert "Marian Teale did this" in message.text


def test_a_new_secretary_takes_over_on_the_day_with_nobody_doing_anything(
    cast: Cast, clock_at: time_machine.Traveller
) -> None:
    """No worker runs here at all: dates alone decide."""
    old = _start(cast, _office(cast), cast.noor)
    new = offices.hand_over(term=old, to=cast.tess, on=D(2027, 6, 10), ends_on=D(2028, 6, 9), by=cast.marian)
    old.refresh_from_db()
    assert (old.ends_on, new.starts_on) == (D(2027, 6, 9), D(2027, 6, 10))
    clock_at.move_to(datetime.datetime(2027, 6, 9, 22, 59, tzinfo=datetime.UTC))
    assert (_may(cast.noor, cast), _may(cast.tess, cast)) == (True, False)
    clock_at.move_to(datetime.datetime(2027, 6, 9, 23, 0, tzinfo=datetime.UTC))
    assert (_may(cast.noor, cast), _may(cast.tess, cast)) == (False, True)
    entry = AuditEvent.objects.get(verb="office.handed_over")
    assert (entry.detail["user"], entry.detail["before"]) == (cast.tess.pk, cast.noor.pk)
    assert set(OutboxMessage.objects.values_list("purpose", "to_email")) >= {
        ("office_left", "noor@example.org"),
        ("office_begun", "tess@example.org"),
    }


def test_handed_over_today_it_moves_at_once(cast: Cast) -> None:
    old = _start(cast, _office(cast), cast.noor)
    offices.hand_over(term=old, to=cast.tess, on=D(2027, 6, 1), ends_on=D(2028, 6, 9), by=cast.marian)
    assert (_may(cast.noor, cast), _may(cast.tess, cast)) == (False, True)


def test_the_outgoing_secretary_hands_over_and_the_incoming_cannot(cast: Cast) -> None:
    office = _office(cast)
    old = _start(cast, office, cast.noor)
    with pytest.raises(Refused, match="may not change the offices"):
        offices.hand_over(term=old, to=cast.tess, on=D(2027, 6, 10), ends_on=D(2028, 6, 9), by=cast.tess)
    with pytest.raises(Refused, match="Nobody gives an office with roles to themselves"):
        offices.hand_over(term=old, to=cast.marian, on=D(2027, 6, 10), ends_on=D(2028, 6, 9), by=cast.marian)
    offices.hand_over(term=old, to=cast.tess, on=D(2027, 6, 10), ends_on=D(2028, 6, 9), by=cast.noor)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"on": D(2027, 5, 31)}, "can’t be moved in the past"),
        ({"on": D(2028, 7, 1), "ends_on": D(2029, 6, 1)}, "ends on 9 June 2028, before that day"),
        ({"ends_on": D(2027, 6, 9)}, "last day can’t be before the first"),
        ({"ends_on": D(2030, 6, 9)}, "two years at most"),
    ],
)
def test_days_that_cannot_be(change: dict, words: str, cast: Cast) -> None:
    old = _start(cast, _office(cast), cast.noor)
    wanted = {"term": old, "to": cast.tess, "on": D(2027, 6, 10), "ends_on": D(2028, 6, 9), "by": cast.marian}
    with pytest.raises(Refused, match=words):
        offices.hand_over(**(wanted | change))
    old.refresh_from_db()
    assert old.ends_on == D(2028, 6, 9)


def test_a_seat_is_held_by_one_at_a_time(cast: Cast) -> None:
    office = _office(cast)
    _start(cast, office, cast.noor)
    with pytest.raises(Refused, match="Secretary is held by Noor Haddad in that time"):
        _start(cast, office, cast.tess)
    _start(cast, office, cast.tess, first=D(2028, 6, 10), last=D(2029, 6, 9))


def test_a_job_share(cast: Cast) -> None:
    office = _office(cast, seats=2)
    first, second = _start(cast, office, cast.noor), _start(cast, office, cast.tess)
    assert _may(cast.noor, cast)
    assert _may(cast.tess, cast)
    with pytest.raises(Refused, match="is held by"):
        _start(cast, office, cast.alun)
    offices.hand_over(term=second, to=cast.alun, on=D(2027, 6, 10), ends_on=D(2028, 6, 9), by=cast.marian)
    first.refresh_from_db()
    assert first.ends_on == D(2028, 6, 9), "the other half was moved too"


@pytest.mark.parametrize("title", ["Chair", "treasurer"])
def test_chair_and_treasurer_cannot_be_shared(title: str, cast: Cast) -> None:
    with pytest.raises(Refused, match="can’t be shared"):
        _office(cast, title=title, seats=2, roles=())


def test_a_role_given_before_makes_way_for_the_office(cast: Cast) -> None:
    """Otherwise it would stay when the office is handed over."""
    before = grants.give(user=cast.noor, unit=cast.wexcombe, role="secretary", reason="helps", by=cast.marian)
    term = _start(cast, _office(cast), cast.noor, first=D(2027, 6, 10))
    before.refresh_from_db()
    assert before.ends_on == D(2027, 6, 9)
    offices.hand_over(term=term, to=cast.tess, on=D(2027, 7, 1), ends_on=D(2028, 6, 9), by=cast.marian)
    with time_machine.travel(datetime.datetime(2027, 7, 2, tzinfo=datetime.UTC), tick=False):
        assert not _may(cast.noor, cast)


def test_two_offices_that_bring_the_same_role(cast: Cast) -> None:
    vice = _office(cast, "Vice-chair (membership)", roles=(RoleName.MEMBERSHIP_OFFICER,))
    other = _office(cast, "Welcome officer", roles=(RoleName.MEMBERSHIP_OFFICER,))
    term = _start(cast, vice, cast.noor)
    _start(cast, other, cast.noor)
    offices.end_term(term=term, reason="too much", by=cast.noor)
    assert _may(cast.noor, cast), "the other office brings it still"


def test_roles_over_the_maximum_are_refused_and_nothing_is_kept(cast: Cast) -> None:
    for user in (cast.tess, cast.alun):
        grants.give(user=user, unit=cast.wexcombe, role="secretary", reason="x", by=cast.marian)
    with pytest.raises(Refused, match="Only 3 people may hold this here"):
        _start(cast, _office(cast), cast.noor)
    assert not OfficeTerm.objects.exists()


def test_a_term_that_began_before_it_was_written_down(cast: Cast) -> None:
    """The term says when; access is not made up for days that have gone by."""
    term = _start(cast, _office(cast), cast.noor, first=D(2027, 5, 10), last=D(2028, 5, 9))
    assert term.starts_on == D(2027, 5, 10)
    assert Grant.objects.get(user=cast.noor).starts_on == D(2027, 6, 1)


def test_elected_again(cast: Cast, clock_at: time_machine.Traveller) -> None:
    office = _office(cast)
    _start(cast, office, cast.noor, last=D(2027, 6, 9))
    _start(cast, office, cast.noor, first=D(2027, 6, 10))
    clock_at.move_to(datetime.datetime(2027, 6, 10, tzinfo=datetime.UTC))
    assert _may(cast.noor, cast)
    with pytest.raises(Refused, match="holds this office in that time already"):
        _start(cast, office, cast.noor, first=D(2027, 8, 1))


def test_ending_a_term_takes_notice(cast: Cast) -> None:
    term = _start(cast, _office(cast), cast.noor)
    with pytest.raises(Refused, match="Notice is a week at least"):
        offices.end_term(term=term, reason="x", by=cast.marian, on=D(2027, 6, 5))
    ended = offices.end_term(term=term, reason="never came", by=cast.marian)
    assert ended.ends_on == D(2027, 6, 8)
    grant = Grant.objects.get(user=cast.noor)
    assert (grant.ends_on, grant.notice_by, grant.ended_reason) == (D(2027, 6, 8), cast.marian, "never came")
    assert OutboxMessage.objects.filter(purpose="grant_notice").count() == 1


def test_standing_down_is_at_once_and_frees_the_seat(cast: Cast) -> None:
    office = _office(cast)
    term = _start(cast, office, cast.noor)
    offices.end_term(term=term, reason="moving away", by=cast.noor)
    assert not _may(cast.noor, cast)
    _start(cast, office, cast.tess)


def test_an_urgent_removal_is_seen_by_the_region(cast: Cast) -> None:
    term = _start(cast, _office(cast), cast.noor)
    offices.end_term(term=term, reason="sold the list", by=cast.marian, urgent=True)
    assert Grant.objects.get(user=cast.noor).was_urgent
    assert OutboxMessage.objects.get(purpose="grant_urgent").to_email == "priya@example.org"


def test_only_those_who_run_offices(cast: Cast) -> None:
    for who in (cast.osei, cast.alun, cast.rival, cast.lewis):
        with pytest.raises(Refused, match="may not change the offices"):
            offices.create(unit=cast.wexcombe, title="X", seats=1, roles=(), by=who)
    offices.create(unit=cast.wexcombe, title="X", seats=1, roles=(), by=cast.priya)


def test_offices_bring_only_what_is_given_in_such_a_unit(cast: Cast) -> None:
    for role in (RoleName.EMERGENCY_READER, RoleName.REGIONAL_ORGANISER, "emperor"):
        with pytest.raises(Refused, match="can’t bring the role"):
            _office(cast, roles=(role,))


def test_the_usual_offices_are_made_once(cast: Cast) -> None:
    _office(cast, "secretary")
    made = offices.create_usual(unit=cast.wexcombe, by=cast.marian)
    assert "Secretary" not in {office.title for office in made}
    assert len(made) == 8
    assert offices.create_usual(unit=cast.wexcombe, by=cast.marian) == []


def test_changing_an_office_leaves_running_terms_alone(cast: Cast) -> None:
    office = _office(cast)
    _start(cast, office, cast.noor)
    offices.change(office=office, title="Secretary", seats=2, roles=[], by=cast.marian)
    assert _may(cast.noor, cast)
    assert AuditEvent.objects.get(verb="office.changed").detail == {"fields": ["seats", "roles"]}


def test_an_office_that_is_held_is_not_closed(cast: Cast) -> None:
    office = _office(cast)
    term = _start(cast, office, cast.noor)
    with pytest.raises(Refused, match="Somebody holds this office"):
        offices.close(office=office, by=cast.marian)
    offices.end_term(term=term, reason="x", by=cast.noor)
    offices.close(office=office, by=cast.marian)
    with pytest.raises(Refused, match="was closed"):
        _start(cast, office, cast.tess)
    _office(cast)


def test_a_year_from_a_leap_day(cast: Cast) -> None:
    with time_machine.travel(datetime.datetime(2028, 2, 29, 12, tzinfo=datetime.UTC), tick=False):
        term = _start(cast, _office(cast), cast.noor, first=D(2028, 2, 29), last=D(2029, 2, 28))
    assert term.ends_on == D(2029, 2, 28)


@pytest.mark.django_db(transaction=True)
def test_two_people_hand_over_the_same_office_at_once() -> None:
    with time_machine.travel(NOON, tick=False):
        cast = people.make()
        with scoping.units([cast.wexcombe.pk]):
            people.grant(cast.osei, cast.wexcombe, RoleName.SECRETARY)
            term = _start(cast, _office(cast), cast.noor)
        start, refused = threading.Barrier(2), []

        def hand_over(to: User, by: User) -> None:
            seen = OfficeTerm(pk=term.pk, office=term.office, unit=term.unit, ends_on=term.ends_on)
            start.wait()
            try:
                with scoping.units([cast.wexcombe.pk]):
                    offices.hand_over(term=seen, to=to, on=D(2027, 6, 10), ends_on=D(2028, 6, 9), by=by)
            except Refused as error:
                refused.append(str(error))
            finally:
                connection.close()

        pairs = ((cast.tess, cast.marian), (cast.alun, cast.osei))
        threads = [threading.Thread(target=hand_over, args=pair) for pair in pairs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(refused) == 1
        assert "Somebody else changed this a moment ago: the term of Noor Haddad now ends on 9 June 2027" in refused[0]
        with scoping.units([cast.wexcombe.pk]):
            assert OfficeTerm.objects.filter(starts_on=D(2027, 6, 10)).count() == 1
