from __future__ import annotations

import pytest

from access.models import AuditEvent, Unit
from canvass.actions import wards
from canvass.enums import BoundaryKind, WardSplit
from canvass.models import Household, PollingDistrict, Ward
from canvass.queries import places
from kit.errors import Refused
from tests.factories import canvass
from tests.factories.places import DISTRICTS, NEW_WARDS, bring_in


@pytest.fixture
def cut(scope: Unit) -> PollingDistrict:
    """District B, cut in the middle; two doors on the west side, one on the east, one nowhere."""
    district = canvass.district(scope, "B")
    road = canvass.street(scope)
    for number, west in enumerate((-2.19, -2.19, -2.11, None), 1):
        door = canvass.household(road, number, in_district=district)
        canvass.elector(door)
        if west is not None:
            Household.objects.filter(pk=door.pk).update(latitude=53.05, longitude=west, located_by="uprn")
    bring_in(scope, DISTRICTS[1], kind=BoundaryKind.DISTRICT)
    bring_in(scope, *NEW_WARDS, kind=BoundaryKind.WARD)
    district.refresh_from_db()
    return district


def test_a_cut_district_waits_with_its_sides(cut: PollingDistrict) -> None:
    assert (cut.ward, cut.ward_split) == (None, WardSplit.QUESTION)
    assert list(places.questions()) == [cut]
    sides = {side.ward.name: (side.doors, side.electors) for side in cut.in_wards.all()}
    assert sides == {"West": (2, 2), "Harbour": (1, 1)}


def test_it_can_be_put_whole_into_one_ward_and_asked_about_again(cut: PollingDistrict) -> None:
    west = Ward.objects.get(name="West")
    assert wards.decide(district=cut, ward=west, by=None).ward_split == WardSplit.DECIDED
    assert list(places.decided()) == [cut]
    with pytest.raises(Refused, match="B has been decided already"):
        wards.decide(district=cut, ward=west, by=None)
    again = wards.ask_again(district=cut, by=None)
    assert (again.ward, again.ward_split) == (None, WardSplit.QUESTION)
    verbs = set(AuditEvent.objects.filter(verb__startswith="district.").values_list("verb", flat=True))
    assert verbs == {"district.ward_decided", "district.ward_asked_again"}


def test_it_can_be_decided_by_address(cut: PollingDistrict) -> None:
    wards.decide(district=cut, ward=None, by=None)
    names = {door.number: door.ward.name if door.ward else None for door in cut.households.select_related("ward")}
    assert names == {1: "West", 2: "West", 3: "Harbour", 4: None}
    wards.ask_again(district=cut, by=None)
    assert not cut.households.exclude(ward=None).exists()


def test_by_address_needs_coordinates(cut: PollingDistrict) -> None:
    Household.objects.update(latitude=None, longitude=None, located_by="")
    with pytest.raises(Refused, match="No door of B has coordinates yet"):
        wards.decide(district=cut, ward=None, by=None)


def test_it_goes_into_no_ward_that_it_does_not_lie_in(scope: Unit, cut: PollingDistrict) -> None:
    far = canvass.ward(scope, "Far away")
    with pytest.raises(Refused, match="B does not lie in that ward"):
        wards.decide(district=cut, ward=far, by=None)


def test_a_question_is_not_answered_by_the_way(scope: Unit, cut: PollingDistrict) -> None:
    with pytest.raises(Refused, match="B is cut by new wards"):
        wards.put(district=cut, ward=Ward.objects.get(name="West"), by=None)
    with pytest.raises(Refused, match="Nobody has decided about B"):
        wards.ask_again(district=cut, by=None)


def test_a_district_of_which_nothing_is_known_can_be_put(scope: Unit) -> None:
    district, ward = canvass.district(scope, "Z"), canvass.ward(scope, "Far away")
    assert list(places.without_ward()) == [district]
    assert wards.put(district=district, ward=ward, by=None).ward == ward
    assert not places.without_ward()


def test_a_door_that_came_later_is_placed_too(cut: PollingDistrict) -> None:
    wards.decide(district=cut, ward=None, by=None)
    Household.objects.filter(number=4).update(latitude=53.05, longitude=-2.11)
    assert wards.place_doors(unit=cut.unit) == 1
    assert cut.households.get(number=4).ward == Ward.objects.get(name="Harbour")
