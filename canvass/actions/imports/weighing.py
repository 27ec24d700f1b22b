"""Second half, first step, for those whom no key finds: pairs that anything speaks for are gathered, and weighed.

How much speaks for each is said in canvass/rules/matches.py; here is what it has to know of the register for that.
"""

from __future__ import annotations

from typing import Any

from canvass.actions.imports import neighbours, staging
from canvass.rules import matches
from canvass.rules.matches import Pair, Verdict


def weigh(cursor: Any, values: dict[str, Any]) -> None:
    """Add to `matched` who is sure to be whom of those that are left in `came` and `held`, and fill `doubt`."""
    held, arrivals = _leftovers(cursor, values)
    if held and arrivals:
        pairs = _pairs(cursor, values, max(held, arrivals))
        sure, doubtful = matches.decide(pairs, arrivals, values["today"])
        _copy(cursor, sure, doubtful)
        cursor.execute("ANALYZE matched")


# Whoever is on neither side of a match, with names as written: a few thousand in a year, or everybody in a wrong file.
_LEFT_HELD = """ON COMMIT DROP AS
SELECT h.id, h.listed, false AS elsewhere, h.place, h.name, h.short, e.surname, e.forenames, h.attains, door.postcode
FROM (SELECT DISTINCT ON (id) * FROM held
      WHERE name <> '' AND NOT EXISTS (SELECT FROM matched m WHERE m.elector = held.id)
      ORDER BY id, listed DESC) h
JOIN canvass_elector e ON e.id = h.id
LEFT JOIN canvass_household door ON door.id = e.household_id
"""
_LEFT_CAME = """ON COMMIT DROP AS
SELECT c.line, c.place, c.name, c.short, s.surname, s.forenames, c.attains, door.postcode
FROM came c
JOIN stage_elector s ON s.line = c.line
LEFT JOIN stage_household door ON door.id = s.household
WHERE c.name <> '' AND NOT EXISTS (SELECT FROM matched m WHERE m.line = c.line)
"""


def _leftovers(cursor: Any, values: dict[str, Any]) -> tuple[int, int]:
    """Gather who is left on both sides; return how many of the held, how many new people there are."""
    staging.make(cursor, "left_held", _LEFT_HELD)
    staging.make(cursor, "left_came", _LEFT_CAME)
    cursor.execute("ANALYZE left_came")
    neighbours.came_from(cursor, values)
    cursor.execute("ANALYZE left_held")
    cursor.execute("SELECT (SELECT count(*) FROM left_held), (SELECT count(*) FROM left_came)")
    return cursor.fetchone()


# Pairs that anything speaks for: one home and part of a name, or surname and first forename anywhere, unless so many
# bear them that it says nothing.
_CANDIDATES = """ON COMMIT DROP AS
SELECT c.line, h.id FROM left_came c JOIN left_held h USING (place)
WHERE c.surname = h.surname OR c.forenames = h.surname
   OR split_part(lower(c.forenames), ' ', 1) = split_part(lower(h.forenames), ' ', 1)
UNION
SELECT c.line, h.id
FROM (SELECT short FROM left_came GROUP BY short HAVING count(*) <= %(most)s) few
JOIN (SELECT short FROM left_held GROUP BY short HAVING count(*) <= %(most)s) few_held USING (short)
JOIN left_came c USING (short) JOIN left_held h USING (short)
"""
# And whoever else lived where somebody of one name left, and came to where they came.
_COMPANIONS = """
INSERT INTO candidate
SELECT DISTINCT c.line, h.id
FROM (SELECT DISTINCT h.place AS old, c.place AS new FROM candidate
      JOIN left_came c USING (line) JOIN left_held h USING (id)
      WHERE c.name = h.name AND c.place > 0 AND h.place > 0 AND c.place <> h.place) way
JOIN left_held h ON h.place = way.old
JOIN left_came c ON c.place = way.new
WHERE (lower(c.surname) = lower(h.surname)
       OR split_part(lower(c.forenames), ' ', 1) = split_part(lower(h.forenames), ' ', 1))
  AND NOT EXISTS (SELECT FROM candidate o WHERE o.line = c.line AND o.id = h.id)
"""
# How common the names are in the whole register, among 20,000 more people whom nobody has seen: so a name that only
# one person bears is rare and not unheard of. Forenames go with surnames, so chance is taken half as often again, and
# names that are seen together more often count as they are seen, less the one person and half a one (Good and Turing).
_PAIRS = """
WITH listed AS (
    SELECT e.id, e.household_id, lower(e.surname) AS surname, lower(e.forenames) AS forenames FROM canvass_elector e
    JOIN canvass_pollingdistrict d ON d.id = e.polling_district_id AND d.council_id = %(council)s
    WHERE e.unit_id = %(unit)s AND e.left_on IS NULL
), everybody AS (
    SELECT (count(*) + 20000)::float8 AS n FROM known
), surnames AS (
    SELECT surname, count(*) AS n FROM listed
    WHERE surname IN (SELECT lower(surname) FROM left_came) GROUP BY 1
), forenames AS (
    SELECT forenames, count(*) AS n FROM listed
    WHERE forenames IN (SELECT lower(forenames) FROM left_came) GROUP BY 1
), names AS (
    SELECT name, count(*) AS n FROM known WHERE name IN (SELECT name FROM left_came) GROUP BY 1
), shorts AS (
    SELECT short, count(*) AS n FROM known WHERE short IN (SELECT short FROM left_came) GROUP BY 1
), stay AS (
    SELECT household_id AS place, count(*) AS n FROM listed
    WHERE household_id IN (SELECT place FROM left_came)
      AND NOT EXISTS (SELECT FROM left_held h WHERE h.id = listed.id) GROUP BY 1
), arrive AS (
    SELECT place, count(*) AS n FROM left_came GROUP BY 1
), leave AS (
    SELECT place, count(*) AS n FROM left_held WHERE listed GROUP BY 1
)
SELECT c.line, h.id, h.listed, h.elsewhere, CASE WHEN h.place > 0 THEN h.place END,
       CASE WHEN c.place > 0 THEN c.place END, COALESCE(c.postcode = h.postcode AND c.postcode <> '', false),
       h.surname, h.forenames, c.surname, c.forenames, h.attains, c.attains, COALESCE(stay.n, 0), arrive.n,
       COALESCE(leave.n, 0),
       (COALESCE(s.n, 0) + 1) / everybody.n, (COALESCE(f.n, 0) + 1) / everybody.n,
       CASE WHEN c.short = h.short AND c.name <> h.name THEN (COALESCE(short.n, 0) + 1) / everybody.n
            ELSE GREATEST(1.6 * (COALESCE(s.n, 0) + 1) / everybody.n * (COALESCE(f.n, 0) + 1) / everybody.n,
                          (COALESCE(n.n, 0) - CASE WHEN c.name = h.name THEN 1.5 ELSE 0 END) / everybody.n) END
FROM candidate
JOIN left_came c USING (line)
JOIN left_held h USING (id)
JOIN arrive ON arrive.place = c.place
CROSS JOIN everybody
LEFT JOIN stay ON stay.place = c.place
LEFT JOIN leave ON leave.place = h.place
LEFT JOIN surnames s ON s.surname = lower(c.surname)
LEFT JOIN forenames f ON f.forenames = lower(c.forenames)
LEFT JOIN names n ON n.name = c.name
LEFT JOIN shorts short ON short.short = c.short
"""
# And whoever has a name of which one letter is another: both are the same without it (or without the two that were
# swapped, one by one). Only names that hardly anybody bears.
_MISSPELT = """
WITH came AS (
    SELECT line, substr(name, 1, i - 1) || substr(name, i + 1) AS shorn
    FROM left_came, generate_series(1, length(name) + 1) i WHERE length(name) > 7
), held AS (
    SELECT id, substr(name, 1, i - 1) || substr(name, i + 1) AS shorn
    FROM left_held, generate_series(1, length(name) + 1) i WHERE listed AND length(name) > 7
)
INSERT INTO candidate
SELECT DISTINCT came.line, held.id FROM came JOIN held USING (shorn)
WHERE shorn IN (SELECT shorn FROM came GROUP BY 1 HAVING count(*) <= 4)
  AND shorn IN (SELECT shorn FROM held GROUP BY 1 HAVING count(*) <= 4)
  AND NOT EXISTS (SELECT FROM candidate o WHERE o.line = came.line AND o.id = held.id)
"""
# Where half a register is new, almost nobody is found again by a name that others bear too.
_MOST_NAMESAKES, _MOST_IN_A_CROWD, _CROWD = 8, 1, 30_000


def _pairs(cursor: Any, values: dict[str, Any], people: int) -> list[Pair]:
    staging.make(cursor, "candidate", _CANDIDATES, {"most": _MOST_IN_A_CROWD if people > _CROWD else _MOST_NAMESAKES})
    cursor.execute("ANALYZE candidate")
    cursor.execute(_COMPANIONS)
    if people <= _CROWD:
        cursor.execute(_MISSPELT)
    cursor.execute("ANALYZE candidate")
    cursor.execute(_PAIRS, values)
    return [Pair(*row) for row in cursor]


def _copy(cursor: Any, sure: list[Verdict], doubtful: list[Verdict]) -> None:
    with cursor.copy("COPY matched FROM STDIN") as copy:
        for verdict in sure:
            copy.write_row((verdict.line, verdict.elector))
    with cursor.copy("COPY doubt FROM STDIN") as copy:
        for verdict in doubtful:
            copy.write_row((*verdict[:3], " ".join(verdict.reasons)))
