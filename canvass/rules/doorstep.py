"""Reading what a phone records at a door: each kind of event, its payload as it is kept (docs/offline.md, part 3).

What is not text, not a number or not a code can't come from a phone of ours and is Malformed. A code of a list that is
ours, and that this version doesn't know, is Outdated: kept as it came, for a person. Topics and surveys are the
organiser's own and change while phones are out, so of these only the shape is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from canvass.enums import Channel, Hostility, Intention, Outcome, Respondent, Wish
from canvass.rules import notes
from canvass.rules.sync import Malformed, Outdated

NOTE, LANGUAGE, DOOR, NAME, VALUE = 280, 40, 80, 120, 254  # the longest of each text, in characters
_MOST = 20  # codes in one list, answers to one survey
_BIGINT = 2**63 - 1
_TOPIC = re.compile(r"[a-z0-9_]{1,40}")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
# What is about the door: the others are about a person. "Refused" and "language" may name a person besides.
_OF_THE_DOOR = frozenset(
    {
        Outcome.NOT_IN.value,
        Outcome.NO_ACCESS.value,
        Outcome.NOT_FOUND.value,
        Outcome.SPOKE.value,
        Outcome.REFUSED.value,
        Outcome.LANGUAGE.value,
    }
)
_ANSWER = {
    "intention", "labour_scale", "issues", "note", "note_flagged", "ruled_out", "wishes", "language", "respondent",
    "survey", "canvasser",
}  # fmt: skip


def answer(payload: dict) -> dict:
    """Return {intention, labour_scale, issues} of an answer, and of the rest what was said.

    `note_flagged` is ours: the note has a word in it that somebody should look at (rules/notes.py).
    Raises Malformed, or Outdated for a code we don't know.
    """
    _only(payload, _ANSWER)
    intention, note = payload.get("intention"), _text(payload, "note", NOTE)
    found = {
        "intention": None if intention is None else _code(intention, Intention.values, "intention"),
        "labour_scale": _scale(payload.get("labour_scale"), "labour_scale"),
        "issues": _list(payload, "issues", _topic),
        "note": note,
        "note_flagged": notes.is_delicate(note),
        "ruled_out": _list(payload, "ruled_out", lambda one: _code(one, Intention.values, "ruled_out")),
        "wishes": _list(payload, "wishes", lambda one: _code(one, Wish.values, "wishes")),
        "language": _text(payload, "language", LANGUAGE),
        "respondent": _respondent(payload.get("respondent")),
        "survey": _survey(payload.get("survey")),
        "canvasser": _canvasser(payload),
    }
    always = ("intention", "labour_scale", "issues")
    return {name: value for name, value in found.items() if value or name in always}


# What says how somebody votes or might: an organiser's own questions may ask it too.
_ABOUT_THE_VOTE = frozenset({"intention", "labour_scale", "ruled_out", "survey"})


def hushed(payload: Mapping) -> dict:
    """Return an answer without anything about how somebody votes: their ballot is out (RPA 1983 s. 66)."""
    kept = {name: value for name, value in payload.items() if name not in _ABOUT_THE_VOTE}
    return {"intention": None, "labour_scale": None, **kept}


def is_hushed(payload: Mapping) -> bool:
    """Say whether an answer has nothing in it about how somebody votes."""
    return not any(payload.get(name) for name in _ABOUT_THE_VOTE)


def outcome(payload: dict) -> dict:
    """Return {outcome}, with the language and who stood there. Raises Malformed, or Outdated for an unknown code."""
    _only(payload, {"outcome", "language", "canvasser"})
    found = {
        "outcome": _code(payload.get("outcome"), Outcome.values, "outcome"),
        "language": _text(payload, "language", LANGUAGE),
        "canvasser": _canvasser(payload),
    }
    return {name: value for name, value in found.items() if value}


def consent(payload: dict) -> dict:
    """Return {channel, value, wording}: a number or address, and the id of the words that were read out."""
    _only(payload, {"channel", "value", "wording", "canvasser"})
    value = _text(payload, "value", VALUE)
    if not value:
        raise Malformed("value is a telephone number or an email address.")
    found = {
        "channel": _code(payload.get("channel"), [Channel.PHONE.value, Channel.EMAIL.value], "channel"),
        "value": value,
        "wording": _id(payload.get("wording"), "wording"),
        "canvasser": _canvasser(payload),
    }
    return {name: value for name, value in found.items() if value}


def flag(payload: dict) -> dict:
    """Return {reason, note} of a door at which somebody was in danger."""
    _only(payload, {"reason", "note", "canvasser"})
    found = {
        "reason": _code(payload.get("reason"), Hostility.values, "reason"),
        "note": _text(payload, "note", NOTE),
        "canvasser": _canvasser(payload),
    }
    return {name: value for name, value in found.items() if value}


def found(payload: dict) -> dict:
    """Return {street, door, name} of a door or a resident that no register names. One of the last two is there."""
    _only(payload, {"street", "door", "name", "canvasser"})
    street = payload.get("street")
    said = {
        "street": None if street is None else _id(street, "street"),
        "door": _text(payload, "door", DOOR),
        "name": _text(payload, "name", NAME),
        "canvasser": _canvasser(payload),
    }
    if not said["door"] and not said["name"]:
        raise Malformed("What was found has a door or a name.")
    return {name: value for name, value in said.items() if value}


def undo(payload: dict) -> dict:
    """Return {}: an undo says all in `supersedes`. Raises Malformed for anything more."""
    _only(payload, set())
    return {}


def of_person(_payload: Mapping) -> str:
    """An answer and a consent name an elector."""
    return "elector"


def of_door(_payload: Mapping) -> str:
    """A flag names a household."""
    return "household"


def of_nobody(_payload: Mapping) -> str:
    """What no register names can name neither; a household where it is a resident behind a known door."""
    return ""


def of_outcome(payload: Mapping) -> str:
    """Return what an outcome must name: "elector", or "household" for what is about the door alone."""
    return "household" if payload.get("outcome") in _OF_THE_DOOR else "elector"


def _only(payload: dict, names: set[str]) -> None:
    if not payload.keys() <= names:
        raise Malformed(f"payload may hold {', '.join(sorted(names)) or 'nothing'}.")


def _code(value: object, known: Sequence[str], name: str) -> str:
    if not isinstance(value, str):
        raise Malformed(f"{name} is a code.")
    if value not in known:
        raise Outdated(f"{name} has a code that is not known here.")
    return value


def _topic(value: object) -> str:
    if not isinstance(value, str):
        raise Malformed("issues is a list of codes.")
    if not _TOPIC.fullmatch(value):
        raise Outdated("issues has a code that is not known here.")
    return value


def _list(payload: dict, name: str, read: object) -> list[str]:
    values = payload.get(name) or []
    if not isinstance(values, list) or len(values) > _MOST:
        raise Malformed(f"{name} is a list of at most {_MOST} codes.")
    return list(dict.fromkeys(read(value) for value in values))  # type: ignore[operator] # one of the readers above


def _scale(value: object, name: str) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 10:
        raise Malformed(f"{name} is a whole number from 1 to 10, or null.")
    return value


def _text(payload: dict, name: str, longest: int) -> str:
    """Return a text on one line, without anything that can't be seen; "" for none."""
    value = payload.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > longest:
        raise Malformed(f"{name} is text of at most {longest} characters.")
    return " ".join("".join(sign if sign.isprintable() else " " for sign in value).split())


def _id(value: object, name: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= _BIGINT:
        raise Malformed(f"{name} is an id.")
    return value


def _canvasser(payload: dict) -> int | None:
    value = payload.get("canvasser")
    return None if value is None else _id(value, "canvasser")


def _respondent(value: object) -> str:
    """Return "other", or "" for the person themself, who is meant where nothing is said."""
    code = _code(value, Respondent.values, "respondent") if value is not None else ""
    return code if code == Respondent.OTHER else ""


def _survey(value: object) -> dict | None:
    if value is None:
        return None
    if not isinstance(value, dict) or value.keys() != {"version", "answers"} or not isinstance(value["answers"], dict):
        raise Malformed("survey holds a version and its answers.")
    if not isinstance(value["version"], str) or not _UUID.fullmatch(value["version"]):
        raise Malformed("version is a UUID.")
    answers = value["answers"]
    if len(answers) > _MOST or not all(_TOPIC.fullmatch(key) for key in answers):
        raise Malformed(f"answers has at most {_MOST} questions, each by its key.")
    kept = {key: _said(answers, key) for key in answers}
    kept = {key: said for key, said in kept.items() if said not in ("", [], None)}
    return {"version": value["version"].lower(), "answers": kept} if kept else None


def _said(answers: dict, key: str) -> object:
    """Return the answer to one question: a number, a list of codes, or text, which a code is too."""
    said = answers[key]
    if isinstance(said, list):
        return _list(answers, key, _topic)
    return _text(answers, key, NOTE) if isinstance(said, str) else _scale(said, "An answer")
