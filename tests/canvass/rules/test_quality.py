"""Shares, sums, and the order of what to do next."""

from __future__ import annotations

from typing import Any

import pytest

from canvass.rules import quality
from canvass.rules.quality import District, Figures, What


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [(0, 0, None), (0, 10, 0), (10, 10, 100), (1, 3, 33), (1, 1000, 1), (999, 1000, 99), (1, 2, 50)],
)
def test_a_share_is_none_or_all_only_when_it_is(part: int, whole: int, share: int | None) -> None:
    assert quality.share(part, whole) == share


def _district(pk: int, **figures: Any) -> District:
    return District(pk, f"HH{pk}", "", "", Figures(**figures))


def test_the_sum_adds_everything_but_the_median() -> None:
    one, two = Figures(10, 5, 6, 30, 1, 2, 3, 4, 5, 6), Figures(20, 1, 2, 300, 1, 1, 1, 1, 1, 7)
    assert quality.total([one, two], 90) == Figures(30, 6, 8, 90, 2, 3, 4, 5, 6, 13)
    assert quality.total([], None) == Figures()
    assert Figures().share_12 is None
    assert Figures().share_located is None
    assert Figures(doors=4, unlocated=1).share_located == 75


def test_where_most_people_were_not_spoken_to_comes_first() -> None:
    districts = [
        _district(1, electors=100, spoken_12=10, spoken_24=20),
        _district(2, electors=1000, spoken_12=100, spoken_24=200),
        _district(3, electors=1000, spoken_12=900, spoken_24=950),
        _district(4, electors=400, spoken_12=0, spoken_24=0),
        _district(5, electors=50, spoken_12=0, spoken_24=0),
    ]
    steps = quality.next_steps(districts, quality.total([], None), waiting=0, doubtful=0)
    assert [(step.what, step.district.code, step.count) for step in steps if step.district] == [
        (What.CANVASS, "HH2", 900),
        (What.CANVASS, "HH4", 400),
        (What.CANVASS, "HH1", 90),
    ], "three at most, and never one that was spoken to"


def test_a_district_whose_answers_are_old_is_worth_an_evening_too() -> None:
    [step] = quality.next_steps(
        [_district(1, electors=100, spoken_12=60, spoken_24=90, median_age=400)], Figures(), waiting=0, doubtful=0
    )
    assert (step.what, step.count) == (What.CANVASS, 40)
    fresh = _district(1, electors=100, spoken_12=60, median_age=300)
    assert quality.next_steps([fresh], Figures(), waiting=0, doubtful=0) == []


def test_each_thing_has_its_place_by_what_it_mends() -> None:
    whole = Figures(electors=1000, contradictions=3, late=30, answers=100, unmatched=10, unlocated=200, doors=500)
    steps = quality.next_steps([], whole, waiting=2, doubtful=12)
    assert [(step.what, step.count) for step in steps] == [
        (What.MATCHES, 12),
        (What.CONTRADICTIONS, 3),
        (What.LATE, 30),
        (What.WAITING, 2),
        (What.ADDRESSES, 10),
        (What.LOCATE, 200),
    ]


def test_little_is_left_in_peace() -> None:
    whole = Figures(electors=1000, spoken_12=900, late=10, answers=100, unlocated=25, doors=500)
    assert quality.next_steps([], whole, waiting=0, doubtful=0) == []


def test_there_are_never_more_than_eight() -> None:
    districts = [_district(pk, electors=100) for pk in range(1, 9)]
    whole = Figures(electors=800, contradictions=3, late=30, answers=100, unmatched=10, unlocated=200, doors=500)
    assert len(quality.next_steps(districts, whole, waiting=2, doubtful=12)) == quality.MOST
