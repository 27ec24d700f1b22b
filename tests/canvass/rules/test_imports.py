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
    good = {
        "rows": 4000,
        "electors": 4000,
        "held": 3990,
        "added": 30,
        "amended": 15,
        "deleted": 20,
        "renumbered": 12,
        "rejected": 0,
        "reasons": {},
        "odd_dates": 0,
        "moves": [],
        "districts": [["HH1", "Harrow Hill", 2000, 1990], ["HH2", "", 2000, 2000]],
        "encoding": "utf-8",
        "delimiter": ",",
        "packed": False,
    }
    return imports.complete(good | changed)


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
        ({"deleted": 400}, "400 people would no longer be listed"),
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
    found = titles(districts=[["HH1", "", 0, 1990], ["ZZ1", "", 4000, 0]], deleted=3990)
    assert found[0] == "This may be the wrong file"


def test_an_older_register() -> None:
    found = imports.warnings(report(), datetime.date(2025, 12, 1), DAY)
    assert [warning.title for warning in found] == ["This register is older than yours"]
    assert "1 December 2026" in found[0].text
    assert "1 December 2025" in found[0].text
    assert imports.warnings(report(), None, DAY) == []
    assert imports.warnings(report(), DAY, None) == []


def test_changes_that_name_an_older_month_for_themselves() -> None:
    (found,) = imports.warnings(report(kind="update", month="2026-11-01"), DAY, DAY)
    assert found.title == "These changes are older than your register"
    assert "The file itself says November 2026" in found.text
    assert imports.warnings(report(kind="update", month="2026-12-01"), DAY, DAY) == []
    assert imports.warnings(report(kind="update", month=""), DAY, DAY) == []


def test_rows_left_out_can_be_had_and_say_why() -> None:
    (warning,) = imports.warnings(report(rejected=23, reasons={"no_number": 17, "cut_short": 6}), DAY, DAY)
    assert warning.has_rows
    assert warning.text == ("17 without an elector number; 6 cut short. The other 4,000 electors are not affected.")


def test_every_reason_has_words() -> None:
    everything = dict.fromkeys(LeftOut.values, 1)
    assert len(imports.reasons(report(reasons=everything))) == len(LeftOut)


def test_many_codes_are_not_all_named() -> None:
    many = [[f"HH{n}", "", 0, 10] for n in range(9)]
    (warning, *_rest) = imports.warnings(report(districts=[*many, ["AA", "", 9, 9]], deleted=0), DAY, DAY)
    assert "and 3 more" in warning.text


def test_what_happens_to_people() -> None:
    figures = [row["figure"] for row in imports.changes(report())]
    assert figures == ["30", "20", "12", "3"]
    assert [row["figure"] for row in imports.changes(report(held=0, added=4000))] == ["4,000"]


def test_nothing_changes() -> None:
    assert imports.changes_nothing(report(added=0, amended=0, deleted=0))
    assert not imports.changes_nothing(report())
    assert not imports.changes_nothing(report(held=0, added=0, amended=0, deleted=0))


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


def test_every_reason_a_second_person_is_told_of() -> None:
    assert "More than 5% is approved by two people" in _warning(deleted=400, needs_second=True).text
    assert "two people" not in _warning(deleted=150).text
    assert titles(deleted=119) == [], "three in a hundred is nothing to look at"
    assert titles(deleted=120) == ["120 people would no longer be listed"]
    missing = imports.second_person_missing(report(deleted=400))
    assert missing.startswith("400 people would no longer be listed, 10% of the register.")
    assert imports.share(report(deleted=207)) == "5.2"


def _warning(**changed: Any) -> imports.Caution:
    (found,) = imports.warnings(report(**changed), DAY, DAY)
    return found


def notice(**changed: Any) -> dict:
    """A month's changes that all fit."""
    return report(kind="update", rows=70, added=30, amended=15, deleted=20, already=3, ignored=2, **changed)


def test_what_to_look_at_in_a_notice() -> None:
    assert imports.warnings(notice(), DAY, DAY) == []
    (unmatched,) = imports.warnings(notice(unmatched=5), DAY, DAY)
    assert (unmatched.title, unmatched.has_unmatched) == ("5 rows fit nobody", True)
    assert imports.warnings(notice(unmatched=36), DAY, DAY)[0].title == "This may be the wrong file"
    (older,) = imports.warnings(notice(), datetime.date(2026, 11, 1), DAY)
    assert older.title == "These changes are older than your register"
    assert "may put back what has changed since" in older.text


def test_the_wrong_council() -> None:
    (found,) = imports.warnings(report(held=0, districts=[["HH1", "", 9, 0]]), DAY, None, ["Marsham Council"])
    assert found.title == "This may be the wrong file"
    assert "Marsham Council" in found.text


def test_what_a_notice_does_in_figures() -> None:
    rows = imports.changes(notice(unmatched=5, doubtful=2))
    assert [row["figure"] for row in rows] == ["30", "15", "20", "3", "2", "5", "2"]
    assert [row["figure"] for row in imports.changes(report(kind="update", added=0, amended=0, deleted=0))] == ["0"] * 3
    assert imports.changes(report(doubtful=28))[-1]["figure"] == "28"


def test_changes_by_district() -> None:
    first, second = imports.districts(report(by_district={"HH1": [1, 2, 3, 4]}))
    assert (first.added, first.amended, first.deleted, first.unmatched) == (1, 2, 3, 4)
    assert (first.has_changes, second.has_changes) == (True, False)


def test_two_people_see_the_same_figures() -> None:
    assert imports.as_seen(report(version=7)) == "30-15-20-0-7"
    assert imports.as_seen(report(version=7)) != imports.as_seen(report(version=8))


def test_a_report_of_an_earlier_version_is_read_as_a_whole_register() -> None:
    old = imports.complete({"gone": 20, "added": 1})
    assert (old["deleted"], old["kind"], old["unmatched"], old["by_district"]) == (20, "full", 0, {})


def test_taking_back_is_one_part_of_work() -> None:
    (row,) = imports.log(ImportState.APPLIED, "taking_back", 0)
    assert row["state"] == "now"
