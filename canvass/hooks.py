"""Registries that upper apps fill in their AppConfig.ready(): the kinds of event that a phone may send."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from canvass.models import ContactEvent


class Malformed(ValueError):
    """A payload that can't be what a phone of ours sends. The message is for the developer of a client."""


@dataclass(frozen=True)
class EventKind:
    """One kind of event.

    `devices` are the DeviceKind values whose grants may send it. `clean` returns the payload to keep, or raises
    Malformed. `apply` is called inside the batch's transaction with the newly stored live events of this kind, in
    device order, and brings the derived tables up to date; it returns, by event id, details for the phone's answer
    (such as a teller's verdict), or an empty dict.
    """

    name: str
    devices: frozenset[str]
    clean: Callable[[dict], dict]
    apply: Callable[[Sequence[ContactEvent]], dict[UUID, dict]]
    # Called with an event of this kind that a later "undo" took back, inside the same transaction.
    take_back: Callable[[ContactEvent, ContactEvent], None]


event_kinds: dict[str, EventKind] = {}


def register_kind(kind: EventKind) -> None:
    """Add a kind. Two kinds of one name are a fault in the program."""
    if kind.name in event_kinds:
        raise ValueError(f"There is an event kind {kind.name} already.")
    event_kinds[kind.name] = kind
