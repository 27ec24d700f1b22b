"""Counting what people raised: people and not answers, merges read at the time, reported answers apart."""

from __future__ import annotations

import datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from access.models import Unit
from canvass.actions import issues as topics
from canvass.models import Elector, PollingDistrict, Ward
from canvass.queries import issues, raised
from canvass.queries.raised import Within
from canvass.rules import raised as rules
from canvass.rules.raised import Counted
from tests.cast import Cast
from tests.factories import canvass
from tests.factories.issues import said

D = datetime.date
OCTOBER, NOVEMBER = D(2026, 10, 1), D(2026, 11, 1)


def _at(month: int, day: int, hour: int = 12) -> datetime.datetime:
    return datetime.datetime(2026, month, day, hour, tzinfo=datetime.UTC)


@pytest.fixture
def people(cast: Cast) -> list[Elector]:
    """Four people: three in Harrow Hill, one in a district that no ward is known of."""
    ward = canvass.ward(cast.wexcombe)
    inside = canvass.district(cast.wexcombe, "HH1", in_ward=ward)
    road = canvass.street(cast.wexcombe)
    found = [canvass.elector(canvass.household(road, number, in_district=inside)) for number in (1, 3, 5)]
    return [*found, canvass.elector(canvass.household(road, 7, in_district=canvass.district(cast.wexcombe, "ZZ1")))]


def _months(unit: Unit, within: Within | None = None) -> list[Counted]:
    return raised.by_month(unit, issues.topics(unit), [OCTOBER, NOVEMBER], within or Within())


def _now(unit: Unit, within: Within | None = None) -> dict[str, tuple[int, int]]:
    lines = rules.lines(_months(unit, within), [OCTOBER, NOVEMBER])
    return {line.topic: (line.now, line.reported) for line in lines}


def test_a_person_counts_once_a_month_for_each_topic(scope: Unit, people: list[Elector]) -> None:
    elsie, graham, *_others = people
    said(elsie, "buses", "parks", at=_at(11, 1))
    said(elsie, "buses", at=_at(11, 20))
    said(elsie, "buses", at=_at(10, 20))
    said(graham, "buses", at=_at(11, 2))
    counts = _months(scope)
    buses, parks = rules.lines(counts, [OCTOBER, NOVEMBER])
    assert (buses.months, parks.months) == ((1, 2), (0, 1))
    assert rules.anything(counts, [OCTOBER, NOVEMBER]).months == (1, 2)


def test_two_topics_that_were_merged_are_one(cast: Cast, scope: Unit, people: list[Elector]) -> None:
    topics.add(unit=scope, label="Bins", ward=None, by=cast.osei)
    said(people[0], "own_bins", "fly_tipping", at=_at(11, 3))
    said(people[1], "own_bins", at=_at(11, 3))
    topics.merge(unit=scope, code="own_bins", into="fly_tipping", by=cast.osei)
    assert _now(scope) == {"fly_tipping": (2, 0)}
    topics.unmerge(unit=scope, code="own_bins", by=cast.osei)
    assert _now(scope) == {"own_bins": (2, 0), "fly_tipping": (1, 0)}


def test_what_nobody_knows_counts_as_something_else(scope: Unit, people: list[Elector]) -> None:
    said(people[0], "own_monorail", "other", at=_at(11, 3))
    assert _now(scope) == {"other": (1, 0)}


def test_what_others_reported_stands_apart(scope: Unit, people: list[Elector]) -> None:
    elsie, graham, *_others = people
    said(elsie, "buses", at=_at(11, 3), reported=True)
    said(graham, "buses", at=_at(11, 3), reported=True)
    said(graham, "buses", at=_at(11, 9))
    assert _now(scope) == {"buses": (1, 1)}, "Graham said so himself in the end"


def test_a_month_begins_at_midnight_in_london(scope: Unit, people: list[Elector]) -> None:
    said(people[0], "buses", at=datetime.datetime(2026, 6, 30, 23, 30, tzinfo=datetime.UTC))  # half past midnight
    found = raised.by_month(scope, issues.topics(scope), [D(2026, 6, 1), D(2026, 7, 1)], Within())
    assert {one.month for one in found} == {D(2026, 7, 1)}
    assert raised.by_month(scope, issues.topics(scope), [D(2026, 5, 1), D(2026, 6, 1)], Within()) == []


def test_places_boards_and_areas_cut_it(cast: Cast, scope: Unit, people: list[Elector]) -> None:
    board = canvass.board(cast.osei, *[people[one].household for one in (0, 3)])  # type: ignore[list-item]
    said(people[0], "buses", at=_at(11, 3), board=board)
    said(people[1], "parks", at=_at(11, 3))
    said(people[3], "crime", at=_at(11, 3), board=board)
    ward = Ward.objects.get()
    district = PollingDistrict.objects.get(code="ZZ1")
    assert set(_now(scope)) == {"buses", "parks", "crime"}
    assert set(_now(scope, Within(ward=ward.pk))) == {"buses", "parks"}
    assert set(_now(scope, Within(district=district.pk))) == {"crime"}
    assert set(_now(scope, Within(boards=[board.pk]))) == {"buses", "crime"}
    assert set(_now(scope, Within(boards=[]))) == set()
    assert set(_now(scope, Within(area=frozenset({f"ward:{ward.pk}"})))) == {"buses", "parks"}
    assert {place.key for place in rules.places(_months(scope), NOVEMBER)} == {ward.pk, rules.NOWHERE}


def test_an_address_in_a_cut_district_counts_in_its_own_ward(scope: Unit, people: list[Elector]) -> None:
    ward, quay = Ward.objects.get(), canvass.ward(scope, "Quayside")
    PollingDistrict.objects.filter(code="HH1").update(ward_split="by_address")
    for person, place in zip(people, (ward, quay), strict=False):
        door = person.household
        assert door is not None
        door.ward = place
        door.save()
        said(person, "buses", at=_at(11, 3))
    assert {one.ward for one in _months(scope)} == {ward.pk, quay.pk}
    assert _now(scope, Within(ward=quay.pk)) == {"buses": (1, 0)}


def test_a_whole_time_counts_a_person_once(scope: Unit, people: list[Elector]) -> None:
    said(people[0], "buses", at=_at(10, 3))
    said(people[0], "buses", at=_at(11, 3))
    found = raised.in_all(scope, issues.topics(scope), OCTOBER, D(2026, 12, 1), Within())
    assert [(one.topic, one.people) for one in sorted(found, key=lambda one: one.topic)] == [("", 1), ("buses", 1)]


def test_doors_and_conversations_of_a_month(scope: Unit, people: list[Elector]) -> None:
    elsie, graham, zofia, dilys = people
    first = said(elsie, at=_at(11, 3))
    said(elsie, at=_at(11, 3, 13), supersedes=first.pk)
    said(elsie, at=_at(11, 4))
    said(graham, at=_at(11, 4), reported=True)
    said(zofia, at=_at(11, 4), kind="outcome")
    said(dilys, at=_at(10, 4))
    assert raised.effort(scope, NOVEMBER, D(2026, 12, 1), Within()) == (4, 1)
    assert raised.effort(scope, OCTOBER, NOVEMBER, Within(ward=Ward.objects.get().pk)) == (0, 0)


def test_notes_name_nobody_and_leave_out_what_was_corrected(scope: Unit, people: list[Elector]) -> None:
    first = said(people[0], "buses", at=_at(11, 3), note="No bus since March")
    said(people[0], "buses", at=_at(11, 3, 13), note="No bus since May", supersedes=first.pk)
    said(people[3], "own_monorail", "other", at=_at(11, 5), note="A monorail")
    said(people[1], "buses", at=_at(11, 6))
    rows = raised.notes(scope, NOVEMBER, D(2026, 12, 1), Within())
    found = raised.with_places(list(rows), issues.topics(scope))
    assert [(one.text, one.topics, one.ward, one.district) for one in found] == [
        ("A monorail", ("Something else",), "", "ZZ1"),
        ("No bus since May", ("Buses and trains",), "Harrow Hill", "HH1"),
    ]
    ward = Ward.objects.get().pk
    assert raised.notes(scope, NOVEMBER, D(2026, 12, 1), Within(ward=ward)).count() == 1
    assert raised.notes(scope, NOVEMBER, D(2026, 12, 1), Within(area=frozenset({f"ward:{ward}"}))).count() == 1


def test_it_is_one_query(scope: Unit, people: list[Elector], django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for person in people:
        said(person, "buses", "parks", at=_at(11, 3))
    known = issues.topics(scope)
    with django_assert_num_queries(1):
        raised.by_month(scope, known, rules.months(NOVEMBER), Within())


def test_another_clp_is_not_counted(cast: Cast, scope: Unit, people: list[Elector]) -> None:
    theirs = canvass.elector(canvass.household(canvass.street(cast.marsham), 1))
    said(theirs, "buses", at=_at(11, 3))
    assert _now(scope) == {}
