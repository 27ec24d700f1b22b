"""What an event says, in words for the person who decides whether it counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from django.utils.translation import gettext as _

from canvass.enums import Intention, Issue, Outcome


class Recorded(Protocol):
    payload: Mapping


def answer(event: Recorded) -> str:
    """Return an answer in words: "Labour, 8 of 10, Buses and trains". A code we don't know stands as it came."""
    parts = []
    if event.payload.get("intention"):
        parts.append(_label(event.payload["intention"], Intention))
    if event.payload.get("labour_scale"):
        parts.append(_("%(scale)s of 10 for Labour") % {"scale": event.payload["labour_scale"]})
    issues = event.payload.get("issues")
    if isinstance(issues, Iterable) and not isinstance(issues, str):
        parts += [_label(issue, Issue) for issue in issues]
    return ", ".join(parts) or _("Spoke, nothing more")


def outcome(event: Recorded) -> str:
    """Return what came of knocking, in words."""
    return _label(event.payload.get("outcome"), Outcome)


def undo(_event: Recorded) -> str:
    return _("Takes back what was recorded before")


def _label(code: object, choices: type[Intention] | type[Issue] | type[Outcome]) -> str:
    return str(choices(code).label) if code in choices.values else str(code)
