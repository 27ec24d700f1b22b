"""What somebody must know to go and vote: what to bring, until when, and what becomes of a postal vote on the day.

Photo ID by nation and poll (domain C8). Where a nation has a poll of a type, the pair stands in the table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from canvass.enums import Nation
from gotv.enums import AbsentKind, ElectionType

_GREAT_BRITAIN = "Elections Act 2022, schedule 1, and the Voter Identification Regulations 2022 (SI 2022/1382)"
_DEVOLVED = "devolved: the Elections Act 2022 asks for photo ID at no such poll"
_IRELAND = "Electoral Fraud (Northern Ireland) Act 2002"
# Whether photo ID is asked for, and where the law says so.
PHOTO_ID: Mapping[tuple[str, str], tuple[bool, str]] = {
    (Nation.ENGLAND, ElectionType.PARLIAMENT): (True, _GREAT_BRITAIN),
    (Nation.ENGLAND, ElectionType.LOCAL): (True, _GREAT_BRITAIN),
    (Nation.ENGLAND, ElectionType.MAYOR): (True, _GREAT_BRITAIN),
    (Nation.ENGLAND, ElectionType.PCC): (True, _GREAT_BRITAIN),
    (Nation.WALES, ElectionType.PARLIAMENT): (True, _GREAT_BRITAIN),
    (Nation.WALES, ElectionType.PCC): (True, _GREAT_BRITAIN),
    (Nation.WALES, ElectionType.LOCAL): (False, _DEVOLVED),
    (Nation.WALES, ElectionType.MAYOR): (False, _DEVOLVED),
    (Nation.WALES, ElectionType.SENEDD): (False, _DEVOLVED),
    (Nation.SCOTLAND, ElectionType.PARLIAMENT): (True, _GREAT_BRITAIN),
    (Nation.SCOTLAND, ElectionType.LOCAL): (False, _DEVOLVED),
    (Nation.SCOTLAND, ElectionType.HOLYROOD): (False, _DEVOLVED),
    (Nation.NORTHERN_IRELAND, ElectionType.PARLIAMENT): (True, _IRELAND),
    (Nation.NORTHERN_IRELAND, ElectionType.LOCAL): (True, _IRELAND),
}


def needs_photo_id(nation: str, kind: str) -> bool | None:
    """Say whether photo ID is asked for at a poll of this type in this nation; None where the table doesn't say."""
    found = PHOTO_ID.get((nation, kind))
    return found[0] if found else None


def bring(nation: str, kind: str) -> str:
    """Return what to bring, in words to read out at a door."""
    needed = needs_photo_id(nation, kind)
    if needed is None:
        return _("Look up whether photo ID is asked for at this poll, and say so.")
    if not needed:
        return _("No photo ID is needed. The poll card helps, and they can vote without it.")
    if nation == Nation.NORTHERN_IRELAND:
        return _(
            "Bring photo ID: a passport, a driving licence, a SmartPass or an Electoral Identity Card. Out of date is "
            "fine if it still looks like them."
        )
    return _(
        "Bring photo ID: a passport, a driving licence, an older or disabled person’s bus pass, a Blue Badge or a "
        "Voter Authority Certificate. Out of date is fine if it still looks like them."
    )


def until() -> str:
    """Return how long one can vote: whoever queues at the close may still vote (the rules in RPA 1983 sch. 1)."""
    return _("Polls close at 22:00. Whoever is in the queue by then may vote.")


def at_the_door(nation: str, kind: str, places: Sequence[str]) -> str:
    """Return what to say about voting at a door, in one paragraph for paper: where, what to bring, until when."""
    where = _("They vote at: %(places)s.") % {"places": "; ".join(places)} if places else ""
    return " ".join(part for part in (where, bring(nation, kind), until()) if part)


def absent(kind: str) -> str:
    """Return what to say to somebody who votes in this way (AbsentKind) on the day itself; "" at a station.

    Campaigners must not handle anybody's postal vote (RPA 1983 s. 112A, at polls from 2 May 2024 on).
    """
    if kind == AbsentKind.PROXY:
        return _("Somebody else votes for them at the polling place. Ask whether they have been.")
    if kind in (AbsentKind.POSTAL, AbsentKind.POSTAL_PROXY):
        return _(
            "Votes by post. Posted today it comes too late: they can hand it in at a polling place in person until "
            "22:00, with a form. Never take it from them, and never ask how they filled it in."
        )
    return ""
