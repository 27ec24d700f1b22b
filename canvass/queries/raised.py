"""What people raised: counted by the database, and the notes that canvassers wrote beside it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from access.models import Unit
from canvass.enums import EventStatus
from canvass.models import Board, ContactEvent, Elector
from canvass.queries import areas
from canvass.queries.issues import Topics
from canvass.rules import contacts
from canvass.rules import raised as rules
from canvass.rules.raised import Counted
from kit import clock

# A person counts once for each topic and %(step)s, however often they raised it and whatever was merged into it. What
# was sent under a code that nobody here knows counts as "Something else". Reported: others in the house alone said so.
# Of an address in a district that is cut by address the ward is its own.
_COUNTED = """
WITH known AS (
    SELECT * FROM unnest(%(codes)s::text[], %(counting)s::text[]) AS k(code, counts_as)
), raised AS (
    SELECT date_trunc(%(step)s, r.at AT TIME ZONE %(zone)s)::date AS month, COALESCE(k.counts_as, %(other)s) AS topic,
           CASE WHEN d.ward_split = 'by_address' THEN h.ward_id ELSE d.ward_id END AS ward, d.id AS district,
           r.elector_id AS elector, bool_and(r.reported) AS reported
    FROM canvass_issueraised r
    JOIN canvass_elector e ON e.id = r.elector_id
    JOIN canvass_pollingdistrict d ON d.id = e.polling_district_id
    LEFT JOIN canvass_household h ON h.id = e.household_id AND d.ward_split = 'by_address'
    LEFT JOIN known k ON k.code = r.topic
    WHERE r.unit_id = %(unit)s AND r.at >= %(since)s AND r.at < %(until)s
      AND (%(wards)s::bigint[] IS NULL OR d.ward_id = ANY (%(wards)s::bigint[]))
      AND (%(ward)s::bigint IS NULL
           OR CASE WHEN d.ward_split = 'by_address' THEN h.ward_id ELSE d.ward_id END = %(ward)s::bigint)
      AND (%(district)s::bigint IS NULL OR d.id = %(district)s::bigint)
      AND (%(boards)s::uuid[] IS NULL
           OR r.event_id IN (SELECT id FROM canvass_contactevent WHERE board_id = ANY (%(boards)s::uuid[])))
    GROUP BY 1, 2, 3, 4, 5
)
SELECT month, COALESCE(topic, ''), ward, district, count(DISTINCT elector) FILTER (WHERE NOT reported),
       count(DISTINCT elector)
FROM raised GROUP BY GROUPING SETS ((month, topic, ward, district), (month, ward, district))
"""
# Doors that were tried and people who were spoken to, for the page that is printed.
_EFFORT = """
SELECT count(DISTINCT (v.household_id, (v.est_occurred_at AT TIME ZONE %(zone)s)::date)),
       count(DISTINCT COALESCE(e.merged_into_id, e.id)) FILTER (
           WHERE (v.kind = 'answer' AND COALESCE(v.payload->>'respondent', 'self') <> 'other')
              OR v.payload->>'outcome' = 'spoke')
FROM canvass_contactevent v
JOIN canvass_household h ON h.id = v.household_id
JOIN canvass_pollingdistrict d ON d.id = h.polling_district_id
LEFT JOIN canvass_elector e ON e.id = v.elector_id
WHERE v.unit_id = %(unit)s AND v.status = 'live' AND v.kind IN ('answer', 'outcome')
  AND v.est_occurred_at >= %(since)s AND v.est_occurred_at < %(until)s
  AND NOT EXISTS (SELECT FROM canvass_contactevent later
                  WHERE later.supersedes = v.id AND later.supersedes IS NOT NULL AND later.status = 'live')
  AND (%(wards)s::bigint[] IS NULL OR d.ward_id = ANY (%(wards)s::bigint[]))
  AND (%(ward)s::bigint IS NULL
       OR CASE WHEN d.ward_split = 'by_address' THEN h.ward_id ELSE d.ward_id END = %(ward)s::bigint)
"""


@dataclass(frozen=True)
class Within:
    """Of what something is counted: of an area, of one ward or district, of one board, or of all boards of a session.

    `boards` are ids, None: whatever board it was on.
    """

    area: areas.Keys = None
    ward: int | None = None
    district: int | None = None
    boards: Sequence[UUID] | None = None


@dataclass(frozen=True)
class Note:
    """What a canvasser wrote beside the topics, and where, without the person's name.

    `delicate`: there is a word in it that somebody should look at (rules/notes.py).
    """

    id: UUID
    text: str
    delicate: bool
    topics: tuple[str, ...]
    said_at: datetime.datetime
    ward: str
    district: str
    elector: int | None


def by_month(unit: Unit, topics: Topics, months: Sequence[datetime.date], within: Within) -> list[Counted]:
    """Return the counts of these months (first days, oldest first, without gaps). One query."""
    return _counted(unit, topics, months[0], rules.after(months[-1]), within, "month")


def in_all(unit: Unit, topics: Topics, since: datetime.date, until: datetime.date, within: Within) -> list[Counted]:
    """Return the counts of a time as a whole: a person counts once in it. One query. `month` means nothing here."""
    # A span of PostgreSQL that all of it lies in: nothing of ours is kept for a thousand years.
    return _counted(unit, topics, since, until, within, "millennium")


def _counted(
    unit: Unit, topics: Topics, since: datetime.date, until: datetime.date, within: Within, step: str
) -> list[Counted]:
    values: dict[str, Any] = _asked(unit, since, until, within) | {
        "codes": list(topics.counting),
        "counting": list(topics.counting.values()),
        "other": topics.resolve(""),
        "step": step,
        "district": within.district,
        "boards": None if within.boards is None else list(within.boards),
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, values)
        return [
            Counted(month, topic, ward, district, own, everybody - own)
            for month, topic, ward, district, own, everybody in cursor.fetchall()
        ]


def effort(unit: Unit, since: datetime.date, until: datetime.date, within: Within) -> tuple[int, int]:
    """Return how many doors were tried, each once a day, and how many people were spoken to. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_EFFORT, _asked(unit, since, until, within))
        doors, people = cursor.fetchone()
    return doors, people


def _asked(unit: Unit, since: datetime.date, until: datetime.date, within: Within) -> dict[str, Any]:
    return {
        "unit": unit.pk,
        "zone": settings.TIME_ZONE,
        "since": clock.at(since, 0),
        "until": clock.at(until, 0),
        "wards": areas.wards(within.area),
        "ward": within.ward,
    }


def boards_of(session: UUID) -> list[UUID]:
    """Return the ids of the boards of a session."""
    return list(Board.objects.filter(session=session).values_list("pk", flat=True))


def notes(unit: Unit, since: datetime.date, until: datetime.date, within: Within) -> QuerySet[ContactEvent]:
    """Return the answers with a note that count, the latest first, of the wards and boards that are asked for."""
    rows = ContactEvent.objects.filter(
        unit=unit,
        kind=contacts.ANSWER,
        status=EventStatus.LIVE,
        est_occurred_at__gte=clock.at(since, 0),
        est_occurred_at__lt=clock.at(until, 0),
        payload__note__gt="",
    )
    later = ContactEvent.objects.filter(supersedes=OuterRef("pk"), status=EventStatus.LIVE)
    rows = areas.answers(within.area, rows.exclude(Exists(later)))
    if within.ward is not None:
        by_address = Q(elector__polling_district__ward_split="by_address")
        rows = rows.filter(
            (by_address & Q(household__ward=within.ward))
            | (~by_address & Q(elector__polling_district__ward=within.ward))
        )
    if within.district is not None:
        rows = rows.filter(elector__polling_district=within.district)
    if within.boards is not None:
        rows = rows.filter(board_id__in=within.boards)
    return rows.order_by("-est_occurred_at", "-device_seq", "pk")


def with_places(events: Sequence[ContactEvent], topics: Topics) -> list[Note]:
    """Return a page of answers as notes, with the words of their topics. One query, and nobody's name."""
    people = Elector.objects.select_related("polling_district__ward").in_bulk(
        {event.elector_id for event in events if event.elector_id}
    )
    found = []
    for event in events:
        district = people[event.elector_id].polling_district if event.elector_id in people else None
        codes = event.payload.get("issues") or []
        found.append(
            Note(
                id=event.pk,
                text=event.payload["note"],
                delicate=bool(event.payload.get("note_flagged")),
                topics=tuple(dict.fromkeys(topics.label(code) for code in codes)),
                said_at=event.est_occurred_at,
                ward=district.ward.name if district and district.ward else "",
                district=district.code if district else event.district_code,
                elector=event.elector_id,
            )
        )
    return found
