"""The pack: what a canvasser's phone is given of a board.

Names and addresses; no past answers, parties or scores (reliability S1).
"""

from __future__ import annotations

import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from access.models import Unit, User
from canvass.enums import Intention, Issue
from canvass.models import Board, Handing
from canvass.queries.boards import doors as board_doors
from canvass.queries.boards.doors import CLOSED, EMPTY, SPOKE, Door, Person
from canvass.rules import phone
from kit import clock

VERSION = 1
_NATIONS = ("wales", "scotland")


def pack(board: Board, handing: Handing, user: User) -> dict:
    """Return the pack of a board for the person who has it. Its shape stands in docs/offline.md."""
    today = clock.today()
    streets: list[dict] = []
    doors: list[dict] = []
    for street in board_doors.by_street(board_doors.doors(board)):
        streets.append({"name": street.name or _("No street"), "district": street.district_code})
        doors += [_door(door, len(streets) - 1, handing.handed_at, today) for door in street.doors]
    return {
        "v": VERSION,
        "board": {"id": str(board.pk), "name": board.name},
        "unit": {"code": board.unit.code, "name": board.unit.name},
        "issued_at": timezone.now().isoformat(),
        "read_until": handing.read_until.isoformat(),
        "urls": urls(board),
        "user": {"id": user.pk, "name": user.name},
        "issues": [{"code": issue.value, "label": str(issue.label)} for issue in Issue],
        "intentions": [
            {"code": one.value, "label": str(Intention(one).label)} for one in phone.intentions(_nation(board.unit))
        ],
        "streets": streets,
        "doors": doors,
    }


def urls(board: Board) -> dict[str, str]:
    """Return the addresses that a phone needs to send and to go back."""
    return {
        "events": reverse("canvass:sync_events"),
        "ping": reverse("canvass:sync_ping"),
        "device": reverse("canvass:phone_device", kwargs={"board": board.pk}),
        "back": reverse("canvass:phone"),
    }


def _nation(unit: Unit) -> str:
    """Return the nation that a CLP belongs to: it stands right above it in the tree (domain D1). "" for England."""
    return next((one.code for one in (unit, unit.parent) if one is not None and one.code in _NATIONS), "")


def _door(door: Door, street: int, handed_at: datetime.datetime, today: datetime.date) -> dict:
    visit = door.visit
    return {
        "household": door.household.pk,
        "position": door.position,
        "street": street,
        "door": door.household.door,
        "side": door.side,
        "tried": {
            "code": visit.outcome,
            "when": phone.tried(timezone.localtime(visit.at).date(), visit.outcome, today),
        }
        if visit
        else None,
        "state": _state(door, handed_at),
        "people": [_person(person, today) for person in door.people if _is_shown(person)],
    }


def _state(door: Door, handed_at: datetime.datetime) -> str:
    """Return "open", "done" or "no_contact". Where nobody was in, the door is open again the next time it goes out."""
    if door.state in (CLOSED, EMPTY):
        return "no_contact"
    tried_this_time = door.visit is not None and door.visit.at >= handed_at
    return "done" if door.state == SPOKE or tried_this_time else "open"


def _is_shown(person: Person) -> bool:
    """Whoever moved or died is not there to be asked. Whoever asked not to be contacted is, without a name."""
    return not (person.contact and (person.contact.moved or person.contact.deceased))


def _person(person: Person, today: datetime.date) -> dict:
    if person.is_closed:
        note = _("Do not ask for this person for now") if person.may_object else _("Do not contact")
        return {"elector": None, "district": "", "number": 0, "suffix": 0, "name": "", "note": note}
    spoken_at = person.contact.spoken_at if person.contact else None
    spoken = phone.spoken(timezone.localtime(spoken_at).date() if spoken_at else None, today)
    soon = phone.votes_from(person.elector.date_of_attainment, today)
    return {
        "elector": person.elector.pk,
        "district": person.elector.polling_district.code,
        "number": person.elector.number,
        "suffix": person.elector.suffix,
        "name": person.elector.name,
        "note": ". ".join(part for part in (*person.badges, soon, spoken) if part),
    }
