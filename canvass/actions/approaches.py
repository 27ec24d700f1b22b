"""Keeping count of how often somebody turned to a household: what the budget of approaches of a rule looks at."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import connection

from canvass.enums import Channel
from canvass.rules import contacts
from canvass.rules.contacts import Said

# What stays as it was is left alone: a batch that adds a visit to one door writes one row.
_FORGET = """
DELETE FROM canvass_approach a
WHERE a.unit_id = %(unit)s AND a.household_id = ANY(%(households)s) AND a.channel = %(channel)s AND NOT EXISTS (
    SELECT FROM unnest(%(doors)s::bigint[], %(times)s::timestamptz[], %(sources)s::text[]) AS v(household, at, source)
    WHERE v.household = a.household_id AND v.at = a.at AND v.source = a.source)
"""
_WRITE = """
INSERT INTO canvass_approach (unit_id, household_id, channel, at, source)
SELECT %(unit)s, v.household, %(channel)s, v.at, v.source
FROM unnest(%(doors)s::bigint[], %(times)s::timestamptz[], %(sources)s::text[]) AS v(household, at, source)
WHERE NOT EXISTS (
    SELECT FROM canvass_approach a
    WHERE a.household_id = v.household AND a.channel = %(channel)s AND a.at = v.at AND a.source = v.source)
"""


def recompute(*, unit_id: int, households: Collection[int], said: Mapping[int, Sequence[Said]]) -> None:
    """Write one approach for each visit to these doors, of the standing events of each, oldest first; remove others.

    Of the doorstep alone: what other channels recorded stays. Two statements.
    """
    if not households:
        return
    visits = [
        (door, visit.at, str(visit.id)) for door in sorted(households) for visit in contacts.visits(said.get(door, ()))
    ]
    asked: dict[str, Any] = {
        "unit": unit_id,
        "channel": Channel.DOOR.value,
        "households": sorted(households),
        "doors": [door for door, _at, _source in visits],
        "times": [at for _door, at, _source in visits],
        "sources": [source for _door, _at, source in visits],
    }
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, asked)
        if visits:
            cursor.execute(_WRITE, asked)
