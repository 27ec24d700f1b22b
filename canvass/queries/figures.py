"""Contact rate, promise rate, issues and doors an hour: counted by the database, by place, by board or by session."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime

from access.models import Unit
from canvass.models import Board, CanvassSession
from canvass.queries import areas
from canvass.rules import figures as rules
from canvass.rules import keeping
from canvass.rules.figures import Figures, Row
from kit import clock

# Doorstep events that count: live, and not taken back or corrected. That a number is there says the planner how few.
_STANDS = """v.unit_id = %(unit)s AND v.status = 'live' AND v.kind IN ('answer', 'outcome')
      AND NOT EXISTS (SELECT FROM canvass_contactevent later
                      WHERE later.supersedes = v.id AND later.supersedes IS NOT NULL AND later.status = 'live')"""
_OWN = "COALESCE(v.payload->>'respondent', 'self') <> 'other'"
# Each door once a day: how often a phone came to it from another one, and the time that this took.
_TRIED = """
SELECT {key}door, day, count(*) FILTER (WHERE apart <= %(break)s AND door <> before) AS steps,
       sum(apart) FILTER (WHERE apart <= %(break)s) AS walked
FROM (
    SELECT {key}door, (at AT TIME ZONE %(zone)s)::date AS day, at - lag(at) OVER walk AS apart,
           lag(door) OVER walk AS before
    FROM {said} WHERE door IS NOT NULL
    WINDOW walk AS (PARTITION BY {key}board_id, device_id ORDER BY at, door)
) reached GROUP BY {key}door, day
"""
_PACE = "count(*) AS tried, sum(steps)::int AS steps, COALESCE(extract(epoch FROM sum(walked)), 0)::int AS seconds"
# A place: a district, and the ward of the address in a district that is cut by address. Counted by district and ward of
# the address before it is asked which these are: so the planner knows how many electors there are, and sorts nothing.
_COUNTED = (
    "electors",
    "spoken_3",
    "spoken_12",
    "spoken_60",
    "told",
    "promises",
    "reported",
    "reported_promises",
    "raised",
)
_BY_PLACE = (
    "SELECT d.id AS district, {ward} AS ward, {sums} FROM {counted} c JOIN in_area d ON d.id = c.district GROUP BY 1, 2"
)
_IN_AREA = "= ANY (ARRAY(SELECT id FROM in_area))"


def _by_place(counted: str, columns: Sequence[str]) -> str:
    """Return the statement that sums these columns by place, of counts by `district` and `address`, a ward or null."""
    ward = "CASE WHEN d.ward_split = 'by_address' THEN c.address ELSE d.ward_id END"
    return _BY_PLACE.format(ward=ward, sums=", ".join(f"sum({one})::int AS {one}" for one in columns), counted=counted)


_PEOPLE = f"""
WITH in_area AS (
    SELECT d.id, d.ward_id, d.ward_split FROM canvass_pollingdistrict d
    WHERE d.unit_id = %(unit)s AND (%(wards)s::bigint[] IS NULL OR d.ward_id = ANY (%(wards)s::bigint[]))
), counted AS (
    SELECT e.polling_district_id AS district, h.ward_id AS address, count(*) AS electors,
           count(*) FILTER (WHERE c.spoken_at >= %(since_3)s) AS spoken_3,
           count(*) FILTER (WHERE c.spoken_at >= %(since_12)s) AS spoken_12,
           count(*) FILTER (WHERE c.spoken_at >= %(since_60)s) AS spoken_60,
           count(*) FILTER (WHERE c.intention_at >= %(since)s AND NOT c.reported) AS told,
           count(*) FILTER (WHERE c.intention_at >= %(since)s AND NOT c.reported AND c.intention = 'labour')
               AS promises,
           count(*) FILTER (WHERE c.intention_at >= %(since)s AND c.reported) AS reported,
           count(*) FILTER (WHERE c.intention_at >= %(since)s AND c.reported AND c.intention = 'labour')
               AS reported_promises,
           count(r.elector) AS raised
    FROM canvass_elector e
    JOIN canvass_household h ON h.id = e.household_id
    LEFT JOIN canvass_latestcontact c ON c.elector_id = e.id
    LEFT JOIN (
        SELECT DISTINCT i.elector_id AS elector FROM canvass_issueraised i
        WHERE i.unit_id = %(unit)s AND i.at >= %(since)s AND NOT i.reported
    ) r ON r.elector = e.id
    WHERE e.unit_id = %(unit)s AND e.left_on IS NULL AND e.kind = 'ordinary' AND e.polling_district_id {_IN_AREA}
    GROUP BY 1, 2
), people AS (
    {_by_place("counted", _COUNTED)}
)
"""  # noqa: S608 - no value is put into it here
_PEOPLE_ALONE = f"{_PEOPLE} SELECT * FROM people"  # noqa: S608 - nor here
_PLACES = f"""{_PEOPLE}, said AS (
    SELECT v.board_id, v.device_id, v.household_id AS door, v.est_occurred_at AS at
    FROM canvass_contactevent v WHERE {_STANDS} AND v.est_occurred_at >= %(since)s
), tried AS (
    {_TRIED.format(key="", said="said")}
), reached AS (
    SELECT h.polling_district_id AS district, h.ward_id AS address, {_PACE}
    FROM tried t JOIN canvass_household h ON h.id = t.door WHERE h.polling_district_id {_IN_AREA}
    GROUP BY 1, 2
), pace AS (
    {_by_place("reached", ("tried", "steps", "seconds"))}
)
SELECT COALESCE(p.district, s.district), COALESCE(p.ward, s.ward), COALESCE(p.electors, 0), COALESCE(p.spoken_3, 0),
       COALESCE(p.spoken_12, 0), COALESCE(p.spoken_60, 0), COALESCE(p.told, 0), COALESCE(p.promises, 0),
       COALESCE(p.reported, 0), COALESCE(p.reported_promises, 0), COALESCE(p.raised, 0), COALESCE(s.tried, 0),
       COALESCE(s.steps, 0), COALESCE(s.seconds, 0)
FROM people p
FULL JOIN pace s ON s.district = p.district AND COALESCE(s.ward, 0) = COALESCE(p.ward, 0)
"""  # noqa: S608 - nor here
# What was done on boards, by a key that several boards may share: a session. Whoever was merged counts as who remains.
_BOARDS = f"""
WITH wanted AS (
    SELECT * FROM unnest(%(boards)s::uuid[], %(keys)s::uuid[]) AS w(board, key)
), behind AS (
    SELECT w.key, count(DISTINCT e.id) AS electors
    FROM wanted w JOIN canvass_boarddoor b ON b.board_id = w.board
    JOIN canvass_elector e ON e.household_id = b.household_id
    WHERE e.left_on IS NULL AND e.kind = 'ordinary'
    GROUP BY 1
), said AS (
    SELECT w.key, v.board_id, v.device_id, v.household_id AS door, v.est_occurred_at AS at, v.device_seq, v.kind,
           COALESCE(e.merged_into_id, v.elector_id) AS elector, {_OWN} AS own, v.payload->>'intention' AS intention,
           jsonb_array_length(COALESCE(NULLIF(v.payload->'issues', 'null'), '[]')) > 0 AS raised,
           v.payload->>'outcome' = 'spoke' AS spoke
    FROM wanted w JOIN canvass_contactevent v ON v.board_id = w.board
    LEFT JOIN canvass_elector e ON e.id = v.elector_id
    WHERE {_STANDS}
), people AS (
    SELECT key, count(DISTINCT elector) FILTER (WHERE (kind = 'answer' AND own) OR spoke) AS spoken,
           count(DISTINCT elector) FILTER (WHERE raised AND own) AS raised
    FROM said GROUP BY 1
), last AS (
    SELECT DISTINCT ON (key, elector) key, intention, own FROM said
    WHERE intention IS NOT NULL AND elector IS NOT NULL
    ORDER BY key, elector, own DESC, at DESC, device_seq DESC
), told AS (
    SELECT key, count(*) FILTER (WHERE own) AS told, count(*) FILTER (WHERE own AND intention = 'labour') AS promises,
           count(*) FILTER (WHERE NOT own) AS reported,
           count(*) FILTER (WHERE NOT own AND intention = 'labour') AS reported_promises
    FROM last GROUP BY 1
), tried AS (
    {_TRIED.format(key="key, ", said="said")}
), pace AS (
    SELECT key, {_PACE} FROM tried GROUP BY 1
)
SELECT b.key, b.electors, COALESCE(p.spoken, 0), COALESCE(p.spoken, 0), COALESCE(p.spoken, 0), COALESCE(t.told, 0),
       COALESCE(t.promises, 0), COALESCE(t.reported, 0), COALESCE(t.reported_promises, 0), COALESCE(p.raised, 0),
       COALESCE(s.tried, 0), COALESCE(s.steps, 0), COALESCE(s.seconds, 0)
FROM behind b
LEFT JOIN people p ON p.key = b.key LEFT JOIN told t ON t.key = b.key LEFT JOIN pace s ON s.key = b.key
"""  # noqa: S608 - nor here
# Of each month since then: people who were spoken to, and doors that were tried, each once a day.
_MONTHS = f"""
WITH said AS MATERIALIZED (
    SELECT date_trunc('month', v.est_occurred_at AT TIME ZONE %(zone)s)::date AS month,
           CASE WHEN (v.kind = 'answer' AND {_OWN}) OR v.payload->>'outcome' = 'spoke'
                THEN COALESCE(m.merged_into_id, v.elector_id) END AS person,
           v.household_id AS door, (v.est_occurred_at AT TIME ZONE %(zone)s)::date AS day
    FROM canvass_contactevent v
    LEFT JOIN canvass_elector m ON m.id = v.elector_id AND m.merged_into_id IS NOT NULL
    LEFT JOIN canvass_elector e ON e.id = v.elector_id
    LEFT JOIN canvass_household h ON h.id = v.household_id
    LEFT JOIN canvass_pollingdistrict d ON d.id = COALESCE(h.polling_district_id, e.polling_district_id)
    WHERE {_STANDS} AND v.est_occurred_at >= %(since)s
      AND (%(wards)s::bigint[] IS NULL OR d.ward_id = ANY (%(wards)s::bigint[]))
)
SELECT month, people, COALESCE(doors, 0)
FROM (SELECT month, count(DISTINCT person) AS people FROM said GROUP BY 1) spoken
LEFT JOIN (
    SELECT month, count(*) AS doors FROM (SELECT DISTINCT month, door, day FROM said WHERE door IS NOT NULL) tried
    GROUP BY 1
) knocked USING (month)
"""  # noqa: S608 - nor here


@dataclass(frozen=True)
class Placed:
    """Figures of one place: a district, or what of it lies in a ward. `ward` is None where none is known."""

    district: int
    ward: int | None
    figures: Figures


def places(
    unit: Unit, today: datetime.date, months: int, area: areas.Keys = None, *, doors: bool = True
) -> list[Placed]:
    """Return the figures of each place in an area, or of all; what can be chosen, of the last `months`. One query.

    Doors and pace are looked up in every event of that time, so they are left out where `doors` is False.
    """
    values = _times(unit, today, months) | {"wards": areas.wards(area)}
    for window in rules.WINDOWS:
        values[f"since_{window}"] = clock.at(keeping.months_later(today, -window), 0)
    statement = _PLACES if doors else _PEOPLE_ALONE
    return [Placed(district, ward, Figures(*counts)) for district, ward, *counts in _fetch(statement, values)]


def by_month(
    unit: Unit, today: datetime.date, over: Sequence[datetime.date], area: areas.Keys = None
) -> list[tuple[datetime.date, int, int]]:
    """Return (first day, people spoken to, doors tried) of each of these months, oldest first. One query."""
    values = _times(unit, today, 0) | {"since": clock.at(over[0], 0), "wards": areas.wards(area)}
    found = {month: (people, doors) for month, people, doors in _fetch(_MONTHS, values)}
    return [(month, *found.get(month, (0, 0))) for month in over]


def boards(unit: Unit, today: datetime.date, months: int, area: areas.Keys = None) -> QuerySet[Board]:
    """Return the boards that were made in the last months and lie in an area, the newest first."""
    since = clock.at(keeping.months_later(today, -months), 0)
    rows = Board.objects.filter(unit=unit, made_at__gte=since)
    return areas.boards(area, rows).order_by("-made_at", "pk")


def sessions(unit: Unit, today: datetime.date, months: int, area: areas.Keys = None) -> QuerySet[CanvassSession]:
    """Return the sessions of the last months with a board in an area, the latest first."""
    since = clock.at(keeping.months_later(today, -months), 0)
    inside = areas.boards(area, Board.objects.filter(unit=unit, session__isnull=False))
    rows = CanvassSession.objects.filter(unit=unit, meets_at__gte=since, pk__in=inside.values("session"))
    return rows.order_by("-meets_at", "pk")


def of_boards(unit: Unit, today: datetime.date, found: Sequence[Board]) -> list[Row]:
    """Return the figures of each board: of all that was ever recorded on it. One query."""
    counts = _of({board.pk: board.pk for board in found}, unit, today)
    return [
        Row(str(board.pk), board.name, counts.get(board.pk, Figures()), on=localtime(board.made_at).date())
        for board in found
    ]


def of_sessions(
    unit: Unit, today: datetime.date, found: Sequence[CanvassSession], area: areas.Keys = None
) -> list[Row]:
    """Return the figures of each session, of those of its boards that lie in an area. Two queries."""
    rows = areas.boards(area, Board.objects.filter(unit=unit, session__in=[one.pk for one in found]))
    counts = _of(dict(rows.values_list("pk", "session")), unit, today)
    return [
        Row(
            str(one.pk),
            one.name,
            counts.get(one.pk, Figures()),
            note=date_format(localtime(one.meets_at), "j F Y"),
            on=localtime(one.meets_at).date(),
        )
        for one in found
    ]


def _of(keys: dict[UUID, UUID], unit: Unit, today: datetime.date) -> dict[UUID, Figures]:
    if not keys:
        return {}
    values = _times(unit, today, 0) | {"boards": list(keys), "keys": list(keys.values())}
    return {key: Figures(*counts) for key, *counts in _fetch(_BOARDS, values)}


def _times(unit: Unit, today: datetime.date, months: int) -> dict[str, Any]:
    return {
        "unit": unit.pk,
        "zone": settings.TIME_ZONE,
        "since": clock.at(keeping.months_later(today, -months), 0),
        "break": rules.BREAK,
    }


def _fetch(statement: str, values: dict[str, Any]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
