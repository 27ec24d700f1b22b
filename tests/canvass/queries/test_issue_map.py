"""The map of issues: what is shaded, and that its numbers are steps."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from access.models import Unit
from canvass.enums import BoundaryKind
from canvass.models import Boundary, Elector, Ward
from canvass.queries import issue_map, issues
from canvass.queries.issue_map import IssueMap
from tests.cast import Cast
from tests.factories import canvass
from tests.factories.issues import said

D = datetime.date
SINCE, UNTIL = D(2026, 1, 1), D(2026, 12, 1)
AT = datetime.datetime(2026, 11, 3, 12, tzinfo=datetime.UTC)


def _raise(unit: Unit, ward: str, code: str, people: int, topic: str = "buses") -> None:
    place = canvass.district(unit, code, in_ward=canvass.ward(unit, ward))
    road = canvass.street(unit, f"{code} {topic} Road")
    for number in range(1, people + 1):
        said(canvass.elector(canvass.household(road, number, in_district=place)), topic, at=AT)


@pytest.fixture
def town(cast: Cast) -> Unit:
    """Three wards: 12 people in the first in two districts, 3 in the second, 7 in the third, in two."""
    for ward, code, people in (
        ("Ash", "A1", 8), ("Ash", "A2", 4), ("Birch", "B1", 3), ("Cedar", "C1", 5), ("Cedar", "C2", 2),
    ):  # fmt: skip
        _raise(cast.wexcombe, ward, code, people)
    return cast.wexcombe


def _map(unit: Unit, topic: str = "buses", **more: Any) -> IssueMap:
    return issue_map.of(unit, issues.topics(unit), topic, SINCE, UNTIL, **{"by_district": False} | more)


def test_wards_show_steps_and_none_that_is_too_few(town: Unit, scope: Unit) -> None:
    found = _map(town)
    assert [(area.name, area.people) for area in found.areas] == [("Ash", 10), ("Birch", 0), ("Cedar", 5)]
    assert (found.people, found.few, found.most, found.elsewhere) == (20, 1, 10, 0)


def test_districts_show_steps_of_their_own(town: Unit, scope: Unit) -> None:
    found = _map(town, by_district=True)
    assert [(area.name, area.people) for area in found.areas] == [
        ("A1", 5),
        ("A2", 0),
        ("B1", 0),
        ("C1", 5),
        ("C2", 0),
    ]
    assert (found.people, found.few) == (20, 3)


def test_nobody_looks_like_too_few(town: Unit, scope: Unit) -> None:
    _raise(town, "Ash", "A1", 1, topic="parks")
    for topic in ("parks", "crime"):
        found = _map(town, topic)
        assert (found.people, found.few) == (0, 3)
        assert [area.people for area in found.areas] == [0, 0, 0]


def test_what_is_in_no_ward_of_today_stands_by_itself(town: Unit, scope: Unit) -> None:
    Ward.objects.filter(name="Cedar").update(ends_on=D(2026, 5, 6))
    found = _map(town)
    assert [area.name for area in found.areas] == ["Ash", "Birch"]
    assert (found.elsewhere, found.people) == (5, 20)


def test_anything_counts_a_person_once(town: Unit, scope: Unit) -> None:
    person = Elector.objects.filter(polling_district__code="A1").earliest("pk")
    said(person, "parks", at=AT)
    assert _map(town, "").people == 20


def test_what_others_reported_is_on_no_map(cast: Cast, scope: Unit) -> None:
    place = canvass.district(scope, "A1", in_ward=canvass.ward(scope, "Ash"))
    for number in range(1, 7):
        person = canvass.elector(canvass.household(canvass.street(scope), number, in_district=place))
        said(person, "buses", at=AT, reported=True)
    assert _map(scope).people == 0


def test_the_outlines_are_drawn_and_numbers_stand_inside(town: Unit, scope: Unit) -> None:
    for name, west in (("Ash", 0.0), ("Birch", 0.1), ("Cedar", 0.2)):
        ring = [[west, 53.0], [west + 0.1, 53.0], [west + 0.1, 53.1], [west, 53.1], [west, 53.0]]
        Boundary.objects.create(
            unit=scope, kind=BoundaryKind.WARD, name=name, geometry={"type": "Polygon", "coordinates": [ring]}
        )
    found = _map(town)
    assert found.is_drawn
    ash, birch, cedar = found.areas
    assert ash.path.startswith("M8 ")
    assert ash.x < birch.x < cedar.x < found.width
    assert not _map(town, by_district=True).is_drawn


def test_an_area_of_a_role_shows_its_own(town: Unit, scope: Unit) -> None:
    ward = canvass.ward(town, "Ash")
    found = _map(town, area=frozenset({f"ward:{ward.pk}"}))
    assert [(area.name, area.people) for area in found.areas] == [("Ash", 10)]


def test_few_queries(town: Unit, scope: Unit, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    known = issues.topics(town)
    with django_assert_num_queries(4):
        issue_map.of(town, known, "buses", SINCE, UNTIL, by_district=False)
    with django_assert_num_queries(5):
        issue_map.of(town, known, "buses", SINCE, UNTIL, by_district=True)
