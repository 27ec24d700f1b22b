"""What a file of electors holds of one person, and who is left out of it."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from canvass.enums import ElectorKind, ExportPurpose
from canvass.rules import exports

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
    "latest_contact__moved": None,
    "latest_contact__deceased": None,
}


@pytest.mark.parametrize("purpose", ExportPurpose)
def test_each_line_has_a_cell_for_each_heading(purpose: ExportPurpose) -> None:
    line = exports.line(ROW, purpose, "1a2b", "23")
    assert len(line) == len(exports.heading(purpose))
    assert line[-1] == "1a2b"
    assert line[2] == "", "no suffix is nothing and not 0"


@pytest.mark.parametrize("mark", ["do_not_contact", "moved", "deceased"])
def test_who_is_not_to_be_turned_to_is_left_out_but_for_looking_up(mark: str) -> None:
    row = ROW | {f"latest_contact__{mark}": True}
    out = {purpose for purpose in ExportPurpose if exports.is_left_out(row, purpose)}
    assert out == {ExportPurpose.DELIVER, ExportPurpose.POST, ExportPurpose.PAPER}
    assert not any(exports.is_left_out(ROW, purpose) for purpose in ExportPurpose)


def test_the_first_line_says_whose_copy_it_is() -> None:
    at = datetime.datetime(2026, 11, 22, 14, 3, tzinfo=datetime.UTC)
    said = exports.watermark(who="Marian Teale", at=at, purpose=ExportPurpose.POST, copy="1a2b", people=1, left_out=1)
    assert said == (
        "# Electoral register. For this purpose only: Addressing letters to electors for an election. Taken out by "
        "Marian Teale on 22 November 2026, 14:03, copy 1a2b. It may not be passed on; destroy it when it is done with. "
        "1 elector. 1 is left out who asked not to be contacted, has moved or has died."
    )
