"""The doors of a board in walking order, with the people behind them as they are known now."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import OuterRef

from canvass import hooks
from canvass.enums import Outcome
from canvass.models import Board, BoardDoor, Elector, Household, LatestContact, LatestVisit, Street
from canvass.queries import flags, matches
from canvass.rules import walking
from kit import clock

# How a door stands on its board.
OPEN, TRIED, SPOKE, CLOSED, EMPTY = "open", "tried", "spoke", "closed", "empty"


@dataclass(frozen=True)
class Person:
    """An elector behind a door; `contact` is None when nobody was ever told anything by or about them.

    `badges` are words beside the name, from other apps: "Postal vote". `may_object` is set while nobody has said
    whether this is somebody who asked not to be contacted. `why` says why they are on the board's list, in words.
    `one_question`: from this day on they may be asked one thing alone, and not how they vote (hooks.one_question).
    """

    elector: Elector
    contact: LatestContact | None
    badges: tuple[str, ...] = ()
    may_object: bool = False
    why: tuple[str, ...] = ()
    one_question: datetime.date | None = None

    @property
    def is_closed(self) -> bool:
        """Whether nobody is to ask for this person."""
        now = self.contact
        return self.may_object or (now is not None and (now.do_not_contact or now.moved or now.deceased))

    def was_spoken_to(self, since: datetime.datetime) -> bool:
        at = self.contact.spoken_at if self.contact else None
        return at is not None and at >= since


@dataclass(frozen=True)
class Door:
    """One door. `state` and `tried` are of this board: what happened before it was made doesn't count.

    `flagged`: somebody was in danger here, and nobody has to look at that again yet.
    """

    position: int
    household: Household
    visit: LatestVisit | None
    state: str
    tried: bool
    people: list[Person] = field(default_factory=list)
    flagged: bool = False

    @property
    def side(self) -> str:
        return walking.side(self.household.number)


@dataclass(frozen=True)
class OnStreet:
    """The doors that follow one another on one street of one district."""

    street: Street | None
    district_code: str
    doors: list[Door]

    @property
    def name(self) -> str:
        return self.street.name if self.street else ""

    @property
    def district_pk(self) -> int:
        return self.doors[0].household.polling_district_id


def doors(board: Board, why: Mapping[int, tuple[str, ...]] | None = None) -> list[Door]:
    """Return the doors of a board in walking order. Two queries, whatever its size.

    `why` says by elector why they are on the board's list (queries/targets/lists.py).
    """
    reasons = why or {}
    rows = list(
        BoardDoor.objects.filter(board=board)
        .select_related("household__street", "household__polling_district", "household__latest_visit")
        .annotate(flagged=flags.standing(OuterRef("household")))
        .order_by("position")
    )
    electors: dict[int, list[Person]] = defaultdict(list)
    beside = {f"badge_{name}": badge.value() for name, badge in hooks.badges.items()}
    beside["may_object"] = matches.may_object()
    if hooks.one_question:
        beside["one_question"] = hooks.one_question[0].since(clock.today())
    people = Elector.objects.at_a_door().filter(household__board_doors__board=board).annotate(**beside)
    for elector in people.select_related("latest_contact", "polling_district").order_by("number", "suffix", "pk"):
        if elector.household_id is not None:
            electors[elector.household_id].append(
                Person(
                    elector,
                    getattr(elector, "latest_contact", None),
                    _badges(elector),
                    elector.may_object,  # type: ignore[attr-defined] # annotated above
                    reasons.get(elector.pk, ()),
                    getattr(elector, "one_question", None),
                )
            )
    found = []
    for row in rows:
        at_home = electors[row.household_id]
        visit = getattr(row.household, "latest_visit", None)
        tried = visit is not None and visit.at >= board.made_at
        state = _state(board.made_at, visit, at_home)
        found.append(Door(row.position, row.household, visit, state, tried, at_home, row.flagged))
    return found


def _badges(elector: Elector) -> tuple[str, ...]:
    said = ((badge, getattr(elector, f"badge_{name}")) for name, badge in hooks.badges.items())
    return tuple(badge.words(value) for badge, value in said if value is not None)


def _state(made_at: datetime.datetime, visit: LatestVisit | None, people: list[Person]) -> str:
    if not people:
        return EMPTY
    if any(person.was_spoken_to(made_at) for person in people):
        return SPOKE
    if all(person.is_closed for person in people):
        return CLOSED
    if visit is None or visit.at < made_at:
        return OPEN
    return SPOKE if visit.outcome == Outcome.SPOKE else TRIED


def by_street(of: list[Door]) -> list[OnStreet]:
    """Return the doors cut into the streets that are walked one after another."""
    found: list[OnStreet] = []
    for door in of:
        key = (door.household.street_id, door.household.polling_district.code)
        last = found[-1] if found else None
        if last is None or key != (last.street.pk if last.street else None, last.district_code):
            last = OnStreet(door.household.street, door.household.polling_district.code, [])
            found.append(last)
        last.doors.append(door)
    return found


@dataclass(frozen=True)
class Tally:
    """How far a board is, since it was made: doors, those tried, those to skip, people, those spoken to."""

    doors: int
    tried: int
    skipped: int
    people: int
    spoke_to: int


def tally(board: Board, of: list[Door]) -> Tally:
    """Count the doors of a board as doors() returns them."""
    people = [person for door in of for person in door.people]
    return Tally(
        doors=len(of),
        tried=sum(door.tried for door in of),
        skipped=sum(door.state in (CLOSED, EMPTY) and not door.tried for door in of),
        people=len(people),
        spoke_to=sum(person.was_spoken_to(board.made_at) for person in people),
    )
