"""Makes members for tests. Needs no open scope."""

from __future__ import annotations

from access import scoping
from access.models import Unit
from organise.models import Member


def member(unit: Unit, first_name: str = "Elsie", last_name: str = "Marchbank", **fields: object) -> Member:
    """Make a member; any field of Member may be given."""
    with scoping.units([unit.pk]):
        return Member.objects.create(unit=unit, first_name=first_name, last_name=last_name, **fields)
