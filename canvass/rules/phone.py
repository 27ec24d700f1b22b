"""What a phone may be told about people and doors, in coarse words: a lost phone must not give away more (S1)."""

from __future__ import annotations

import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from canvass.enums import Intention, Outcome

# The buttons of the doorstep, three in a row, in the order in which people say them.
_EVERYWHERE = (
    Intention.LABOUR,
    Intention.CONSERVATIVE,
    Intention.LIB_DEM,
    Intention.GREEN,
    Intention.REFORM,
    Intention.AGAINST,
    Intention.UNDECIDED,
    Intention.WONT_SAY,
    Intention.NON_VOTER,
)
# One more where a national party stands, by the code of the nation's unit.
_IN_NATIONS = {"wales": Intention.PLAID, "scotland": Intention.SNP}
_NO_PARTY = frozenset({Intention.AGAINST, Intention.UNDECIDED, Intention.WONT_SAY, Intention.NON_VOTER})
_WEEK, _MONTH = datetime.timedelta(days=7), datetime.timedelta(days=31)
_THREE_MONTHS, _YEAR = datetime.timedelta(days=92), datetime.timedelta(days=365)


def intentions(nation: str = "") -> list[Intention]:
    """Return the intentions to offer as buttons. `nation` is "wales", "scotland", or anything else."""
    found = list(_EVERYWHERE)
    if nation in _IN_NATIONS:
        found.insert(found.index(Intention.AGAINST), _IN_NATIONS[nation])
    return found


def parties(nation: str = "") -> list[Intention]:
    """Return those of the intentions that are a party: one that somebody may say they would never vote for."""
    return [one for one in intentions(nation) if one not in _NO_PARTY]


def spoken(day: datetime.date | None, today: datetime.date) -> str:
    """Return roughly when somebody was last spoken to; None: never."""
    if day is None:
        return _("Never asked")
    ago = today - day
    if ago < _WEEK:
        return _("Spoken to this past week")
    if ago < _MONTH:
        return _("Spoken to this past month")
    if ago < _THREE_MONTHS:
        return _("Spoken to in the past three months")
    if ago < _YEAR:
        return (
            _("Spoken to last winter"),
            _("Spoken to last spring"),
            _("Spoken to last summer"),
            _("Spoken to last autumn"),
        )[day.month % 12 // 3]
    return _("Spoken to in %(year)s") % {"year": day.year}


def votes_from(attains_on: datetime.date | None, today: datetime.date) -> str:
    """Return from when somebody may vote, for those who may not yet; "" for everybody else. Never the year of birth."""
    if attains_on is None or attains_on <= today:
        return ""
    return _("Can vote from %(day)s") % {"day": date_format(attains_on, "j F")}


def tried(day: datetime.date, outcome: str, today: datetime.date) -> str:
    """Return when a door was last knocked and how it was found: "Last tried 9 March, nobody in".

    Of other years only the month: it says as much, and fits on a line.
    """
    when = date_format(day, "j F" if day.year == today.year else "M Y")
    found = {
        Outcome.NOT_IN.value: _("Last tried %(day)s, nobody in"),
        Outcome.NO_ACCESS.value: _("Last tried %(day)s, no way in"),
        Outcome.REFUSED.value: _("Last tried %(day)s, would not talk"),
        Outcome.LANGUAGE.value: _("Last tried %(day)s, another language"),
        Outcome.NOT_FOUND.value: _("Last tried %(day)s, not found"),
    }
    return found.get(outcome, _("Last tried %(day)s, answered")) % {"day": when}
