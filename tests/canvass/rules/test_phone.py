"""What a phone is told, and no more. No database."""

from __future__ import annotations

import datetime

import pytest

from canvass.enums import Intention
from canvass.rules import phone

TODAY = datetime.date(2026, 4, 20)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (None, "Never asked"),
        (datetime.date(2026, 4, 20), "Spoken to this past week"),
        (datetime.date(2026, 4, 14), "Spoken to this past week"),
        (datetime.date(2026, 4, 13), "Spoken to this past month"),
        (datetime.date(2026, 3, 21), "Spoken to this past month"),
        (datetime.date(2026, 3, 20), "Spoken to in the past three months"),
        (datetime.date(2026, 1, 19), "Spoken to in the past three months"),
        (datetime.date(2026, 1, 18), "Spoken to last winter"),
        (datetime.date(2025, 12, 1), "Spoken to last winter"),
        (datetime.date(2025, 10, 9), "Spoken to last autumn"),
        (datetime.date(2025, 6, 1), "Spoken to last summer"),
        (datetime.date(2025, 5, 31), "Spoken to last spring"),
        (datetime.date(2025, 4, 20), "Spoken to in 2025"),
        (datetime.date(2021, 1, 1), "Spoken to in 2021"),
    ],
)
def test_when_somebody_was_spoken_to_is_coarse(day: datetime.date | None, expected: str) -> None:
    assert phone.spoken(day, TODAY) == expected


def test_who_may_vote_soon() -> None:
    assert phone.votes_from(None, TODAY) == ""
    assert phone.votes_from(TODAY, TODAY) == ""
    assert phone.votes_from(datetime.date(2026, 5, 3), TODAY) == "Can vote from 3 May"


@pytest.mark.parametrize(
    ("day", "outcome", "expected"),
    [
        (datetime.date(2026, 3, 9), "not_in", "Last tried 9 March, nobody in"),
        (datetime.date(2025, 3, 9), "no_access", "Last tried Mar 2025, no way in"),
        (datetime.date(2026, 3, 9), "spoke", "Last tried 9 March, answered"),
    ],
)
def test_how_a_door_was_found(day: datetime.date, outcome: str, expected: str) -> None:
    assert phone.tried(day, outcome, TODAY) == expected


def test_nine_buttons_and_one_more_where_a_national_party_stands() -> None:
    assert len(phone.intentions()) == 9
    assert phone.intentions("eastshire") == phone.intentions()
    assert Intention.PLAID in phone.intentions("wales")
    assert Intention.SNP in phone.intentions("scotland")
    assert phone.intentions("wales")[-1] == Intention.NON_VOTER
