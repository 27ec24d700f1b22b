"""What a door takes besides votes and issues: some of each, on the board that came back last."""

from __future__ import annotations

import datetime

from access.models import User
from canvass.actions import consents, surveys
from canvass.enums import Channel, ElectorKind
from canvass.queries.consents import SUGGESTED
from config.demo import events
from config.demo.history import Chronicle, Outing
from config.demo.register import Entry, Home

_BODY = {
    "script": "Hello, I’m calling from the local Labour Party. We’re asking everybody on the street about the buses.",
    "questions": [
        {
            "key": "q1",
            "text": "Do you take the bus?",
            "kind": "choice",
            "options": [
                {"code": "most_days", "label": "Most days"},
                {"code": "now_and_then", "label": "Now and then"},
                {"code": "never", "label": "Never"},
            ],
            "only_if": None,
        },
        {
            "key": "q2",
            "text": "How good is it, from 1 to 10?",
            "kind": "scale",
            "options": [],
            "only_if": {"key": "q1", "codes": ["most_days", "now_and_then"]},
        },
        {"key": "q3", "text": "What would you change?", "kind": "text", "options": [], "only_if": None},
    ],
}
_SAID = ("The 47 on Sundays", "A shelter by the school", "Buses that come when the board says", "Later ones from town")


def make(story: Chronicle, organiser: User) -> None:
    """Write a survey and words, and add to the board that came back last what was recorded with them.

    Before the events are saved, and within a scope on the unit.
    """
    version = surveys.save(by=organiser, unit=story.unit, survey=None, name="Buses", body=_BODY)
    phone = consents.reword(
        by=organiser, unit=story.unit, channel=Channel.PHONE, text=str(SUGGESTED[Channel.PHONE.value])
    )
    consents.reword(by=organiser, unit=story.unit, channel=Channel.EMAIL, text=str(SUGGESTED[Channel.EMAIL.value]))
    back = [one for one in story.outings if one.returned_at and not one.closed_at]
    outing = max(back, key=lambda one: one.returned_at or one.made_at)
    people = [(home, entry) for home in outing.homes for entry in home.entries if _is_there(story, entry)]
    for place, (home, entry) in enumerate(people[:24]):
        survey = {"version": str(version.pk), "answers": _answers(place)}
        _record(story, outing, 30 + place, "answer", {"survey": survey}, home, entry)
    _the_rest(story, outing, people, phone.pk)


def _the_rest(story: Chronicle, outing: Outing, people: list[tuple[Home, Entry]], wording: int) -> None:
    wishes = ({"wishes": ["poster"]}, {"wishes": ["postal_vote", "help"]}, {"ruled_out": ["reform"]})
    for place, said in enumerate(wishes):
        _record(story, outing, 60 + place, "answer", said, *people[place])
    home, entry = people[3]
    reported = {"intention": "labour", "respondent": "other"}
    _record(story, outing, 64, "answer", reported, home, entry)
    home, entry = people[4]
    _record(
        story, outing, 65, "consent", {"channel": "phone", "value": "07700 900461", "wording": wording}, home, entry
    )
    home, _entry = people[5]
    _record(story, outing, 66, "flag", {"reason": "dog", "note": "A large dog, loose behind the gate."}, home)
    _record(story, outing, 67, "found", {"door": "", "name": "Ines Carvalho"}, home)
    home, _entry = people[-1]
    _record(story, outing, 68, "found", {"door": "The flat above the garage", "name": ""}, home)
    _record(story, outing, 69, "outcome", {"outcome": "refused"}, home)


def _answers(place: int) -> dict:
    often = ("most_days", "never", "now_and_then")[place % 3]
    answers: dict[str, object] = {"q1": often}
    if often != "never":
        answers["q2"] = 3 + place % 6
    if place % 4 == 0:
        answers["q3"] = _SAID[place // 4 % len(_SAID)]
    return answers


def _is_there(story: Chronicle, entry: Entry) -> bool:
    return entry.kind == ElectorKind.ORDINARY and entry.attains_on is None and entry.pk not in story.closed


def _record(
    story: Chronicle, outing: Outing, second: int, kind: str, payload: dict, home: Home, entry: Entry | None = None
) -> None:
    """Add one event shortly before the board came back."""
    assert outing.returned_at is not None  # noqa: S101 - only boards that came back are looked at
    at = outing.returned_at - datetime.timedelta(minutes=4) + datetime.timedelta(seconds=second)
    about = {
        "board_id": str(outing.pk),
        "household": home.pk,
        "elector": entry.pk if entry else None,
        "district": entry.district.code if entry else None,
        "number": entry.number if entry else None,
        "suffix": entry.suffix if entry else None,
    }
    sent = events.send(story.chance, outing.held(), kind, payload, at, about=about)
    story.rows.append(sent.row(story.unit.pk, outing.held()))
