"""Which role fits what somebody wrote."""

from __future__ import annotations

import pytest

from access.roles import ROLES
from access.rules import ask
from access.rules.ask import Choice

_ROLES = [
    Choice(name, str(role.name.label), tuple(str(phrase) for phrase in role.phrases), str(role.what_for))
    for name, role in ROLES.items()
    if role.may_be_asked
]
_TOOL = Choice("contact-creator", "Contact Creator", (), "Canvassing lists and voter contact data")


def _best(words: str) -> str:
    fits = ask.rank(words, [*_ROLES, _TOOL])
    return fits[0].key if fits else ""


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("Knock on doors", "canvasser"),
        ("Email members", "membership_officer"),
        ("Import the register", "data_officer"),
        ("Be a teller", "teller"),
        ("Email people in my branch about canvassing", "membership_officer"),
        ("E-mail to all our MEMBERS, please!", "membership_officer"),
        ("canvasing on saturday", "canvasser"),
        ("I'd like to go canvassing with the team", "canvasser"),
        ("hand out boards for Harrow Hill", "board_runner"),
        ("run the committee room", "committee_room"),
        ("I want to be a polling agent", "polling_agent"),
        ("sit outside the polling station taking numbers", "teller"),
        ("phone lapsed members", "membership_officer"),
        ("load the electoral roll from the council", "data_officer"),
        ("I am standing in for Marian", "deputy"),
        ("give somebody else access", "secretary"),
        ("use Contact Creator", "contact-creator"),
        ("kontact creater", "contact-creator"),
    ],
)
def test_what_people_write_finds_the_role(words: str, role: str) -> None:
    assert _best(words) == role


@pytest.mark.parametrize("words", ["", "   ", "xyzzy", "I want to do the thing", "buy a pony", "'; --", "🐎🐎", "我要"])
def test_what_fits_nothing_finds_nothing(words: str) -> None:
    assert ask.rank(words, [*_ROLES, _TOOL]) == []


def test_the_best_comes_first_and_ties_keep_an_order() -> None:
    fits = ask.rank("polling day", _ROLES)
    assert {fit.key for fit in fits[:3]} == {"campaign_organiser", "committee_room", "teller"}
    assert [fit.score for fit in fits] == sorted((fit.score for fit in fits), reverse=True)
    twins = [Choice("b", "Twin", ("be a twin",), ""), Choice("a", "Twin", ("be a twin",), "")]
    assert [fit.key for fit in ask.rank("twin", twins)] == ["a", "b"]


def test_a_very_long_text_takes_no_time() -> None:
    assert ask.rank("canvassing " * 5000, _ROLES)[0].key == "canvasser"


def test_every_role_is_found_by_its_own_phrases() -> None:
    wrong = {
        phrase: _best(phrase)
        for choice in _ROLES
        for phrase in (*choice.phrases, choice.name)
        if _best(phrase) != choice.key and phrase.lower() != "use contact creator"
    }
    assert wrong == {}


def test_words_are_alike_by_their_trigrams() -> None:
    assert ask.alike("canvass", "canvass") == 1.0
    assert 0.4 < ask.alike("register", "registar") < 1.0
    assert ask.alike("email", "mail") == ask.alike("mail", "email")
    assert ask.alike("doors", "members") == 0.0
