"""What offices there are in a CLP, which can be shared, and how long a term runs (domain D2)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from access.roles import RoleName

# A term runs until the next annual meeting. Two years leave room for one that was put off.
LONGEST_TERM = datetime.timedelta(days=731)
# Posts may be shared by two, except these two (model rules for CLPs; domain D2).
_NEVER_SHARED = {"chair", "chairperson", "chairman", "chairwoman", "treasurer"}


@dataclass(frozen=True)
class Usual:
    """An office that most CLPs have, and the roles that its holder needs."""

    title: Promise
    roles: tuple[RoleName, ...] = ()


# The six executive officers of the rules, and those whose work needs data. "Until changed": each CLP has its own.
USUAL = (
    Usual(_("Chair")),
    Usual(_("Vice-chair")),
    Usual(_("Vice-chair (membership)"), (RoleName.MEMBERSHIP_OFFICER,)),
    Usual(_("Secretary"), (RoleName.SECRETARY,)),
    Usual(_("Treasurer")),
    Usual(_("Policy officer")),
    Usual(_("Women’s officer")),
    Usual(_("Campaign co-ordinator"), (RoleName.CAMPAIGN_ORGANISER,)),
    Usual(_("Data officer"), (RoleName.DATA_OFFICER,)),
)


def may_be_shared(title: str) -> bool:
    """Say whether two people may hold the office together."""
    return title.strip().casefold() not in _NEVER_SHARED


def day_before(day: datetime.date) -> datetime.date:
    """Return the last day of whoever hands over to somebody who begins on `day`."""
    return day - datetime.timedelta(days=1)


def day_after(day: datetime.date) -> datetime.date:
    """Return the first day of whoever begins when a term ends with `day`."""
    return day + datetime.timedelta(days=1)


def a_year_from(day: datetime.date) -> datetime.date:
    """Return the last day of a term of a year that begins on `day`: the day before its date comes round again.

    A term from 29 February ends on 28 February, the last day of its twelve months.
    """
    if (day.month, day.day) == (2, 29):
        return datetime.date(day.year + 1, 2, 28)
    return day_before(day.replace(year=day.year + 1))
