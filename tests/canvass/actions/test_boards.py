"""Boards as actions: the doors that are frozen, and two people at once."""

from __future__ import annotations

import datetime
import threading
import uuid
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from access import scoping
from access.models import AuditEvent, Unit
from canvass.actions import boards
from canvass.models import Board, BoardDoor, Elector, Handing, Household
from canvass.queries.boards import doors as board_doors
from canvass.queries.boards import picking
from kit.errors import Refused
from tests import cast as people
from tests.canvass.conftest import Doorstep
from tests.cast import Cast
from tests.everywhere import everywhere
from tests.factories import canvass


def picks(*doors: Household) -> list[tuple[int, int]]:
    return [(door.polling_district_id, door.street_id or 0) for door in doors]


def in_hours(hours: float) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(hours=hours)


def make(cast: Cast, *doors: Household, **more: object) -> boards.Made:
    return boards.make(by=cast.osei, unit=cast.wexcombe, key=uuid.uuid4(), name="A board", picks=picks(*doors), **more)


def test_the_doors_are_in_walking_order_whatever_order_they_were_registered_in(cast: Cast, scope: Unit) -> None:
    road = canvass.street(scope)
    flats = {"building": "The Maltings", "suffix": "A"}
    doors = [
        canvass.household(road, building="Rose Cottage"),
        canvass.household(road, 2),
        canvass.household(road, 12, flat="Flat 10", **flats),
        canvass.household(road, 12, flat="Flat 2", **flats),
        canvass.household(road, 12),
        canvass.household(road, 3),
        canvass.household(road, 1),
        canvass.household(canvass.street(scope, "Abbey Lane"), 9),
    ]
    for door in doors:
        canvass.elector(door)
    made = make(cast, *doors)
    assert [door.household.door for door in board_doors.doors(made.boards[0])] == [
        "9",
        "1",
        "3",
        "12",
        "Flat 2, The Maltings, 12A",
        "Flat 10, The Maltings, 12A",
        "2",
        "Rose Cottage",
    ]


def test_the_doors_stay_when_the_register_changes_and_the_people_are_read_anew(doorstep: Doorstep, scope: Unit) -> None:
    canvass.elector(canvass.household(doorstep.door.street, 27), "Newly", "Built")
    doorstep.elsie.forenames = "Elspeth"
    doorstep.elsie.save()
    Elector.objects.filter(pk=doorstep.zofia.pk).update(left_on=datetime.date(2026, 12, 1))
    found = board_doors.doors(doorstep.board)
    assert [[person.elector.name for person in door.people] for door in found] == [
        ["Elspeth Marchbank", "Graham Marchbank"],
        [],
    ]


@pytest.mark.parametrize("kind", ["anonymous", "overseas", "other"])
def test_only_people_with_a_door_are_on_a_board(doorstep: Doorstep, scope: Unit, kind: str) -> None:
    hidden = canvass.elector(doorstep.door, "Secret", "Person", kind=kind)
    assert hidden not in [person.elector for door in board_doors.doors(doorstep.board) for person in door.people]
    assert picking.walk(scope, picks(doorstep.door)).electors == 3


def test_doors_without_a_street_come_too(cast: Cast, scope: Unit) -> None:
    somewhere = canvass.household(canvass.street(scope), building="Toll House")
    Household.objects.filter(pk=somewhere.pk).update(street=None)
    somewhere.refresh_from_db()
    canvass.elector(somewhere)
    assert len(make(cast, somewhere).boards) == 1


def test_a_street_in_two_districts_is_walked_where_it_was_picked(cast: Cast, scope: Unit) -> None:
    road = canvass.street(scope)
    ours = canvass.household(road, 1, in_district=canvass.district(scope, "HH1"))
    over_the_border = canvass.household(road, 3, in_district=canvass.district(scope, "HH2"))
    canvass.elector(ours)
    canvass.elector(over_the_border)
    first = make(cast, ours).boards[0]
    assert BoardDoor.objects.filter(board=first).count() == 1
    boards.close(by=cast.osei, board=first)
    assert BoardDoor.objects.filter(board=make(cast, ours, over_the_border).boards[0]).count() == 2


def test_another_clps_streets_give_no_doors(cast: Cast, scope: Unit) -> None:
    theirs = canvass.household(canvass.street(cast.marsham), 1, in_district=canvass.district(cast.marsham, "MV1"))
    canvass.elector(theirs)
    with pytest.raises(Refused, match="nobody is registered"):
        make(cast, theirs)


def test_nothing_picked_is_refused(cast: Cast, scope: Unit) -> None:
    with pytest.raises(Refused, match="Tick at least one street"):
        make(cast)
    assert not AuditEvent.objects.filter(verb="board.made").exists()


def test_a_role_that_ended_between_the_form_and_the_deed(doorstep: Doorstep, scope: Unit) -> None:
    boards.take_back(by=doorstep.cast.osei, board=doorstep.board)
    doorstep.cast.alun.grants.update(ended_at=timezone.now())
    with pytest.raises(Refused, match="Alun Prosser may not record answers"):
        boards.hand_out(by=doorstep.cast.osei, board=doorstep.board, to=doorstep.cast.alun, read_until=in_hours(2))


def test_the_database_itself_lets_nobody_have_it_twice(doorstep: Doorstep, scope: Unit) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        canvass.hand(doorstep.board, doorstep.cast.marian, doorstep.cast.osei)


def _both(deed: Callable[[int], None]) -> None:
    """Run it in two threads that start together, each with a connection and a scope of its own."""
    gate = threading.Barrier(2)
    trouble: list[BaseException] = []

    def run(number: int) -> None:
        try:
            gate.wait()
            with everywhere():
                deed(number)
        except BaseException as error:  # noqa: BLE001 - told below, in the test's own thread
            trouble.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if trouble:
        raise trouble[0]


@pytest.mark.django_db(transaction=True)
def test_two_people_hand_one_board_out_in_the_same_moment() -> None:
    cast = people.make()
    door = canvass.household(canvass.street(cast.wexcombe), 1)
    board = canvass.board(cast.osei, door)
    refused: list[str] = []

    def hand_out(number: int) -> None:
        try:
            to = (cast.alun, cast.marian)[number]
            boards.hand_out(by=cast.osei, board=board, to=to, read_until=in_hours(2))
        except Refused as refusal:
            refused.append(str(refusal))

    _both(hand_out)
    assert len(refused) == 1
    assert "has this board already" in refused[0]
    with scoping.units([cast.wexcombe.pk]):
        assert Handing.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_form_from_two_tabs_in_the_same_moment_makes_one_board() -> None:
    cast = people.make()
    door = canvass.household(canvass.street(cast.wexcombe), 1)
    canvass.elector(door)
    key = uuid.uuid4()
    made: list[boards.Made] = []
    _both(
        lambda _number: made.append(
            boards.make(by=cast.osei, unit=cast.wexcombe, key=key, name="Twice", picks=picks(door))
        )
    )
    assert sorted(one.again for one in made) == [False, True]
    with scoping.units([cast.wexcombe.pk]):
        assert Board.objects.count() == BoardDoor.objects.count() == 1
