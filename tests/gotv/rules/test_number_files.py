from __future__ import annotations

import datetime
import gzip
import random
from pathlib import Path

import pytest

from canvass.rules.files import WrongFile
from gotv.rules import number_files, turnout
from tests.factories.workbooks import cell, sheet, workbook

_HEAD = "Elector Number Prefix,Elector Number,Elector Number Suffix,Marked"


def _opened(tmp_path: Path, content: str | bytes) -> number_files.NumberFile:
    path = tmp_path / "list.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return number_files.opened(path, turnout.COLUMNS, needed=turnout.MARK)


def _rows(tmp_path: Path, content: str | bytes) -> list[tuple]:
    found = _opened(tmp_path, content).rows()
    return [(row.district, row.number, row.suffix, row.cells and row.cells["mark"]) for row in found]


@pytest.mark.parametrize(
    "content",
    [
        f"{_HEAD}\nHH1,12,1,V\n",
        f"{_HEAD}\r\nhh1,12,1,V\r\n",
        "PD\tENO\tSuffix\tVoted\nHH1\t12\t1\tV\n",
        "District;Number;Marked\nHH1;12/1;V\n",
        "District|Number|Mark\n|HH1-12/1|V\n",
        "RollNo,PDCode,Marked\n12.1,HH1,V\n",
        f"Marked register,,,\nPrinted 3 June,,,\n{_HEAD}\n\n{_HEAD}\nHH1,0012,1,V\n",
        f'{_HEAD}\n"HH1","12","1","V"\n',
    ],
)
def test_an_elector_is_named_in_many_ways(tmp_path: Path, content: str) -> None:
    assert _rows(tmp_path, content) == [("HH1", 12, 1, "V")]


@pytest.mark.parametrize(
    "content",
    [
        f"{_HEAD}\nHH1,12,1,V\n".encode("utf-16"),
        f"{_HEAD}\nHH1,12,1,V\n".encode("utf-16-le"),
        f"{_HEAD}\nHH1,12,1,V\n".encode("utf-8-sig"),
        gzip.compress(f"{_HEAD}\nHH1,12,1,V\n".encode(), mtime=0),
        f"{_HEAD}\nHH1,\xa012,1,V\n".encode("cp1252"),
    ],
)
def test_letters_and_packing_of_every_kind(tmp_path: Path, content: bytes) -> None:
    assert _rows(tmp_path, content) == [("HH1", 12, 1, "V")]


def test_rows_that_cannot_be_read_spoil_no_other(tmp_path: Path) -> None:
    broken = f'{_HEAD}\nHH1,1,0,V\nHH1,"2,0,V\nHH1,3\nHH1,4,0,V,more\nHH1,x,0,V\nHH1,6,0,A\n'
    assert _rows(tmp_path, broken) == [
        ("HH1", 1, 0, "V"),
        ("", None, 0, None),
        ("", None, 0, None),
        ("", None, 0, None),
        ("HH1", None, 0, "V"),
        ("HH1", 6, 0, "A"),
    ]


def test_a_cell_of_ten_megabytes_is_one_broken_row(tmp_path: Path) -> None:
    found = _rows(tmp_path, f"{_HEAD}\nHH1,{'9' * 10_000_000},0,V\nHH1,2,0,V\n")
    assert found[-1] == ("HH1", 2, 0, "V")
    assert {row[1] for row in found[:-1]} == {None}


def test_a_formula_is_text_and_no_number(tmp_path: Path) -> None:
    assert _rows(tmp_path, f"{_HEAD}\nHH1,=1+1,0,V\n") == [("HH1", None, 0, "V")]


# --- Workbooks -------------------------------------------------------------------------------------------------------

COLUMNS = _HEAD.split(",")


@pytest.mark.parametrize(
    "rows",
    [
        [COLUMNS, ["HH1", 12, 1, "V"]],
        [COLUMNS, ["hh1", 12.0, "1", "V"]],
        [["Marked register"], ["Printed 3 June"], [], COLUMNS, [], COLUMNS, ["HH1", "0012", 1, "V"]],
        [["RollNo", "PDCode", "Marked"], [12.1, "HH1", "V"]],
        [["Voter number", "Voted"], ["HH1-12/1", "V"]],
    ],
)
def test_a_workbook_is_read_as_a_text_would_be(tmp_path: Path, rows: list) -> None:
    assert _rows(tmp_path, workbook(sheet(rows))) == [("HH1", 12, 1, "V")]


def test_lines_of_a_workbook_are_numbered_as_the_spreadsheet_numbers_them(tmp_path: Path) -> None:
    found = _opened(tmp_path, workbook(sheet([["Title"], COLUMNS, [], ["HH1", 1, 0, "V"], ["HH1", "x", 0, "V"]])))
    assert [(row.line, row.number) for row in found.rows()] == [(4, 1), (5, None)]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (
            workbook(sheet([COLUMNS, ["HH1", 12, 1, "V"]], more=f'<row r="3">{cell("A3", "HH1", "1+1")}</row>')),
            (
                "This workbook holds formulas, and what they show may have changed since the council sent it. "
                "Nothing was changed. Copy the sheet and paste it as values, or save it as CSV."
            ),
        ),
        (
            workbook(sheet([COLUMNS]), extra={"xl/vbaProject.bin": b"Sub Auto_Open()"}),
            "This workbook holds macros, so it was not opened. Nothing was changed. Save it as .xlsx or CSV.",
        ),
        (
            workbook(sheet([COLUMNS]), extra={"xl/media/image1.png": b"\0" * 30_000_000}),
            "This workbook unpacks to far more than a register can hold, so it was not opened. Nothing was changed.",
        ),
        (
            workbook(sheet([COLUMNS, ["HH1", 12, 1, random.Random(7).randbytes(5_000_000).hex()]])),
            "This workbook has a cell longer than any register’s. Nothing was changed.",
        ),
        (
            workbook(sheet([COLUMNS, ["HH1", datetime.date(2026, 1, 13), 0, "V"]])),
            (
                "The spreadsheet has turned codes into dates in the column Elector Number, so they can’t be trusted. "
                "Nothing was changed. Ask the council for CSV, or format that column as text before saving."
            ),
        ),
        (
            workbook(sheet([COLUMNS]), sheet([["notes"]])),
            (
                "This workbook has something on 2 sheets: Sheet1, Sheet2. Nothing was changed. Save the sheet with "
                "the register as a file of its own."
            ),
        ),
        (
            workbook(sheet([COLUMNS, ["HH1", 1, 0, "V"]]))[:-40],
            "This workbook or archive is damaged, cut short or locked. Nothing was changed. Send it again.",
        ),
        (
            workbook(sheet([["a", "b"], [1, 2]])),
            (
                "No line of this file names its columns in a way that Rosette knows. Nothing was changed. Put a line "
                "on top: District, Number, Suffix, and what the list says of each elector."
            ),
        ),
    ],
    ids=["formula", "macro", "bomb", "ten megabytes", "dates", "two sheets", "cut short", "no header"],
)
def test_a_workbook_that_can_t_be_trusted_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    with pytest.raises(WrongFile) as refused:
        list(_opened(tmp_path, content).rows())
    assert str(refused.value) == says


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "This file is empty"),
        ("a,b\n1,2\n", "No line of this file names its columns in a way that Rosette knows. Nothing was changed."),
        ("District,Number\nHH1,1\n", "No line of this file names its columns"),
        (b"PK\x03\x04xl/workbook", "workbook"),
        (b"%PDF-1.7", "This is a PDF"),
    ],
)
def test_another_kind_of_file_is_refused_with_the_reason(tmp_path: Path, content: str | bytes, message: str) -> None:
    with pytest.raises(WrongFile, match=message):
        _opened(tmp_path, content)
