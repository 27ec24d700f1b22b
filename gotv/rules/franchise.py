"""Who on the register may vote in which poll, by nation, type and day: one register serves all of them (domain A3).

A dated table, so that a change of the law is a new line in it. An election is filled from it when it is made, and
people may change what it says there. Sources: Representation of the People Act 1983 ss. 1 and 2; Scottish Elections
(Reduction of Voting Age) Act 2015; Senedd and Elections (Wales) Act 2020; Local Government and Elections (Wales) Act
2021; Elections Act 2022 Schedule 8 (EU citizens, from 7 May 2024).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from canvass.enums import Nation
from gotv.enums import Admission, ElectionType

_T, _N = ElectionType, Nation
_ALWAYS = datetime.date.min
# Where each kind of poll is held.
_HELD_IN: Mapping[str, tuple[Nation, ...]] = {
    _T.PARLIAMENT: (_N.ENGLAND, _N.SCOTLAND, _N.WALES, _N.NORTHERN_IRELAND),
    _T.LOCAL: (_N.ENGLAND, _N.SCOTLAND, _N.WALES, _N.NORTHERN_IRELAND),
    _T.MAYOR: (_N.ENGLAND, _N.WALES),
    _T.PCC: (_N.ENGLAND, _N.WALES),
    _T.SENEDD: (_N.WALES,),
    _T.HOLYROOD: (_N.SCOTLAND,),
}


@dataclass(frozen=True)
class Terms:
    """What holds in one kind of poll on one day. `letters` says for each known letter whether its bearers may vote."""

    voting_age: int
    letters: Mapping[str, Admission]


@dataclass(frozen=True)
class _Line:
    """What holds for these polls in this nation from a day on. Letters that stand nowhere must be looked up."""

    types: tuple[ElectionType, ...]
    nations: tuple[Nation, ...]
    since: datetime.date
    voting_age: int
    yes: str
    check: str
    no: str


_UK_PARLIAMENT = ((_T.PARLIAMENT,), tuple(_N))
_ENGLISH = ((_T.LOCAL, _T.MAYOR, _T.PCC), (_N.ENGLAND, _N.NORTHERN_IRELAND))
_POLICE_IN_WALES = ((_T.PCC,), (_N.WALES,))
_WELSH_LOCAL = ((_T.LOCAL, _T.MAYOR), (_N.WALES,))
_SENEDD = ((_T.SENEDD,), (_N.WALES,))
_SCOTTISH = ((_T.LOCAL, _T.HOLYROOD), (_N.SCOTLAND,))
_EU_CITIZENS = datetime.date(2024, 5, 7)
# N is an anonymous entry, who votes as what they are. The later of two lines about one poll holds.
_TABLE = (
    _Line(*_UK_PARLIAMENT, _ALWAYS, 18, yes="FN", check="", no="BEGKLM"),
    _Line(*_ENGLISH, _ALWAYS, 18, yes="BGKLN", check="", no="EF"),
    _Line(*_ENGLISH, _EU_CITIZENS, 18, yes="BLN", check="GK", no="EF"),
    _Line(*_POLICE_IN_WALES, _ALWAYS, 18, yes="BGKLN", check="", no="EF"),
    _Line(*_POLICE_IN_WALES, _EU_CITIZENS, 18, yes="BLN", check="GK", no="EF"),
    _Line(*_WELSH_LOCAL, _ALWAYS, 18, yes="BGKLN", check="M", no="EF"),
    _Line(*_WELSH_LOCAL, datetime.date(2022, 5, 5), 16, yes="BGKLMN", check="", no="EF"),
    _Line(*_SENEDD, _ALWAYS, 18, yes="BGKLN", check="M", no="EF"),
    _Line(*_SENEDD, datetime.date(2021, 5, 6), 16, yes="BGKLMN", check="", no="EF"),
    _Line(*_SCOTTISH, _ALWAYS, 18, yes="LMN", check="BGK", no="EF"),
    _Line(*_SCOTTISH, datetime.date(2016, 5, 5), 16, yes="LMN", check="BGK", no="EF"),
)


def nations(election_type: str) -> tuple[Nation, ...]:
    """Return where this kind of poll is held, the likeliest first."""
    return _HELD_IN[election_type]


def terms(election_type: str, nation: str, polling_on: datetime.date) -> Terms:
    """Return what the law says of this poll. Raises ValueError where such a poll is never held."""
    lines = [line for line in _TABLE if election_type in line.types and nation in line.nations]
    holding = [line for line in lines if line.since <= polling_on]
    if not holding or Nation(nation) not in _HELD_IN[election_type]:
        raise ValueError(f"There is no {election_type} poll in {nation}.")
    line = max(holding, key=lambda one: one.since)
    letters = {
        **dict.fromkeys(line.yes, Admission.YES),
        **dict.fromkeys(line.check, Admission.CHECK),
        **dict.fromkeys(line.no, Admission.NO),
    }
    return Terms(line.voting_age, dict(sorted(letters.items())))


def last_attainment(polling_on: datetime.date, voting_age: int) -> datetime.date:
    """Return the latest date of attainment (an 18th birthday) of somebody who is old enough on polling day.

    Who was born on 29 February comes of age on 1 March in other years. On a 29 February an 18th birthday of 1 March
    may belong to somebody born on either day: they count as old enough, since nobody is dropped unseen.
    """
    year = polling_on.year + 18 - voting_age
    try:
        return polling_on.replace(year=year)
    except ValueError:  # 29 February, and no such day in that year
        return datetime.date(year, 3, 1)
