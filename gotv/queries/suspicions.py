"""What is known of numbers as they come in, to tell which of them are odd; and those that wait for somebody."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from access.models import DeviceGrant
from canvass.models import Elector
from canvass.queries import areas
from gotv.enums import MarkSource
from gotv.models import Election, Voted, VoteMark
from gotv.queries.numbers import Roll
from gotv.rules import hours
from gotv.rules import suspicions as rules

# A mark that counts: not taken back, and either not odd or looked at and found good.
DRIVES = Q(void__isnull=True) & (Q(suspicion="") | Q(check_made__counts=True))


@dataclass(frozen=True)
class Known:
    """What holds for the marks of one call. `districts` are those of the station, None where any will do."""

    source: str
    opened_at: datetime.datetime | None
    districts: frozenset[int] | None = None
    postal: frozenset[int] = field(default=frozenset())
    second_phone: bool = False
    bursts: Sequence[bool] = ()

    def judge(self, place: int, district: int, elector: int, marked_at: datetime.datetime) -> str:
        """Return why the entry at this place of the call waits, or ""."""
        return rules.judge(
            rules.Facts(
                source=self.source,
                marked_at=marked_at,
                opened_at=self.opened_at,
                elsewhere=self.districts is not None and district not in self.districts,
                postal=elector in self.postal,
                second_phone=self.second_phone,
                in_burst=bool(self.bursts) and self.bursts[place],
            )
        )


def known(
    election: Election,
    device: DeviceGrant | None,
    source: str,
    here: frozenset[int],
    roll: Roll,
    times: Sequence[datetime.datetime],
) -> Known:
    """Return what tells odd numbers of one call from good ones. `here` are the districts of its station."""
    opened_at = None if election.is_rehearsal else hours.polls(election.polling_on).opens
    if source != MarkSource.TELLER:
        return Known(source, opened_at)
    return Known(
        source,
        opened_at,
        districts=here or None,  # a station of which nobody has said who votes there
        postal=frozenset(roll.postal),
        second_phone=device is not None and device.second_device_at is not None,
        bursts=rules.in_burst(roll.typed_at, times) if device is not None and not election.is_rehearsal else (),
    )


def waiting(election: Election, *, area: areas.Keys = None, reason: str = "") -> QuerySet[VoteMark]:
    """Return the odd marks of an election, or of an area, that nobody has decided about, the oldest first.

    Those of electors who are in by another mark are left out: whatever is decided would change nothing.
    """
    person = Coalesce(F("elector__merged_into_id"), F("elector_id"))
    came = Voted.objects.filter(election=election, elector=OuterRef("person"))
    rows = VoteMark.objects.filter(election=election, void__isnull=True, check_made__isnull=True).exclude(suspicion="")
    rows = rows.annotate(person=person).exclude(Exists(came))
    if area is not None:
        rows = rows.filter(polling_district__in=areas.districts(area))
    if reason:
        rows = rows.filter(suspicion=reason)
    rows = rows.select_related("polling_district", "station", "actor", "device")
    return rows.order_by("received_at", "marked_at", "pk")


def people(marks: Collection[VoteMark]) -> dict[int, int]:
    """Return who each elector of these marks is by now, by the id that was typed for."""
    ids = {mark.elector_id for mark in marks if mark.elector_id is not None}
    return {pk: into or pk for pk, into in Elector.objects.filter(pk__in=ids).values_list("pk", "merged_into_id")}
