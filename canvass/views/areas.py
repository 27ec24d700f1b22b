"""Fetching what lies in the area that the person's role covers. Outside it is 404, and stands in the unit's record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from access.actions import audit
from access.guards import GuardedRequest, fetch
from access.models import DeviceGrant
from access.permissions import Permission
from canvass.models import (
    Board,
    ContactEvent,
    DoorFlag,
    DoorstepConsent,
    DoubtfulMatch,
    Elector,
    Found,
    Household,
    PollingDistrict,
    TargetList,
)
from canvass.queries import areas, devices
from canvass.queries.targets import lists as target_lists


def board(request: GuardedRequest, permission: Permission, pk: UUID, rows: QuerySet[Board] | None = None) -> Board:
    """Return a board (of `rows`), with its unit and who made it, if no door of it lies outside the area."""
    found = Board.objects.all() if rows is None else rows
    return _fetch(request, permission, found.select_related("unit", "made_by"), pk, areas.boards)


def district(request: GuardedRequest, permission: Permission, pk: int | str) -> PollingDistrict:
    """Return a polling district of the area."""
    return _fetch(request, permission, PollingDistrict.objects.all(), pk, areas.districts)


def elector(
    request: GuardedRequest, permission: Permission, pk: int | str, rows: QuerySet[Elector] | None = None
) -> Elector:
    """Return an elector (of `rows`) of the area, with their latest answer and their door."""
    found = Elector.objects.select_related("latest_contact", "household__street") if rows is None else rows
    return _fetch(request, permission, found, pk, areas.electors)


def household(request: GuardedRequest, permission: Permission, pk: int, rows: QuerySet[Household]) -> Household:
    """Return a household (of `rows`) of the area."""
    return _fetch(request, permission, rows, pk, areas.households)


def answer(request: GuardedRequest, permission: Permission, pk: UUID | str) -> ContactEvent:
    """Return a recorded event of the area."""
    return _fetch(request, permission, ContactEvent.objects.all(), pk, areas.answers)


def match(request: GuardedRequest, permission: Permission, pk: int) -> DoubtfulMatch:
    """Return a question of who is who of the area."""
    return _fetch(request, permission, DoubtfulMatch.objects.all(), pk, areas.matches)


def target_list(request: GuardedRequest, permission: Permission, pk: UUID | str) -> TargetList:
    """Return a target list, with its rule, if no district of it lies outside the area."""
    rows = TargetList.objects.select_related("version__rule", "made_by")
    return _fetch(request, permission, rows, pk, target_lists.in_area)


def flag(request: GuardedRequest, permission: Permission, pk: int) -> DoorFlag:
    """Return a flag on a door of the area."""
    return _fetch(request, permission, DoorFlag.objects.select_related("household__street"), pk, areas.flags)


def found(request: GuardedRequest, permission: Permission, pk: UUID, rows: QuerySet[Found] | None = None) -> Found:
    """Return a door or resident (of `rows`) that no register names, of the area."""
    return _fetch(request, permission, Found.objects.all() if rows is None else rows, pk, areas.found)


def consent(request: GuardedRequest, permission: Permission, pk: UUID) -> DoorstepConsent:
    """Return a consent of somebody of the area."""
    return _fetch(request, permission, DoorstepConsent.objects.all(), pk, areas.consents)


def phone(request: GuardedRequest, permission: Permission, pk: UUID, rows: QuerySet[DeviceGrant]) -> DeviceGrant:
    """Return a phone (of `rows`) that holds something of the area, or a teller's."""
    return _fetch(request, permission, rows, pk, devices.in_area)


def _fetch(
    request: GuardedRequest, permission: Permission, rows: QuerySet, pk: object, inside: Callable[..., QuerySet]
) -> Any:
    found: Model = fetch(request, rows, pk=pk)
    area = request.access.area(permission, request.unit)
    if area is not None and not inside(area, rows).filter(pk=found.pk).exists():
        audit.record_anyway("access.out_of_area", by=request.user, unit=request.unit, obj=found)
        raise Http404(_("There is no such page."))
    return found
