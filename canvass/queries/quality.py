"""How good the data is, district by district: counted by the database, without anybody's name."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection

from access.models import Unit
from canvass.enums import MatchDecision
from canvass.models import DoubtfulMatch, QualityFigure
from canvass.queries import answers, areas
from canvass.rules import keeping
from canvass.rules import quality as rules
from canvass.rules.quality import District, Figures
from kit import clock

# The trend goes back a year and holds at most one point a month, or one a week while it is young.
_TREND_MONTHS, _YOUNG = 12, datetime.timedelta(weeks=13)
FOUR_WEEKS = datetime.timedelta(weeks=4)
# The last figures before that day, unless they are older than this: then nobody measured, and nothing is compared.
_STALE = datetime.timedelta(weeks=2)

# Listed electors who live behind a door: nobody else can be spoken to there. What was recorded for an entry that was
# merged counts for the one that it was merged into. Answers count as they arrived; what was corrected later does not.
_MEASURE = f"""
WITH listed AS (
    SELECT e.polling_district_id AS district, e.household_id AS door, c.spoken_at,
           %(today)s::date - (c.intention_at AT TIME ZONE %(zone)s)::date AS age
    FROM canvass_elector e LEFT JOIN canvass_latestcontact c ON c.elector_id = e.id
    WHERE e.unit_id = %(unit)s AND e.left_on IS NULL AND e.kind = 'ordinary' AND e.household_id IS NOT NULL
), in_area AS (
    SELECT d.id, d.code, d.name, COALESCE(w.name, '') AS ward
    FROM canvass_pollingdistrict d LEFT JOIN canvass_ward w ON w.id = d.ward_id
    WHERE d.unit_id = %(unit)s AND (%(wards)s::bigint[] IS NULL OR d.ward_id = ANY (%(wards)s::bigint[]))
), people AS (
    SELECT district, count(*) AS electors,
           count(*) FILTER (WHERE spoken_at >= %(since)s) AS spoken_12,
           count(*) FILTER (WHERE spoken_at >= %(two_years)s) AS spoken_24,
           percentile_disc(0.5) WITHIN GROUP (ORDER BY age) FILTER (WHERE age IS NOT NULL) AS median_age
    FROM listed JOIN in_area ON in_area.id = listed.district
    GROUP BY GROUPING SETS ((district), ())
), doors AS (
    SELECT l.district, count(*) AS doors, count(*) FILTER (WHERE h.latitude IS NULL) AS unlocated,
           count(*) FILTER (WHERE h.street_id IS NULL OR (h.number IS NULL AND h.building = '' AND h.flat = ''))
               AS unmatched
    FROM (SELECT DISTINCT district, door FROM listed) l JOIN canvass_household h ON h.id = l.door
    GROUP BY 1
), {answers.SAID_AND_AGAINST}, typed AS (
    SELECT district, count(*) AS answers, count(*) FILTER (WHERE received_at - at > %(late)s) AS late
    FROM said GROUP BY 1
), contradicted AS (
    SELECT district, count(*) AS contradictions FROM against GROUP BY 1
)
SELECT d.id, COALESCE(d.code, ''), COALESCE(d.name, ''), COALESCE(d.ward, ''),
       p.electors, p.spoken_12, p.spoken_24, p.median_age, COALESCE(a.contradictions, 0), COALESCE(t.late, 0),
       COALESCE(t.answers, 0), COALESCE(h.unmatched, 0), COALESCE(h.unlocated, 0), COALESCE(h.doors, 0)
FROM people p
LEFT JOIN in_area d ON d.id = p.district
LEFT JOIN doors h ON h.district = p.district
LEFT JOIN typed t ON t.district = p.district
LEFT JOIN contradicted a ON a.district = p.district
ORDER BY d.code, d.id
"""  # noqa: S608 - no value is put into it here
_TREND = """
SELECT day, sum(electors)::int, sum(spoken_12)::int, sum(spoken_24)::int, sum(contradictions)::int, sum(late)::int,
       sum(answers)::int, sum(unmatched)::int, sum(unlocated)::int, sum(doors)::int
FROM canvass_qualityfigure f JOIN canvass_pollingdistrict d ON d.id = f.district_id
WHERE f.unit_id = %(unit)s AND f.day >= %(since)s AND f.day < %(today)s
  AND (%(wards)s::bigint[] IS NULL OR d.ward_id = ANY (%(wards)s::bigint[]))
GROUP BY day ORDER BY day
"""
_BEFORE = """
SELECT DISTINCT ON (district_id) district_id, electors, spoken_12
FROM canvass_qualityfigure
WHERE unit_id = %(unit)s AND day BETWEEN %(oldest)s AND %(day)s
ORDER BY district_id, day DESC
"""


@dataclass(frozen=True)
class Quality:
    """The state of the data now: each district, and all of them together."""

    districts: tuple[District, ...]
    whole: Figures


@dataclass(frozen=True)
class Point:
    """The figures of all districts on one day. Its median is not known: medians can't be summed up."""

    day: datetime.date
    figures: Figures


def measured(unit: Unit, today: datetime.date, area: areas.Keys = None) -> Quality:
    """Return the state of the data now, in an area of the unit or in all of it: two queries, whatever its size."""
    rows = _measure(unit.pk, today, area)
    before = _before(unit.pk, today)
    districts = tuple(
        District(pk, code, name, ward, Figures(*figures), before.get(pk))
        for pk, code, name, ward, *figures in rows
        if pk is not None
    )
    # The row without a district holds what only all of them together have: their median.
    median_age = next((row[7] for row in rows if row[0] is None), None)
    return Quality(districts, rules.total((one.figures for one in districts), median_age))


def figures_of(unit: int, today: datetime.date) -> dict[int, Figures]:
    """Return the figures of each district with electors, by its id: for keeping them."""
    return {row[0]: Figures(*row[4:]) for row in _measure(unit, today) if row[0] is not None}


def _measure(unit: int, today: datetime.date, area: areas.Keys = None) -> list[tuple]:
    return _fetch(
        _MEASURE,
        {
            "unit": unit,
            "today": today,
            "zone": settings.TIME_ZONE,
            "wards": areas.wards(area),
            "since": clock.at(keeping.months_later(today, -12), 0),
            "two_years": clock.at(keeping.months_later(today, -24), 0),
            "late": rules.LATE_AFTER,
            "days": answers.CONFLICT_DAYS,
        },
    )


def _before(unit: int, today: datetime.date) -> dict[int, int | None]:
    """Return the share of 12 months that each district had four weeks ago."""
    day = today - FOUR_WEEKS
    rows = _fetch(_BEFORE, {"unit": unit, "day": day, "oldest": day - _STALE})
    return {district: rules.share(spoken, electors) for district, electors, spoken in rows}


def trend(unit: Unit, today: datetime.date, area: areas.Keys = None) -> list[Point]:
    """Return the figures of the past year, oldest first: the last of each month, or of each week in the first months.

    Those of today are not among them. One query.
    """
    since = keeping.months_later(today, -_TREND_MONTHS)
    rows = _fetch(_TREND, {"unit": unit.pk, "since": since, "today": today, "wards": areas.wards(area)})
    is_young = bool(rows) and today - rows[0][0] <= _YOUNG
    last: dict[tuple[int, int], Point] = {}
    for day, electors, spoken_12, spoken_24, *others in rows:
        key = day.isocalendar()[:2] if is_young else (day.year, day.month)
        last[key] = Point(day, Figures(electors, spoken_12, spoken_24, None, *others))
    return list(last.values())


def doubtful(unit: Unit, area: areas.Keys = None) -> int:
    """Return how many pairs of entries may be one person and wait for somebody to say."""
    rows = DoubtfulMatch.objects.filter(unit=unit, decision=MatchDecision.OPEN)
    wards = areas.wards(area)
    return (rows if wards is None else rows.filter(now__polling_district__ward__in=wards)).count()


def is_measured(unit: int, day: datetime.date) -> bool:
    """Say whether the figures of that day are kept already."""
    return QualityFigure.objects.filter(unit=unit, day=day).exists()


def _fetch(statement: str, values: dict[str, Any]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
