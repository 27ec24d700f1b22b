"""Whether two entries are one person: what speaks for it, how common a name is, and who else may be meant."""

from __future__ import annotations

import datetime

import pytest

from canvass.rules import matches
from canvass.rules.matches import DOUBTFUL, SURE, Pair, Way

TODAY = datetime.date(2026, 12, 1)
SOON = datetime.date(2027, 3, 15)
RARE, COMMON = 1e-7, 3e-4
ARRIVALS = 7000


def pair(**changes: object) -> Pair:
    """Return a pair: Elsie May Marchbank at home 1, and the same at home 2; a rare name."""
    values: dict[str, object] = {
        "line": 1, "elector": 10, "is_listed": True, "is_other_council": False, "home_was": 1, "home_now": 2,
        "same_postcode": False, "surname_was": "Marchbank", "forenames_was": "Elsie May", "surname_now": "Marchbank",
        "forenames_now": "Elsie May", "attains_was": None, "attains_now": None, "stayers": 0, "arrivals": 1,
        "leavers": 1, "surname_share": 1e-4, "forenames_share": 1e-3, "name_share": RARE,
    }  # fmt: skip
    return Pair(**(values | changes))  # type: ignore[arg-type]


def verdict(*pairs: Pair) -> tuple[dict[int, int], dict[int, list[int]]]:
    """Return whom it is sure of, by line, and who may be meant, by line."""
    sure, doubtful = matches.decide(pairs, ARRIVALS, TODAY)
    asked: dict[int, list[int]] = {}
    for one in doubtful:
        asked.setdefault(one.line, []).append(one.elector)
    return {one.line: one.elector for one in sure}, asked


AT_HOME = {"home_now": 1}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"name_share": COMMON, "same_postcode": True},
        {"attains_was": SOON, "attains_now": SOON, "name_share": COMMON},
        AT_HOME | {"surname_now": "Marchbnak"},
        AT_HOME | {"forenames_now": "Elsei May"},
        AT_HOME | {"forenames_now": "Elsie"},
        AT_HOME | {"forenames_now": "Elsie M"},
        AT_HOME | {"surname_now": "Ottaway", "stayers": 1},
        AT_HOME | {"surname_now": "Marchbank-Ottaway", "forenames_share": 0.01},
        AT_HOME | {"surname_now": "Elsie May", "forenames_now": "Marchbank"},
        AT_HOME | {"surname_now": "Márchbank"},
    ],
)
def test_one_person_beyond_doubt(changes: dict) -> None:
    assert verdict(pair(**changes)) == ({1: 10}, {})


@pytest.mark.parametrize(
    "changes",
    [
        {"name_share": 2e-5},
        {"forenames_now": "Elsie", "name_share": 3e-7},
        {"is_other_council": True},
        {"is_listed": False, "name_share": 3e-6},
        {"leavers": 3, "name_share": 3e-6},
        {"attains_now": SOON, "name_share": 3e-8},
        AT_HOME | {"surname_now": "Ottaway", "forenames_share": 0.02, "arrivals": 1},
        {"surname_now": "Marchbnak", "name_share": 1e-8},
        AT_HOME | {"attains_was": None, "attains_now": SOON},
        {"leavers": 1, "arrivals": 4, "name_share": 3e-6},
        AT_HOME | {"surname_now": "Ottaway", "forenames_share": 0.004, "leavers": 2},
    ],
)
def test_a_person_must_say(changes: dict) -> None:
    assert verdict(pair(**changes)) == ({}, {1: [10]})


@pytest.mark.parametrize(
    "changes",
    [
        {"name_share": 1e-3},
        {"surname_now": "Ottaway"},
        {"forenames_now": "Elsie Ann"},
        {"attains_was": datetime.date(2027, 5, 1), "attains_now": SOON, "name_share": 1e-5},
        AT_HOME | {"surname_now": "Ottaway", "forenames_now": "Graham"},
        AT_HOME | {"forenames_now": "Graham"},
        AT_HOME | {"forenames_was": "Al", "forenames_now": "Jo"},
    ],
)
def test_two_people(changes: dict) -> None:
    assert verdict(pair(**changes)) == ({}, {})


def test_of_two_of_one_name_it_cannot_be_said() -> None:
    father, son = pair(**AT_HOME), pair(**AT_HOME, elector=11)
    sure, asked = verdict(father, son)
    assert (sure, sorted(asked[1])) == ({}, [10, 11])


def test_who_is_yet_to_come_of_age_is_not_the_father() -> None:
    father, son = pair(**AT_HOME, attains_now=SOON), pair(**AT_HOME, elector=11, attains_was=SOON, attains_now=SOON)
    assert verdict(father, son) == ({1: 11}, {})


def test_a_household_that_moved_together_is_known_by_common_names_too() -> None:
    smiths = {"name_share": 1e-4, "surname_share": 1.5e-2, "leavers": 2, "arrivals": 2}
    elsie = pair(**smiths)
    graham = pair(**smiths, line=2, elector=11, forenames_was="Graham", forenames_now="Graham")
    assert verdict(elsie, graham) == ({1: 10, 2: 11}, {})


def test_two_families_of_a_common_surname_may_share_two_common_forenames() -> None:
    """A family of one name leaves and another of it comes: that both have a Peter and a Comfort happens by chance."""
    common = {"surname_was": "Okonkwo", "surname_now": "Okonkwo", "surname_share": 2.3e-3, "leavers": 5, "arrivals": 4}
    peter = pair(**common, forenames_was="Peter", forenames_now="Peter", name_share=8e-5)
    comfort = pair(**common, line=2, elector=11, forenames_was="Comfort", forenames_now="Comfort", name_share=1e-4)
    sure, asked = verdict(peter, comfort)
    assert sure == {}
    assert asked == {1: [10], 2: [11]}


def test_whoever_is_nearly_called_so_goes_no_surer_than_the_others() -> None:
    """One name in common says little, so that somebody else of the home with a forename more says no more."""
    susan = pair(forenames_was="Susan Sandra", forenames_now="Susan", leavers=2, arrivals=2, name_share=3e-5)
    john = pair(line=2, elector=11, forenames_was="John", forenames_now="John", leavers=2, arrivals=2, name_share=4e-5)
    sure, asked = verdict(susan, john)
    assert sure == {}
    assert asked[1] == [10]


def test_and_who_married_or_is_misspelt_on_the_way() -> None:
    sure, _asked = verdict(
        pair(leavers=3, arrivals=3),
        pair(line=2, elector=11, forenames_was="Zofia", forenames_now="Zofia", surname_now="Ottaway", leavers=3,
             arrivals=3, stayers=0, forenames_share=1e-4),
        pair(line=3, elector=12, forenames_was="Graham", forenames_now="Grahma", leavers=3, arrivals=3),
    )  # fmt: skip
    assert sure[1] == 10
    assert sure[3] == 12


def test_no_more_than_three_candidates_are_shown() -> None:
    sure, asked = verdict(*(pair(elector=elector) for elector in range(10, 16)))
    assert sure == {}
    assert len(asked.get(1, [])) <= matches.MOST


def test_of_many_namesakes_somebody_is_asked_though_each_is_unlikely() -> None:
    """One in twenty of one namesake is not worth a question; of five it is, about the likeliest three."""
    namesake = {"name_share": 5e-4}
    assert verdict(pair(**namesake)) == ({}, {})
    sure, asked = verdict(*(pair(**namesake, elector=elector) for elector in range(10, 15)))
    assert sure == {}
    assert len(asked[1]) == matches.MOST


def test_everything_that_is_said_has_words() -> None:
    found = [
        matches.weigh(pair(**changes), ARRIVALS, TODAY, way)
        for changes in (
            {}, AT_HOME, {"same_postcode": True}, {"name_share": COMMON}, {"attains_now": SOON},
            {"is_listed": False}, {"is_other_council": True}, AT_HOME | {"surname_now": "Ottaway"},
        )
        for way in (None, Way(2, 10.0))
    ]  # fmt: skip
    assert {reason for one in found if one for reason in one.reasons} <= set(matches.WORDS)
    assert 0 < DOUBTFUL < SURE < 100
