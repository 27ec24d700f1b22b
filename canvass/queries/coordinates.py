"""Files of coordinates: which there were, which is at work, which can be taken back."""

from __future__ import annotations

import datetime

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from access.models import Unit
from canvass.enums import CoordinatesState
from canvass.models import CoordinatesFile, PlacedDoor


def files(unit: Unit) -> QuerySet[CoordinatesFile]:
    """Return the files of a unit, newest first, with who brought them in and took them back."""
    rows = CoordinatesFile.objects.filter(unit=unit).select_related("uploaded_by", "undone_by")
    return rows.order_by("-uploaded_at", "-pk")


def last_applied(unit: Unit) -> CoordinatesFile | None:
    """Return the last file that moved doors, as long as it is known how they stood before; else None."""
    placed = Exists(PlacedDoor.objects.filter(file=OuterRef("pk")))
    return files(unit).filter(placed, state=CoordinatesState.APPLIED).order_by("-finished_at").first()


def units_to_see_to(*, silent: datetime.datetime, forgotten: datetime.datetime) -> list[int]:
    """Return the ids of units with a file at work that was silent since then, or places kept from before then."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM canvass_units_with_coordinates(%s, %s)", [silent, forgotten])
        return sorted(row[0] for row in cursor.fetchall())
