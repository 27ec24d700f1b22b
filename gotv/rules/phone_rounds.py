"""A round of knocking up on a phone: what it may send of a knock, and from when until when it may show names."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

from canvass.hooks import Malformed, Outdated
from gotv.enums import KnockSaid, LiftNeed
from gotv.rules import hours

KIND = "knock"
# What is said of a door as a whole, nobody in particular having been spoken to.
OF_THE_DOOR = frozenset({KnockSaid.NOT_IN.value, KnockSaid.NO_ACCESS.value, KnockSaid.LANGUAGE.value})
# Facts of the register's own record, which stick: a phone sends these as the doorstep does ("outcome").
_STICKY = frozenset({KnockSaid.MOVED.value, KnockSaid.DECEASED.value, KnockSaid.NO_CONTACT.value})
# A lost phone must not hold names for longer, as with a board.
_LONGEST = datetime.timedelta(hours=24)
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_MOST_PEOPLE = 9


def readable(polling_on: datetime.date, *, rehearsal: bool) -> hours.Hours:
    """Return from when until when a phone may show the names of a round: until tellers end, and no longer than a day.

    So a team can open it the evening before, where there is Wi-Fi.
    """
    until = hours.tellers(polling_on, rehearsal=rehearsal).closes
    return hours.Hours(until - _LONGEST, until)


def clean(payload: dict) -> dict:
    """Return what to keep of a knock: {said, by_another?, lift?: {people?, from?, until?, needs?}}.

    Times are "14:30", by the clock on the wall. Raises Malformed; Outdated for a code that this version doesn't know.
    """
    if payload.keys() - {"said", "by_another", "lift"}:
        raise Malformed("A knock has said, by_another and lift.")
    said, by_another = payload.get("said"), payload.get("by_another", False)
    if not isinstance(said, str) or not isinstance(by_another, bool):
        raise Malformed("said is a code, by_another true or false.")
    if said in _STICKY:
        raise Malformed("Who moved, died or wants no contact is sent as an outcome.")
    if said not in KnockSaid.values:
        raise Outdated("This version doesn't know what was said.")
    kept: dict = {"said": said}
    if by_another and said not in OF_THE_DOOR:
        kept["by_another"] = True
    if said == KnockSaid.LIFT and payload.get("lift") is not None:
        kept["lift"] = _lift(payload["lift"])
    elif payload.get("lift") is not None:
        raise Malformed("Only who wants a lift has one.")
    return kept


def _lift(found: object) -> dict:
    if not isinstance(found, dict) or found.keys() - {"people", "from", "until", "needs"}:
        raise Malformed("A lift has people, from, until and needs.")
    people, needs = found.get("people", 1), found.get("needs", [])
    if isinstance(people, bool) or not isinstance(people, int) or not 1 <= people <= _MOST_PEOPLE:
        raise Malformed(f"people is a whole number from 1 to {_MOST_PEOPLE}.")
    if not isinstance(needs, list) or not all(isinstance(one, str) for one in needs):
        raise Malformed("needs is a list of codes.")
    if set(needs) - set(LiftNeed.values):
        raise Outdated("This version doesn't know this need.")
    times = {name: _time(name, found[name]) for name in ("from", "until") if found.get(name)}
    if len(times) == 2 and times["from"] >= times["until"]:
        raise Malformed("from is before until.")
    return {"people": people, "needs": sorted(set(needs)), **times}


def _time(name: str, value: object) -> str:
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        raise Malformed(f'{name} is a time such as "14:30".')
    return value


def about(payload: Mapping) -> str:
    """Return what an event with this payload must name: the elector, or for a door as a whole the household."""
    return "household" if payload.get("said") in OF_THE_DOOR else "elector"
