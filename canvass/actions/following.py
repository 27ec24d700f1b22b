"""What else follows from the events: answers to surveys, topics raised, flags, consents, what no register names.

Each statement leaves the tables as the events that count have them, whatever stood there: so a repeat, an undo and a
rebuild end the same. What a person decided about a flag, a consent or something found is in their row and stays there.
Of an event whose words were erased no such row is made again.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from canvass.models import IssueRaised, SurveyAnswer
from canvass.rules import contacts

_ISSUES = """
WITH new AS (
    SELECT * FROM unnest(%(people)s::bigint[], %(events)s::uuid[], %(topics)s::text[], %(times)s::timestamptz[],
                         %(reported)s::boolean[]) AS n (elector_id, event_id, topic, at, reported)
), gone AS (
    DELETE FROM canvass_issueraised r WHERE r.elector_id = ANY (%(electors)s) AND NOT EXISTS (
        SELECT FROM new n WHERE (n.elector_id, n.event_id, n.topic) = (r.elector_id, r.event_id, r.topic))
)
INSERT INTO canvass_issueraised (unit_id, elector_id, event_id, topic, at, reported)
SELECT %(unit)s, * FROM new ON CONFLICT (elector_id, event_id, topic) DO NOTHING
"""
# A version that is not known in this unit can only be made up: nothing follows from it.
_SURVEYS = """
WITH new AS (
    SELECT n.* FROM unnest(%(people)s::bigint[], %(versions)s::uuid[], %(questions)s::text[], %(values)s::jsonb[],
                           %(times)s::timestamptz[]) AS n (elector_id, version_id, question, value, at)
    JOIN canvass_surveyversion v ON v.id = n.version_id AND v.unit_id = %(unit)s
), gone AS (
    DELETE FROM canvass_surveyanswer a WHERE a.elector_id = ANY (%(electors)s) AND NOT EXISTS (
        SELECT FROM new n WHERE (n.elector_id, n.version_id, n.question) = (a.elector_id, a.version_id, a.question))
)
INSERT INTO canvass_surveyanswer (unit_id, elector_id, version_id, question, value, at)
SELECT %(unit)s, * FROM new
ON CONFLICT (elector_id, version_id, question) DO UPDATE SET value = excluded.value, at = excluded.at
"""
# The review is a year after the flag: docs/doorstep.md.
_FLAGS = """
WITH gone AS (
    DELETE FROM canvass_doorflag f
    WHERE f.household_id = ANY (%(households)s) AND f.event_id IS NOT NULL AND NOT f.event_id = ANY (%(events)s)
)
INSERT INTO canvass_doorflag (unit_id, household_id, event_id, reason, note, flagged_by_id, flagged_at, review_on,
                              lifted_why)
SELECT e.unit_id, e.household_id, e.id, e.payload->>'reason', left(COALESCE(e.payload->>'note', ''), 280), e.actor_id,
       e.est_occurred_at, ((e.est_occurred_at AT TIME ZONE 'Europe/London') + interval '1 year')::date, ''
FROM canvass_contactevent e WHERE e.id = ANY (%(events)s) AND e.erased_at IS NULL
ON CONFLICT (event_id) DO NOTHING
"""
# Without the words that were read out there is no consent: what names none of this unit is none.
_CONSENTS = """
WITH new AS (
    SELECT * FROM unnest(%(events)s::uuid[], %(people)s::bigint[]) AS n (event_id, elector_id)
), gone AS (
    DELETE FROM canvass_doorstepconsent c
    WHERE c.elector_id = ANY (%(electors)s) AND NOT c.event_id = ANY (%(events)s)
)
INSERT INTO canvass_doorstepconsent (unit_id, event_id, elector_id, channel, value, wording_id, taken_by_id, taken_at)
SELECT e.unit_id, e.id, n.elector_id, w.channel, left(e.payload->>'value', 254), w.id, e.actor_id, e.est_occurred_at
FROM new n
JOIN canvass_contactevent e ON e.id = n.event_id AND e.erased_at IS NULL
JOIN canvass_consentwording w ON w.id = (e.payload->>'wording')::bigint AND w.unit_id = e.unit_id
                             AND w.channel = e.payload->>'channel'
ON CONFLICT (event_id) DO UPDATE SET elector_id = excluded.elector_id
"""
_FOUND = """
WITH gone AS (
    DELETE FROM canvass_found f
    WHERE (f.household_id = ANY (%(households)s) OR f.event_id = ANY (%(asked)s)) AND NOT f.event_id = ANY (%(events)s)
)
INSERT INTO canvass_found (unit_id, event_id, board_id, street_id, household_id, door, name, found_by_id, found_at,
                           state)
SELECT e.unit_id, e.id, e.board_id, s.id, e.household_id, left(COALESCE(e.payload->>'door', ''), 80),
       left(COALESCE(e.payload->>'name', ''), 120), e.actor_id, e.est_occurred_at, 'open'
FROM canvass_contactevent e
LEFT JOIN canvass_street s ON s.id = (e.payload->>'street')::bigint AND s.unit_id = e.unit_id
WHERE e.id = ANY (%(events)s) AND e.erased_at IS NULL
ON CONFLICT (event_id) DO NOTHING
"""


@dataclass(frozen=True)
class About:
    """What is brought up to date: these electors, these doors, and these events that name neither."""

    electors: Collection[int]
    households: Collection[int]
    ids: Collection[UUID] = ()


def follow(
    unit_id: int,
    what: About,
    of_elector: Mapping[int, Sequence[contacts.Said]],
    standing: Sequence[contacts.Said],
    kinds: Collection[str],
) -> None:
    """Write what follows from events of these kinds. `standing` is all that counts, `of_elector` by person."""
    if contacts.ANSWER in kinds and what.electors:
        _issues(unit_id, what, of_elector)
        _surveys(unit_id, what, of_elector)
    if contacts.FLAG in kinds and what.households:
        flags = [event.id for event in standing if event.kind == contacts.FLAG and event.household in what.households]
        _run(_FLAGS, {"households": list(what.households), "events": flags})
    if contacts.CONSENT in kinds and what.electors:
        given = [(event.id, pk) for pk, said in of_elector.items() for event in said if event.kind == contacts.CONSENT]
        columns = _columns(given, ("events", "people"))
        _run(_CONSENTS, {"electors": list(what.electors), **columns})
    if contacts.FOUND in kinds and (what.households or what.ids):
        _found(what, standing)


def clear(unit_id: int) -> None:
    """Empty the tables that hold nothing but what follows from events."""
    for table in (IssueRaised, SurveyAnswer):
        table.objects.filter(unit=unit_id).delete()


def _issues(unit_id: int, what: About, of_elector: Mapping[int, Sequence[contacts.Said]]) -> None:
    raised = [
        (pk, event.id, topic, event.at, event.is_reported)
        for pk, said in of_elector.items()
        for event in said
        for topic in event.payload.get("issues") or ()
    ]
    columns = _columns(raised, ("people", "events", "topics", "times", "reported"))
    _run(_ISSUES, {"unit": unit_id, "electors": list(what.electors), **columns})


def _surveys(unit_id: int, what: About, of_elector: Mapping[int, Sequence[contacts.Said]]) -> None:
    said = [
        (pk, version, question, json.dumps(value), at)
        for pk, events in of_elector.items()
        for version, question, value, at in contacts.survey_answers(events)
    ]
    columns = _columns(said, ("people", "versions", "questions", "values", "times"))
    _run(_SURVEYS, {"unit": unit_id, "electors": list(what.electors), **columns})


def _found(what: About, standing: Sequence[contacts.Said]) -> None:
    events = [
        event.id
        for event in standing
        if event.kind == contacts.FOUND and (event.household in what.households or event.id in what.ids)
    ]
    _run(_FOUND, {"households": list(what.households), "asked": list(what.ids), "events": events})


def _columns(rows: Sequence[tuple], names: Sequence[str]) -> dict[str, list]:
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def _run(statement: str, values: dict) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
