"""Rehearsals of an election: those there are, what they are played on, and what they have made."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator, Sequence

from django.db.models import Case, Count, Exists, ExpressionWrapper, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.fields import DurationField
from django.db.models.functions import Cast, Extract, ExtractHour, Floor, Least
from django.utils import timezone

from access.models import DeviceGrant
from canvass.models import ContactEvent, Elector
from gotv.enums import AbsentKind
from gotv.models import AbsentVote, BallotBox, Election, PollingStation, Rehearsal, Voted, VoteMark
from gotv.queries import eligibility, promises
from gotv.rules import hours
from gotv.rules.rehearsals import Voter


def listing(election: Election) -> QuerySet[Rehearsal]:
    """Return the rehearsals of an election, the newest first, with who began each."""
    return Rehearsal.objects.filter(election=election).select_related("started_by").order_by("-started_at")


def running(election: Election) -> Rehearsal | None:
    """Return the rehearsal that is going on in an election, None when there is none."""
    return listing(election).filter(ended_at__isnull=True).first()


def phones(rehearsal: Rehearsal) -> QuerySet[DeviceGrant]:
    """Return the phones of a rehearsal: one at each station, and one that knocks up (without a station)."""
    return DeviceGrant.objects.filter(scope__rehearsal=str(rehearsal.pk))


def marks(rehearsal: Rehearsal) -> QuerySet[VoteMark]:
    """Return the marks that a rehearsal made. What people typed meanwhile is not among them."""
    return VoteMark.objects.filter(election=rehearsal.election_id, device__in=phones(rehearsal))


def stored(rehearsal: Rehearsal) -> set[uuid.UUID]:
    """Return the ids of the events that are kept of what its phones sent."""
    return set(ContactEvent.objects.filter(device__in=phones(rehearsal)).values_list("pk", flat=True))


def clock_now(rehearsal: Rehearsal, now: datetime.datetime) -> float:
    """Return the time on the rehearsed day's clock, in seconds from midnight; its last hour when it is over."""
    run = (now - rehearsal.started_at).total_seconds() * rehearsal.speed
    return min(rehearsal.from_hour * 3600 + run, rehearsal.until_hour * 3600)


def moment(rehearsal: Rehearsal, at: float) -> datetime.datetime:
    """Return when a time of the rehearsed day is played, by the clock on the wall."""
    return rehearsal.started_at + datetime.timedelta(seconds=(at - rehearsal.from_hour * 3600) / rehearsal.speed)


def on_its_clock(rehearsal: Rehearsal, at: float) -> datetime.datetime:
    """Return a time of the rehearsed day as a moment of the election's date."""
    return hours.whole_day(rehearsal.election.polling_on).opens + datetime.timedelta(seconds=at)


def played(rehearsal: Rehearsal) -> float:
    """Return up to which second of the rehearsed day everything has been sent."""
    if rehearsal.played_until is None:
        return rehearsal.from_hour * 3600.0
    return (rehearsal.played_until - hours.whole_day(rehearsal.election.polling_on).opens).total_seconds()


def shown(rehearsal: Rehearsal) -> str:
    """Return up to when the rehearsed day has been played, as its clock is read: "14:05"."""
    minutes = int(played(rehearsal)) // 60
    return f"{minutes // 60:02}:{minutes % 60:02}"


def hours_played(runs: Sequence[Rehearsal]) -> range:
    """Return the hours of the day that were rehearsed whole. There must be a rehearsal."""
    return range(min(one.from_hour for one in runs), max(min(int(played(one)) // 3600, one.until_hour) for one in runs))


def hour_of(runs: Sequence[Rehearsal], moment: str) -> Combinable:
    """Return an expression: in which hour something was, by the clock of the rehearsal that was being played then.

    `moment` is the name of its time. Where nothing was being played it is the hour of the clock on the wall.
    """
    now = timezone.now()
    whens = [
        When(**{f"{moment}__range": (one.started_at, one.ended_at or now)}, then=_hour(one, moment)) for one in runs
    ]
    return Case(*whens, default=ExtractHour(moment), output_field=IntegerField())


def _hour(rehearsal: Rehearsal, moment: str) -> Combinable:
    since = ExpressionWrapper(F(moment) - Value(rehearsal.started_at), output_field=DurationField())
    gone = Floor(Extract(since, "epoch") * Value(rehearsal.speed) / Value(3600.0))
    return Least(Value(rehearsal.from_hour) + Cast(gone, IntegerField()), Value(rehearsal.until_hour - 1))


def voters(election: Election) -> Iterator[Voter]:
    """Yield those who vote at a station: not by post, and of a district that has one. Promises known. Three queries."""
    through = PollingStation.districts.through.objects.filter(pollingstation__election=election)
    where = dict(through.values_list("pollingdistrict_id", "pollingstation_id"))
    promised = set(Elector.objects.filter(promises.promised(election)).values_list("pk", flat=True))
    by_post = AbsentVote.objects.filter(
        election=election, elector=OuterRef("pk"), kind__in=(AbsentKind.POSTAL, AbsentKind.POSTAL_PROXY), ended_at=None
    )
    rows = (
        Elector.objects.filter(eligibility.may_vote(election), ~Exists(by_post), polling_district__in=list(where))
        .order_by("pk")
        .values_list("pk", "polling_district_id", "polling_district__code", "number", "suffix")
    )
    for pk, district, code, number, suffix in rows.iterator(5000):
        yield Voter(pk, where[district], code, number, suffix, pk in promised)


def districts(election: Election) -> list[int]:
    """Return the ids of the districts that vote at a station of an election."""
    through = PollingStation.districts.through.objects.filter(pollingstation__election=election)
    return sorted(set(through.values_list("pollingdistrict_id", flat=True)))


def boxes(election: Election) -> list[tuple[int, int]]:
    """Return the ballot boxes of an election with how many electors each has: as its file says, else by the register.

    Where a district's numbers are shared between boxes and no file counts them, they share alike.
    """
    here = Count("pk", filter=Q(left_on=None))
    counted = dict(
        Elector.objects.order_by()
        .values_list("polling_district")
        .annotate(count=here)
        .values_list("polling_district", "count")
    )
    uses: list[tuple[int, int, int | None]] = list(
        BallotBox.objects.filter(station__election=election, districts__isnull=False)
        .order_by("pk")
        .values_list("pk", "districts__district", "districts__electors")
    )
    sharing: dict[int, int] = {}
    for _box, district, _electors in uses:
        sharing[district] = sharing.get(district, 0) + 1
    found: dict[int, int] = {}
    for box, district, electors in uses:
        share = counted.get(district, 0) // sharing[district] if electors is None else electors
        found[box] = found.get(box, 0) + share
    return [(box, electors) for box, electors in found.items() if electors]


def seed(rehearsal: Rehearsal) -> str:
    """Return what everything in a rehearsal follows from."""
    return f"rehearsal {rehearsal.pk}"


def voted(election: Election) -> int:
    """Return how many electors have voted, counted one by one."""
    return Voted.objects.filter(election=election).count()
