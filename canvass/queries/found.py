"""Doors and residents that canvassers found and no register names."""

from __future__ import annotations

import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access.enums import UnitKind
from access.hooks import Need
from access.models import Unit
from access.permissions import Permission as P
from access.queries.accesses import Access
from canvass.enums import FoundState
from canvass.models import BoardDoor, Elector, Found, Household
from canvass.queries import areas
from kit.templatetags.rosette import number


def on_board(board: OuterRef) -> ArraySubquery:
    """Return, as an expression on boards, what was kept for the next round at a board's doors and on its streets.

    Each as {household, street, door, name, place}; household and street are ids or None, place is the street's name.
    """
    doors = BoardDoor.objects.filter(board=OuterRef(board))
    here = doors.filter(Q(household=OuterRef("household")) | Q(household__street=OuterRef("street")))
    rows = Found.objects.filter(Exists(here), unit=OuterRef("unit"), state=FoundState.KEPT).order_by("found_at", "pk")
    place = Coalesce("street__name", "household__street__name", Value(""))
    return ArraySubquery(
        rows.values(
            json=JSONObject(household="household_id", street="street_id", door="door", name="name", place=place)
        )
    )


def waiting(unit: Unit, area: areas.Keys = None) -> QuerySet[Found]:
    """Return what nobody has decided about in an area, the longest first."""
    return _in(area, Found.objects.filter(unit=unit, state=FoundState.OPEN)).order_by("found_at", "pk")


def decided(unit: Unit, since: datetime.datetime, area: areas.Keys = None, *, most: int = 50) -> list[Found]:
    """Return what was decided since then, the latest first."""
    rows = Found.objects.filter(unit=unit, decided_at__gte=since).exclude(state=FoundState.OPEN)
    return list(_in(area, rows).select_related("decided_by", "elector").order_by("-decided_at", "pk")[:most])


def at_door(household: Household) -> list[Found]:
    """Return who was found behind a door and is on no register: those who wait and those who were kept."""
    rows = Found.objects.filter(household=household, state__in=(FoundState.OPEN, FoundState.KEPT))
    return list(rows.select_related("found_by").order_by("found_at", "pk"))


def of_elector(elector: Elector) -> list[Found]:
    """Return what was found at doors and turned out to be this person."""
    return list(Found.objects.filter(elector=elector).select_related("found_by").order_by("found_at", "pk"))


def needs(access: Access, unit: Unit) -> list[Need]:
    """Return what the start page asks of whoever reviews answers: to decide about what was found."""
    if unit.kind != UnitKind.CLP or not access.may(P.REVIEW_ANSWERS, unit):
        return []
    rows = waiting(unit, access.area(P.REVIEW_ANSWERS, unit)).order_by()
    found = rows.aggregate(count=Count("pk"), since=Min("found_at"))
    if not found["count"]:
        return []
    title = ngettext("Decide about a door not on the list", "Decide about %(count)s not on the list", found["count"])
    return [
        Need(
            title=title % {"count": number(found["count"])},
            what=_("Canvassers found doors or people that no register names."),
            why=_("What you keep is shown the next time somebody walks that street."),
            url=reverse("canvass:found", kwargs={"unit": unit.code}),
            button=_("Look at them"),
            since=found["since"],
        )
    ]


def _in(area: areas.Keys, rows: QuerySet[Found]) -> QuerySet[Found]:
    return areas.found(area, rows).select_related("street", "household__street", "found_by")
