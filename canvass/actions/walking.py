"""Saying how a street is walked: one of the usual ways, or door by door; and taking the last change back."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import User
from canvass.enums import Way
from canvass.models import PollingDistrict, Street, StreetOrder
from canvass.queries import walking
from kit.errors import Refused


@transaction.atomic
def choose(*, district: PollingDistrict, street: Street, way: str, by: User | None) -> StreetOrder:
    """Walk a street in this way. By hand it begins as it is walked now."""

    def change(order: StreetOrder) -> list[int]:
        return [door.pk for door in walking.doors(order)] if way == Way.BY_HAND else []

    return _change(district, street, way, change, by)


@transaction.atomic
def move(*, district: PollingDistrict, street: Street, door: int, after: int | None, by: User | None) -> StreetOrder:
    """Walk a door right after another; `after` None: before all others. From now on the street is in order by hand.

    Raises Refused for doors that aren't there (any more).
    """

    def change(order: StreetOrder) -> list[int]:
        rest = [one.pk for one in walking.doors(order)]
        if door not in rest or (after is not None and after not in rest):
            raise Refused(_("That door is no longer on this street. Nothing was changed. Look at the list again."))
        if after == door:
            return rest
        rest.remove(door)
        rest.insert(0 if after is None else rest.index(after) + 1, door)
        return rest

    return _change(district, street, Way.BY_HAND, change, by)


@transaction.atomic
def turn_round(*, district: PollingDistrict, street: Street, by: User | None) -> StreetOrder:
    """Walk a street from its other end. From now on it is in order by hand."""
    return _change(
        district, street, Way.BY_HAND, lambda order: [door.pk for door in reversed(walking.doors(order))], by
    )


@transaction.atomic
def undo(*, district: PollingDistrict, street: Street, by: User | None) -> StreetOrder:
    """Take the last change back; doing it again brings it back."""
    order = _locked(district, street)
    was = {"way": order.way, "doors": order.doors}
    order.way, order.doors = order.before.get("way", Way.SIDES), order.before.get("doors", [])
    order.before, order.made_by = was, by
    order.save()
    audit.record("street.order_undone", by=by, unit=order.unit_id, obj=order)
    return order


def _change(
    district: PollingDistrict, street: Street, way: str, change: Callable[[StreetOrder], list[int]], by: User | None
) -> StreetOrder:
    order = _locked(district, street)
    doors = change(order)
    if (order.way, order.doors) != (way, doors):
        order.before = {"way": order.way, "doors": order.doors}
        order.way, order.doors, order.made_by = way, doors, by
        order.save()
        audit.record("street.ordered", by=by, unit=order.unit_id, obj=order, way=way)
    return order


def _locked(district: PollingDistrict, street: Street) -> StreetOrder:
    """Return the order of a street, made if need be and held until the transaction ends: two tabs act in turn."""
    StreetOrder.objects.get_or_create(unit_id=district.unit_id, polling_district=district, street=street)
    return StreetOrder.objects.select_for_update().get(polling_district=district, street=street)
