"""Who may vote: one elector for each reason, by SQL."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from access.models import Unit
from canvass.enums import ElectorKind
from canvass.models import Elector, PollingDistrict
from gotv.enums import Admission, ElectionType, Reason
from gotv.models import Election
from gotv.queries import dashboard, elections, eligibility, promises
from tests.factories import canvass
from tests.factories import gotv as make

_DAY = datetime.date(2027, 5, 6)
_A_DAY = datetime.timedelta(days=1)


def _elector(unit: Unit, name: str, **facts: object) -> Elector:
    number = Elector.objects.count() + 1
    return canvass.elector(canvass.household(canvass.street(unit), number), name, **facts)  # type: ignore[arg-type]


def _sealed(unit: Unit, kind: str, **facts: object) -> Elector:
    place = canvass.district(unit)
    return canvass.elector(None, "", "", kind=kind, in_district=place, **facts)  # type: ignore[arg-type]


def _reason(poll: Election, elector: Elector) -> str:
    return Elector.objects.filter(pk=elector.pk).values_list(eligibility.reason(poll), flat=True).get()


def _may(poll: Election, elector: Elector) -> bool:
    return Elector.objects.filter(eligibility.may_vote(poll), pk=elector.pk).exists()


@pytest.mark.parametrize("kind", ElectionType.values)
def test_an_elector_without_any_mark_may_vote_in_everything(scope: Unit, kind: str) -> None:
    poll, elsie = make.election(scope, on=_DAY, type=kind), _elector(scope, "Elsie")
    assert _reason(poll, elsie) == Reason.LISTED
    assert _may(poll, elsie)


@pytest.mark.parametrize(
    ("kind", "nation", "markers", "reason"),
    [
        ("parliament", "england", "G", Reason.LETTER),
        ("parliament", "england", "L", Reason.LETTER),
        ("parliament", "scotland", "M", Reason.LETTER),
        ("parliament", "england", "GL", Reason.LETTER),
        ("local", "england", "L", Reason.LISTED),
        ("local", "england", "B", Reason.LISTED),
        ("local", "england", "G", Reason.UNKNOWN_LETTER),
        ("local", "england", "U", Reason.UNKNOWN_LETTER),
        ("local", "england", "E", Reason.LETTER),
        ("local", "england", "UE", Reason.LETTER),
        ("holyrood", "scotland", "M", Reason.LISTED),
        ("senedd", "wales", "G", Reason.LISTED),
    ],
)
def test_letters_decide_by_poll_and_nation(scope: Unit, kind: str, nation: str, markers: str, reason: Reason) -> None:
    poll = make.election(scope, on=_DAY, type=kind, nation=nation)
    elector = _elector(scope, "Elsie", markers=markers)
    assert _reason(poll, elector) == reason
    assert _may(poll, elector) == (eligibility.ADMISSIONS[reason] != Admission.NO)


def test_an_election_goes_by_its_own_letters(scope: Unit) -> None:
    poll, other = make.election(scope, on=_DAY), make.election(scope, "Another", on=_DAY)
    elector = _elector(scope, "Elsie", markers="U")
    poll.franchise.create(unit=scope, letter="U", admission=Admission.NO)
    assert (_reason(poll, elector), _reason(other, elector)) == (Reason.LETTER, Reason.UNKNOWN_LETTER)


@pytest.mark.parametrize(
    ("attains", "age", "reason"),
    [
        (_DAY, 18, Reason.COMES_OF_AGE),
        (_DAY + _A_DAY, 18, Reason.TOO_YOUNG),
        (_DAY.replace(year=2029), 16, Reason.COMES_OF_AGE),
        (_DAY.replace(year=2029) + _A_DAY, 16, Reason.TOO_YOUNG),
    ],
)
def test_attainers_come_of_age_on_the_day_or_not(scope: Unit, attains: datetime.date, age: int, reason: Reason) -> None:
    poll = make.election(scope, on=_DAY, voting_age=age)
    elector = _elector(scope, "Elsie", date_of_attainment=attains)
    assert _reason(poll, elector) == reason
    assert _may(poll, elector) == (reason == Reason.COMES_OF_AGE)


@pytest.mark.parametrize(
    ("polling_on", "attains", "old_enough"),
    [
        # A poll of sixteen-year-olds on a leap day, and the days about it.
        ("2024-02-28", "2026-02-28", True),
        ("2024-02-28", "2026-03-01", False),
        ("2024-02-29", "2026-03-01", True),
        ("2024-02-29", "2026-03-02", False),
        ("2024-03-01", "2026-03-01", True),
    ],
)
def test_leap_days(scope: Unit, polling_on: str, attains: str, old_enough: bool) -> None:
    poll = make.election(scope, on=datetime.date.fromisoformat(polling_on), voting_age=16)
    assert _may(poll, _elector(scope, "Elsie", date_of_attainment=datetime.date.fromisoformat(attains))) == old_enough


@pytest.mark.parametrize("kind", ElectionType.values)
def test_electors_overseas_vote_for_the_uk_parliament_only(scope: Unit, kind: str) -> None:
    poll = make.election(scope, on=_DAY, type=kind)
    abroad = _sealed(scope, ElectorKind.OVERSEAS, number=900, markers="")
    assert _may(poll, abroad) == (kind == "parliament")
    assert _reason(poll, abroad) == (Reason.LISTED if kind == "parliament" else Reason.OVERSEAS)


def test_an_anonymous_elector_counts_as_what_they_are(scope: Unit) -> None:
    local, parliament = make.election(scope, on=_DAY), make.election(scope, "GE", on=_DAY, type="parliament")
    plain = _sealed(scope, ElectorKind.ANONYMOUS, number=901, markers="N")
    eu_citizen = _sealed(scope, ElectorKind.ANONYMOUS, number=902, markers="BN")
    assert [_reason(poll, plain) for poll in (local, parliament)] == [Reason.ANONYMOUS, Reason.ANONYMOUS]
    assert [_reason(poll, eu_citizen) for poll in (local, parliament)] == [Reason.ANONYMOUS, Reason.LETTER]


@pytest.mark.parametrize(("age", "reason"), [(18, Reason.TOO_YOUNG), (16, Reason.SEALED_AGE)])
def test_under_16s_are_counted_and_their_age_is_never_guessed(scope: Unit, age: int, reason: Reason) -> None:
    poll = make.election(scope, on=_DAY, voting_age=age)
    sealed = _sealed(scope, ElectorKind.UNDER_16, number=903)
    assert _reason(poll, sealed) == reason
    assert _may(poll, sealed) == (reason == Reason.SEALED_AGE)


def test_who_has_left_may_not_vote_and_could_on_the_day(scope: Unit) -> None:
    poll = make.election(scope, on=_DAY)
    gone = _elector(scope, "Elsie", left_on=datetime.date(2026, 12, 1))
    assert (_reason(poll, gone), _may(poll, gone)) == (Reason.LEFT, False)
    assert Elector.objects.filter(eligibility.on_the_day(poll), pk=gone.pk).exists()


def test_reason_and_condition_never_disagree(scope: Unit) -> None:
    """Every mixture of what decides: the condition that lists use says what the reason says."""
    for number, (kind, markers, attains) in enumerate(
        (kind, markers, attains)
        for kind in ElectorKind.values
        for markers in ("", "F", "G", "L", "N", "U", "GU")
        for attains in (None, _DAY, _DAY + _A_DAY)
    ):
        canvass.elector(
            None,
            str(number),
            kind=kind,
            markers=markers,
            date_of_attainment=attains,
            in_district=canvass.district(scope),
            number=number + 1,
        )
    for kind in ElectionType.values:
        for age in (16, 18):
            poll = make.election(scope, f"{kind} {age}", on=_DAY, type=kind, voting_age=age)
            reasons = dict(Elector.objects.values_list("pk", eligibility.reason(poll)))
            may = set(Elector.objects.filter(eligibility.may_vote(poll)).values_list("pk", flat=True))
            assert may == {pk for pk, why in reasons.items() if eligibility.ADMISSIONS[Reason(why)] != Admission.NO}


def test_counts_by_district_and_reason(scope: Unit, django_assert_num_queries) -> None:
    poll = make.election(scope, on=_DAY)
    _elector(scope, "Elsie")
    _elector(scope, "Graham", markers="U")
    _elector(scope, "Zofia", date_of_attainment=_DAY + _A_DAY)
    _sealed(scope, ElectorKind.ANONYMOUS, number=900, markers="N")
    canvass.district(scope, "HH9")
    with django_assert_num_queries(2):
        found = eligibility.by_district(poll)
    assert [(one.district.code, one.yes, one.check, one.no) for one in found] == [("HH1", 2, 1, 1)]
    assert found[0].reasons == {"listed": 1, "anonymous": 1, "unknown_letter": 1, "too_young": 1}


def test_letters_in_use_are_counted(scope: Unit) -> None:
    for markers in ("G", "GN", "", "U"):
        _elector(scope, markers or "none", markers=markers)
    _elector(scope, "gone", markers="X", left_on=datetime.date(2025, 12, 1))
    assert eligibility.letters_in_use() == {"G": 2, "N": 1, "U": 1}


def test_only_the_wards_of_the_election_vote(scope: Unit) -> None:
    castle, quay = canvass.ward(scope, "Castle"), canvass.ward(scope, "Quay")
    inside, outside = canvass.district(scope, "CA1", in_ward=castle), canvass.district(scope, "QU1", in_ward=quay)
    nowhere = canvass.district(scope, "XX1")
    street = canvass.street(scope)
    here, there, unknown = (
        canvass.elector(canvass.household(street, number, in_district=district), f"E{number}")
        for number, district in enumerate((inside, outside, nowhere), start=1)
    )
    poll = make.election(scope, on=_DAY)
    assert [_may(poll, one) for one in (here, there, unknown)] == [True, True, True]
    poll.wards.set([castle])
    assert [_may(poll, one) for one in (here, there, unknown)] == [True, False, False]
    assert [_reason(poll, one) for one in (here, there)] == [Reason.LISTED, Reason.OTHER_WARD]
    assert [(row.district, row.yes, row.no) for row in eligibility.by_district(poll)] == [
        (inside, 1, 0),
        (outside, 0, 1),
        (nowhere, 0, 1),
    ]
    assert set(PollingDistrict.objects.filter(eligibility.districts(poll))) == {inside}


def test_promises_and_figures_keep_to_the_wards_of_the_election(scope: Unit) -> None:
    castle = canvass.ward(scope, "Castle")
    inside, outside = canvass.district(scope, "CA1", in_ward=castle), canvass.district(scope, "QU1")
    people = [
        canvass.elector(canvass.household(canvass.street(scope), number, in_district=district), f"E{number}")
        for number, district in enumerate((inside, outside), start=1)
    ]
    for one in people:
        make.promise(one)
    poll = make.election(scope, on=_DAY)
    poll.wards.set([castle])
    assert list(promises.left(poll)) == people[:1]
    assert [row.code for row in dashboard.count(poll).districts] == ["CA1"]
    assert [one.code for one in elections.readiness(poll).unplaced] == ["CA1"]


def test_wards_cost_no_query_of_their_own(scope: Unit, django_assert_num_queries: Callable) -> None:
    poll = make.election(scope, on=_DAY)
    poll.wards.set([canvass.ward(scope, "Castle")])
    with django_assert_num_queries(1):
        list(Elector.objects.filter(eligibility.may_vote(poll)))
