"""Thirty awkward streets, as registers write them, in the order in which somebody who knows them would walk them.

Each file in streets/ is {"about", "way", "walked": the lines of each door in the right order}, with "districts" (of
each door) where there are two, and "placed" (doors as read out) where somebody has put them in order by hand.
"""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from canvass.enums import Way
from canvass.rules import addresses, walking
from canvass.rules.walking import Door

STREETS = sorted((Path(__file__).parent / "streets").glob("*.json"))


def door(lines: list[str], household: int, district: int, streets: dict[str, int]) -> Door:
    """Return a door as an import makes it."""
    at = addresses.parse(lines, "WX1 2AB")
    assert at is not None
    street = streets.setdefault(at.street_key, len(streets) + 1)
    return Door(
        street, at.street, at.locality, at.number, at.number_suffix, at.building, at.flat, at.flat_number, household,
        district,
    )  # fmt: skip


def read_out(one: Door) -> str:
    number = f"{'' if one.number is None else one.number}{one.suffix}"
    return ", ".join(part for part in (one.flat, one.building, number) if part)


@pytest.mark.parametrize("path", STREETS, ids=lambda path: path.stem)
def test_a_street_is_walked_as_one_would(path: Path) -> None:
    street = json.loads(path.read_text(encoding="utf-8"))
    streets: dict[str, int] = {}
    districts = street.get("districts") or [1] * len(street["walked"])
    # Ids that say nothing about the order, so that no tie is broken by them.
    ids = random.Random(path.stem).sample(range(1, 1000), len(districts))
    right = [
        door(lines, household, district, streets)
        for lines, household, district in zip(street["walked"], ids, districts, strict=True)
    ]
    assert len(streets) == len({tuple(lines[1:]) for lines in street["walked"]}) or path.stem != "twins"
    placed = {read_out(one): one.household_id for one in right}
    by_hand = [placed[name] for name in street.get("placed", [])]
    for seed in range(5):
        given = random.Random(seed).sample(right, len(right))
        walked = walking.in_way(given, street["way"], by_hand)
        assert [read_out(one) for one in walked] == [read_out(one) for one in right], street["about"]


def test_there_are_thirty_of_them_and_every_way_to_walk() -> None:
    assert len(STREETS) >= 30
    assert {json.loads(path.read_text(encoding="utf-8"))["way"] for path in STREETS} == set(Way.values)
