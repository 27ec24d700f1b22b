"""Calling people back from phones that are out: who asked not to be contacted, has died, or is no longer listed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from access import scoping
from access.enums import UnitKind
from access.models import Unit
from canvass import hooks
from canvass.enums import RecallKind
from canvass.models import BoardDoor, Elector, Handing, PastEntry, Recall

_KEPT = datetime.timedelta(days=90)
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('canvass.recall'), %s::int)"


@transaction.atomic
def note(*, unit: Unit | int, electors: Iterable[int] | QuerySet, kind: RecallKind | str) -> int:
    """Tell phones to take these electors (ids, or a query for them) off their lists. Returns how many are on a board.

    Needs a scope on the unit. Nothing is written about doors that are on no board that is out. The lock makes the
    numbers of a unit appear in their order: a phone that has heard of 7 never misses a 6 that was committed later.
    """
    unit_id = unit.pk if isinstance(unit, Unit) else unit
    asked = electors if isinstance(electors, QuerySet) else list(electors)
    found = Elector.objects.filter(_out(unit_id), pk__in=asked, unit=unit_id)
    rows = [(household, pk) for pk, household in found.values_list("pk", "household_id")]
    return _write(unit_id, rows, kind)


@transaction.atomic
def left(*, unit: int, register_import: UUID) -> int:
    """Tell phones of those whom a register file took off their door: they left, or are listed elsewhere now."""
    past = PastEntry.objects.filter(_out(unit), register_import=register_import, was_listed=True)
    gone = past.filter(Q(elector__left_on__isnull=False) | ~Q(elector__household=F("household")))
    return _write(unit, list(gone.values_list("household_id", "elector_id")), RecallKind.GONE)


def _out(unit_id: int) -> Q:
    """Return the condition on what is behind a door that somebody has out: on a board, or otherwise (hooks.out)."""
    handings = Handing.objects.filter(board__unit=unit_id, returned_at=None, read_until__gt=timezone.now())
    found = Q(household__in=BoardDoor.objects.filter(board__in=handings.values("board")).values("household"))
    for doors in hooks.out:
        found |= Q(household__in=doors(unit_id))
    return found


def _write(unit_id: int, rows: Sequence[tuple[int, int | None]], kind: RecallKind | str) -> int:
    if not rows:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [unit_id])
    now = timezone.now()
    Recall.objects.bulk_create(
        [Recall(unit_id=unit_id, household_id=door, elector_id=pk, kind=kind, at=now) for door, pk in rows]
    )
    return len(rows)


def forget() -> int:
    """Forget recalls after 90 days: no pack lives so long. Returns how many."""
    forgotten = 0
    for unit in Unit.objects.filter(kind=UnitKind.CLP).values_list("pk", flat=True):
        with scoping.units([unit]):
            forgotten += Recall.objects.filter(at__lt=timezone.now() - _KEPT).delete()[0]
    return forgotten
