"""The figures of a district, counted in the database, and kept once a night."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from django.utils import timezone

from access.models import Unit
from canvass.actions import quality
from canvass.enums import ElectorKind
from canvass.models import Elector, Household, LatestContact, QualityFigure
from canvass.queries import quality as queries
from canvass.rules.quality import Figures
from tests.canvass.conftest import Doorstep
from tests.cast import Cast
from tests.everywhere import everywhere
from tests.factories import canvass, phones

D = datetime.date
NOON = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
TODAY = NOON.date()


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOON):
        yield


def _figures(unit: Unit, area: frozenset[str] | None = None) -> Figures:
    return queries.measured(unit, TODAY, area).whole


def _spoke(elector: Elector, *, days: int, intention_days: int | None = None) -> None:
    now = timezone.now()
    asked = None if intention_days is None else now - datetime.timedelta(days=intention_days)
    LatestContact.objects.create(
        unit_id=elector.unit_id,
        elector=elector,
        spoken_at=now - datetime.timedelta(days=days),
        intention="labour" if asked else "",
        intention_at=asked,
    )


def test_nothing_to_measure(cast: Cast, scope: Unit) -> None:
    found = queries.measured(scope, TODAY)
    assert found.districts == ()
    assert found.whole == Figures()


def test_who_counts_and_who_was_spoken_to(doorstep: Doorstep, scope: Unit) -> None:
    """A year is a calendar year to the day; who is not at a door, or not listed, doesn't count."""
    place = doorstep.elsie.polling_district
    canvass.elector(None, "Abroad", "Person", kind=ElectorKind.OVERSEAS, in_district=place)
    canvass.elector(None, kind=ElectorKind.ANONYMOUS, in_district=place)
    gone = canvass.elector(doorstep.door, "Imran", "Haddad", left_on=D(2025, 12, 1))
    dilys = canvass.elector(doorstep.next_door, "Dilys", "Prosser")
    _spoke(gone, days=1)
    _spoke(doorstep.elsie, days=365, intention_days=10)
    _spoke(doorstep.graham, days=366, intention_days=100)
    _spoke(doorstep.zofia, days=731, intention_days=700)
    _spoke(dilys, days=730)
    found = _figures(scope)
    assert (found.electors, found.doors) == (4, 2)
    assert (found.spoken_12, found.spoken_24) == (1, 3)
    assert found.median_age == 100


def test_each_district_has_its_own_median_and_all_have_theirs(doorstep: Doorstep, scope: Unit) -> None:
    other = canvass.household(canvass.street(scope, "Mill Lane"), 1, in_district=canvass.district(scope, "HH2"))
    for days in (5, 6, 300):
        _spoke(canvass.elector(other, f"Nia{days}", "Teale"), days=1, intention_days=days)
    _spoke(doorstep.elsie, days=1, intention_days=200)
    _spoke(doorstep.graham, days=1, intention_days=210)
    state = queries.measured(scope, TODAY)
    assert [(one.code, one.figures.median_age) for one in state.districts] == [("HH1", 200), ("HH2", 6)]
    assert state.whole.median_age == 200


def test_addresses_and_coordinates(doorstep: Doorstep, scope: Unit) -> None:
    named = canvass.household(canvass.street(scope), building="Dunroaming")
    unread, streetless = canvass.household(canvass.street(scope)), canvass.household(canvass.street(scope), 7)
    Household.objects.filter(pk=streetless.pk).update(street=None)
    Household.objects.filter(pk=named.pk).update(latitude=51.0, longitude=-3.0)
    for door in (named, unread, streetless):
        canvass.elector(door, "Nia", "Teale")
    canvass.household(canvass.street(scope), 99)  # nobody is listed there
    found = _figures(scope)
    assert (found.doors, found.unmatched, found.unlocated) == (5, 2, 4)


def _later(phone: phones.Phone, hours: float = 0, **event: object) -> dict:
    return {"device_time": (timezone.now() - datetime.timedelta(hours=hours)).isoformat(), **event}


def test_contradictions_are_two_answers_to_two_people_within_two_weeks(doorstep: Doorstep, scope: Unit) -> None:
    one, two = doorstep.phone, phones.phone(doorstep.board, doorstep.cast.osei)
    day = 24
    one.send(
        one.answer(doorstep.elsie, "labour", **_later(one, 14 * day - 1)),
        one.answer(doorstep.graham, "labour", **_later(one, 15 * day)),
        one.answer(doorstep.zofia, "labour", **_later(one, 3 * day)),
    )
    two.send(
        two.answer(doorstep.elsie, "green", **_later(two)),
        two.answer(doorstep.graham, "green", **_later(two)),
        two.answer(doorstep.zofia, "labour", **_later(two)),
    )
    assert _figures(scope).contradictions == 1, "Graham had more than two weeks, and Zofia said the same"


def test_one_person_who_corrects_themselves_is_no_contradiction(doorstep: Doorstep, scope: Unit) -> None:
    phone, other = doorstep.phone, phones.phone(doorstep.board, doorstep.cast.osei)
    first = phone.answer(doorstep.elsie, "green", **_later(phone, 2))
    phone.send(first, phone.answer(doorstep.elsie, "labour", supersedes=first["id"], **_later(phone, 1)))
    other.send(other.answer(doorstep.elsie, "labour", **_later(other)))
    found = _figures(scope)
    assert (found.contradictions, found.answers) == (0, 2)


def test_what_was_said_to_a_merged_entry_counts_for_the_one_it_is(doorstep: Doorstep, scope: Unit) -> None:
    phone, other = doorstep.phone, phones.phone(doorstep.board, doorstep.cast.osei)
    phone.send(phone.answer(doorstep.elsie, "labour", **_later(phone, 24)))
    other.send(other.answer(doorstep.graham, "green", **_later(other)))
    assert _figures(scope).contradictions == 0
    Elector.objects.filter(pk=doorstep.graham.pk).update(merged_into=doorstep.elsie, left_on=TODAY)
    assert _figures(scope).contradictions == 1


def test_answers_typed_late(doorstep: Doorstep, scope: Unit) -> None:
    phone = doorstep.phone
    phone.send(
        phone.answer(doorstep.elsie, **_later(phone, 47)),
        phone.answer(doorstep.graham, **_later(phone, 49)),
        phone.answer(doorstep.zofia, **_later(phone, 72)),
    )
    found = _figures(scope)
    assert (found.late, found.answers, found.share_late) == (2, 3, 67)


def test_an_area_is_all_that_is_counted(doorstep: Doorstep, scope: Unit) -> None:
    ward = canvass.ward(scope)
    inside = canvass.district(scope, "HH9", in_ward=ward)
    canvass.elector(canvass.household(canvass.street(scope, "Mill Lane"), 1, in_district=inside))
    area = frozenset({f"ward:{ward.pk}"})
    quality.measure(unit=scope.pk, day=D(2026, 11, 1))
    assert _figures(scope).electors == 4
    assert _figures(scope, area).electors == 1
    assert _figures(scope, frozenset()).electors == 0
    assert [point.figures.electors for point in queries.trend(scope, TODAY, area)] == [1]


def test_figures_are_kept_for_a_day_and_the_later_ones_count(doorstep: Doorstep, scope: Unit) -> None:
    assert quality.measure(unit=scope.pk, day=TODAY) == 1
    _spoke(doorstep.elsie, days=1)
    assert quality.measure(unit=scope.pk, day=TODAY) == 1
    kept = QualityFigure.objects.get()
    assert (kept.district_id, kept.electors, kept.spoken_12) == (doorstep.elsie.polling_district_id, 3, 1)


def test_they_are_kept_for_two_years(doorstep: Doorstep, scope: Unit) -> None:
    for day in (D(2024, 11, 21), D(2024, 11, 22)):
        quality.measure(unit=scope.pk, day=day)
    quality.measure(unit=scope.pk, day=TODAY)
    assert set(QualityFigure.objects.values_list("day", flat=True)) == {D(2024, 11, 22), TODAY}


def test_the_change_is_since_four_weeks_ago(doorstep: Doorstep, scope: Unit) -> None:
    quality.measure(unit=scope.pk, day=D(2026, 10, 24))
    _spoke(doorstep.elsie, days=1)
    quality.measure(unit=scope.pk, day=D(2026, 10, 26))
    [district] = queries.measured(scope, TODAY).districts
    assert (district.before, district.change) == (0, 33)
    QualityFigure.objects.filter(day=D(2026, 10, 24)).update(day=D(2026, 9, 1))
    [district] = queries.measured(scope, TODAY).districts
    assert district.change is None, "figures that are too old are not compared with"


@pytest.mark.parametrize(
    ("days", "kept"),
    [
        ([D(2026, 11, 20), D(2026, 11, 21), D(2026, 11, 16), D(2026, 11, 15)], [D(2026, 11, 15), D(2026, 11, 21)]),
        ([D(2026, 3, 1), D(2026, 3, 31), D(2026, 11, 21)], [D(2026, 3, 31), D(2026, 11, 21)]),
        ([D(2025, 11, 21), D(2025, 11, 30), TODAY], [D(2025, 11, 30)]),
        ([], []),
    ],
)
def test_the_trend_has_a_point_a_week_at_first_and_then_one_a_month(
    doorstep: Doorstep, scope: Unit, days: list[D], kept: list[D]
) -> None:
    place = doorstep.elsie.polling_district
    QualityFigure.objects.bulk_create(
        QualityFigure(unit=scope, district=place, day=day, **(vars(Figures()) | {"electors": 3})) for day in days
    )
    assert [point.day for point in queries.trend(scope, TODAY)] == kept


@pytest.mark.parametrize("night", [D(2026, 3, 29), D(2026, 10, 25), D(2026, 11, 22)])
def test_it_is_measured_once_a_day_also_when_the_clocks_change(doorstep: Doorstep, scope: Unit, night: D) -> None:
    began = datetime.datetime.combine(night, datetime.time(0), tzinfo=datetime.UTC) - datetime.timedelta(hours=2)
    spoken = 0
    for minutes in range(0, 29 * 60, 60):
        with time_machine.travel(began + datetime.timedelta(minutes=minutes), tick=False):
            quality.sweep()
            if timezone.localdate() == night and not spoken:
                _spoke(doorstep.elsie, days=1)
                spoken = 1
    [kept] = QualityFigure.objects.filter(day=night)
    assert kept.spoken_12 == 0, "the first hour of the day counts, and no later one replaces it"


def test_each_unit_is_measured_in_a_scope_of_its_own(cast: Cast) -> None:
    for unit in (cast.wexcombe, cast.marsham):
        canvass.elector(canvass.household(canvass.street(unit), 1))
    quality.sweep()
    with everywhere():
        units = set(QualityFigure.objects.values_list("unit", flat=True))
    assert units == {cast.wexcombe.pk, cast.marsham.pk}
