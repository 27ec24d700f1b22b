"""What a file of electors holds of one person, and who is left out of it."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from canvass.enums import ElectorKind, ExportPurpose
from canvass.rules import exports
from canvass.rules.exports import WhyNot

ROW: dict[str, Any] = {
    "polling_district__code": "HH1",
    "number": 7,
    "suffix": 0,
    "title": "Ms",
    "forenames": "Elsie",
    "surname": "Marchbank",
    "kind": ElectorKind.ORDINARY.value,
    "household__street__name": "Tanyard Row",
    "household__street__locality": "Wexcombe",
    "household__postcode": "WX1 2AB",
    "latest_contact__do_not_contact": None,
    "may_object": False,
    "latest_contact__moved": None,
    "latest_contact__deceased": None,
}


@pytest.mark.parametrize("purpose", ExportPurpose)
def test_each_line_has_a_cell_for_each_heading(purpose: ExportPurpose) -> None:
    line = exports.line(ROW, purpose, "1a2b", "23")
    assert len(line) == len(exports.heading(purpose))
    assert line[-1] == "1a2b"
    assert line[2] == "", "no suffix is nothing and not 0"


@pytest.mark.parametrize("mark", exports.MARKS)
def test_who_is_not_to_be_turned_to_is_left_out_but_for_looking_up(mark: str) -> None:
    row = ROW | {mark: True}
    out = {purpose for purpose in ExportPurpose if exports.left_out(row, purpose)}
    assert out == {ExportPurpose.DELIVER, ExportPurpose.POST, ExportPurpose.PAPER}
    assert not any(exports.left_out(ROW, purpose) for purpose in ExportPurpose)


def test_who_has_several_reasons_counts_once() -> None:
    assert exports.reason(ROW | dict.fromkeys(exports.MARKS, True)) == WhyNot.ASKED


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ({}, ""),
        ({"latest_contact__do_not_contact": True}, "yes"),
        ({"may_object": True}, "perhaps"),
        ({"latest_contact__do_not_contact": True, "may_object": True}, "yes"),
    ],
)
def test_where_names_are_looked_up_it_says_who_asked(marks: dict[str, bool], said: str) -> None:
    assert exports.line(ROW | marks, ExportPurpose.DONATIONS, "1a2b", "23")[-2] == said


def test_each_reason_has_its_words_for_one_and_for_many() -> None:
    assert exports.in_words({}) == []
    assert exports.in_words(dict.fromkeys(WhyNot, 1)) == [
        "1 asked not to be contacted",
        "1 may be somebody who asked that: nobody has said yet who is who",
        "1 has moved",
        "1 has died",
    ]
    assert exports.in_words({WhyNot.DECEASED: 2, WhyNot.ASKED: 1200, WhyNot.MOVED: 3}) == [
        "1,200 asked not to be contacted",
        "3 have moved",
        "2 have died",
    ]


def test_the_first_line_says_whose_copy_it_is_and_who_is_not_in_it() -> None:
    at = datetime.datetime(2026, 11, 22, 14, 3, tzinfo=datetime.UTC)
    missing = {WhyNot.ASKED: 1, WhyNot.MAY_HAVE_ASKED: 2}
    said = exports.watermark(
        who="Marian Teale", at=at, purpose=ExportPurpose.POST, copy="1a2b", people=1, missing=missing
    )
    assert said == (
        "# Electoral register. For this purpose only: Addressing letters to electors for an election. Taken out by "
        "Marian Teale on 22 November 2026, 14:03, copy 1a2b. It may not be passed on; destroy it when it is done with. "
        "1 elector. Left out: 1 asked not to be contacted; 2 may be people who asked that: nobody has said yet who is "
        "who."
    )
