"""Where a team is worth most: how many promises who have not voted it would reach within an hour.

The number is promises left, less those who have voted without our knowing, less those whom somebody has only just
asked, as far as a team gets in an hour or until the polls close. docs/polling-day.md writes it down for its readers.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access.rules import times
from gotv.rules.stations import SILENT_AFTER

# A round is 100 to 200 doors and takes one to two hours (campaigners of 2019).
DOORS_AN_HOUR = 100
# So long after a knock it is worth the same again: who was out is home by then.
RESTED_AFTER = datetime.timedelta(hours=2)
_AN_HOUR = datetime.timedelta(hours=1)


@dataclass(frozen=True)
class Ground:
    """What is known of a district. `turnout` is a part of one, None where nothing is known.

    `doors` have promises left behind them. `last_number_at` is the teller's, `knocked_at` the last team's; `teams` are
    those out there now, by name. `lifts` are wanted and not given yet. Where `by_counts`, nobody takes numbers down,
    and `left` is already less those who have probably voted.
    """

    left: int
    doors: int
    turnout: float | None
    last_number_at: datetime.datetime | None
    knocked_at: datetime.datetime | None
    teams: tuple[str, ...] = ()
    lifts: int = 0
    by_counts: bool = False


@dataclass(frozen=True)
class Hours:
    """From when to when people can vote, and what time it is."""

    opens: datetime.datetime
    closes: datetime.datetime
    now: datetime.datetime

    @property
    def left(self) -> float:
        """How much of the next hour a team can use: a part of one, a whole hour before the polls open."""
        from_now = max(self.now, self.opens)
        return min(1.0, max(0.0, (self.closes - from_now) / _AN_HOUR))


def unseen(ground: Ground, hours: Hours) -> float:
    """Return the part of the promises left who have probably voted without our knowing.

    None of them where numbers come in. Where none ever did, as many as of everybody; where they stopped, the part of
    that which has come since.
    """
    if ground.by_counts or ground.turnout is None or hours.now <= hours.opens:
        return 0.0
    since = max(ground.last_number_at, hours.opens) if ground.last_number_at else hours.opens
    if hours.now - since < SILENT_AFTER and ground.last_number_at:
        return 0.0
    return ground.turnout * min(1.0, (hours.now - since) / (hours.now - hours.opens))


def rested(ground: Ground, now: datetime.datetime) -> float:
    """Return what another knock is worth: nothing while a team is there, all of it two hours after the last."""
    if ground.teams:
        return 0.0
    if ground.knocked_at is None:
        return 1.0
    return min(1.0, max(0.0, (now - ground.knocked_at) / RESTED_AFTER))


def reach(ground: Ground, hours: Hours) -> int:
    """Return how many promises who have not voted one team would reach in the next hour, or until the polls close."""
    if ground.left <= 0:
        return 0
    done = min(1.0, DOORS_AN_HOUR * hours.left / max(1, ground.doors))
    return round(ground.left * done * (1 - unseen(ground, hours)) * rested(ground, hours.now))


def why(ground: Ground, hours: Hours) -> str:
    """Return the reasons as sentences: what a team would come to, then what weighs in it."""
    return " ".join(
        part for part in (_gain(ground, hours), _knocked(ground, hours.now), _numbers(ground, hours)) if part
    )


def why_on_the_wall(ground: Ground, hours: Hours) -> str:
    """Return the same without the names of teams, for a screen that everybody sees."""
    return why(replace(ground, teams=("",) * len(ground.teams)), hours)


def _gain(ground: Ground, hours: Hours) -> str:
    count = reach(ground, hours)
    if ground.teams or not count:
        return ""
    words = _("A team reaches about %(count)s in an hour.")
    if hours.left < 1:
        words = _("A team reaches about %(count)s before polls close.")
    return words % {"count": count}


def _knocked(ground: Ground, now: datetime.datetime) -> str:
    if ground.teams:
        names = [name for name in ground.teams if name]
        if len(ground.teams) == 1 and names:
            return _("%(team)s is there now.") % {"team": names[0]}
        count = len(ground.teams)
        return ngettext("A team is there now.", "%(count)s teams are there now.", count) % {"count": count}
    if ground.knocked_at is None:
        return _("Not knocked yet.")
    if now - ground.knocked_at < RESTED_AFTER:
        return _("Knocked %(age)s ago, so many were just asked.") % {
            "age": times.waiting(ground.knocked_at, now).figure
        }
    return _("Last knocked %(age)s ago.") % {"age": times.waiting(ground.knocked_at, now).figure}


def _numbers(ground: Ground, hours: Hours) -> str:
    if ground.lifts:
        words = ngettext("%(count)s lift wanted there.", "%(count)s lifts wanted there.", ground.lifts)
        return words % {"count": ground.lifts}
    if ground.by_counts or hours.now <= hours.opens:
        return ""
    if ground.last_number_at is None:
        return _("No teller heard, so some have voted: knock and ask.")
    if hours.now - ground.last_number_at >= SILENT_AFTER:
        age = times.waiting(ground.last_number_at, hours.now).figure
        return _("Nothing from the teller for %(age)s: knock and ask.") % {"age": age}
    return ""
