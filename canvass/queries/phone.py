"""The pack: what a canvasser's phone is given of a board.

Names and addresses; no past answers, parties or scores (reliability S1).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from access.models import Unit, User
from access.queries import sealing
from canvass import hooks
from canvass.enums import Intention, Wish
from canvass.models import Board, ConsentWording, Handing, Joined, LetterScheme, Recall
from canvass.queries import found, issues
from canvass.queries.boards import doors as board_doors
from canvass.queries.boards.doors import CLOSED, EMPTY, SPOKE, Door, Person
from canvass.queries.targets import lists
from canvass.rules import letters, phone
from kit import clock

VERSION = 2
_NATIONS = ("wales", "scotland")


def pack(board: Board, handing: Handing, user: User) -> dict:
    """Return the pack of a board of `boards()` for the person who has it. Its shape stands in docs/offline.md.

    Four queries, whatever its size; with that for the board and that for the handing six.
    """
    today = clock.today()
    reasons = lists.coarse(board)
    streets: list[dict] = []
    doors: list[dict] = []
    at: dict[int, int] = {}
    known = board_doors.doors(board)
    for street in board_doors.by_street(known):
        if street.street:
            at.setdefault(street.street.pk, len(streets))
        pk = street.street.pk if street.street else None
        streets.append({"name": street.name or _("No street"), "district": street.district_code, "id": pk})
        doors += [_door(door, len(streets) - 1, handing.handed_at, today, reasons) for door in street.doors]
    return {
        "v": VERSION,
        "board": {"id": str(board.pk), "name": board.name},
        "unit": {"code": board.unit.code, "name": board.unit.name},
        "issued_at": timezone.now().isoformat(),
        "read_until": handing.read_until.isoformat(),
        "urls": urls(board),
        "user": {"id": user.pk, "name": user.name},
        "issues": issues.offered(board.unit, _wards(known)),
        "intentions": [
            {"code": one.value, "label": str(Intention(one).label)} for one in phone.intentions(_nation(board.unit))
        ],
        "streets": streets,
        "doors": doors,
        "found": [_found(one, at) for one in board.found],  # type: ignore[attr-defined] # annotated in boards()
        "team": board.members or [{"id": user.pk, "name": user.name}],  # type: ignore[attr-defined] # annotated in boards()
        "letters": board.letters if board.letters is not None else dict(letters.DEFAULT),  # type: ignore[attr-defined]
        "session": _session(board),
        "questions": _questions(board, _nation(board.unit)),
        **_one_question(),
        "recall": board.recalled,  # type: ignore[attr-defined] # annotated in boards()
        **({"seal": board.seal} if board.seal else {}),  # type: ignore[attr-defined] # annotated in boards()
    }


def boards() -> QuerySet[Board]:
    """Return boards, each with all that a phone needs beside its doors, in the one query that finds it.

    `recalled` is the number of the unit's newest recall, as of before the names are read: what comes in between is
    told again. `seal` is the newest key under which phones seal, None as long as there is none.
    """
    wordings = ConsentWording.objects.filter(unit=OuterRef("unit")).order_by("channel", "-made_at", "-pk")
    members = Joined.objects.filter(team=OuterRef("team"), left_at=None).order_by("user__name", "user")
    schemes = LetterScheme.objects.filter(unit=OuterRef("unit")).order_by("-number")
    recalls = Recall.objects.filter(unit=OuterRef("unit")).order_by("-number")
    return Board.objects.select_related(
        "unit__parent", "session__survey", "session__leader", "target_list__version"
    ).annotate(
        wordings=ArraySubquery(
            wordings.distinct("channel").values(json=JSONObject(id="pk", channel="channel", text="text"))
        ),
        members=ArraySubquery(members.values(json=JSONObject(id="user", name="user__name"))),
        letters=Subquery(schemes.values("letters")[:1]),
        found=found.on_board(OuterRef("pk")),
        recalled=Coalesce(Subquery(recalls.values("number")[:1]), 0),
        seal=Subquery(sealing.newest()),
    )


def _wards(doors: Iterable[Door]) -> set[int]:
    wards = {door.household.ward_id or door.household.polling_district.ward_id for door in doors}
    return {ward for ward in wards if ward is not None}


def _session(board: Board) -> dict | None:
    session = board.session
    if session is None:
        return None
    return {
        "id": str(session.pk),
        "name": session.name,
        "leader": session.leader.name,
        "back_at": session.back_at.isoformat(),
        "fine": reverse("canvass:outing_fine", kwargs={"session": session.pk}),
    }


def _questions(board: Board, nation: str) -> dict:
    survey = board.session.survey if board.session else None
    return {
        "ruled_out": [party.value for party in phone.parties(nation)],
        "wishes": [{"code": wish.value, "label": str(wish.label)} for wish in Wish],
        "wordings": board.wordings,  # type: ignore[attr-defined] # annotated in boards()
        "survey": {"version": str(survey.pk), **survey.body} if survey else None,
    }


def _one_question() -> dict:
    """Return what is asked of those whom nobody may ask how they vote: {} where no app above knows of any."""
    if not hooks.one_question:
        return {}
    one = hooks.one_question[0]
    choices = [{"code": code, "label": str(label)} for code, label in one.choices()]
    return {"only": {"kind": one.kind, "choices": choices, "script": [str(line) for line in one.script()]}}


def _found(one: dict, at: Mapping[int, int]) -> dict:
    """Return a door, or a resident of a door, that stands in no register and was kept the last time."""
    what = ", ".join(part for part in (one["name"], one["door"]) if part)
    return {
        "household": one["household"],
        "street": at.get(one["street"]),
        "text": _("Found last time: %(what)s, not on the register") % {"what": what},
    }


def urls(board: Board) -> dict[str, str]:
    """Return the addresses that a phone needs to send and to go back."""
    return {
        "events": reverse("canvass:sync_events"),
        "ping": reverse("canvass:sync_ping"),
        "device": reverse("canvass:phone_device", kwargs={"board": board.pk}),
        "back": reverse("canvass:phone"),
        "hand_back": reverse("canvass:phone_hand_back", kwargs={"board": board.pk}),
    }


def _nation(unit: Unit) -> str:
    """Return the nation that a CLP belongs to: it stands right above it in the tree (domain D1). "" for England."""
    return next((one.code for one in (unit, unit.parent) if one is not None and one.code in _NATIONS), "")


def _door(
    door: Door, street: int, handed_at: datetime.datetime, today: datetime.date, reasons: Mapping[int, str]
) -> dict:
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
        "people": [_person(person, today, reasons) for person in door.people if _is_shown(person)],
        **({"flag": True} if door.flagged else {}),
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


def _person(person: Person, today: datetime.date, reasons: Mapping[int, str]) -> dict:
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
        **({"why": reasons[person.elector.pk]} if reasons.get(person.elector.pk) else {}),
        **({"only": person.one_question.isoformat()} if person.one_question else {}),
    }
