"""A polling day in counts, when it is over: who told us, what it was worth, whom we asked. Never a name."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection
from django.db.models import Count as Number
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from canvass.models import Elector
from gotv.enums import KnockSaid, MarkSource, MarkVerdict, TurnoutState
from gotv.models import DayReport, Election, Knock, Lift, Rehearsal, Round, TurnoutRecord, Voted, VoteMark
from gotv.queries import box_totals, day_facts, promises, rehearsals, shifts
from gotv.rules import day_reports as rules
from gotv.rules import estimates
from gotv.rules.day_reports import Asked, Boxes, Facts, Seen, Source, Station
from gotv.rules.keeping import KEPT
from gotv.rules.shifts import FIRST, LAST

SPOKEN, TRIED, NOT_TRIED = "spoken", "tried", "not_tried"
_CAME = (TurnoutState.VOTED, TurnoutState.BY_POST)
_NOBODY_SPOKE = (KnockSaid.NOT_IN, KnockSaid.NO_ACCESS, KnockSaid.LANGUAGE)
# Each person once for each source: what a teller and a neighbour both said is judged for both.
_SOURCES = """
WITH claims AS (
    SELECT DISTINCT m.source, coalesce(e.merged_into_id, e.id) AS elector
    FROM gotv_votemark m JOIN canvass_elector e ON e.id = m.elector_id
    LEFT JOIN gotv_markvoid v ON v.mark_id = m.id LEFT JOIN gotv_markcheck c ON c.mark_id = m.id
    WHERE m.election_id = %(election)s AND v.mark_id IS NULL AND (m.verdict = ANY(%(in)s) OR c.counts)
)
SELECT c.source, count(*) FILTER (WHERE t.state = ANY(%(came)s)),
       count(*) FILTER (WHERE t.state <> ALL(%(came)s)), count(*) FILTER (WHERE t.state IS NULL)
FROM claims c LEFT JOIN gotv_turnoutrecord t ON t.election_id = %(election)s AND t.elector_id = c.elector
GROUP BY 1 ORDER BY 1
"""
_SEEN = """
SELECT s.name, count(*) FILTER (WHERE t.state = %(there)s),
       count(*) FILTER (WHERE t.state = %(there)s AND v.id IS NOT NULL),
       count(*) FILTER (WHERE t.state <> ALL(%(came)s) AND v.id IS NOT NULL)
FROM gotv_turnoutrecord t
JOIN gotv_pollingstation_districts d ON d.pollingdistrict_id = t.polling_district_id
JOIN gotv_pollingstation s ON s.id = d.pollingstation_id AND s.election_id = t.election_id
LEFT JOIN gotv_voted v ON v.election_id = t.election_id AND v.elector_id = t.elector_id
WHERE t.election_id = %(election)s GROUP BY s.id, s.name ORDER BY s.name, s.id
"""


@dataclass(frozen=True)
class Report:
    """The facts of a day, and since when nothing of it can be counted again; None while its marks are here."""

    facts: Facts
    kept_at: datetime.datetime | None


def of(election: Election) -> Report:
    """Return the report of a day: as it was kept, or counted now."""
    kept = DayReport.objects.filter(election=election).first()
    return Report(facts_from(kept.facts), kept.kept_at) if kept else Report(facts(election), None)


def is_kept(election: Election) -> bool:
    """Say whether the marks of a poll are gone, so that its report is all there is of them."""
    return DayReport.objects.filter(election=election).exists()


def facts(election: Election) -> Facts:
    """Count a whole day. A dozen queries or so, however large it was."""
    knocks = Knock.objects.filter(election=election, undone_at=None).order_by()
    lifts = Lift.objects.filter(election=election).order_by()
    rounds = Round.objects.filter(election=election)
    recorded = TurnoutRecord.objects.filter(election=election).count()
    wanted = Elector.objects.filter(promises.promised(election))
    asked, left_out = _asked(election, wanted) if recorded else ([], False)
    runs = list(rehearsals.listing(election)) if election.is_rehearsal else []
    over = _over(election, runs)
    return Facts(
        hours=_hours(election, runs, over),
        stations=_stations(election, runs, over),
        boxes=_boxes(election),
        rounds=rounds.count(),
        round_districts=rounds.order_by().values("polling_district").distinct().count(),
        knocks=dict(knocks.values_list("said").annotate(count=Number("pk"))),
        lifts=dict(lifts.values_list("state").annotate(count=Number("pk"))),
        promises=wanted.count(),
        promises_in=Voted.objects.filter(election=election, elector__in=wanted.values("pk")).count(),
        recorded=recorded,
        sources=_sources(election) if recorded else [],
        seen=_seen(election) if recorded else [],
        asked=asked,
        asked_left_out=left_out,
    )


def _hours(election: Election, runs: Sequence[Rehearsal], over: range) -> list[tuple[int, int, int]]:
    """Return every hour from the opening on, and those outside it in which something came."""
    told: Counter[int] = Counter()
    others: Counter[int] = Counter()
    rows = Voted.objects.filter(election=election).order_by().annotate(hour=rehearsals.hour_of(runs, "mark__marked_at"))
    for hour, source, count in rows.values_list("hour", "mark__source").annotate(count=Number("pk")):
        (told if source == MarkSource.TELLER else others)[hour] += count
    if not told and not others:
        return []
    hours = sorted({*over, *told, *others})
    return [(hour, told[hour], others[hour]) for hour in hours]


def _over(election: Election, runs: Sequence[Rehearsal]) -> range:
    """Return the hours of the polls that have gone by: an hour that is still to come is not silent.

    Of a rehearsed day those that were played.
    """
    if runs:
        return rehearsals.hours_played(runs)
    now = timezone.localtime()
    return range(FIRST, LAST if now.date() != election.polling_on else min(LAST, now.hour))


def _stations(election: Election, runs: Sequence[Rehearsal], over: range) -> list[Station]:
    rows = VoteMark.objects.filter(election=election, source=MarkSource.TELLER, station__isnull=False).order_by()
    by_station: dict[int, Counter[str]] = defaultdict(Counter)
    heard: dict[int, set[int]] = defaultdict(set)
    back = rows.filter(void__isnull=False).values_list("station").annotate(count=Number("pk"))
    for station, count in back:
        by_station[station]["taken_back"] = count
    stands = rows.filter(void__isnull=True).annotate(hour=rehearsals.hour_of(runs, "marked_at"))
    for station, verdict, hour, count in stands.values_list("station", "verdict", "hour").annotate(count=Number("pk")):
        by_station[station][verdict] += count
        heard[station].add(hour)
    return [
        Station(
            name=station.name,
            codes=[district.code for district in station.districts.all()],
            numbers=by_station[station.pk][MarkVerdict.COUNTED],
            twice=by_station[station.pk][MarkVerdict.ALREADY_IN],
            nobody=by_station[station.pk][MarkVerdict.NOT_HERE],
            taken_back=by_station[station.pk]["taken_back"],
            silent=[hour for hour in over if hour not in heard[station.pk]],
        )
        for station in shifts.stations(election).prefetch_related("districts")
    ]


def _boxes(election: Election) -> Boxes:
    rows = box_totals.rows(election, None)
    sums = asdict(box_totals.together(rows))
    sizes = {box.pk: box.electors for box in day_facts.boxes(election)}
    sized = [(sizes[row.box.pk], row) for row in rows if sizes.get(row.box.pk)]
    if not sized or any(row.papers is None for _size, row in sized):
        return Boxes(**sums)
    found = estimates.estimate([estimates.Box(size or 0, row.counted) for size, row in sized])
    if found is None:
        return Boxes(**sums)
    return Boxes(**sums, low=found.low, high=found.high, truth=sum(row.papers or 0 for _size, row in sized))


def _sources(election: Election) -> list[Source]:
    used = [MarkVerdict.COUNTED.value, MarkVerdict.ALREADY_IN.value]
    found = [Source(*row) for row in _rows(_SOURCES, election, {"in": used})]
    shown = rules.told([one.right + one.wrong for one in found])
    return [one for one, tell in zip(found, shown, strict=True) if tell]


def _seen(election: Election) -> list[Seen]:
    found = [Seen(*row) for row in _rows(_SEEN, election, {"there": TurnoutState.VOTED.value})]
    shown = rules.told([one.voted for one in found])
    return [one for one, tell in zip(found, shown, strict=True) if tell]


def _rows(statement: str, election: Election, more: dict[str, Any]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"election": election.pk, "came": [one.value for one in _CAME], **more})
        return cursor.fetchall()


def _asked(election: Election, wanted: Any) -> tuple[list[Asked], bool]:
    """Return promises who are in the marked register, by whether they were asked; and whether a group was left out."""
    here = Knock.objects.filter(election=election, undone_at=None)
    at_door = Q(elector=OuterRef("pk")) | Q(elector=None, household=OuterRef("household"))
    record = TurnoutRecord.objects.filter(election=election, elector=OuterRef("pk"))
    rows = (
        wanted.filter(Exists(record))
        .annotate(
            spoken=Exists(here.filter(elector=OuterRef("pk")).exclude(said__in=_NOBODY_SPOKE)),
            tried=Exists(here.filter(at_door)),
            came=Exists(record.filter(state__in=_CAME)),
        )
        .order_by()
        .values_list("spoken", "tried", "came")
        .annotate(count=Number("pk"))
    )
    people: Counter[str] = Counter()
    voted: Counter[str] = Counter()
    for spoken, tried, came, count in rows:
        group = SPOKEN if spoken else TRIED if tried else NOT_TRIED
        people[group] += count
        voted[group] += count if came else 0
    found = [Asked(group, people[group], voted[group]) for group in (SPOKEN, TRIED, NOT_TRIED)]
    shown = rules.told([one.people for one in found])
    return [one for one, tell in zip(found, shown, strict=True) if tell], not all(shown)


def as_json(found: Facts) -> dict[str, Any]:
    """Return facts as JSON can hold them."""
    return asdict(found)


def facts_from(kept: dict[str, Any]) -> Facts:
    """Return facts that were kept by as_json."""

    def rows(name: str, made: Any) -> Sequence[Any]:
        return [made(**one) for one in kept[name]]

    return Facts(
        **{
            **kept,
            "hours": [tuple(one) for one in kept["hours"]],
            "stations": rows("stations", Station),
            "boxes": Boxes(**kept["boxes"]),
            "sources": rows("sources", Source),
            "seen": rows("seen", Seen),
            "asked": rows("asked", Asked),
        }
    )


def due(day: datetime.date) -> Iterable[Election]:
    """Return the elections in scope whose marks go on that day: the poll is more than 28 days over."""
    rows = Election.objects.filter(polling_on__lt=day - KEPT)
    kept = DayReport.objects.filter(election=OuterRef("pk"))
    some = [Exists(model.objects.filter(election=OuterRef("pk"))) for model in (VoteMark, Knock, Round, Lift)]
    anything = some[0] | some[1] | some[2] | some[3]
    return rows.filter(Q(anything) & ~Q(Exists(kept)) | Q(some[0])).order_by("polling_on", "pk")
