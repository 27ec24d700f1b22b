"""Words that should not stand in a note about somebody."""

from __future__ import annotations

import pytest

from canvass.rules import notes


@pytest.mark.parametrize(
    "text",
    [
        "Has cancer",
        "She is DISABLED",
        "bit of a nutter",
        "on probation",
        "Recovering alcoholic.",
        "a muslim",
        "ex con",
    ],
)
def test_words_about_health_crime_belief_and_insults_are_found(text: str) -> None:
    assert notes.is_delicate(text)


@pytest.mark.parametrize(
    "text", ["", "The 47 never comes", "Buses on Sundays", "Parking by the school", "Wants the pharmacy kept", "Drains"]
)
def test_what_people_usually_say_is_not(text: str) -> None:
    assert not notes.is_delicate(text)
