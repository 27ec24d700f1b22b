"""Doors at which somebody was in danger."""

from __future__ import annotations

import datetime

from django.db.models import Count, Exists, Min, QuerySet
from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access.enums import UnitKind
from access.hooks import Need
from access.models import Unit
from access.permissions import Permission as P
from access.queries.accesses import Access
from canvass.models import Board, DoorFlag, Household
from canvass.queries import areas
from kit import clock
from kit.templatetags.rosette import number


def standing(household: Combinable) -> Exists:
    """Return, as an expression, whether a door is flagged today. On its review day somebody has to look again."""
    return Exists(DoorFlag.objects.filter(household=household, lifted_at=None, review_on__gt=clock.today()))


def flags(unit: Unit, area: areas.Keys = None) -> QuerySet[DoorFlag]:
    """Return the flags of an area that were not lifted, with door and who flagged, by their review day."""
    return _shown(areas.flags(area, DoorFlag.objects.filter(unit=unit, lifted_at=None))).order_by(
        "review_on", "flagged_at", "pk"
    )


def lifted(unit: Unit, since: datetime.datetime, area: areas.Keys = None, *, most: int = 50) -> list[DoorFlag]:
    """Return the flags that were lifted since then, the latest first."""
    rows = areas.flags(area, DoorFlag.objects.filter(unit=unit, lifted_at__gte=since))
    return list(_shown(rows).select_related("lifted_by").order_by("-lifted_at", "pk")[:most])


def at_door(household: Household) -> list[DoorFlag]:
    """Return the flags of a door that were not lifted."""
    return list(_shown(DoorFlag.objects.filter(household=household, lifted_at=None)).order_by("review_on", "pk"))


def on_board(board: Board) -> list[DoorFlag]:
    """Return the flags on doors of a board that were not lifted, in walking order."""
    rows = DoorFlag.objects.filter(household__board_doors__board=board, lifted_at=None)
    return list(_shown(rows).order_by("household__board_doors__position", "pk"))


def needs(access: Access, unit: Unit) -> list[Need]:
    """Return what the start page asks of whoever makes boards: to look at flags again whose day has come."""
    if unit.kind != UnitKind.CLP or not access.may(P.MAKE_BOARDS, unit):
        return []
    due = flags(unit, access.area(P.MAKE_BOARDS, unit)).filter(review_on__lte=clock.today()).order_by()
    found = due.aggregate(count=Count("pk"), since=Min("review_on"))
    if not found["count"]:
        return []
    title = ngettext("Look at a flagged door again", "Look at %(count)s flagged doors again", found["count"])
    return [
        Need(
            title=title % {"count": number(found["count"])},
            what=_("Somebody was in danger there a year ago. Say whether canvassers should still take care."),
            why=_("Canvassers are not warned any more until somebody has looked."),
            url=reverse("canvass:flags", kwargs={"unit": unit.code}),
            button=_("Look at them"),
            since=clock.at(found["since"], 0),
        )
    ]


def _shown(rows: QuerySet[DoorFlag]) -> QuerySet[DoorFlag]:
    return rows.select_related("household__street", "household__polling_district", "flagged_by")
