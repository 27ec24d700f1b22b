"""What a teller sees: stations of today, and their own last numbers. Never a name (reliability T3)."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from typing import cast

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from access.models import DeviceGrant, User
from gotv.enums import MarkVerdict
from gotv.models import Election, PollingStation, VoteMark
from gotv.rules import hours
from kit import prepared

_OBJECTS = prepared.Objects(s=PollingStation, e=Election)
_POST = f"""
SELECT {_OBJECTS.columns}, (SELECT next.used_at FROM gotv_tellerpass mine
                            JOIN gotv_tellerpass next ON next.id = mine.followed_by_id WHERE mine.grant_id = %s::uuid)
FROM gotv_pollingstation s JOIN gotv_election e ON e.id = s.election_id
WHERE s.id = %s::bigint AND s.unit_id = %s::bigint
"""  # noqa: S608 - names of columns
LAST = 5
MAY_UNDO = 3


@dataclass(frozen=True)
class Typed:
    """One number of one's own. `words` are the verdict as the teller reads it."""

    id: uuid.UUID
    district: str
    number: str
    verdict: str
    words: str
    at: datetime.datetime
    taken_back: bool
    can_undo: bool


def hours_of(station: PollingStation) -> hours.Hours:
    """Return when tellers may type at this station."""
    return hours.tellers(station.election.polling_on, rehearsal=station.election.is_rehearsal)


def post_of(device: DeviceGrant) -> tuple[PollingStation, datetime.datetime | None]:
    """Return the station that a teller's phone sends for, with its election, and when another teller took over.

    None: nobody has.
    """
    found = prepared.rows(_POST, [device.pk, device.scope["station"], device.unit_id])
    if not found:
        raise PollingStation.DoesNotExist
    station, station.election = _OBJECTS.of(found[0])
    return cast(PollingStation, station), cast("datetime.datetime | None", found[0][-1])


def stations_on(day: datetime.date) -> list[PollingStation]:
    """Return the stations in scope that have an election on that day, with their districts, by name."""
    return list(
        PollingStation.objects.filter(election__polling_on=day)
        .select_related("election", "unit")
        .prefetch_related("districts")
        .order_by("unit__name", "name", "pk")
    )


def last_of(station: PollingStation, who: User | DeviceGrant) -> list[Typed]:
    """Return the newest numbers that this person, or this phone without an account, typed here, newest first."""
    rows = list(_own(station, who).select_related("void", "polling_district")[:LAST])
    undoable = [mark.pk for mark in rows if not hasattr(mark, "void")][:MAY_UNDO]
    return [_typed(mark, mark.pk in undoable) for mark in rows]


def may_undo(station: PollingStation, who: User | DeviceGrant) -> set[uuid.UUID]:
    """Return the ids of one's own last three numbers here that still stand."""
    return set(_own(station, who).filter(void__isnull=True).values_list("pk", flat=True)[:MAY_UNDO])


def _own(station: PollingStation, who: User | DeviceGrant) -> QuerySet[VoteMark]:
    own = {"device": who} if isinstance(who, DeviceGrant) else {"actor": who}
    return VoteMark.objects.filter(station=station, **own).order_by("-marked_at", "-received_at", "-pk")


def _typed(mark: VoteMark, can_undo: bool) -> Typed:
    district, _space, number = mark.typed.rpartition(" ")
    words = str(MarkVerdict(mark.verdict).label)
    if mark.verdict == MarkVerdict.NOT_HERE:
        words = _("Not in %(district)s, check it") % {"district": district}
    taken_back = hasattr(mark, "void")
    if taken_back:
        words = _("Taken back")
    return Typed(mark.pk, district, number, mark.verdict, words, mark.marked_at, taken_back, can_undo)
