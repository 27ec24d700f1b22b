"""What an event says, in words for the person who decides whether it counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from canvass.enums import Channel, Hostility, Intention, Issue, Outcome, Wish


class Recorded(Protocol):
    payload: Mapping


def answer(event: Recorded, topics: Mapping[str, str] | None = None) -> str:
    """Return an answer in words: "Labour, 8 of 10 for Labour, Buses and trains". An unknown code stands as it came.

    `topics` are the words for topics that are the CLP's own.
    """
    payload = event.payload
    parts = [_label(payload["intention"], Intention)] if payload.get("intention") else []
    if payload.get("labour_scale"):
        parts.append(_("%(scale)s of 10 for Labour") % {"scale": payload["labour_scale"]})
    parts += [(topics or {}).get(str(code)) or _label(code, Issue) for code in _codes(payload, "issues")]
    parts += [_("Never %(party)s") % {"party": _label(code, Intention)} for code in _codes(payload, "ruled_out")]
    parts += [_label(code, Wish) for code in _codes(payload, "wishes")]
    if payload.get("language"):
        parts.append(_("Speaks %(language)s") % {"language": payload["language"]})
    if payload.get("note"):
        words = _("“%(note)s” (a word to look at: health, crime, belief or an insult)")
        parts.append((words if payload.get("note_flagged") else _("“%(note)s”")) % {"note": payload["note"]})
    if payload.get("survey"):
        parts.append(_("Answered a survey"))
    said = ", ".join(parts) or _("Spoke, nothing more")
    return _("%(said)s (somebody else said so)") % {"said": said} if payload.get("respondent") == "other" else said


def outcome(event: Recorded) -> str:
    """Return what came of knocking, in words."""
    language = event.payload.get("language")
    label = _label(event.payload.get("outcome"), Outcome)
    return f"{label}: {language}" if language else label


def consent(event: Recorded) -> str:
    """Return on what somebody may be contacted; the number itself stands with the consents."""
    if event.payload.get("channel") == Channel.EMAIL:
        return _("Said that we may email")
    return _("Said that we may ring")


def flag(event: Recorded) -> str:
    """Return why a door was flagged; what happened there is for leaders."""
    return _("Flagged the door: %(reason)s") % {"reason": _label(event.payload.get("reason"), Hostility)}


def found(event: Recorded) -> str:
    """Return what no register names: "Rear of 14" or "Maria Ferrante, at 14"."""
    what = ", ".join(part for part in (event.payload.get("name"), event.payload.get("door")) if part)
    return _("Found, and not on the list: %(what)s") % {"what": what}


def undo(_event: Recorded) -> str:
    return _("Takes back what was recorded before")


def _codes(payload: Mapping, name: str) -> list[object]:
    """Return the codes of a list; none where a phone sent something else, which waits for a person."""
    found = payload.get(name)
    return list(found) if isinstance(found, Iterable) and not isinstance(found, str) else []


def _label(code: object, choices: type[TextChoices]) -> str:
    return str(choices(code).label) if code in choices.values else str(code)
