"""What follows from the events: which of them count, what somebody's current answer is, how a door was last found.

The same events give the same result in whatever order they arrived (reliability 1.5). No event is ever changed:
a later one that names an earlier one in `supersedes` takes its place, or takes it back when it is an "undo".
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from canvass.enums import Intention, Issue, Outcome
from canvass.rules.sync import Malformed, Outdated

ANSWER, OUTCOME, UNDO = "answer", "outcome", "undo"
KINDS = (ANSWER, OUTCOME, UNDO)
# C3: safety and the law come first, so no later answer lifts these; only a person online does.
STICKY = frozenset({Outcome.DO_NOT_CONTACT.value, Outcome.MOVED.value, Outcome.DECEASED.value})
# A slip of the thumb: so long after it, the same phone may still take a sticky mark back by itself.
SLIP = datetime.timedelta(minutes=10)
# Answers at one door within this time are one visit: "not in" for the second person doesn't unsay the first.
ONE_VISIT = datetime.timedelta(hours=3)


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
    def is_conversation(self) -> bool:
        return self.kind == ANSWER or self.outcome == Outcome.SPOKE


@dataclass(frozen=True)
class Contact:
    """What LatestContact holds for one elector."""

    intention: str = ""
    labour_scale: int | None = None
    intention_at: datetime.datetime | None = None
    spoken_at: datetime.datetime | None = None
    issues: list[str] = field(default_factory=list)
    do_not_contact: bool = False
    moved: bool = False
    deceased: bool = False


@dataclass(frozen=True)
class Visit:
    """What LatestVisit holds for one household. `outcome` is spoke, not_in or no_access."""

    at: datetime.datetime
    outcome: str


def clean_answer(payload: dict) -> dict:
    """Return {intention, labour_scale, issues} of an answer. Raises Malformed, or Outdated for a code we don't know."""
    _only(payload, {"intention", "labour_scale", "issues"})
    intention, scale, issues = payload.get("intention"), payload.get("labour_scale"), payload.get("issues") or []
    if not isinstance(issues, list) or len(issues) > len(Issue):
        raise Malformed("issues is a list of codes.")
    if scale is not None and (not isinstance(scale, int) or isinstance(scale, bool) or not 1 <= scale <= 10):
        raise Malformed("labour_scale is a whole number from 1 to 10, or null.")
    known = [_code(issue, Issue.values, "issues") for issue in issues]
    return {
        "intention": None if intention is None else _code(intention, Intention.values, "intention"),
        "labour_scale": scale,
        "issues": list(dict.fromkeys(known)),
    }


def clean_outcome(payload: dict) -> dict:
    """Return {outcome}. Raises Malformed, or Outdated for a code we don't know."""
    _only(payload, {"outcome"})
    return {"outcome": _code(payload.get("outcome"), Outcome.values, "outcome")}


def clean_undo(payload: dict) -> dict:
    """Return {}: an undo says all in `supersedes`. Raises Malformed for anything more."""
    _only(payload, set())
    return {}


def about(payload: Mapping) -> str:
    """Return what an answer or an outcome must name: "elector", or "household" for what is about the door alone."""
    at_the_door = {Outcome.NOT_IN.value, Outcome.NO_ACCESS.value, Outcome.SPOKE.value}
    return "household" if payload.get("outcome") in at_the_door else "elector"


def _only(payload: dict, names: set[str]) -> None:
    if not payload.keys() <= names:
        raise Malformed(f"payload may hold {', '.join(sorted(names)) or 'nothing'}.")


def _code(value: object, known: list[str], name: str) -> str:
    if not isinstance(value, str):
        raise Malformed(f"{name} is a code.")
    if value not in known:
        raise Outdated(f"{name} has a code that is not known here.")
    return value


def objection(later: Said, earlier: Said) -> str:
    """Return "" when `later` may supersede `earlier`, else why not: "NOT_YOURS" or "TOO_LATE" (QuarantineReason)."""
    if later.accepted:
        return ""
    if later.phone != earlier.phone or later.seq <= earlier.seq:
        return "NOT_YOURS"
    if earlier.outcome in STICKY and later.at - earlier.at > SLIP:
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


def contact(events: Iterable[Said]) -> Contact | None:
    """Return the current answers of one elector from that elector's standing events, oldest first.

    Each question by itself: the last intention, the last score, the last issues named. None when nothing was said
    by or about this elector.
    """
    found: dict = {}
    for event in events:
        if event.is_conversation:
            found["spoken_at"] = event.at
        if event.kind == ANSWER:
            found.update(_answers(event))
        elif event.outcome in STICKY:
            found[event.outcome] = True
    return Contact(**found) if found else None


def _answers(event: Said) -> dict:
    found: dict = {}
    if event.payload.get("intention"):
        found |= {"intention": event.payload["intention"], "intention_at": event.at}
    if event.payload.get("labour_scale") is not None:
        found["labour_scale"] = event.payload["labour_scale"]
    if event.payload.get("issues"):
        found["issues"] = list(event.payload["issues"])
    return found


def visit(events: Iterable[Said]) -> Visit | None:
    """Return how a door was last found, from the standing events of its household, oldest first; None without any.

    That anybody answered in this visit, if only to say that somebody else has moved, makes it "spoke".
    """
    known = list(events)
    if not known:
        return None
    last = known[-1]
    this_time = [event for event in known if last.at - event.at <= ONE_VISIT]
    answered = any(event.is_conversation or event.outcome in STICKY for event in this_time)
    return Visit(at=last.at, outcome=Outcome.SPOKE.value if answered else last.outcome)
