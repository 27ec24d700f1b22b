"""Units nest downwards."""

from __future__ import annotations

import pytest

from access.enums import UnitKind as K
from access.rules import units


@pytest.mark.parametrize(
    ("parent", "kind", "fits"),
    [
        (K.PARTY, K.REGION, True),
        (K.PARTY, K.CLP, True),
        (K.REGION, K.CLP, True),
        (K.CLP, K.BRANCH, True),
        (K.PARTY, K.BRANCH, False),
        (K.REGION, K.BRANCH, False),
        (K.CLP, K.CLP, False),
        (K.CLP, K.REGION, False),
        (K.BRANCH, K.CLP, False),
        (K.BRANCH, K.BRANCH, False),
        (K.PARTY, K.PARTY, False),
    ],
)
def test_which_unit_may_stand_under_which(parent: K, kind: K, fits: bool) -> None:
    assert units.may_hold(parent, kind) is fits


def test_only_a_branch_needs_a_unit_above_it() -> None:
    assert [kind for kind in K if not units.may_stand_alone(kind)] == [K.BRANCH]
