"""What a report tells people before they approve: the table, the warnings, the steps. No database."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from canvass.enums import ImportState, LeftOut
from canvass.rules import imports

DAY = datetime.date(2026, 12, 1)


def report(**changed: Any) -> dict:
    """A good register against one that is held: nothing to look at, unless something is changed."""
    return {
        "electors": 4000,
        "held": 3990,
        "added": 30,
        "amended": 15,
        "gone": 20,
        "renumbered": 12,
        "rejected": 0,
        "reasons": {},
        "odd_dates": 0,
        "moves": [],
        "districts": [["HH1", "Harrow Hill", 2000, 1990], ["HH2", "", 2000, 2000]],
        "encoding": "utf-8",
        "delimiter": ",",
        "packed": False,
    } | changed


def titles(**changed: Any) -> list[str]:
    return [warning.title for warning in imports.warnings(report(**changed), DAY, DAY)]


def test_a_good_register_has_nothing_to_look_at() -> None:
    assert titles() == []


def test_the_table_by_district() -> None:
    first, second = imports.districts(report())
    assert (first.code, first.name, first.electors, first.held, first.change, first.percent) == (
        "HH1", "Harrow Hill", 2000, 1990, 10, 1,
    )  # fmt: skip
    assert not first.is_odd
    assert second.change == 0
    whole = imports.whole([first, second])
    assert (whole.electors, whole.held, whole.change, whole.percent) == (4000, 3990, 10, 0)


def test_a_first_register_is_compared_with_nothing() -> None:
    lines = imports.districts(report(held=0, districts=[["HH1", "", 2000, 0]]))
    assert [(line.change, line.percent, line.is_odd) for line in lines] == [(None, None, False)]
    assert imports.whole(lines).change is None
    assert titles(held=0, districts=[["HH1", "", 2000, 0]]) == []


@pytest.mark.parametrize(("electors", "is_odd"), [(1100, False), (1101, True), (900, False), (899, True), (0, True)])
def test_more_than_a_tenth_is_odd(electors: int, is_odd: bool) -> None:
    lines = imports.districts(report(districts=[["HH1", "", electors, 1000], ["HH2", "", 5, 5]]))
    assert lines[0].is_odd is is_odd


@pytest.mark.parametrize(
    ("changed", "title"),
    [
        ({"districts": [["HH1", "", 1200, 1000], ["HH2", "", 5, 5]]}, "1 district changed by more than a tenth"),
        ({"districts": [["HH1", "", 0, 1000], ["HH2", "", 5, 5]]}, "1 district is not in this file"),
        ({"districts": [["HH1", "", 9, 9], ["HH2", "", 5, 0], ["HH3", "", 5, 0]]}, "2 districts are new"),
        ({"moves": [["HH1", "HH2", 277]]}, "277 electors moved between two districts"),
        ({"gone": 400}, "400 people would no longer be listed"),
        ({"districts": [["13-JAN", "", 9, 9]]}, "Some district codes look spoilt"),
        ({"districts": [["2E+04", "", 9, 9]]}, "Some district codes look spoilt"),
        ({"rejected": 23, "reasons": {"no_number": 17, "cut_short": 6}}, "23 rows left out"),
        ({"rejected": 1, "reasons": {"no_number": 1}}, "1 row left out"),
        ({"odd_dates": 3}, "3 dates could not be read"),
    ],
)
def test_what_to_look_at(changed: dict[str, Any], title: str) -> None:
    assert titles(**changed) == [title]


def test_a_few_people_who_move_house_are_no_warning() -> None:
    assert titles(moves=[["HH1", "HH2", 24]]) == []


def test_another_constituency_is_said_first() -> None:
    found = titles(districts=[["HH1", "", 0, 1990], ["ZZ1", "", 4000, 0]], gone=3990)
    assert found[0] == "This may be the wrong file"


def test_an_older_register() -> None:
    found = imports.warnings(report(), datetime.date(2025, 12, 1), DAY)
    assert [warning.title for warning in found] == ["This register is older than yours"]
    assert "1 December 2026" in found[0].text
    assert "1 December 2025" in found[0].text
    assert imports.warnings(report(), None, DAY) == []
    assert imports.warnings(report(), DAY, None) == []


def test_rows_left_out_can_be_had_and_say_why() -> None:
    (warning,) = imports.warnings(report(rejected=23, reasons={"no_number": 17, "cut_short": 6}), DAY, DAY)
    assert warning.has_rows
    assert warning.text == ("17 without an elector number; 6 cut short. The other 4,000 electors are not affected.")


def test_every_reason_has_words() -> None:
    everything = dict.fromkeys(LeftOut.values, 1)
    assert len(imports.reasons(report(reasons=everything))) == len(LeftOut)


def test_many_codes_are_not_all_named() -> None:
    many = [[f"HH{n}", "", 0, 10] for n in range(9)]
    (warning, *_rest) = imports.warnings(report(districts=[*many, ["AA", "", 9, 9]], gone=0), DAY, DAY)
    assert "and 3 more" in warning.text


def test_what_happens_to_people() -> None:
    figures = [row["figure"] for row in imports.changes(report())]
    assert figures == ["30", "20", "12", "3"]
    assert [row["figure"] for row in imports.changes(report(held=0, added=4000))] == ["4,000"]


def test_nothing_changes() -> None:
    assert imports.changes_nothing(report(added=0, amended=0, gone=0))
    assert not imports.changes_nothing(report())
    assert not imports.changes_nothing(report(held=0, added=0, amended=0, gone=0))


def test_how_it_was_read() -> None:
    assert imports.read_as(report()) == "UTF-8, commas"
    assert (
        imports.read_as(report(encoding="cp1252", delimiter="\t", packed=True))
        == "Windows-1252, tabs, packed with gzip"
    )
    assert imports.read_as(report(encoding="utf-16-le", delimiter=";")) == "UTF-16, semicolons"


@pytest.mark.parametrize("state", ImportState.values)
def test_steps_have_one_now_at_most(state: str) -> None:
    at = datetime.datetime(2026, 12, 1, 14, 31, tzinfo=datetime.UTC)
    steps = imports.steps(state, (at, None, None))
    assert len(steps) == 4
    assert [step["state"] for step in steps].count("now") == 1
    if state == ImportState.CHECKED:
        assert [step["note"] for step in steps] == ["done, 14:31", "nothing is changed yet", "one click", ""]


def test_the_log_says_what_is_done_and_what_is_to_come() -> None:
    rows = imports.log(ImportState.APPLYING, "households", 0)
    assert [row["state"] for row in rows] == ["done", "done", "now", "next", "next"]
    assert imports.log(ImportState.CHECKING, "reading", 44_120)[0]["value"] == "44,120"
    assert imports.log(ImportState.CHECKING, "", 0)[0]["value"] == "waiting for its turn"
