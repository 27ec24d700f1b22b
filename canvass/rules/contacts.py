"""What follows from the events: which of them count, what somebody's current answer is, how a door was last found.

The same events give the same result in whatever order they arrived (reliability 1.5). No event is ever changed:
a later one that names an earlier one in `supersedes` takes its place, or takes it back when it is an "undo".
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from canvass.enums import Outcome, Respondent

ANSWER, OUTCOME, CONSENT, FLAG, FOUND, UNDO = "answer", "outcome", "consent", "flag", "found", "undo"
# What stays with a person or a door when the day is over.
STICKS = frozenset({ANSWER, OUTCOME, CONSENT, FLAG, FOUND})
KINDS = (ANSWER, OUTCOME, CONSENT, FLAG, FOUND, UNDO)
# C3: safety and the law come first, so no later answer lifts these; only a person online does.
STICKY = frozenset({Outcome.DO_NOT_CONTACT.value, Outcome.MOVED.value, Outcome.DECEASED.value})
# A slip of the thumb: so long after it, the same phone may still take a sticky mark back by itself.
SLIP = datetime.timedelta(minutes=10)
# Answers at one door within this time are one visit: "not in" for the second person doesn't unsay the first.
ONE_VISIT = datetime.timedelta(hours=3)
# So long after somebody answered for themself, what another says of them changes nothing (domain B1).
OWN_HOLDS = datetime.timedelta(days=92)
# The questions of a board, each with its own current answer.
QUESTIONS = ("intention", "labour_scale", "issues", "ruled_out", "wishes", "language")


@dataclass(frozen=True)
class Said:
    """One event, as far as these rules need it.

    `phone` is the same for everything from one phone of one person. `accepted` is true when somebody online decided
    that it counts although it broke a rule.
    """

    id: UUID
    kind: str
    payload: Mapping
    phone: object
    seq: int
    at: datetime.datetime
    supersedes: UUID | None = None
    elector: int | None = None
    household: int | None = None
    accepted: bool = False

    @property
    def order(self) -> tuple:
        """C2: the greatest of these is current."""
        return (self.at, self.seq, self.id)

    @property
    def outcome(self) -> str:
        """The outcome's code; "" for another kind."""
        return str(self.payload.get("outcome") or "") if self.kind == OUTCOME else ""

    @property
    def is_reported(self) -> bool:
        """Whether somebody else in the house said it."""
        return self.payload.get("respondent") == Respondent.OTHER

    @property
    def is_conversation(self) -> bool:
        """Whether the person was spoken to."""
        return (self.kind in (ANSWER, CONSENT) and not self.is_reported) or self.outcome == Outcome.SPOKE

    @property
    def is_visit(self) -> bool:
        """Whether somebody knocked. A flag says that a door is not safe, and what was found stands on no list."""
        return self.kind in (ANSWER, CONSENT, OUTCOME)

    @property
    def was_answered(self) -> bool:
        """Whether somebody came to the door and talked, be it about somebody else."""
        return self.kind in (ANSWER, CONSENT) or self.outcome == Outcome.SPOKE or self.outcome in STICKY

    @property
    def sticks(self) -> bool:
        """Whether no later event may lift it: safety and the law."""
        return self.kind == FLAG or self.outcome in STICKY


@dataclass(frozen=True)
class Contact:
    """What LatestContact holds for one elector. `reported`: the intention is what somebody else said."""

    intention: str = ""
    labour_scale: int | None = None
    intention_at: datetime.datetime | None = None
    spoken_at: datetime.datetime | None = None
    issues: list[str] = field(default_factory=list)
    ruled_out: list[str] = field(default_factory=list)
    wishes: list[str] = field(default_factory=list)
    language: str = ""
    reported: bool = False
    do_not_contact: bool = False
    moved: bool = False
    deceased: bool = False


@dataclass(frozen=True)
class Visit:
    """What LatestVisit holds for one household. `outcome` is one of those that are about a door."""

    at: datetime.datetime
    outcome: str


def objection(later: Said, earlier: Said) -> str:
    """Return "" when `later` may supersede `earlier`, else why not: "NOT_YOURS" or "TOO_LATE" (QuarantineReason)."""
    if later.accepted:
        return ""
    if later.phone != earlier.phone or later.seq <= earlier.seq:
        return "NOT_YOURS"
    if earlier.sticks and later.at - earlier.at > SLIP:
        return "TOO_LATE"
    return ""


def standing(events: Iterable[Said]) -> list[Said]:
    """Return the events that count, oldest first: those that no counting event rightly supersedes.

    Undoing an undo brings the first back. An "undo" itself says nothing about anybody, so it is left out. Every
    event that supersedes one of these must be among them.
    """
    everything = sorted(events, key=lambda event: event.order)
    against: dict[UUID, list[Said]] = {}
    for event in everything:
        if event.supersedes is not None:
            against.setdefault(event.supersedes, []).append(event)
    known: dict[UUID, bool] = {}

    def counts(event: Said) -> bool:
        if event.id not in known:
            known[event.id] = True  # two that name each other: the one asked about first stands
            known[event.id] = not any(
                not objection(later, event) and counts(later) for later in against.get(event.id, ())
            )
        return known[event.id]

    return [event for event in everything if counts(event) and event.kind != UNDO]


def current(events: Iterable[Said]) -> dict[str, Said]:
    """Return, of one elector's standing events, oldest first, the one that holds the answer to each question.

    The last, whoever said it; but what somebody said for themself outlasts for three months what others say of them.
    """
    found: dict[str, Said] = {}
    for event in events:
        for question in said_about(event):
            before = found.get(question)
            if before and event.is_reported and not before.is_reported and event.at - before.at <= OWN_HOLDS:
                continue
            found[question] = event
    return found


def said_about(event: Said) -> list[str]:
    """Return which questions an event answers. Those of a survey are "<version> <question>"."""
    questions = [name for name in QUESTIONS if event.payload.get(name)]
    survey = event.payload.get("survey") or {}
    return questions + [f"{survey['version']} {key}" for key in survey.get("answers", ())]


def survey_answers(events: Iterable[Said]) -> list[tuple[UUID, str, object, datetime.datetime]]:
    """Return (version, question, answer, when) of one elector's standing events: the current answers to surveys."""
    found = []
    for asked, event in current(events).items():
        version, _space, key = asked.partition(" ")
        if key:
            found.append((UUID(version), key, event.payload["survey"]["answers"][key], event.at))
    return found


def contact(events: Iterable[Said]) -> Contact | None:
    """Return the current answers of one elector from that elector's standing events, oldest first.

    Each question by itself. None when nothing was said by or about this elector.
    """
    known = list(events)
    now = current(known)
    found: dict = {name: now[name].payload[name] for name in QUESTIONS if name in now}
    if "intention" in now:
        found |= {"intention_at": now["intention"].at, "reported": now["intention"].is_reported}
    if "wishes" in now:
        found["wishes"] = _wishes(known, now["wishes"])
    for event in known:
        if event.is_conversation:
            found["spoken_at"] = event.at
        elif event.outcome in STICKY:
            found[event.outcome] = True
    return Contact(**found) if found else None


def _wishes(events: Iterable[Said], last: Said) -> list[str]:
    """Return what was wished for in the visit of the last wish: wishes come one by one, as one thinks of them."""
    this_time = [
        event
        for event in events
        if event.at <= last.at and last.at - event.at <= ONE_VISIT and event.is_reported == last.is_reported
    ]
    return list(dict.fromkeys(wish for event in this_time for wish in event.payload.get("wishes") or ()))


def visit(events: Iterable[Said]) -> Visit | None:
    """Return how a door was last found, from the standing events of its household, oldest first; None without any.

    That anybody answered in this visit, if only to say that somebody else has moved, makes it "spoke". That somebody
    came and would not talk, or could not, says more than that the next one asked for was not in.
    """
    known = [event for event in events if event.is_visit]
    if not known:
        return None
    last = known[-1]
    this_time = [event for event in known if last.at - event.at <= ONE_VISIT]
    if any(event.was_answered for event in this_time):
        return Visit(at=last.at, outcome=Outcome.SPOKE.value)
    outcomes = {event.outcome for event in this_time}
    came = (code.value for code in (Outcome.REFUSED, Outcome.LANGUAGE) if code in outcomes)
    return Visit(at=last.at, outcome=next(came, last.outcome))


def visits(events: Iterable[Said]) -> list[Said]:
    """Return the first event of each visit at one door, from the door's standing events, oldest first.

    Where the door could not be reached at all, nobody was turned to.
    """
    found: list[Said] = []
    for event in events:
        reached = event.is_visit and event.outcome not in (Outcome.NO_ACCESS, Outcome.NOT_FOUND)
        if reached and (not found or event.at - found[-1].at > ONE_VISIT):
            found.append(event)
    return found
