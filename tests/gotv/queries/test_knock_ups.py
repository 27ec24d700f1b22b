from __future__ import annotations

import datetime

import pytest

from access.models import Unit
from canvass.models import Household
from gotv.models import Election
from gotv.queries import knock_ups, reasons
from tests.factories import canvass
from tests.factories import gotv as make


@pytest.fixture
def poll(scope: Unit) -> Election:
    return make.election(scope)


def _live(door: Household, name: str, surname: str = "Marchbank") -> None:
    make.promise(canvass.elector(door, name, surname))


def test_doors_come_in_walking_order_and_people_by_name(scope: Unit, poll: Election) -> None:
    row, ash = canvass.street(scope, "Tanyard Row"), canvass.street(scope, "Ash Way")
    for number in (2, 10, 3, 1):
        _live(canvass.household(row, number), f"At {number}")
    shared = canvass.household(ash, 7)
    _live(shared, "Zofia", "Adams")
    _live(shared, "Anna", "Zeal")
    found = knock_ups.doors(poll, canvass.district(scope))
    assert [street.name for street in found] == ["Ash Way", "Tanyard Row"]
    assert [person.name for person in found[0].doors[0].people] == ["Zofia Adams", "Anna Zeal"]
    assert [door.label for door in found[1].doors] == ["1", "3", "10", "2"]
    assert (found[0].people, found[1].people) == (2, 4)


def test_flats_stay_in_their_building(scope: Unit, poll: Election) -> None:
    row = canvass.street(scope)
    for flat in ("Flat 10", "Flat 2"):
        _live(canvass.household(row, building="The Maltings", flat=flat), flat)
    found = knock_ups.doors(poll, canvass.district(scope))
    assert [door.people[0].name.split(" Marchbank")[0] for door in found[0].doors] == ["Flat 2", "Flat 10"]


def test_two_streets_of_one_name_are_two(scope: Unit, poll: Election) -> None:
    for place in ("Wexcombe", "Sallow Green"):
        _live(canvass.household(canvass.street(scope, "Church Road", place), 1), place)
    found = knock_ups.streets(poll, canvass.district(scope))
    assert [(street.name, street.locality, street.people) for street in found] == [
        ("Church Road", "Sallow Green", 1),
        ("Church Road", "Wexcombe", 1),
    ]
    assert [street.people for street in knock_ups.doors(poll, canvass.district(scope))] == [1, 1]


def test_doors_on_no_street_come_last(scope: Unit, poll: Election) -> None:
    _live(canvass.household(canvass.street(scope), 1), "Elsie")
    nowhere = canvass.household(canvass.street(scope), building="Lock Cottage")
    nowhere.street = None
    nowhere.save()
    _live(nowhere, "Graham")
    streets = knock_ups.streets(poll, canvass.district(scope))
    assert [street.name for street in streets] == ["Tanyard Row", ""]
    assert [street.name for street in knock_ups.doors(poll, canvass.district(scope))] == ["Tanyard Row", ""]
    assert knock_ups.doors(poll, canvass.district(scope), on=streets[1:])[0].doors[0].label == "Lock Cottage"
    assert len(knock_ups.doors(poll, canvass.district(scope), on=streets[:1])) == 1


def test_every_row_has_its_reason(scope: Unit, poll: Election) -> None:
    door = canvass.household(canvass.street(scope), 1)
    midnight = datetime.datetime(2026, 5, 2, 23, 30, tzinfo=datetime.UTC)  # half past midnight on the wall
    make.promise(canvass.elector(door, "Elsie"), said_at=midnight)
    person = knock_ups.doors(poll, canvass.district(scope))[0].doors[0].people[0]
    assert person.reason.startswith("Said Labour on 3 May")
    said_on = datetime.date(2026, 5, 3)
    assert reasons.said_labour(said_on, 2026) == "Said Labour on 3 May, not marked as voted"
    assert reasons.said_labour(said_on, 2027) == "Said Labour on 3 May 2026, not marked as voted"
    assert reasons.said_labour(None, 2026) == "Said Labour, not marked as voted"


def test_districts_with_most_left_come_first(scope: Unit, poll: Election) -> None:
    row = canvass.street(scope)
    for code, people in (("HH1", 1), ("HH2", 3), ("HH3", 0)):
        place = canvass.district(scope, code)
        for number in range(people):
            _live(canvass.household(row, number + 1, in_district=place), code)
    assert [(found.district.code, found.people) for found in knock_ups.districts(poll)] == [("HH2", 3), ("HH1", 1)]
