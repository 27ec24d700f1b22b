"""Finding members."""

from __future__ import annotations

import datetime

import pytest

from access.models import Unit
from organise.queries import members
from tests.cast import Cast
from tests.factories import organise


@pytest.fixture
def three(cast: Cast) -> None:
    organise.member(
        cast.wexcombe, "Zoë", "Oakes", email="zoe@members.example", membership_number="L100", branch=cast.branch
    )
    organise.member(cast.wexcombe, "Ada", "Wetherby", state="provisional", joined_on=datetime.date(2026, 10, 1))
    organise.member(cast.wexcombe, "Ada", "Oakes", state="left", joined_on=datetime.date(2020, 1, 1))
    organise.member(cast.marsham, "Roy", "Oakes")


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ["Ada Oakes", "Zoë Oakes", "Ada Wetherby"]),
        ({"words": "oakes"}, ["Ada Oakes", "Zoë Oakes"]),
        ({"words": "ada OAKES"}, ["Ada Oakes"]),
        ({"words": "L100"}, ["Zoë Oakes"]),
        ({"words": "zoe@mem"}, ["Zoë Oakes"]),
        ({"words": "100%"}, []),
        ({"state": "provisional"}, ["Ada Wetherby"]),
        ({"sort": "-name"}, ["Ada Wetherby", "Zoë Oakes", "Ada Oakes"]),
        ({"sort": "joined"}, ["Ada Oakes", "Ada Wetherby", "Zoë Oakes"]),
        ({"sort": "-joined"}, ["Ada Wetherby", "Ada Oakes", "Zoë Oakes"]),
        ({"sort": "branch"}, ["Zoë Oakes", "Ada Oakes", "Ada Wetherby"]),
        ({"sort": "no such thing"}, ["Ada Oakes", "Zoë Oakes", "Ada Wetherby"]),
    ],
)
def test_search(three: None, scope: Unit, asked: dict, names: list[str]) -> None:
    assert [one.name for one in members.search(scope, **asked)] == names


def test_by_branch(three: None, scope: Unit, cast: Cast) -> None:
    assert [one.name for one in members.search(scope, branch=cast.branch)] == ["Zoë Oakes"]


def test_counts_name_every_state(three: None, scope: Unit) -> None:
    assert members.by_state(scope) == {"provisional": 1, "paid_up": 1, "in_arrears": 0, "lapsed": 0, "left": 1}


def test_provisional_members_whose_eight_weeks_end(three: None, scope: Unit) -> None:
    day = datetime.date(2026, 11, 26)
    assert [one.name for one in members.provisional_ending(scope, day, day)] == ["Ada Wetherby"]
    after = day + datetime.timedelta(days=1)
    assert not members.provisional_ending(scope, after, after)
