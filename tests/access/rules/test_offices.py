"""Offices: what can be shared, and how long a year is."""

from __future__ import annotations

import datetime

import pytest

from access.enums import UnitKind
from access.roles import ROLES
from access.rules import offices as rules

D = datetime.date


@pytest.mark.parametrize(
    ("title", "shared"), [("Chair", False), (" treasurer ", False), ("Vice-chair", True), ("Secretary", True)]
)
def test_chair_and_treasurer_are_not_shared(title: str, shared: bool) -> None:
    assert rules.may_be_shared(title) is shared


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (D(2027, 6, 1), D(2028, 5, 31)),
        (D(2027, 3, 1), D(2028, 2, 29)),
        (D(2028, 2, 29), D(2029, 2, 28)),
        (D(2027, 1, 1), D(2027, 12, 31)),
    ],
)
def test_a_term_of_a_year(first: D, last: D) -> None:
    assert rules.a_year_from(first) == last


def test_the_usual_offices_bring_roles_that_a_clp_gives() -> None:
    for usual in rules.USUAL:
        for name in usual.roles:
            assert UnitKind.CLP in ROLES[name].kinds
            assert ROLES[name].may_be_asked
