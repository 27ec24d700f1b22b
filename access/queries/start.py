"""What a start page shows: gathered from every app through access/hooks.py, and put in order."""

from __future__ import annotations

import datetime
import itertools
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access import hooks
from access.models import Unit
from access.queries.accesses import Access
from access.rules import times
from access.rules.headlines import needs_you

# More than this is not a list of what to do today. The rest comes up as the first ones are done.
SHOWN = 12
_FAR = datetime.datetime.max.replace(tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Row:
    """One line of "needs you": the need, and its first column in words."""

    need: hooks.Need
    due: times.Due


@dataclass(frozen=True)
class Start:
    """A start page. Lists may be empty; `countdown` is None without an election ahead."""

    headline: str
    rows: list[Row]
    needs: int
    days: list[dict]
    countdown: dict | None
    changes: list[dict]


def page(access: Access, unit: Unit, *, now: datetime.datetime, since: datetime.datetime | None) -> Start:
    """Return the start page of this person in this unit. `since` is when they were last here; None: never before.

    Needs a scope open on the unit. What nobody asked for costs no query.
    """
    needs = sorted((need for ask in hooks.needs for need in ask(access, unit)), key=_urgency)
    return Start(
        headline=needs_you(len(needs)),
        rows=[Row(need, _due(need, now)) for need in needs[:SHOWN]],
        needs=len(needs),
        days=_days([entry for ask in hooks.weeks for entry in ask(access, unit)], now),
        countdown=_countdown([one for ask in hooks.countdowns for one in ask(access, unit)], now),
        changes=[_change(one) for ask in hooks.changes for one in ask(access, unit, since)] if since else [],
    )


def _urgency(need: hooks.Need) -> tuple[bool, datetime.datetime, str]:
    """Order by what is due soonest, then by what has waited longest, then by the words."""
    if need.due_at is not None:
        return False, need.due_at, need.title
    return True, need.since or _FAR, need.title


def _due(need: hooks.Need, now: datetime.datetime) -> times.Due:
    if need.due_at is not None:
        return times.due(need.due_at, now)
    if need.since is not None:
        return times.waiting(need.since, now)
    return times.Due("", "", soft=True)


def _days(entries: list[hooks.Entry], now: datetime.datetime) -> list[dict]:
    """Group the next seven days by day, for components/agenda.html."""
    end = timezone.localtime(now).date() + datetime.timedelta(days=7)
    coming = sorted(
        (entry for entry in entries if entry.at >= now and timezone.localtime(entry.at).date() < end),
        key=lambda entry: (entry.at, entry.title),
    )
    return [
        {
            "day": date_format(day, "D"),
            "date": date_format(day, "j M"),
            "entries": [
                {"time": date_format(timezone.localtime(entry.at), "H:i"), "title": entry.title, "note": entry.detail}
                | ({"url": entry.url, "do": entry.do or _("Open")} if entry.url else {})
                for entry in of_day
            ],
        }
        for day, of_day in itertools.groupby(coming, key=lambda entry: timezone.localtime(entry.at).date())
    ]


def _change(one: hooks.Change) -> dict:
    """Return the line for components/changes.html."""
    return {"figure": one.figure, "text": one.sentence, "source": one.source, "url": one.url, "do": one.do or _("Open")}


def _countdown(found: list[hooks.Countdown], now: datetime.datetime) -> dict | None:
    """Return the nearest polling day that is not over, its deadlines in order."""
    ahead = [one for one in found if times.days_until(one.polling_on, now) >= 0]
    if not ahead:
        return None
    first = min(ahead, key=lambda one: (one.polling_on, one.label))
    days = times.days_until(first.polling_on, now)
    words = ngettext("day to %(label)s,", "days to %(label)s,", days) if days else _("%(label)s today,")
    return {
        "figure": str(days),
        "text": words % {"label": first.label},
        "date": date_format(first.polling_on, "l j F"),
        "deadlines": [
            {"label": label, "when": times.short(at, now), "state": times.state_of(at, now)}
            for label, at in sorted(first.deadlines, key=lambda one: one[1])
        ],
        "url": first.url,
    }
