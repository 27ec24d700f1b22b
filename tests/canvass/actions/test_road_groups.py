from __future__ import annotations

import pytest

from access.models import Unit
from canvass.actions import road_groups
from canvass.enums import WardSplit
from canvass.models import Household, PollingDistrict, RoadGroup, Street
from canvass.queries import road_groups as queries
from kit.errors import Refused
from tests.factories import canvass

Pick = tuple[int, int]


@pytest.fixture
def picks(scope: Unit) -> dict[str, Pick]:
    """Streets of two districts of the ward West, and of one in East: one door and one elector each."""
    west, east = canvass.ward(scope, "West"), canvass.ward(scope, "East")
    found = {}
    for name, code, ward in (
        ("Mill Lane", "A", west),
        ("Bell Road", "B", west),
        ("Quay", "C", east),
        ("Fen", "D", None),
    ):
        district, street = canvass.district(scope, code, in_ward=ward), canvass.street(scope, name)
        canvass.elector(canvass.household(street, 1, in_district=district))
        found[name] = (district.pk, street.pk)
    return found


def _names(group: RoadGroup) -> list[str]:
    return [part.row.street.name for part in queries.parts(group)]


def test_a_group_crosses_districts_inside_one_ward(scope: Unit, picks: dict[str, Pick]) -> None:
    group = road_groups.make(unit=scope, name=" Town ", picks=[picks["Bell Road"], picks["Mill Lane"]], by=None)
    assert (group.name, group.ward.name if group.ward else "") == ("Town", "West")
    assert _names(group) == ["Bell Road", "Mill Lane"]
    [row] = queries.with_sizes(scope, [group])
    assert row.size == queries.Size(streets=2, doors=2, people=2)


def test_another_ward_is_refused_with_both_names(scope: Unit, picks: dict[str, Pick]) -> None:
    with pytest.raises(Refused) as refused:
        road_groups.make(unit=scope, name="Both", picks=[picks["Mill Lane"], picks["Quay"]], by=None)
    assert str(refused.value) == "A road group lies in one ward. Quay is in East, the others are in West."
    assert not RoadGroup.objects.exists()


def test_a_district_without_a_known_ward_is_refused(scope: Unit, picks: dict[str, Pick]) -> None:
    with pytest.raises(Refused, match="Nobody has said yet which ward D is in, where Fen lies"):
        road_groups.make(unit=scope, name="Fen", picks=[picks["Fen"]], by=None)
    PollingDistrict.objects.filter(code="D").update(ward_split=WardSplit.QUESTION)
    with pytest.raises(Refused, match="D, where Fen lies, is cut by new wards"):
        road_groups.make(unit=scope, name="Fen", picks=[picks["Fen"]], by=None)


def test_by_address_a_street_is_where_its_doors_are(scope: Unit, picks: dict[str, Pick]) -> None:
    west, east = canvass.ward(scope, "West"), canvass.ward(scope, "East")
    fen = Street.objects.get(name="Fen")
    other = canvass.household(fen, 2, in_district=PollingDistrict.objects.get(code="D"))
    PollingDistrict.objects.filter(code="D").update(ward_split=WardSplit.BY_ADDRESS)
    Household.objects.filter(street=fen).update(ward=west)
    assert road_groups.make(unit=scope, name="Fen", picks=[picks["Fen"]], by=None).ward == west
    RoadGroup.objects.all().delete()
    Household.objects.filter(pk=other.pk).update(ward=east)
    with pytest.raises(Refused, match="Fen in D lies across the border of two wards"):
        road_groups.make(unit=scope, name="Fen", picks=[picks["Fen"]], by=None)


def test_a_street_is_in_one_group_only(scope: Unit, picks: dict[str, Pick]) -> None:
    road_groups.make(unit=scope, name="One", picks=[picks["Mill Lane"]], by=None)
    other = road_groups.make(unit=scope, name="Two", picks=[picks["Bell Road"]], by=None)
    with pytest.raises(Refused, match="Mill Lane is in the road group One already"):
        road_groups.add(group=other, picks=[picks["Mill Lane"]], by=None)
    assert road_groups.add(group=other, picks=[picks["Bell Road"]], by=None) == 0


def test_names_are_taken_once(scope: Unit, picks: dict[str, Pick]) -> None:
    group = road_groups.make(unit=scope, name="One", picks=[picks["Mill Lane"]], by=None)
    with pytest.raises(Refused, match="There is a road group with this name already"):
        road_groups.make(unit=scope, name="ONE", picks=[picks["Bell Road"]], by=None)
    assert road_groups.rename(group=group, name="one", by=None).name == "one"
    with pytest.raises(Refused, match="Give the road group a name"):
        road_groups.rename(group=group, name=" ", by=None)


def test_streets_can_be_put_in_order(scope: Unit, picks: dict[str, Pick]) -> None:
    group = road_groups.make(unit=scope, name="One", picks=[picks["Mill Lane"], picks["Bell Road"]], by=None)
    first, second = (part.row for part in queries.parts(group))
    road_groups.move(group=group, part=second, up=True, by=None)
    assert _names(group) == ["Bell Road", "Mill Lane"]
    road_groups.move(group=group, part=second, up=True, by=None)  # it is the first already
    road_groups.move(group=group, part=first, up=False, by=None)
    assert _names(group) == ["Bell Road", "Mill Lane"]


def test_an_emptied_group_is_in_no_ward(scope: Unit, picks: dict[str, Pick]) -> None:
    group = road_groups.make(unit=scope, name="One", picks=[picks["Mill Lane"]], by=None)
    [part] = queries.parts(group)
    road_groups.take_out(group=group, part=part.row, by=None)
    group.refresh_from_db()
    assert group.ward is None
    road_groups.add(group=group, picks=[picks["Quay"]], by=None)
    group.refresh_from_db()
    assert group.ward is not None
    assert group.ward.name == "East"


def test_a_deleted_group_comes_back_as_it_was(scope: Unit, picks: dict[str, Pick]) -> None:
    group = road_groups.make(unit=scope, name="One", picks=[picks["Bell Road"], picks["Mill Lane"]], by=None)
    was = road_groups.delete(group=group, by=None)
    assert not RoadGroup.objects.exists()
    back = road_groups.make(unit=scope, by=None, **was)
    assert (back.name, _names(back)) == ("One", ["Bell Road", "Mill Lane"])


def test_a_board_can_be_made_of_a_group(scope: Unit, picks: dict[str, Pick]) -> None:
    group = road_groups.make(unit=scope, name="One", picks=[picks["Bell Road"]], by=None)
    district, street = picks["Bell Road"]
    assert queries.board_query(queries.parts(group)) == f"district={district}&street={district}-{street}"
