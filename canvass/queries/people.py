"""All that is held about one elector or one household, and the electors of a district by street."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from access.models import Unit, User
from access.permissions import Permission as P
from access.queries.accesses import Access
from canvass import hooks
from canvass.enums import SEALED, EventStatus, Issue
from canvass.models import (
    Board,
    BoardDoor,
    ContactEvent,
    Elector,
    Household,
    Joined,
    PastEntry,
    PollingDistrict,
)
from canvass.queries import answers, approaches, areas, contacts, issues
from canvass.rules import answers as in_words
from canvass.rules import contacts as rules

# Merging never makes long chains; a ring of them would be a fault.
_CHAIN = 10


@dataclass(frozen=True)
class Sight:
    """What somebody may see of an elector besides the register: approaches without what was said, and answers."""

    approaches: bool
    answers: bool


@dataclass(frozen=True)
class Step:
    """One approach. `state` is "" where it counts, else why it doesn't, in words."""

    at: datetime.datetime
    what: str
    who: str = ""
    how: str = ""
    state: str = ""


@dataclass(frozen=True)
class Answer:
    """The current answer to one question, when and by whom it was recorded."""

    question: str
    answer: str
    at: datetime.datetime
    who: str
    how: str


@dataclass(frozen=True)
class Story:
    """What was recorded about an elector: all approaches, the latest first, and the answers that hold now."""

    steps: list[Step] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)


def sight(access: Access, unit: Unit, district: PollingDistrict) -> Sight:
    """Return what this person may see of somebody in this district. No query."""
    said = _within(access, P.REVIEW_ANSWERS, unit, district)
    return Sight(approaches=said or _within(access, P.SEE_BOARDS, unit, district), answers=said)


def _within(access: Access, permission: P, unit: Unit, district: PollingDistrict) -> bool:
    wards = areas.wards(access.area(permission, unit))
    return access.may(permission, unit) and (wards is None or district.ward_id in wards)


def electors() -> QuerySet[Elector]:
    """Return electors with all that their page shows."""
    return Elector.objects.select_related(
        "latest_contact", "household__street", "household__lines", "polling_district__ward", "polling_district__council"
    )


def survivor(elector: Elector) -> Elector:
    """Return whom an elector was merged into, however often; the elector where that never happened."""
    for _step in range(_CHAIN):
        into = Elector.objects.filter(pk=elector.merged_into_id).first() if elector.merged_into_id else None
        if into is None:
            return elector
        elector = into
    return elector


def earlier(elector: Elector) -> list[PastEntry]:
    """Return how an elector stood in earlier registers, the latest first."""
    rows = PastEntry.objects.filter(elector=elector).exclude(kind__in=SEALED)
    return list(
        rows.select_related("polling_district", "household__street", "edition").order_by(
            F("until").desc(nulls_last=True), "-pk"
        )
    )


def story(elector: Elector, may: Sight, access: Access, unit: Unit) -> Story:
    """Return what was recorded about an elector and at their door: seven queries, and those of other apps."""
    others = [step for more in hooks.approaches for step in more(access, unit, elector)]
    steps = [Step(one.at, one.what, one.who, one.how) for one in others]
    found: list[Answer] = []
    if may.approaches:
        pks = _names(elector)
        about = Q(elector__in=pks)
        if elector.household_id:
            about |= Q(elector=None, household=elector.household_id)
        events = _events(about)
        standing = rules.standing(contacts.said(electors=pks, households=_doors(elector)))
        counts = {event.id for event in standing}
        topics = _topics(unit, events)
        steps += [_step(event, counts, may, topics) for event in events if event.kind != rules.UNDO]
        steps += _boards(elector)
        steps += _turned_to(_doors(elector))
        if may.answers:
            found = _answers(rules.current(one for one in standing if one.elector in pks), events, topics)
    return Story(sorted(steps, key=lambda step: step.at, reverse=True), found)


def _names(elector: Elector) -> set[int]:
    """Return the ids under which events about an elector came: their own, and those merged into it."""
    return {elector.pk, *Elector.objects.filter(merged_into=elector).values_list("pk", flat=True)}


def _doors(elector: Elector) -> list[int]:
    return [elector.household_id] if elector.household_id else []


def _events(about: Q) -> list[ContactEvent]:
    """Return events with who recorded them and on which board, in three queries."""
    events = list(ContactEvent.objects.filter(about, kind__in=rules.KINDS))
    actors = _people(events)
    boards = Board.objects.in_bulk({event.board_id for event in events if event.board_id})
    for event in events:
        # Several may share a phone: then the one counts who stood at the door.
        event.actor = actors.get(_canvasser(event) or 0) or actors.get(event.actor_id or 0)
        event.board = boards.get(event.board_id)  # type: ignore[attr-defined] # carried along for _how
    return events


def _people(events: Collection[ContactEvent]) -> dict[int, User]:
    """Return who recorded events, and who stood at the door if they came to a session here, by id. One query."""
    actors = {event.actor_id for event in events if event.actor_id}
    others = {_canvasser(event) for event in events} - {None}
    here = Joined.objects.filter(user__in=others).values("user")
    return {user.pk: user for user in User.objects.filter(Q(pk__in=actors) | Q(pk__in=here))}


def _canvasser(event: ContactEvent) -> int | None:
    """Return who stood at the door, as the phone said. What waits may hold anything in its place."""
    found = event.payload.get("canvasser")
    return found if isinstance(found, int) else None


def _topics(unit: Unit, events: Collection[ContactEvent]) -> Mapping[str, str]:
    """Return the words for the CLP's own topics that are named in these events: a query only where there are any."""
    named = (code for event in events for code in event.payload.get("issues") or ())
    codes = {code for code in named if isinstance(code, str)} - set(Issue.values)
    return issues.labels(unit, codes) if codes else {}


def _step(event: ContactEvent, counts: Collection[UUID], may: Sight, topics: Mapping[str, str] | None = None) -> Step:
    what = _what(event, topics) if may.answers or event.kind != rules.ANSWER else _("Spoke")
    if event.elector_id is None:
        what = _("%(what)s, at the door") % {"what": what}
    return Step(event.est_occurred_at, what, _who(event), _how(event), _state(event, counts))


def _what(event: ContactEvent, topics: Mapping[str, str] | None) -> str:
    if event.kind == rules.ANSWER:
        return in_words.answer(event, topics)
    return hooks.event_kinds[event.kind].describe(event)


def _who(event: ContactEvent) -> str:
    return event.actor.name if event.actor else ""


def _how(event: ContactEvent) -> str:
    board = getattr(event, "board", None)
    if event.device_id is None and event.board_id is None:
        return _("noted in the office") if event.actor else _("kept from an earlier register")
    return _("at the door, on the board %(board)s") % {"board": board.name} if board else _("at the door")


def _state(event: ContactEvent, counts: Collection[UUID]) -> str:
    if event.status == EventStatus.QUARANTINED:
        return _("Waits for a check")
    if event.status == EventStatus.VOIDED:
        return _("Does not count")
    return "" if event.pk in counts else _("Corrected later")


def _boards(elector: Elector) -> list[Step]:
    """Return when the elector's door was put on a board."""
    doors = BoardDoor.objects.filter(household__in=_doors(elector)).select_related("board__made_by")
    return [
        Step(
            door.board.made_at,
            _("Put on the board %(board)s") % {"board": door.board.name},
            door.board.made_by.name,
        )
        for door in doors
    ]


def _turned_to(households: Collection[int]) -> list[Step]:
    """Return when these homes were written to or rung."""
    return [
        Step(
            one.at,
            _("On the list %(list)s") % {"list": name} if name else _("Turned to"),
            how=one.get_channel_display(),
        )
        for one, name in approaches.at_doors(households)
    ]


def _answers(
    current: Mapping[str, rules.Said], events: Sequence[ContactEvent], topics: Mapping[str, str]
) -> list[Answer]:
    by_id = {event.pk: event for event in events}
    questions = {
        "intention": _("How they vote"),
        "labour_scale": _("Labour, from 1 to 10"),
        "issues": _("What matters to them"),
        "ruled_out": _("Would never vote for"),
        "wishes": _("What they would like"),
        "language": _("Language"),
    }
    found = []
    for name, question in questions.items():
        event = by_id.get(current[name].id) if name in current else None
        if event is not None:
            only = type(event)(kind=event.kind, payload={name: event.payload[name]})
            how = _how(event)
            if current[name].is_reported:
                how = _("said by somebody else, %(how)s") % {"how": how}
            found.append(Answer(question, in_words.answer(only, topics), event.est_occurred_at, _who(event), how))
    return found


def sections(access: Access, unit: Unit, elector: Elector) -> list[hooks.Section]:
    """Return what other apps show about an elector to this person."""
    return [section for one in hooks.sections if (section := one(access, unit, elector)) is not None]


def marks(elector: Elector) -> list[tuple[str, str]]:
    """Return the objections and other marks that stand on an elector, as (Outcome code, words)."""
    return answers.marks(elector)


def at_door(household: Household) -> list[Elector]:
    """Return who is or was listed behind a door, those who are first. Nobody sealed, merged or forgotten."""
    rows = Elector.objects.filter(household=household, merged_into=None, forgotten_on=None).exclude(kind__in=SEALED)
    return list(
        rows.select_related("latest_contact", "polling_district").order_by(
            F("left_on").desc(nulls_first=True), "number", "suffix", "pk"
        )
    )


def knocks(household: Household, may: Sight) -> list[Step]:
    """Return every time that somebody turned to a home, the latest first: what came of it, not what anybody said."""
    if not may.approaches:
        return []
    events = _events(Q(household=household))
    counts = {event.id for event in rules.standing(contacts.said(households=[household.pk]))}
    told = Sight(approaches=True, answers=False)
    steps = [_step(event, counts, told) for event in events if event.kind != rules.UNDO]
    steps += _turned_to([household.pk])
    return sorted(steps, key=lambda step: step.at, reverse=True)


def of_district(district: PollingDistrict) -> QuerySet[Elector]:
    """Return who is listed in a district, by street and door; those without an address last. Nobody sealed."""
    rows = Elector.objects.on_register().filter(polling_district=district).exclude(kind__in=SEALED)
    return rows.select_related("household__street", "latest_contact").order_by(
        F("household__street__name").asc(nulls_last=True),
        "household__street__locality",
        F("household__number").asc(nulls_first=True),
        "household__number_suffix",
        "household__building",
        F("household__flat_number").asc(nulls_first=True),
        "household__flat",
        "number",
        "suffix",
    )


def sealed_in(district: PollingDistrict) -> int:
    """Return how many entries of a district are sealed: counted, and never shown one by one."""
    return Elector.objects.on_register().filter(polling_district=district, kind__in=SEALED).count()
