"""How a street is walked: said by hand, kept for the next board, and taken back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

import pytest

from access.models import AuditEvent
from canvass.actions import boards, walking
from canvass.enums import Way
from canvass.models import BoardDoor, Household, PollingDistrict, RoadGroup, RoadGroupStreet, Street, StreetOrder
from canvass.queries import walking as queries
from canvass.queries.boards import picking
from kit.errors import Refused
from tests.cast import Cast
from tests.everywhere import everywhere
from tests.factories import canvass


@dataclass
class Row:
    """Tanyard Row with doors 1 to 6, somebody behind each."""

    cast: Cast
    district: PollingDistrict
    street: Street

    def doors(self) -> dict[int | None, int]:
        with everywhere():
            return dict(Household.objects.filter(street=self.street).values_list("number", "pk"))

    def walked(self) -> list[int | None]:
        with everywhere():
            return [door.number for door in queries.doors(queries.of_street(self.district, self.street))]

    def on_a_board(self) -> list[int | None]:
        """Make a board of the street; return its doors in order."""
        picks = [(self.district.pk, self.street.pk)]
        with everywhere():
            walk = picking.walk(self.cast.wexcombe, picks)
            numbers = Household.objects.in_bulk([stop.household_id for stop in walk.stops])
        return [numbers[stop.household_id].number for stop in walk.stops]


@pytest.fixture
def row(cast: Cast) -> Row:
    street = canvass.street(cast.wexcombe)
    for number in range(1, 7):
        canvass.elector(canvass.household(street, number))
    return Row(cast, canvass.district(cast.wexcombe), street)


def test_the_usual_way_needs_nobody_to_say_so(row: Row) -> None:
    assert row.walked() == row.on_a_board() == [1, 3, 5, 6, 4, 2]
    with everywhere():
        assert not StreetOrder.objects.exists()


def test_straight_through(row: Row) -> None:
    with everywhere():
        walking.choose(district=row.district, street=row.street, way=Way.STRAIGHT, by=row.cast.osei)
    assert row.walked() == row.on_a_board() == [1, 2, 3, 4, 5, 6]


def test_door_by_door_and_back(row: Row) -> None:
    doors = row.doors()
    with everywhere():
        walking.move(district=row.district, street=row.street, door=doors[2], after=doors[1], by=row.cast.osei)
    assert row.walked() == row.on_a_board() == [1, 2, 3, 5, 6, 4]
    with everywhere():
        walking.move(district=row.district, street=row.street, door=doors[4], after=None, by=row.cast.osei)
    assert row.walked() == [4, 1, 2, 3, 5, 6]
    with everywhere():
        walking.undo(district=row.district, street=row.street, by=row.cast.osei)
    assert row.walked() == [1, 2, 3, 5, 6, 4]
    with everywhere():
        walking.undo(district=row.district, street=row.street, by=row.cast.osei)
    assert row.walked() == [4, 1, 2, 3, 5, 6]
    verbs = list(AuditEvent.objects.filter(verb__startswith="street.").values_list("verb", flat=True))
    assert sorted(verbs) == ["street.order_undone"] * 2 + ["street.ordered"] * 2


def test_from_the_other_end(row: Row) -> None:
    with everywhere():
        walking.turn_round(district=row.district, street=row.street, by=row.cast.osei)
    assert row.on_a_board() == [2, 4, 6, 5, 3, 1]


def test_a_door_that_comes_later_falls_in_beside_its_neighbour(row: Row) -> None:
    with everywhere():
        walking.turn_round(district=row.district, street=row.street, by=row.cast.osei)
    canvass.elector(canvass.household(row.street, 7))
    canvass.elector(canvass.household(row.street, 4, "A"))
    assert row.on_a_board() == [2, 4, 4, 6, 7, 5, 3, 1]


def test_saying_the_same_again_leaves_what_undo_would_bring_back(row: Row) -> None:
    with everywhere():
        for _twice in range(2):
            order = walking.choose(district=row.district, street=row.street, way=Way.STRAIGHT, by=row.cast.osei)
    assert order.before == {"way": Way.SIDES, "doors": []}


@pytest.mark.parametrize("after", [None, 999_999_999])
def test_a_door_of_another_street_is_refused(row: Row, after: int | None) -> None:
    other = canvass.household(canvass.street(row.cast.wexcombe, "Mill Lane"), 1)
    door = other.pk if after is None else row.doors()[1]
    with everywhere(), pytest.raises(Refused, match="no longer on this street"):
        walking.move(district=row.district, street=row.street, door=door, after=after, by=row.cast.osei)
    assert row.walked() == [1, 3, 5, 6, 4, 2]


def test_the_part_in_another_district_is_walked_as_it_was(row: Row) -> None:
    other = canvass.district(row.cast.wexcombe, "HH2")
    for number in (7, 8):
        canvass.elector(canvass.household(row.street, number, in_district=other))
    with everywhere():
        walking.choose(district=row.district, street=row.street, way=Way.STRAIGHT, by=row.cast.osei)
        walk = picking.walk(row.cast.wexcombe, [(row.district.pk, row.street.pk), (other.pk, row.street.pk)])
        numbers = Household.objects.in_bulk([stop.household_id for stop in walk.stops])
    assert [numbers[stop.household_id].number for stop in walk.stops] == [1, 2, 3, 4, 5, 6, 7, 8]


def test_streets_follow_the_nearest_and_groups_their_own_order(row: Row) -> None:
    unit = row.cast.wexcombe
    picks = [(row.district.pk, row.street.pk)]
    # From west to east: Zeal Street, Tanyard Row, Abbey Road; Mill Lane and Bell Road are a group east of them all.
    for name, east in (("Zeal Street", 0.1), ("Abbey Road", 0.3), ("Bell Road", 0.5), ("Mill Lane", 0.4)):
        street = canvass.street(unit, name)
        door = canvass.household(street, 1)
        canvass.elector(door)
        with everywhere():
            Household.objects.filter(pk=door.pk).update(latitude=53.5, longitude=east)
        picks.append((row.district.pk, street.pk))
    with everywhere():
        Household.objects.filter(street=row.street).update(latitude=53.5, longitude=0.2)
        group = RoadGroup.objects.create(unit=unit, name="Two lanes")
        for place, name in enumerate(("Mill Lane", "Bell Road"), start=1):
            RoadGroupStreet.objects.create(
                unit=unit, road_group=group, street=Street.objects.get(name=name), district=row.district, position=place
            )
        walk = picking.walk(unit, picks)
        names = dict(Street.objects.values_list("pk", "name"))
    walked = list(dict.fromkeys(names[stop.street_id or 0] for stop in walk.stops))
    assert walked == ["Zeal Street", "Tanyard Row", "Abbey Road", "Mill Lane", "Bell Road"]


def test_a_board_is_frozen_in_the_order_of_its_day(row: Row) -> None:
    with everywhere():
        walking.choose(district=row.district, street=row.street, way=Way.STRAIGHT, by=row.cast.osei)
        made = boards.make(
            by=row.cast.osei,
            unit=row.cast.wexcombe,
            key=uuid.uuid4(),
            name="A close",
            picks=[(row.district.pk, row.street.pk)],
        )
        walking.choose(district=row.district, street=row.street, way=Way.SIDES, by=row.cast.osei)
        doors = BoardDoor.objects.filter(board=made.boards[0]).order_by("position")
        assert [one.household.number for one in doors.select_related("household")] == [1, 2, 3, 4, 5, 6]


def test_whoever_else_walks_the_street_walks_it_so(row: Row) -> None:
    with everywhere():
        walking.choose(district=row.district, street=row.street, way=Way.STRAIGHT, by=row.cast.osei)
        homes = queries.arranged(Household.objects.filter(street=row.street).select_related("street"))
    assert [home.number for home in homes] == [1, 2, 3, 4, 5, 6]
