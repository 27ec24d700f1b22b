"""Reading the unit tree."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.models import Model, QuerySet

from access.models import Unit
from kit import clock


def below(unit: Unit) -> QuerySet[Unit]:
    """Return every unit under this one, at whatever depth, by name."""
    return Unit.objects.filter(path__startswith=unit.path).exclude(pk=unit.pk).order_by("name", "pk")


def add_people(units: Iterable[Unit]) -> None:
    """Give each of these units `people`: how many accounts hold a role in it today. Counts alone reach across units."""
    there = list(units)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM access_people_in(%s, %s)", [[unit.pk for unit in there], clock.today()])
        people = dict(cursor.fetchall())
    for unit in there:
        unit.people = people.get(unit.pk, 0)  # type: ignore[attr-defined] # for the page alone


def of_row(model: type[Model], pk: object) -> int | None:
    """Return the id of the unit that a row belongs to, whatever is in scope; None where there is no such row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_unit_of(%s, %s)", [model._meta.db_table, str(pk)])
        return cursor.fetchone()[0]
