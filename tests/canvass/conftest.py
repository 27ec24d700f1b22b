"""A street with people, a board of it, and a phone that has the board: for all tests of the doorstep."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import time_machine

from canvass.models import Board, Elector, Handing, Household
from tests.cast import Cast
from tests.factories import canvass, phones
from tests.factories.phones import Phone


@dataclass(frozen=True)
class Doorstep:
    """Tanyard Row: Elsie and Graham at 23, Zofia at 25, both doors on a board that Alun has with him."""

    cast: Cast
    door: Household
    next_door: Household
    elsie: Elector
    graham: Elector
    zofia: Elector
    board: Board
    handing: Handing
    phone: Phone


@pytest.fixture
def doorstep(cast: Cast) -> Doorstep:
    road = canvass.street(cast.wexcombe)
    door, next_door = canvass.household(road, 23), canvass.household(road, 25)
    elsie = canvass.elector(door, "Elsie", "Marchbank")
    graham = canvass.elector(door, "Graham", "Marchbank")
    zofia = canvass.elector(next_door, "Zofia", "Haddad")
    board = canvass.board(cast.osei, door, next_door)
    handing = canvass.hand(board, cast.alun, cast.osei)
    return Doorstep(cast, door, next_door, elsie, graham, zofia, board, handing, phones.phone(board, cast.alun))


@pytest.fixture
def november() -> Iterator[None]:
    """It is 21 November 2026, noon: for registers, in which dates decide who is of age."""
    with time_machine.travel(datetime.datetime(2026, 11, 21, 12, tzinfo=datetime.UTC)):
        yield
