from __future__ import annotations

import datetime

import pytest

from canvass.enums import Nation
from gotv.enums import Admission, ElectionType
from gotv.rules import franchise

day = datetime.date.fromisoformat
_NOW = day("2027-05-06")


@pytest.mark.parametrize(
    ("polling_on", "voting_age", "last"),
    [
        ("2026-05-07", 18, "2026-05-07"),
        ("2026-05-07", 16, "2028-05-07"),
        ("2026-05-07", 17, "2027-05-07"),
        # Born on 28 February 2008: 18 on the day, 16 on the 28th of 2024 whether or not that year has a 29th.
        ("2026-02-28", 18, "2026-02-28"),
        ("2024-02-28", 16, "2026-02-28"),
        # A poll on 29 February: the eighteenth birthday of those who turn 16 on it is 1 March two years on.
        ("2024-02-29", 16, "2026-03-01"),
        ("2024-02-29", 18, "2024-02-29"),
        ("2024-03-01", 16, "2026-03-01"),
        ("2028-02-29", 16, "2030-03-01"),
        ("2028-02-29", 14, "2032-02-29"),
    ],
)
def test_who_comes_of_age_on_the_day_may_vote(polling_on: str, voting_age: int, last: str) -> None:
    assert franchise.last_attainment(day(polling_on), voting_age) == day(last)


@pytest.mark.parametrize(
    ("kind", "nation", "polling_on", "age"),
    [
        ("parliament", "england", "2027-05-06", 18),
        ("parliament", "scotland", "2027-05-06", 18),
        ("parliament", "wales", "2027-05-06", 18),
        ("local", "england", "2027-05-06", 18),
        ("local", "northern_ireland", "2027-05-06", 18),
        ("local", "scotland", "2015-12-01", 18),
        ("local", "scotland", "2017-05-04", 16),
        ("local", "wales", "2022-05-04", 18),
        ("local", "wales", "2022-05-05", 16),
        ("senedd", "wales", "2016-05-05", 18),
        ("senedd", "wales", "2021-05-06", 16),
        ("holyrood", "scotland", "2016-05-05", 16),
        ("pcc", "wales", "2028-05-04", 18),
        ("mayor", "england", "2028-05-04", 18),
    ],
)
def test_the_voting_age_is_of_the_poll_the_nation_and_the_day(
    kind: str, nation: str, polling_on: str, age: int
) -> None:
    assert franchise.terms(kind, nation, day(polling_on)).voting_age == age


@pytest.mark.parametrize(
    ("kind", "nation", "yes", "no", "check"),
    [
        ("parliament", "england", "FN", "LGBKME", "UX"),
        ("parliament", "scotland", "FN", "LGBKME", "U"),
        ("local", "england", "LBN", "FE", "GKU"),
        ("pcc", "wales", "LBN", "FE", "GK"),
        ("local", "scotland", "LMN", "FE", "GBK"),
        ("holyrood", "scotland", "LMN", "FE", "GBK"),
        ("senedd", "wales", "LMGBKN", "FE", "U"),
    ],
)
def test_letters_of_the_table(kind: str, nation: str, yes: str, no: str, check: str) -> None:
    letters = franchise.terms(kind, nation, _NOW).letters
    assert {letters.get(letter) for letter in yes} == {Admission.YES}
    assert {letters.get(letter) for letter in no} == {Admission.NO}
    assert all(letters.get(letter, Admission.CHECK) == Admission.CHECK for letter in check)


def test_the_old_letter_of_eu_citizens_counted_until_their_review() -> None:
    assert franchise.terms("local", "england", day("2024-05-02")).letters["G"] == Admission.YES
    assert franchise.terms("local", "england", day("2024-05-07")).letters["G"] == Admission.CHECK


@pytest.mark.parametrize("kind", ElectionType.values)
def test_every_poll_is_settled_where_it_is_held_and_nowhere_else(kind: str) -> None:
    for nation in Nation:
        if nation in franchise.nations(kind):
            assert franchise.terms(kind, nation, day("2010-05-06")).letters["N"] == Admission.YES
        else:
            with pytest.raises(ValueError, match=kind):
                franchise.terms(kind, nation, _NOW)
