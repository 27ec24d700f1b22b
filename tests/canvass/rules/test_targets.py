"""Rules of target lists: what may be asked, and how it reads."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from canvass.rules import targets
from canvass.rules.targets import BadRule, Condition, Rule

FIELDS = {one.name: one for one in (targets.ANSWER, targets.NEVER_SPOKEN, targets.NEW, targets.ISSUE)}
UNDECIDED = Condition("answer", "more_than", codes=("undecided",), months=6)
NEVER = Condition("never_spoken", "is")


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (UNDECIDED, "said Undecided more than 6 months ago"),
        (
            Condition("answer", "less_than", codes=("labour", "green", "wont_say"), months=1),
            "said Labour, Green or Won’t say in the last month",
        ),
        (Condition("answer", "any_time", codes=("labour",)), "said Labour"),
        (Condition("answer", "more_than", months=12), "last said how they vote more than 12 months ago"),
        (NEVER, "was never spoken to"),
        (Condition("new", "since", months=3), "came on to the register in the last 3 months"),
        (Condition("issue", "ever", codes=("buses", "own_weir")), "raised Buses or The weir"),
        (Condition("issue", "since", codes=("gone",), months=2), "raised Something else in the last 2 months"),
        (Condition("donations", "is"), "met something that Rosette no longer knows"),
    ],
)
def test_a_line_reads_as_a_sentence(condition: Condition, words: str) -> None:
    assert targets.who(condition, FIELDS, {"buses": "Buses", "own_weir": "The weir"}) == words


def test_of_many_it_reads_in_the_plural() -> None:
    assert targets.who(NEVER, FIELDS, {}, many=True) == "were never spoken to"


def test_a_rule_is_kept_and_read_again_as_it_was() -> None:
    rule = Rule((UNDECIDED, NEVER), (Condition("issue", "ever", codes=("buses",)),), 30, 2, 60)
    assert targets.read(rule.body()) == rule
    assert rule.body()["conditions"][0] == {
        "field": "answer",
        "op": "more_than",
        "value": {"codes": ["undecided"], "months": 6},
    }


@pytest.mark.parametrize(
    "line",
    [
        Condition("income", "is"),
        Condition("e.surname", "is"),
        Condition("answer", "anything", codes=("labour",)),
        Condition("answer", "any_time", codes=("labour'; DROP TABLE",)),
        Condition("answer", "any_time", codes=("labour",), months=3),
        Condition("answer", "more_than", codes=("labour",)),
        Condition("answer", "more_than", codes=("labour",), months=0),
        Condition("answer", "more_than", codes=("labour",), months=999),
        Condition("never_spoken", "is", codes=("labour",)),
        Condition("issue", "ever"),
        Condition("new", "since", months=3, times=2),
    ],
)
def test_nothing_outside_the_allow_list_can_be_asked(line: Condition) -> None:
    with pytest.raises(BadRule):
        targets.check(Rule((line,)), FIELDS)
    with pytest.raises(BadRule):
        targets.check(Rule((NEVER,), (line,)), FIELDS)


@pytest.mark.parametrize(
    "change",
    [
        {"conditions": ()},
        {"conditions": (NEVER,) * (targets.MOST_CONDITIONS + 1)},
        {"recontact_days": -1},
        {"approach_days": 10_000},
        {"approaches": 1_000},
    ],
)
def test_a_rule_has_bounds(change: dict) -> None:
    targets.check(Rule((NEVER,)), FIELDS)
    with pytest.raises(BadRule):
        targets.check(replace(Rule((NEVER,)), **change), FIELDS)


def test_who_is_kept_out_follows_a_count() -> None:
    rule = Rule((NEVER,), (UNDECIDED,), 1, 2, 60)

    def words(reason: str) -> str:
        return targets.kept_out(reason, rule, lambda one: targets.who(one, FIELDS, {}, many=True))

    assert words(targets.RECENT) == "spoken to in the last day"
    assert words(targets.BUDGET) == "in homes that were approached 2 times or more in 60 days"
    assert words(targets.OBJECTING) == "do not contact"
    assert words(targets.not_reason(0)) == "who said Undecided more than 6 months ago"
    assert words(targets.not_reason(7)) == "kept out by the rule"


def test_the_window_and_the_budget_are_said_too() -> None:
    assert targets.limits(Rule((NEVER,), (), 60, 3, 90)) == [
        "anybody spoken to in the last 60 days",
        "a home that was approached 3 times or more in the last 90 days",
    ]
    assert targets.limits(Rule((NEVER,), (), 1, 1, 90)) == [
        "anybody spoken to in the last day",
        "a home that was approached already in the last 90 days",
    ]
    assert targets.limits(Rule((NEVER,), (), 0, 0, 90)) == []


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        ("2026-11-22", 6, "2026-05-22"),
        ("2026-05-31", 3, "2026-02-28"),
        ("2026-01-15", 1, "2025-12-15"),
        ("2028-02-29", 12, "2027-02-28"),
    ],
)
def test_months_before_a_day(day: str, months: int, before: str) -> None:
    found = targets.months_before(datetime.date.fromisoformat(day), months)
    assert found == datetime.date.fromisoformat(before)


def test_a_phone_is_told_no_party() -> None:
    lines = [Condition("answer", "any_time", codes=(code,)) for code in ("conservative", "labour", "green")]
    assert {FIELDS["answer"].coarse(line) for line in lines} == {"asked_before"}
    assert FIELDS["answer"].coarse(UNDECIDED) == "undecided"
    assert FIELDS["never_spoken"].coarse(NEVER) == "never_asked"
