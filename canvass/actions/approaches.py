"""Keeping count of how often somebody turned to a household: what the budget of approaches of a rule looks at."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import User
from canvass.enums import Channel
from canvass.models import Approach, TargetList
from canvass.rules import contacts, erasing
from canvass.rules.contacts import Said
from kit import clock
from kit.errors import Refused

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

# Every home of a list, once a day and channel however often somebody says so.
_NOTE = """
INSERT INTO canvass_approach (unit_id, household_id, channel, at, source)
SELECT DISTINCT l.unit_id, l.household_id, %(channel)s, %(at)s::timestamptz, %(source)s
FROM canvass_listed l
WHERE l.target_list_id = %(list)s AND NOT EXISTS (
    SELECT FROM canvass_approach a
    WHERE a.household_id = l.household_id AND a.channel = %(channel)s AND a.at = %(at)s AND a.source = %(source)s)
"""


def recompute(*, unit_id: int, households: Collection[int], said: Mapping[int, Sequence[Said]]) -> None:
    """Write one approach for each visit to these doors, of the standing events of each, oldest first; remove others.

    Of the doorstep alone: what other channels recorded stays. Two statements.
    """
    if not households:
        return
    since = clock.at(erasing.approaches_since(clock.today()), 0)
    visits = [
        (door, visit.at, str(visit.id))
        for door in sorted(households)
        for visit in contacts.visits(said.get(door, ()))
        if visit.at >= since
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


@transaction.atomic
def note(*, by: User, found: TargetList, channel: str, on: datetime.date) -> int:
    """Note that every home of a list was turned to on that day, by post, telephone or email.

    Returns how many homes it was noted for, 0 where it had been noted already. Raises Refused for a day to come.
    """
    if on > clock.today():
        raise Refused(_("That day is still to come. Note it once it has been done."))
    asked: dict[str, Any] = {"list": found.pk, "channel": channel, "at": _moment(on), "source": str(found.pk)}
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, asked)
        homes = cursor.rowcount
    if homes:
        audit.record(
            "target_list.approached", by=by, unit=found.unit_id, obj=found, homes=homes, channel=channel, on=str(on)
        )
    return homes


@transaction.atomic
def take_back(*, by: User, found: TargetList, channel: str, on: datetime.date) -> int:
    """Undo note(): those homes were not turned to. Returns how many they were, 0 when it had been done already."""
    rows = Approach.objects.filter(source=str(found.pk), channel=channel, at=_moment(on))
    homes, _models = rows.delete()
    if homes:
        audit.record(
            "target_list.not_approached", by=by, unit=found.unit_id, obj=found, homes=homes, channel=channel, on=str(on)
        )
    return homes


def _moment(on: datetime.date) -> datetime.datetime:
    """Return the moment that stands for a day on which nobody looked at the clock."""
    return clock.at(on, 12)
