"""How people stand to lessons and terms, what their roles ask for, and what the start page says of it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace

import pytest
import time_machine
from django.utils import timezone

from access import content
from access.models import AccessRequest, Grant, LessonPass, TermsSignature, User
from access.queries import accesses, training
from access.queries.training import Gate
from access.roles import RoleName
from kit import clock
from tests import cast as people
from tests.cast import Cast

DAY = datetime.timedelta(days=1)
TERMS = content.TERMS["register-terms"]


@pytest.fixture
def nell(cast: Cast) -> User:
    """A canvasser in Wexcombe who has passed and signed nothing."""
    user = people.newcomer()
    people.grant(user, cast.wexcombe, RoleName.CANVASSER)
    return user


def _sign(user: User, at: datetime.datetime, version: int = TERMS.version) -> TermsSignature:
    return TermsSignature.objects.create(
        user=user, terms="register-terms", version=version, text_sha256=b"x" * 32, signed_as=user.name, signed_at=at
    )


def _terms(user: User) -> Gate:
    return training.gates(user)["register-terms"]


def test_everything_there_is_has_its_gate(nell: User) -> None:
    gates = training.gates(nell)
    assert set(gates) == set(content.LESSONS) | set(content.TERMS)
    for gate in gates.values():
        assert (gate.passed_at, gate.passed_version, gate.expires_on) == (None, None, None)
        assert (gate.current, gate.changed, gate.ran_out) == (False, False, False)


def test_a_lesson_counts_at_its_version_and_for_good(nell: User) -> None:
    long_ago = timezone.now() - 900 * DAY
    LessonPass.objects.create(user=nell, lesson="doorstep", version=1, passed_at=long_ago)
    gate = training.gates(nell)["doorstep"]
    assert (gate.current, gate.passed_at, gate.expires_on) == (True, long_ago, None)


def test_a_new_version_asks_again(nell: User, monkeypatch: pytest.MonkeyPatch) -> None:
    LessonPass.objects.create(user=nell, lesson="doorstep", version=1, passed_at=timezone.now())
    _sign(nell, timezone.now())
    monkeypatch.setitem(content.LESSONS, "doorstep", replace(content.LESSONS["doorstep"], version=2))
    monkeypatch.setitem(content.TERMS, "register-terms", replace(TERMS, version=TERMS.version + 1))
    for name in ("doorstep", "register-terms"):
        gate = training.gates(nell)[name]
        assert (gate.current, gate.changed, gate.ran_out) == (False, True, False)
        assert gate.passed_version == gate.version - 1


def test_going_back_to_an_older_version_asks_nobody_again(nell: User) -> None:
    """A release that is taken back must not close everybody's roles."""
    LessonPass.objects.create(user=nell, lesson="doorstep", version=2, passed_at=timezone.now())
    assert training.gates(nell)["doorstep"].current


@pytest.mark.parametrize(
    ("signed", "today", "counts"),
    [
        ("2026-03-10T12:00Z", "2027-03-10T23:59Z", True),
        ("2026-03-10T12:00Z", "2027-03-11T00:01Z", False),
        ("2028-02-29T12:00Z", "2029-02-28T23:59Z", True),
        ("2028-02-29T12:00Z", "2029-03-01T00:01Z", False),
        # Signed at half past midnight in London, while it was still the day before in UTC.
        ("2026-06-30T23:30Z", "2027-07-01T12:00Z", True),
        ("2026-06-30T23:30Z", "2027-07-01T23:30Z", False),
    ],
)
def test_a_signature_counts_for_twelve_months(signed: str, today: str, counts: bool, cast: Cast) -> None:
    """The page of training and the check of access say the same on every day."""
    with time_machine.travel(today, tick=False):
        user = people.newcomer()
        people.grant(user, cast.wexcombe, RoleName.CANVASSER)
        LessonPass.objects.create(user=user, lesson="doorstep", version=1, passed_at=timezone.now())
        _sign(user, datetime.datetime.fromisoformat(signed))
        gate = _terms(user)
        assert (gate.current, gate.ran_out) == (counts, not counts)
        assert bool(accesses.of(user).grants) is counts
        assert gate.expires_on is not None
        assert (clock.today() <= gate.expires_on) is counts


def test_the_latest_signature_counts(nell: User) -> None:
    now = timezone.now()
    for years in (0, 3, 1):
        _sign(nell, now - years * 365 * DAY)
    assert _terms(nell).passed_at == now


def test_somebody_elses_count_for_nobody(nell: User, cast: Cast) -> None:
    assert training.gates(cast.alun)["doorstep"].current
    assert not training.gates(nell)["doorstep"].current


def test_many_people_cost_as_much_as_one(nell: User, cast: Cast, django_assert_num_queries: Callable) -> None:
    with django_assert_num_queries(2):
        training.gates(nell)
    with django_assert_num_queries(2):
        found = training.gates_of([nell, cast.alun, cast.marian])
    assert [found[user.pk]["doorstep"].current for user in (nell, cast.alun, cast.marian)] == [False, True, True]


def test_what_roles_ask_for(nell: User, cast: Cast) -> None:
    assert training.needed_by(nell) == {
        "doorstep": ["Canvasser, Wexcombe and Harrow Hill"],
        "register-terms": ["Canvasser, Wexcombe and Harrow Hill"],
    }
    assert training.needed_by(cast.noor) == {}
    assert training.needed_by(cast.lewis) == {}, "a role that has ended asks for nothing"


def test_a_role_that_begins_later_and_one_asked_for_ask_too(cast: Cast, scope: object) -> None:
    later = people.grant(cast.noor, cast.wexcombe, RoleName.TELLER)
    Grant.objects.filter(pk=later.pk).update(starts_on=clock.today() + 7 * DAY)
    AccessRequest.objects.create(
        unit=cast.wexcombe,
        number=1,
        user=cast.noor,
        role=RoleName.CANVASSER,
        need="knock on doors",
        asked_at=timezone.now(),
        rests_with=cast.wexcombe,
    )
    assert set(training.needed_by(cast.noor)) == {"telling", "doorstep", "register-terms"}


def test_what_is_closed_says_what_is_missing(nell: User, cast: Cast) -> None:
    LessonPass.objects.create(user=nell, lesson="doorstep", version=1, passed_at=timezone.now())
    people.grant(nell, cast.wexcombe, RoleName.CAMPAIGN_ORGANISER)
    closed = {one.role.name: one for one in training.closed_in(accesses.of(nell), cast.wexcombe)}
    assert [gate.name for gate in closed[RoleName.CANVASSER].missing] == ["register-terms"]
    assert closed[RoleName.CANVASSER].factor is None
    organiser = closed[RoleName.CAMPAIGN_ORGANISER]
    assert [gate.name for gate in organiser.gates] == ["doorstep", "register", "register-terms"]
    assert [gate.name for gate in organiser.missing] == ["register", "register-terms"]
    assert organiser.factor == organiser.role.factor
    assert [gate.name for gate in training.distinct(closed.values())] == ["doorstep", "register", "register-terms"]


def test_with_everything_open_nothing_is_asked(cast: Cast, django_assert_num_queries: Callable) -> None:
    access = accesses.of(cast.marian)
    with django_assert_num_queries(0):
        assert training.closed_in(access, cast.wexcombe) == []
        assert training.needs(access, cast.wexcombe) == []


@pytest.mark.parametrize(("left", "told"), [(15, False), (14, True), (1, True), (0, True)])
def test_a_fortnight_before_a_signature_runs_out(left: int, told: bool, nell: User, cast: Cast) -> None:
    last = datetime.date(2027, 5, 20)
    LessonPass.objects.create(user=nell, lesson="doorstep", version=1, passed_at=clock.at(last, 12))
    _sign(nell, clock.at(last.replace(year=2026), 12))
    with time_machine.travel(clock.at(last - left * DAY, 9), tick=False):
        found = training.needs(accesses.of(nell), cast.wexcombe)
    assert [need.title for need in found] == (["Sign again: Terms for using the electoral register"] if told else [])
    if told:
        [need] = found
        assert need.due_at == clock.at(last, 23, 59)
        assert "Canvasser" in need.why
        assert need.url == "/training/terms/register-terms/?next=%2Fu%2Fwexcombe%2F"


def test_terms_that_no_role_of_theirs_asks_for_may_run_out(nell: User, cast: Cast) -> None:
    """Priya signed everything, a year ago tomorrow; her role asks for none of it."""
    with time_machine.travel(timezone.now() + 364 * DAY, tick=False):
        assert training.needs(accesses.of(cast.priya), cast.region) == []


def test_a_role_that_is_not_open_yet_is_a_need(nell: User, cast: Cast) -> None:
    [need] = training.needs(accesses.of(nell), cast.wexcombe)
    assert need.title == "Open your role: Canvasser"
    assert need.url == "/u/wexcombe/access/before/"
    assert training.needs(accesses.of(nell), cast.marsham) == []
