"""What stays of an event when its time is over: that there was one, and its codes, but nobody's words or numbers.

Storage limitation (UK GDPR article 5(1)(e)): no law names the months, these are ours. docs/data-quality.md says them.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping

from canvass.rules import contacts
from canvass.rules.keeping import months_later

# So long somebody's own words are kept, and what is over: a flag that was lifted, a consent that was taken back, a door
# or a person that was found.
WORDS_KEPT_MONTHS = 24
# So long, too, it is known that a home was turned to, and by whom a list that was put away was made.
EVENTS_KEPT_MONTHS = 60
_NOTES = frozenset({"note", "note_flagged"})
# By kind: what holds codes and ids alone. A survey's answers are looked at one by one.
_CODES = {
    contacts.ANSWER: {"intention", "labour_scale", "issues", "ruled_out", "wishes", "respondent", "canvasser"},
    contacts.OUTCOME: {"outcome", "canvasser"},
    contacts.CONSENT: {"channel", "wording", "canvasser"},
    contacts.FLAG: {"reason", "canvasser"},
    contacts.FOUND: {"street", "canvasser"},
}


def approaches_since(today: datetime.date) -> datetime.date:
    """Return the first day of which it is still kept that a home was turned to."""
    return months_later(today, -WORDS_KEPT_MONTHS)


def without_note(payload: Mapping) -> dict:
    """Return an answer without what was said in somebody's own words beside it."""
    return {name: value for name, value in payload.items() if name not in _NOTES}


def without_words(kind: str, payload: Mapping, coded: Mapping[str, Collection[str]]) -> dict:
    """Return what holds neither words nor a number or address: what stays of an event of somebody who is forgotten.

    `coded` has, by version of a survey, the keys of those questions that are not answered in one's own words. Of a
    version that is not known nothing stays.
    """
    kept = {name: value for name, value in payload.items() if name in _CODES.get(kind, ())}
    survey = payload.get("survey") if kind == contacts.ANSWER else None
    if isinstance(survey, Mapping):
        keys = coded.get(survey["version"], ())
        answers = {key: value for key, value in survey["answers"].items() if key in keys}
        if answers:
            kept["survey"] = {"version": survey["version"], "answers": answers}
    return kept


def only_marks(kind: str, payload: Mapping) -> dict:
    """Return what stays when somebody asks that what they told us be erased: that they moved, died or said no."""
    is_mark = kind == contacts.OUTCOME and payload.get("outcome") in contacts.STICKY
    return {"outcome": payload["outcome"]} if is_mark else {}
