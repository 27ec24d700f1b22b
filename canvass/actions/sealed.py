"""What phones sealed (reliability S2): opened before anything else is decided, and kept where it can't be opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from access.actions import sealing
from access.enums import DeviceKind
from canvass.hooks import EventKind, Outdated
from canvass.models import ContactEvent
from canvass.rules import sync


def opened(sealed: object) -> dict:
    """Return the event in a seal. Raises sync.Shut when this installation can't open it."""
    try:
        return sealing.open_sealed(sealed)
    except sealing.Unopenable as error:
        raise sync.Shut from error


def event_kind() -> EventKind:
    """Return the kind under which a seal is kept that nobody can open: it waits, and can never count."""
    return EventKind(
        name=sync.SEALED,
        devices=frozenset(DeviceKind.values),
        clean=_unreadable,
        apply=_nothing,
        take_back=_nothing_taken_back,
        recomputes=True,
    )


def _unreadable(_payload: Mapping) -> dict:
    raise Outdated


def _nothing(_events: Sequence[ContactEvent]) -> dict[UUID, dict]:
    return {}


def _nothing_taken_back(_event: ContactEvent, _by: ContactEvent) -> None:
    """Nothing followed from it, so nothing is to be undone."""
