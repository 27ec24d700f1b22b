"""How fast a unit's people go: what boards are reckoned by."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import pytest
from django.utils import timezone

from access.models import Unit
from canvass.models import Board, Elector
from canvass.queries.boards.pace import given, pace
from canvass.rules.boards import Pace
from tests.cast import Cast
from tests.factories import canvass, phones
from tests.factories.issues import said

NOW = timezone.now()


@pytest.fixture
def street(cast: Cast) -> list[Elector]:
    road = canvass.street(cast.wexcombe)
    return [canvass.elector(canvass.household(road, number)) for number in range(1, 9)]


@pytest.fixture
def board(cast: Cast, scope: Unit, street: list[Elector]) -> Board:
    made = canvass.board(cast.osei, *[one.household for one in street if one.household])
    Board.objects.filter(pk=made.pk).update(made_at=NOW - datetime.timedelta(days=40))
    return made


def walked(
    people: Sequence[Elector], board: Board, days: int, apart: int, *, who: tuple[int, ...] = (), phone: bool = True
) -> None:
    """Record these people one after another, so many minutes apart, on one phone (or from paper)."""
    device = phones.phone(board, board.made_by).grant.pk if phone else None
    start = NOW - datetime.timedelta(days=days)
    for number, person in enumerate(people):
        said(
            person,
            at=start + datetime.timedelta(minutes=number * apart),
            board=board,
            device=device,
            canvasser=who[number % len(who)] if who else None,
        )


def test_from_door_to_door_on_a_phone(scope: Unit, street: list[Elector], board: Board) -> None:
    assert pace(scope, NOW) == Pace(0, 0)
    walked(street[:4], board, 5, 3)
    walked(street[4:], board, 3, 31)  # breaks, each of them
    walked(street[4:], board, 2, 1, phone=False)  # typed in from paper
    assert pace(scope, NOW) == Pace(3, 3 * 180)


def test_of_several_with_one_phone_a_step_takes_the_time_of_all(
    scope: Unit, street: list[Elector], board: Board
) -> None:
    walked(street[:5], board, 5, 2, who=(31, 32))
    assert pace(scope, NOW) == Pace(4, 4 * 120 * 2)


def test_the_time_that_was_given_lately(scope: Unit, street: list[Elector], board: Board) -> None:
    walked(street[:4], board, 30, 3)
    walked(street[4:], board, 5, 2)  # of a board that was made 40 days ago
    assert given(scope, NOW) == datetime.timedelta(minutes=6)


def test_what_is_a_year_old_or_another_clps_does_not_count(
    cast: Cast, scope: Unit, street: list[Elector], board: Board
) -> None:
    walked(street[:3], board, 5, 2)
    old = canvass.board(cast.osei, *[one.household for one in street if one.household])
    Board.objects.filter(pk=old.pk).update(made_at=NOW - datetime.timedelta(days=400))
    walked(street[3:], old, 390, 2)
    assert pace(scope, NOW).steps == 2
    assert pace(cast.marsham, NOW) == Pace(0, 0)
