"""Telling officers, and the unit above them, where work stops or will stop for want of people."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from access import scoping
from access.actions import audit
from access.actions.grants import telling
from access.models import AuditEvent, Grant, Unit, User
from access.permissions import Permission
from access.queries import accesses, cover
from access.queries.cover import Shortfall
from access.roles import ROLES

_VERB = "cover.warned"


def sweep() -> None:
    """Mail, once for each occasion, what units are short of. Safe to run twice, and when it was missed.

    Each unit is looked at in a transaction of its own; what is told above are counts and the names of deciders.
    """
    units = list(Unit.objects.order_by("pk"))
    gaps = {unit.pk: _gaps(unit) for unit in units}
    for unit in units:
        below = [short for one in units if one.parent_id == unit.pk for short in gaps[one.pk]]
        with scoping.units([unit.pk]):
            _warn(unit, [*gaps[unit.pk], *below])


def _gaps(unit: Unit) -> list[Shortfall]:
    with scoping.units([unit.pk]):
        return [short for short in cover.shortfalls([unit]) if short.critical]


def _warn(unit: Unit, found: list[Shortfall]) -> None:
    """Tell those who decide in this very unit about its gaps and those of the units right below it."""
    people = _deciders(unit)
    if not people:
        return
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # two sweeps at once tell nobody twice
    said = _said_before(unit) if found else set()
    new = [short for short in found if short.occasion not in said]
    if not new:
        return
    event = audit.record(_VERB, by=None, unit=unit, count=len(new), occasions=[short.occasion for short in new])
    telling.tell("cover", people, unit=unit, occasion=event.pk, gaps=_by_unit(new), cover=_link(unit))


def _deciders(unit: Unit) -> list[User]:
    """Return who decides about access by a grant of this unit itself: those above have a mail of their own.

    Also those whose role is not open yet: where nobody's is, somebody must learn that nobody can decide.
    """
    return [
        access.user
        for access in accesses.holding([unit.pk])
        if any(held.unit_id == unit.pk and _decides(held) for held in access.held)
    ]


def _decides(grant: Grant) -> bool:
    return Permission.GIVE_ACCESS in ROLES[grant.role].permissions


def _said_before(unit: Unit) -> set[str]:
    rows = AuditEvent.objects.filter(unit_id=unit.pk, verb=_VERB).values_list("detail", flat=True)
    return {occasion for detail in rows for occasion in detail["occasions"]}


def _by_unit(found: list[Shortfall]) -> list[tuple[str, list[Shortfall]]]:
    units = dict.fromkeys(short.unit for short in found)
    return [(unit.name, [short for short in found if short.unit == unit]) for unit in units]


def _link(unit: Unit) -> str:
    return f"{settings.BASE_URL}{reverse('access:offices', kwargs={'unit': unit.code})}"
