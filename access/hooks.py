"""Registries that upper apps fill in their AppConfig.ready(), so that access can ask without knowing them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from access.models import Grant, Unit
    from access.permissions import Permission
    from access.queries.accesses import Access


@dataclass(frozen=True)
class Need:
    """One thing that needs this user. `due_at` is a deadline; without one, `since` says how long it has waited."""

    title: str
    what: str
    why: str
    url: str
    button: str
    due_at: datetime.datetime | None = None
    since: datetime.datetime | None = None


@dataclass(frozen=True)
class Entry:
    """One line of "This week". `url` may be empty; `do` names the link ("Find a leader"), "Open" where it is empty."""

    at: datetime.datetime
    title: str
    detail: str
    url: str = ""
    do: str = ""


@dataclass(frozen=True)
class Change:
    """One line of "What changed since you were here": the figure, the sentence, where it comes from.

    `do` names the link ("See the record"), "Open" where it is empty.
    """

    figure: str
    sentence: str
    source: str
    url: str = ""
    do: str = ""


@dataclass(frozen=True)
class Countdown:
    """The next polling day: the date, what it is, its deadlines as (label, when).

    `label` follows "16 days to": "polling day".
    """

    polling_on: datetime.date
    label: str
    deadlines: tuple[tuple[str, datetime.datetime], ...]
    url: str = ""


@dataclass(frozen=True)
class Area:
    """A place inside a unit that a role can be limited to. `key` is what a grant stores: "ward:12"."""

    key: str
    label: str


@dataclass(frozen=True)
class Shareable:
    """A kind of object of which one can be shared with one person, to read (access/actions/sharing.py).

    `codename` is Django's permission on the model that a share gives ("view_board"); `label` what such an object is
    called. `shares` is the right to share one, and `terms` are the terms to be signed before it opens. `url` gives
    the address at which the person opens it, for its id.
    """

    codename: str
    label: Promise
    shares: Permission
    terms: tuple[str, ...]
    url: Callable[[str], str]


# Each takes (access, unit) with a scope open on that unit, and checks the permission it needs itself.
needs: list[Callable[[Access, Unit], list[Need]]] = []
weeks: list[Callable[[Access, Unit], list[Entry]]] = []
changes: list[Callable[[Access, Unit, datetime.datetime], list[Change]]] = []
countdowns: list[Callable[[Access, Unit], list[Countdown]]] = []
# What a person is shown at once where they have one job: (access) -> a URL or None. A canvasser's is their board.
homes: list[Callable[[Access], str | None]] = []
# What must stop with a grant that has ended: called in the same transaction, and again for one that ran out on its
# date, so it must be safe to call twice. Reading is refused without it; this is for what is kept outside, on phones.
grant_ended: list[Callable[[Grant], None]] = []
# What else keeps a role from being given or prolonged: each returns why, in words, or "". Called in the same
# transaction, with a scope open on the grant's unit, before the grant is stored; what it has to lock, it locks.
grant_refusals: list[Callable[[Grant], str]] = []
# The places inside a unit, in the order in which they are offered: (unit) with a scope open on it.
areas: list[Callable[[Unit], list[Area]]] = []
# What can be shared, by its model ("canvass.board").
shareable: dict[str, Shareable] = {}
# What each verb of the record means, as words that follow a person's name; they may name what stands in the entry's
# detail: {"board.handed_out": _("handed out a board with %(doors)s doors")}. `user` is shown as that account's name.
# Every app adds its own; a test finds the verbs in the code and fails for one without words.
verbs: dict[str, Promise] = {}


class _Ellipsis(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def short(verb: str) -> str:
    """Return the words of a verb with an ellipsis for every detail: for choosing which entries to see."""
    return str(verbs[verb]) % _Ellipsis()
