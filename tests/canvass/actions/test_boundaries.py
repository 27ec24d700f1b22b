from __future__ import annotations

import datetime
from typing import Any

import pytest

from access.models import AuditEvent, Unit
from canvass.actions import boundaries, wards
from canvass.enums import BoundaryKind, PlaceFileState, WardSplit
from canvass.models import Boundary, DistrictWard, Household, PollingDistrict, RegisterImport, Ward
from canvass.queries import boundaries as queries
from kit.errors import Refused
from tests.cast import Cast
from tests.factories import canvass
from tests.factories.places import DISTRICTS, NEW_WARDS, OLD_WARDS, bring_in, collection, strip

DAY = datetime.date(2026, 5, 7)


def districts(unit: Unit, *codes: str) -> list[PollingDistrict]:
    return [canvass.district(unit, code) for code in codes]


def _old(unit: Unit) -> None:
    """Districts and wards as they were, with the outlines of both."""
    districts(unit, "A", "B", "C")
    bring_in(unit, *DISTRICTS, kind=BoundaryKind.DISTRICT)
    bring_in(unit, *OLD_WARDS, kind=BoundaryKind.WARD)


def _wards(unit: Unit) -> dict[str, tuple[str | None, str]]:
    rows = PollingDistrict.objects.filter(unit=unit).select_related("ward")
    return {one.code: (one.ward.name if one.ward else None, one.ward_split) for one in rows}


def test_outlines_put_districts_into_their_wards(scope: Unit) -> None:
    _old(scope)
    assert _wards(scope) == {"A": ("West", ""), "B": ("West", ""), "C": ("East", "")}
    assert Boundary.objects.count() == 5


def test_a_district_that_new_wards_cut_is_a_question_and_never_guessed(scope: Unit) -> None:
    _old(scope)
    west, east = Ward.objects.get(name="West"), Ward.objects.get(name="East")
    done = bring_in(scope, *NEW_WARDS, kind=BoundaryKind.WARD, starts_on=DAY, ends=[west.pk, east.pk])
    assert done.report == {
        "boundaries": 2, "ended": 2, "wards": 2, "put": 2, "asked": 1, "unknown": 0,
    }  # fmt: skip
    assert _wards(scope) == {"A": ("West", ""), "B": (None, WardSplit.QUESTION), "C": ("Harbour", "")}
    assert {(one.name, one.starts_on, one.ends_on) for one in Ward.objects.all()} == {
        ("West", None, DAY),
        ("East", None, DAY),
        ("West", DAY, None),
        ("Harbour", DAY, None),
    }
    assert Ward.objects.get(name="Harbour").code == "E05000002"
    sides = DistrictWard.objects.filter(district__code="B")
    assert [(one.ward.name, round(one.share or 0, 2)) for one in sides.order_by("ward__name")] == [
        ("Harbour", 0.5),
        ("West", 0.5),
    ]


def test_a_sliver_cuts_nothing(scope: Unit) -> None:
    districts(scope, "B")
    bring_in(scope, DISTRICTS[1], kind=BoundaryKind.DISTRICT)
    slipped = (strip(-2.3, -2.102, code="W", name="West"), strip(-2.102, -2.0, code="E", name="East"))
    bring_in(scope, *slipped, kind=BoundaryKind.WARD)
    assert _wards(scope) == {"B": ("West", "")}


def test_taking_back_puts_everything_back(scope: Unit) -> None:
    _old(scope)
    before = (_wards(scope), Boundary.objects.count(), set(Ward.objects.values_list("pk", "ends_on", "code")))
    done = bring_in(
        scope, *NEW_WARDS, kind=BoundaryKind.WARD, starts_on=DAY, ends=list(Ward.objects.values_list("pk", flat=True))
    )
    boundaries.undo(file=done, by=None)
    after = (_wards(scope), Boundary.objects.count(), set(Ward.objects.values_list("pk", "ends_on", "code")))
    assert after == before
    assert not DistrictWard.objects.exists()
    done.refresh_from_db()
    assert done.state == PlaceFileState.UNDONE


def test_only_the_last_file_can_be_taken_back(scope: Unit) -> None:
    districts(scope, "A")
    first = bring_in(scope, DISTRICTS[0], kind=BoundaryKind.DISTRICT)
    bring_in(scope, *NEW_WARDS, kind=BoundaryKind.WARD)
    with pytest.raises(Refused, match="Only the file that was approved last can be taken back"):
        boundaries.undo(file=first, by=None)


def test_bringing_the_same_in_again_changes_nothing(scope: Unit) -> None:
    _old(scope)
    before = _wards(scope)
    again = bring_in(scope, *DISTRICTS, kind=BoundaryKind.DISTRICT)
    assert again.report["put"] == 0
    assert _wards(scope) == before
    assert Boundary.objects.count() == 5


def test_districts_are_made_only_when_somebody_says_so(scope: Unit) -> None:
    bring_in(scope, *DISTRICTS, kind=BoundaryKind.DISTRICT)
    assert not PollingDistrict.objects.exists()
    done = bring_in(scope, *DISTRICTS, kind=BoundaryKind.DISTRICT, makes_districts=True)
    assert done.report["districts"] == 3
    boundaries.undo(file=done, by=None)
    assert not PollingDistrict.objects.exists()


def test_taking_back_leaves_a_district_that_somebody_uses(scope: Unit) -> None:
    done = bring_in(scope, *DISTRICTS, kind=BoundaryKind.DISTRICT, makes_districts=True)
    road = canvass.street(scope)
    canvass.elector(canvass.household(road, 1, in_district=PollingDistrict.objects.get(code="A")))
    boundaries.undo(file=done, by=None)
    assert list(PollingDistrict.objects.values_list("code", flat=True)) == ["A"]


def test_without_outlines_of_districts_doors_say_where_they_lie(scope: Unit) -> None:
    [a, b, c] = districts(scope, "A", "B", "C")
    road = canvass.street(scope)
    for district, west, count in ((a, -2.29, 4), (b, -2.2, 4), (b, -2.1, 4)):
        for _ in range(count):
            number = Household.objects.count() + 1
            door = canvass.household(road, number, in_district=district)
            canvass.elector(door)
            Household.objects.filter(pk=door.pk).update(latitude=53.05, longitude=west, located_by="postcode")
    bring_in(scope, *NEW_WARDS, kind=BoundaryKind.WARD)
    assert _wards(scope) == {"A": ("West", ""), "B": (None, WardSplit.QUESTION), "C": (None, "")}
    sides = DistrictWard.objects.filter(district=b)
    assert {(one.ward.name, one.doors, one.electors, one.share) for one in sides} == {
        ("West", 4, 4, None),
        ("Harbour", 4, 4, None),
    }
    assert c.ward is None


def test_a_decision_outlives_another_file_of_the_same_wards(scope: Unit) -> None:
    _old(scope)
    ends = list(Ward.objects.values_list("pk", flat=True))
    bring_in(scope, *NEW_WARDS, kind=BoundaryKind.WARD, starts_on=DAY, ends=ends)
    wards.decide(district=PollingDistrict.objects.get(code="B"), ward=Ward.objects.get(name="Harbour"), by=None)
    bring_in(scope, *NEW_WARDS, kind=BoundaryKind.WARD, starts_on=DAY)
    assert _wards(scope)["B"] == ("Harbour", WardSplit.DECIDED)


def test_a_constituency_moves_no_district(scope: Unit) -> None:
    _old(scope)
    before = _wards(scope)
    done = bring_in(scope, strip(-2.3, -2.0, code="E14000001", name="Wexcombe"), kind=BoundaryKind.CONSTITUENCY)
    assert done.report == {"boundaries": 1}
    assert _wards(scope) == before


def test_what_it_says_must_name_places_one_by_one(scope: Unit) -> None:
    features = (strip(-2.3, -2.2, code="A", name=""), strip(-2.2, -2.1, code="A", name="B"))
    made = boundaries.upload(unit=scope, file_name="map.json", data=collection(*features), by=None)
    said: dict[str, Any] = {"starts_on": None, "council": None, "source": "", "by": None, "file": made}
    with pytest.raises(Refused, match="The column code names two places alike"):
        boundaries.describe(kind=BoundaryKind.DISTRICT, code_property="code", name_property="", **said)
    with pytest.raises(Refused, match="The column name is empty for some places"):
        boundaries.describe(kind=BoundaryKind.WARD, code_property="", name_property="name", **said)
    with pytest.raises(Refused, match="Polling districts are told by their code"):
        boundaries.describe(kind=BoundaryKind.DISTRICT, code_property="", name_property="", **said)


def test_a_settled_file_is_left_alone_and_keeps_nothing(scope: Unit) -> None:
    made = boundaries.upload(unit=scope, file_name="map.json", data=collection(*DISTRICTS), by=None)
    boundaries.discard(file=made, by=None)
    made.refresh_from_db()
    assert made.features == []
    with pytest.raises(Refused, match="has been dealt with already"):
        boundaries.approve(file=made, by=None)


def test_each_step_is_in_the_record(cast: Cast, scope: Unit) -> None:
    done = bring_in(scope, *DISTRICTS, kind=BoundaryKind.DISTRICT, makes_districts=True)
    boundaries.undo(file=done, by=cast.marian)
    verbs = AuditEvent.objects.filter(verb__startswith="boundaries.").values_list("verb", flat=True)
    steps = ("approved", "described", "undone", "uploaded")
    assert sorted(verbs) == [f"boundaries.{step}" for step in steps]
    assert not RegisterImport.objects.exists()


def test_outlines_in_force_are_those_of_wards_that_have_not_ended(scope: Unit) -> None:
    _old(scope)
    ends = list(Ward.objects.values_list("pk", flat=True))
    bring_in(scope, *NEW_WARDS, kind=BoundaryKind.WARD, starts_on=DAY, ends=ends)
    assert set(queries.ward_outlines(scope)) == set(Ward.objects.filter(ends_on=None).values_list("pk", flat=True))
