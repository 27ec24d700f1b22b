"""A file we write runs nothing in a spreadsheet."""

from __future__ import annotations

import csv
import io

import pytest

from kit import csvsafe


@pytest.mark.parametrize("text", ["=1+1", "+44", "-1", "@SUM(A1)", "\tx", "\rx", "\0x", "＝1"])
def test_a_cell_that_a_spreadsheet_would_run_is_disarmed(text: str) -> None:
    assert csvsafe.cell(text) == f"'{text}"


@pytest.mark.parametrize(("value", "text"), [(None, ""), (12, "12"), ("12 High Street", "12 High Street")])
def test_other_cells_stay_as_they_are(value: object, text: str) -> None:
    assert csvsafe.cell(value) == text


def test_commas_quotes_and_line_breaks_survive() -> None:
    row = ['O"Brien, Jo', "two\nlines", "x"]
    text = "".join(csvsafe.lines([row]))
    assert next(csv.reader(io.StringIO(text, newline=""))) == row
    assert text.endswith("\r\n")
