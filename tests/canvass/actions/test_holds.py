"""Holds: two boards never have one door at once, whoever makes them and when; but on a polling day."""

from __future__ import annotations

import datetime
import threading
import uuid
from collections.abc import Callable

import pytest
import time_machine
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone

from access import scoping
from access.models import Unit
from canvass.actions import boards, holds
from canvass.models import Board, BoardDoor, Household, HouseholdHold
from canvass.queries.boards import picking
from kit.errors import Refused
from tests import cast as people
from tests.cast import Cast
from tests.everywhere import everywhere
from tests.factories import canvass, gotv, targets


def make(cast: Cast, *doors: Household, **more: object) -> boards.Made:
    picks = [(door.polling_district_id, door.street_id or 0) for door in doors]
    return boards.make(by=cast.osei, unit=cast.wexcombe, key=uuid.uuid4(), name="A board", picks=picks, **more)


@pytest.fixture
def street(cast: Cast) -> list[Household]:
    """Three doors of a street, with somebody behind each."""
    road = canvass.street(cast.wexcombe)
    doors = [canvass.household(road, number) for number in (1, 3, 5)]
    for door in doors:
        canvass.elector(door)
    return doors


def later(**delta: float) -> time_machine.travel:
    return time_machine.travel(timezone.now() + datetime.timedelta(**delta), tick=False)


def test_a_second_board_gets_the_doors_that_are_left(cast: Cast, scope: Unit, street: list[Household]) -> None:
    first = make(cast, *street).boards[0]
    with pytest.raises(Refused, match="on other boards now"):
        make(cast, *street)
    new = canvass.household(street[0].street, 7)
    canvass.elector(new)
    second = make(cast, *street)
    assert second.left_out == {picking.HELD: 3}
    assert list(second.boards[0].doors.values_list("household", flat=True)) == [new.pk]
    assert first.holds.count() == 3


def test_put_away_its_doors_are_free_and_opened_again_they_may_be_gone(
    cast: Cast, scope: Unit, street: list[Household]
) -> None:
    first = make(cast, *street).boards[0]
    boards.close(by=cast.osei, board=first)
    boards.close(by=cast.osei, board=first)
    second = make(cast, *street).boards[0]
    with pytest.raises(Refused, match="3 doors of this board are on other boards now"):
        boards.reopen(by=cast.osei, board=first)
    assert Board.objects.get(pk=first.pk).closed_at is not None
    boards.close(by=cast.osei, board=second)
    assert boards.reopen(by=cast.osei, board=first).closed_at is None


def test_a_forgotten_board_gives_its_doors_back_by_itself(cast: Cast, scope: Unit, street: list[Household]) -> None:
    first = make(cast, *street).boards[0]
    with later(days=13), pytest.raises(Refused):
        make(cast, *street)
    with later(days=15):
        make(cast, *street)
        with pytest.raises(Refused, match="on other boards now"):
            hand_out(cast, first)


def hand_out(cast: Cast, board: Board) -> None:
    until = timezone.now() + datetime.timedelta(hours=8)
    boards.hand_out(by=cast.osei, board=board, to=cast.alun, read_until=until)


def test_handing_it_out_holds_them_for_longer(cast: Cast, scope: Unit, street: list[Household]) -> None:
    first = make(cast, *street).boards[0]
    with later(days=13):
        hand_out(cast, first)
    with later(days=20), pytest.raises(Refused):
        make(cast, *street)
    assert first.holds.count() == 3


def test_a_hold_that_lapsed_is_taken_again_if_nobody_else_has(cast: Cast, scope: Unit, street: list[Household]) -> None:
    first = make(cast, *street).boards[0]
    with later(days=30):
        hand_out(cast, first)
        with pytest.raises(Refused):
            make(cast, *street)


def test_the_database_itself_lets_no_two_boards_hold_a_door(cast: Cast, scope: Unit, street: list[Household]) -> None:
    first, second = canvass.board(cast.osei, *street), canvass.board(cast.osei, *street)
    assert (holds.take(board=first), holds.take(board=second)) == (0, 3)
    held = first.holds.first()
    with pytest.raises(IntegrityError, match="canvass_household_held_once"), transaction.atomic():
        HouseholdHold.objects.create(unit=scope, board=second, household=held.household, during=held.during)


def test_on_a_polling_day_doors_go_on_any_board_but_not_to_who_objected(
    cast: Cast, scope: Unit, street: list[Household]
) -> None:
    make(cast, *street)
    gotv.election(scope)
    targets.latest(street[0].electors.get(), "labour", do_not_contact=True)
    second = make(cast, *street)
    assert second.left_out == {picking.OBJECTING: 1}
    assert second.boards[0].doors.count() == 2
    assert second.boards[0].holds.count() == 0
    assert len(make(cast, *street).boards) == 1


def test_a_rehearsal_is_no_polling_day(cast: Cast, scope: Unit, street: list[Household]) -> None:
    make(cast, *street)
    gotv.election(scope, rehearsal=True)
    with pytest.raises(Refused):
        make(cast, *street)


def _both(*deeds: Callable[[], object]) -> list[BaseException]:
    """Run them in threads that start together, each with a connection and a scope of its own."""
    gate = threading.Barrier(len(deeds))
    trouble: list[BaseException] = []

    def run(deed: Callable[[], object]) -> None:
        try:
            gate.wait()
            with everywhere():
                deed()
        except BaseException as error:  # noqa: BLE001 - told below, in the test's own thread
            trouble.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return trouble


@pytest.mark.django_db(transaction=True)
def test_boards_made_in_the_same_moment_share_no_door() -> None:
    cast = people.make()
    road = canvass.street(cast.wexcombe)
    lane = canvass.street(cast.wexcombe, "Mill Lane")
    doors = [canvass.household(road, number) for number in range(1, 30)]
    others = [canvass.household(lane, number) for number in range(1, 10)]
    for door in (*doors, *others):
        canvass.elector(door)
    trouble = _both(
        lambda: make(cast, doors[0], others[0]), lambda: make(cast, doors[0]), lambda: make(cast, others[0])
    )
    assert all(isinstance(error, Refused) for error in trouble), trouble
    with scoping.units([cast.wexcombe.pk]):
        assert BoardDoor.objects.count() == BoardDoor.objects.values("household").distinct().count() == 38
        assert HouseholdHold.objects.count() == 38


@pytest.mark.django_db(transaction=True)
def test_holds_taken_crosswise_without_the_lock_end_without_a_double_hold() -> None:
    cast = people.make()
    road = canvass.street(cast.wexcombe)
    doors = [canvass.household(road, number) for number in range(1, 60)]
    made = [canvass.board(cast.osei, *doors), canvass.board(cast.osei, *reversed(doors))]
    statement = holds._TAKE
    now = timezone.now()

    def take(board: Board) -> None:
        asked = {"board": board.pk, "now": now, "until": now + datetime.timedelta(days=1)}
        with scoping.units([cast.wexcombe.pk]), connection.cursor() as cursor:
            cursor.execute(statement, asked)

    assert _both(lambda: take(made[0]), lambda: take(made[1])) == []
    with scoping.units([cast.wexcombe.pk]):
        assert HouseholdHold.objects.count() == 59
