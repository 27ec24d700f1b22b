"""The postal chase: from when until when, what may be said and asked, and who is still to be asked.

From the day on which ballots go out nobody may try to learn how a postal voter fills theirs in (RPA 1983 s. 66, as
the Elections Act 2022 s. 7 has it). So one thing is asked, whether it has been sent, and no ballot is ever handled
(s. 112A, at polls from 2 May 2024 on).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.utils.translation import gettext as _

from canvass.enums import Nation
from canvass.hooks import Malformed, Outdated
from gotv.enums import ElectionType, PostalSaid
from gotv.rules import hours
from kit import clock

KIND = "postal"
# Where the council has not said when it sends them out: about the earliest that it may be.
EARLIEST = datetime.timedelta(days=14)
# Nothing more is to be asked of them.
DONE = frozenset({PostalSaid.SENT, PostalSaid.WONT})
# They know, and have said what they mean to do.
PROMISED = frozenset({PostalSaid.MEANS_TO, PostalSaid.HANDS_IN})
# They need another ballot paper, which the council alone can give them.
STUCK = frozenset({PostalSaid.NOT_COME, PostalSaid.LOST})
# What a door can say of a person; that nobody was in is about the door, and sent as the doorstep does.
AT_THE_DOOR = tuple(one for one in PostalSaid if one != PostalSaid.NOT_IN)
# The limits on handing in hold at polls to the UK Parliament in all of Great Britain, and in England at every poll
# (regulations of 2023 under the Elections Act 2022).
_DEVOLVED = frozenset({Nation.WALES, Nation.SCOTLAND})
_RESERVED = frozenset({ElectionType.PARLIAMENT, ElectionType.PCC})


def begins_on(dispatch_on: datetime.date | None, polling_on: datetime.date) -> datetime.date:
    """Return the first day on which postal voters are asked one thing alone."""
    return dispatch_on or polling_on - EARLIEST


def chase(dispatch_on: datetime.date | None, polling_on: datetime.date, *, rehearsal: bool) -> hours.Hours:
    """Return from when until when answers are taken: until the polls close, in a rehearsal until the day ends."""
    last = hours.committee_room(polling_on, rehearsal=rehearsal).closes
    return hours.Hours(clock.at(begins_on(dispatch_on, polling_on), 0), last)


def returned_by(polling_on: datetime.date) -> datetime.datetime:
    """Return when a postal vote must be with the council: when the polls close (the rules in RPA 1983 sch. 1)."""
    return hours.polls(polling_on).closes


def script() -> list[str]:
    """Return what to say, a line a breath. It asks whether, and never how."""
    return [
        _("Hello, is that …? I’m … from the local Labour Party. It’s about your postal vote."),
        _("Has it come? And have you been able to send it back?"),
        _("If it has not come, or is lost or spoilt: ring the elections office at the council. They can give another."),
        _("If they have it still: sign the form, put in the date of birth, seal both envelopes, and post it soon."),
        _("Thank you. I don’t need to know anything else about it."),
    ]


def never() -> list[str]:
    """Return what nobody who chases postal votes may do (domain C8)."""
    return [
        _("Never ask how they vote, voted, or mean to vote. If they say it, do not write it down or pass it on."),
        _("Never touch, take, post, hand in or look at anybody’s ballot paper or envelope. It is a crime."),
        _("Never be there while they fill it in. Do not offer to fetch it."),
    ]


def at_the_door() -> list[str]:
    """Return the same in as few words as a phone has room for."""
    return [_("Never ask how they vote. Never touch the ballot: it is a crime.")]


def choices() -> list[tuple[str, str]]:
    """Return what can be answered at a door: codes with their words."""
    return [(one.value, str(one.label)) for one in AT_THE_DOOR]


def hand_in(nation: str, kind: str) -> str:
    """Return where somebody may hand their own vote in, by nation and poll (domain C8)."""
    if nation == Nation.NORTHERN_IRELAND:
        return _("It can’t be handed in at a polling station in Northern Ireland. It must reach the Electoral Office.")
    where = _("They can hand it in themselves at a polling station of their council on the day, until 22:00.")
    if nation in _DEVOLVED and kind not in _RESERVED:
        return where
    return (
        where
        + " "
        + _(
            "A form is filled in there. One person may hand in their own and at most five others’; a campaigner may"
            " hand in only their own and those of close family or of somebody they care for. Without the form it does"
            " not count, and nobody may leave it behind."
        )
    )


def clean(payload: dict) -> dict:
    """Return what to keep of an answer from the door: {said, by_another?, canvasser?}.

    Raises Malformed; Outdated for a code that this version doesn't know.
    """
    if payload.keys() - {"said", "by_another", "canvasser"}:
        raise Malformed("An answer about a postal vote has said, by_another and canvasser.")
    said, by_another, canvasser = payload.get("said"), payload.get("by_another", False), payload.get("canvasser")
    if not isinstance(said, str) or not isinstance(by_another, bool):
        raise Malformed("said is a code, by_another true or false.")
    if canvasser is not None and (isinstance(canvasser, bool) or not isinstance(canvasser, int) or canvasser < 1):
        raise Malformed("canvasser is an id.")
    if said not in [one.value for one in AT_THE_DOOR]:
        raise Outdated("This version doesn't know what was said of a postal vote.")
    found = {"said": said, "by_another": by_another, "canvasser": canvasser}
    return {name: value for name, value in found.items() if value}


def about(_payload: Mapping) -> str:
    """It is always one person's."""
    return "elector"
