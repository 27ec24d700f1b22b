"""Registries that upper apps fill in their AppConfig.ready().

The kinds of event that a phone may send, and what they know about one elector.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from canvass.rules import targets
from canvass.rules.sync import Malformed, Outdated

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.db.models.expressions import Combinable
    from django.http import HttpRequest, HttpResponse

    from access.guards import GuardedRequest
    from access.models import DeviceGrant, Unit, User
    from access.permissions import Permission
    from access.queries.accesses import Access
    from canvass.models import ContactEvent, Elector
    from canvass.queries.areas import Keys
    from canvass.queries.targets.fields import Binder


# What clean() raises; from here too, for the apps above.
__all__ = [
    "Approach",
    "Badge",
    "Carried",
    "EventKind",
    "Malformed",
    "OneQuestion",
    "Outdated",
    "PackOver",
    "PhonePage",
    "Section",
    "TargetField",
    "approaches",
    "badges",
    "carried",
    "electors_merged",
    "event_kinds",
    "inside",
    "named",
    "one_question",
    "out",
    "pack_kinds",
    "phone_pages",
    "polling_days",
    "recalls",
    "register_kind",
    "register_target_field",
    "sections",
    "target_fields",
    "turfs",
]


def _nothing(_payload: Mapping) -> str:
    return ""


def _in_no_words(_event: ContactEvent) -> str:
    return ""


@dataclass(frozen=True)
class EventKind:
    """One kind of event.

    `devices` are the DeviceKind values whose grants may send it. `clean` returns the payload to keep, or raises
    Malformed, or Outdated when it can be read but not understood: then it is kept as sent, for a person. `apply` is
    called inside the batch's transaction with the newly stored live events of this kind, in device order, and brings
    the derived tables up to date; it returns, by event id, details for the phone's answer (such as a teller's
    verdict), or an empty dict. It may set an event to quarantined, with its reason: the object and the row. An event
    that a person accepted later comes here too, with its quarantine_reason still set.
    """

    name: str
    devices: frozenset[str]
    clean: Callable[[dict], dict]
    apply: Callable[[Sequence[ContactEvent]], dict[UUID, dict]]
    # Called with an event of this kind that a later "undo" took back, inside the same transaction.
    take_back: Callable[[ContactEvent, ContactEvent], None]
    # What an event with this payload must name: "elector", "household", or "" for neither.
    about: Callable[[Mapping], str] = _nothing
    # What happened, for the person who decides whether it counts: "Labour, 8 of 10". "" falls back on the kind.
    describe: Callable[[ContactEvent], str] = _in_no_words
    # Whether what was accepted by mistake can be made to wait again: its derived tables are recomputed, not added to.
    recomputes: bool = False


event_kinds: dict[str, EventKind] = {}


def register_kind(kind: EventKind) -> None:
    """Add a kind. Two kinds of one name are a fault in the program."""
    if kind.name in event_kinds:
        raise ValueError(f"There is an event kind {kind.name} already.")
    event_kinds[kind.name] = kind


@dataclass(frozen=True)
class Section:
    """One part of an elector's page, from another app: the vote history, cases, events.

    Pairs of label and value go into `facts`. A table is `head`, its column headings, and `rows`, as many cells each;
    the first cell names the row. What neither can show is a `template` of the app's own, included with `context`
    (plus `elector` and `unit`). `instead` is said where there is nothing of these: why nothing is known, or that the
    role may not see it. `note` stands below.
    """

    title: str
    facts: Sequence[tuple[str, str]] = ()
    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    template: str = ""
    context: Mapping[str, object] = field(default_factory=dict)
    instead: str = ""
    note: str = ""

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """Return the rows, each cell with the heading of its column."""
        return [list(zip(self.head, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Approach:
    """One time that somebody turned to an elector, on a channel of another app: a letter, an email, a telephone call.

    `what` says in a few words what it was and what came of it; `who` is the name of the person who did it, "" for
    nobody in particular; `how` is the channel: "by email".
    """

    at: datetime.datetime
    what: str
    who: str = ""
    how: str = ""


# What other apps show on an elector's page, in order: each checks the permission it needs itself, and returns None
# where it has nothing to say at all. Called with a scope open on the unit; an elector is never sealed or merged here.
sections: list[Callable[[Access, Unit, Elector], Section | None]] = []
# What other apps put among the approaches on an elector's page, in any order; the permission is theirs to check.
approaches: list[Callable[[Access, Unit, Elector], list[Approach]]] = []


@dataclass(frozen=True)
class Badge:
    """A word beside a name on boards, packs and sheets: how somebody votes, not what they said.

    `value` returns an expression on electors, None where there is nothing to say; it is asked for with the people
    themselves, so that it costs no query of its own. `words` puts what came out into words.
    """

    value: Callable[[], Combinable]
    words: Callable[[Any], str]


# What other apps say beside a name, by a name of their own.
badges: dict[str, Badge] = {}


@dataclass(frozen=True)
class OneQuestion:
    """The one thing that some people may be asked for a time, and never how they vote.

    `since` returns an expression on electors, given today: from which date on it applies to them, or NULL. It may be
    still to come: a phone may be without a connection by then. `spans` returns, for these electors (ids), from which
    day until which it applies: what they are said to have said of their vote then is not kept.
    `kind` is the kind of event that carries the answer, with the code in `said`; `choices` are the codes in words,
    and `script` what to say.
    """

    kind: str
    since: Callable[[datetime.date], Combinable]
    spans: Callable[[Collection[int]], Mapping[int, Sequence[tuple[datetime.date, datetime.date]]]]
    choices: Callable[[], Sequence[tuple[str, str]]]
    script: Callable[[], Sequence[str]]


# At most one, from the app that knows who votes by post.
one_question: list[OneQuestion] = []
# What must follow when two entries turn out to be one person, or not after all: (unit, the entry that is hidden, the
# entry that stays), by ids. Called in the same transaction, after `merged_into` was set or taken away again.
electors_merged: list[Callable[[int, int, int], None]] = []


@dataclass(frozen=True)
class TargetField:
    """Something that the rule of a target list may ask about: what is in the registry, and nothing else.

    `sql` returns a condition on `e`, the elector (canvass/queries/targets/fields.py), with what was chosen bound by
    the Binder. `choices` are the codes that may be chosen, with their words. Whoever lacks `permission` can neither
    ask about it nor read what a rule says about it.
    """

    shape: targets.Field
    sql: Callable[[targets.Condition, Binder], str]
    choices: Callable[[Unit], Sequence[tuple[str, str]]] = lambda _unit: []
    permission: Permission | None = None


target_fields: dict[str, TargetField] = {}
# Whether this day is a polling day in a unit: then nothing keeps a door from being called at but "do not contact".
polling_days: list[Callable[[Unit, datetime.date], bool]] = []


def register_target_field(one: TargetField) -> None:
    """Add a field. Two fields of one name are a fault in the program."""
    if one.shape.name in target_fields:
        raise ValueError(f"There is a field {one.shape.name} already.")
    target_fields[one.shape.name] = one


class PackOver(Exception):
    """The time for which somebody may read this is over. The message is for them."""


# What phones take along, by the name that they ask for it with (?board=…): called with the request and what follows
# the name, inside a scope on the units where the person records; checks the right to it itself and notes who looked.
# Raises Http404 or PackOver.
pack_kinds: dict[str, Callable[[GuardedRequest, str], dict]] = {}


@dataclass(frozen=True)
class PhonePage:
    """A page of an app above that opens on a phone without a connection, by the doorstep's worker.

    `path` is a regular expression of its address, for the worker's script. `shell` is the name of the URL that serves
    it with nothing of anybody in it, and `render` makes that page: what it names is kept with it.
    """

    path: str
    shell: str
    render: Callable[[HttpRequest], HttpResponse]


phone_pages: list[PhonePage] = []


# Which of these doors (ids) a doorstep phone may record at that was let in for something else than a board, by the name
# under which its grant's scope says what for: {"round": ...}.
turfs: dict[str, Callable[[DeviceGrant, Collection[int]], Collection[int]]] = {}
# What a phone may send for in words, by the same name: called with the ids in grants' scopes, returns a name by id.
named: dict[str, Callable[[Collection[str]], Mapping[str, str]]] = {}
# Which of what such phones were let in for lies in an area (canvass.queries.areas), by the same name: their ids.
inside: dict[str, Callable[[Keys], QuerySet]] = {}
# What such a phone is told to do (docs/offline.md, part 9), by the same name: called with its grant, and up to which
# recall it has taken people off its list.
recalls: dict[str, Callable[[DeviceGrant, int], list[dict[str, Any]]]] = {}
# Doors (ids, of this unit) that are out on phones otherwise than on a board: recalls are noted for them too.
out: list[Callable[[int], QuerySet]] = []


@dataclass(frozen=True)
class Carried:
    """What somebody carries on their phone beside boards, until when they can read it."""

    name: str
    url: str
    until: datetime.datetime


# What other apps put below somebody's boards, in the units in scope where they record at doors.
carried: list[Callable[[User], list[Carried]]] = []
