"""Registries that upper apps fill in their AppConfig.ready(): the kinds of event that a phone may send."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from canvass.rules.sync import Malformed, Outdated

if TYPE_CHECKING:
    from canvass.models import ContactEvent


# What clean() raises; from here too, for the apps above.
__all__ = ["EventKind", "Malformed", "Outdated", "event_kinds", "register_kind"]


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
    verdict), or an empty dict. It may set an event to quarantined. An event that a person accepted later comes here
    too, with its quarantine_reason still set.
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
