"""Areas: the wards that a role can be limited to, and what of a register, its boards and its answers lies in them.

An area is what access.queries.accesses.Access.area() returns: None for the whole unit, else keys such as "ward:12".
What lies in no ward lies in no area. "session:<id>" is the boards of one canvass session, wherever their doors are.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from access.hooks import Area
from access.models import Unit, User
from access.permissions import Permission
from access.queries import accesses
from canvass.models import (
    Board,
    BoardDoor,
    ContactEvent,
    DoorFlag,
    DoorstepConsent,
    DoubtfulMatch,
    Elector,
    Found,
    Household,
    PollingDistrict,
    Ward,
)

Keys = frozenset[str] | None
_WARD = "ward:"
_SESSION = "session:"


def of_unit(unit: Unit) -> list[Area]:
    """Return the wards of a unit, by name, as places that a role can be limited to (access.hooks.areas)."""
    return [Area(f"{_WARD}{ward.pk}", _named(ward)) for ward in Ward.objects.filter(unit=unit).order_by("name", "pk")]


def _named(ward: Ward) -> str:
    """Return a ward's name; for one that ends with the day, since the ward after it may be called the same."""
    if ward.ends_on is None:
        return ward.name
    return _("%(ward)s, until %(day)s") % {"ward": ward.name, "day": date_format(ward.ends_on, "j F Y")}


def session_key(session: UUID) -> str:
    """Return the key of the area that is the boards of a session."""
    return f"{_SESSION}{session}"


def _sessions(area: frozenset[str]) -> list[str]:
    return [key.removeprefix(_SESSION) for key in area if key.startswith(_SESSION)]


def wards(area: Keys) -> list[int] | None:
    """Return the ids of the wards of an area; None: everywhere."""
    return None if area is None else _ids(area)


def _ids(area: frozenset[str]) -> list[int]:
    return sorted(int(key.removeprefix(_WARD)) for key in area if key.startswith(_WARD))


def districts(area: Keys, rows: QuerySet[PollingDistrict] | None = None) -> QuerySet[PollingDistrict]:
    """Return those of the districts in scope, or of `rows`, that lie in the area."""
    found = PollingDistrict.objects.all() if rows is None else rows
    return found if area is None else found.filter(ward__in=_ids(area))


def boards(area: Keys, rows: QuerySet[Board] | None = None) -> QuerySet[Board]:
    """Return those of the boards in scope, or of `rows`, that are of a session of the area or lie in its wards.

    A board lies there when no door of it lies outside.
    """
    found = Board.objects.all() if rows is None else rows
    if area is None:
        return found
    inside = Q(session__in=_sessions(area))
    if _ids(area):
        doors = BoardDoor.objects.filter(board=OuterRef("pk"))
        inside |= Q(~Exists(doors.exclude(household__polling_district__ward__in=_ids(area))))
    return found.filter(inside)


def holds(area: Keys, board: Board) -> bool:
    """Say whether the board is of a session of the area, or no door of it lies outside the area's wards."""
    return area is None or boards(area).filter(pk=board.pk).exists()


def board_ids(area: Keys) -> Collection[UUID] | None:
    """Return the ids of the boards that lie in the area; None: all of them."""
    return None if area is None else list(boards(area).values_list("pk", flat=True))


def answers(area: Keys, rows: QuerySet[ContactEvent]) -> QuerySet[ContactEvent]:
    """Return those of the events that are about a door, or else a person, or else a number in the area."""
    if area is None:
        return rows
    inside = _ids(area)
    codes = districts(area).values("code")
    return rows.filter(
        Q(household__polling_district__ward__in=inside)
        | Q(household=None, elector__polling_district__ward__in=inside)
        | Q(household=None, elector=None, district_code__in=codes)
    )


def electors(area: Keys, rows: QuerySet[Elector]) -> QuerySet[Elector]:
    """Return those of the electors who are listed in the area."""
    return rows if area is None else rows.filter(polling_district__ward__in=_ids(area))


def households(area: Keys, rows: QuerySet[Household]) -> QuerySet[Household]:
    """Return those of the households that lie in the area."""
    return rows if area is None else rows.filter(polling_district__ward__in=_ids(area))


def flags(area: Keys, rows: QuerySet[DoorFlag]) -> QuerySet[DoorFlag]:
    """Return those of the flags on doors in the area."""
    return rows if area is None else rows.filter(household__polling_district__ward__in=_ids(area))


def consents(area: Keys, rows: QuerySet[DoorstepConsent]) -> QuerySet[DoorstepConsent]:
    """Return those of the consents of people who are listed in the area."""
    return rows if area is None else rows.filter(elector__polling_district__ward__in=_ids(area))


def found(area: Keys, rows: QuerySet[Found]) -> QuerySet[Found]:
    """Return those of what was found that lie in the area: a new door does if its street has a door there."""
    if area is None:
        return rows
    doors = Household.objects.filter(polling_district__ward__in=_ids(area))
    on_street = Exists(doors.filter(street=OuterRef("street")))
    return rows.filter(Q(household__in=doors) | Q(on_street, household=None))


def matches(area: Keys, rows: QuerySet[DoubtfulMatch]) -> QuerySet[DoubtfulMatch]:
    """Return those of the questions of who is who whose newer entry lies in the area."""
    return rows if area is None else rows.filter(now__polling_district__ward__in=_ids(area))


def who_may_have(board: Board) -> list[User]:
    """Return, by name, everybody who may record answers on all the doors of this board. One query for each area."""
    known: dict[Keys, bool] = {}
    found = []
    for access in accesses.holding(board.unit.lineage()):
        if not access.may(Permission.RECORD_DOORS, board.unit):
            continue
        area = access.area(Permission.RECORD_DOORS, board.unit)
        if area not in known:
            known[area] = holds(area, board)
        if known[area]:
            found.append(access.user)
    return sorted(found, key=lambda user: (user.name, user.pk))
