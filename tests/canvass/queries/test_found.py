"""Where what was found belongs: which boards show it, and in whose area it lies."""

from __future__ import annotations

import pytest
from django.db.models import OuterRef
from django.utils import timezone

from access.models import Unit
from canvass.models import Board, Found, Household, Street
from canvass.queries import found
from tests.canvass.conftest import Doorstep
from tests.factories import canvass


@pytest.fixture(autouse=True)
def _in_scope(scope: Unit) -> None:
    """These tests look into the tables of the cast's CLP."""


def _found(
    unit: Unit, door: str, *, street: Street | None = None, household: Household | None = None, state: str = "open"
) -> Found:
    return Found.objects.create(
        unit=unit, door=door, street=street, household=household, state=state, found_at=timezone.now()
    )


def test_a_board_shows_what_was_kept_on_its_streets_and_at_its_doors(doorstep: Doorstep, scope: Unit) -> None:
    elsewhere = canvass.street(scope, "Mill Lane")
    for door, street, household, state in (
        ("rear", doorstep.door.street, None, "kept"),
        ("attic", None, doorstep.door, "kept"),
        ("boat", elsewhere, None, "kept"),
        ("shed", doorstep.door.street, None, "open"),
    ):
        _found(scope, door, street=street, household=household, state=state)
    board = Board.objects.annotate(found=found.on_board(OuterRef("pk"))).get(pk=doorstep.board.pk)
    assert [(one["door"], one["place"]) for one in board.found] == [("rear", "Tanyard Row"), ("attic", "Tanyard Row")]


def test_a_new_door_lies_in_the_area_of_its_street(doorstep: Doorstep, scope: Unit) -> None:
    ward, other = canvass.ward(scope), canvass.ward(scope, "Brook")
    doorstep.door.polling_district.ward = ward
    doorstep.door.polling_district.save()
    one = _found(scope, "rear", street=doorstep.door.street)
    two = _found(scope, "attic", household=doorstep.door)
    nowhere = _found(scope, "somewhere")
    assert set(found.waiting(scope)) == {one, two, nowhere}
    assert set(found.waiting(scope, frozenset({f"ward:{ward.pk}"}))) == {one, two}
    assert set(found.waiting(scope, frozenset({f"ward:{other.pk}"}))) == set()
