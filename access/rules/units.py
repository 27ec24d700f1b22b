"""How units may nest: downwards only, and a branch always belongs to a CLP (domain D1)."""

from __future__ import annotations

from access.enums import UnitKind

_LARGEST_FIRST = (UnitKind.PARTY, UnitKind.REGION, UnitKind.CLP, UnitKind.BRANCH)


def may_hold(parent: str, kind: str) -> bool:
    """Say whether a unit of kind `parent` may have one of kind `kind` directly below it.

    Levels may be left out (a CLP right under the party), except that a branch stands under a CLP: rows about
    people carry their CLP.
    """
    if kind == UnitKind.BRANCH:
        return parent == UnitKind.CLP
    return _LARGEST_FIRST.index(UnitKind(parent)) < _LARGEST_FIRST.index(UnitKind(kind))


def may_stand_alone(kind: str) -> bool:
    """Say whether a unit of this kind may have no parent; a CLP that runs its own installation has none."""
    return kind != UnitKind.BRANCH
