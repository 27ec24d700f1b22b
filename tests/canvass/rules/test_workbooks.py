"""Spreadsheets as registers: read as text rows, and refused before they are opened when they could do harm."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from canvass.rules import files
from canvass.rules.entries import Reader
from canvass.rules.files import WrongFile
from tests.factories.workbooks import cell, sheet, workbook

HEADER = (
    "Elector Number Prefix,Elector Number,Elector Number Suffix,Elector Markers,Elector DOB,Elector Surname,"
    "Elector Forename,PostCode,Address1,Address2"
).split(",")
DAY = datetime.date(2027, 3, 15)
ZOE = ["HH1", 1, 0, "", DAY, "Brûlé", "Zoë", "WX1 2AB", "1 Tanyard Row", "Wexcombe"]
IVO = ["HH1", 2.0, 1, "", "", " Hart", "Ivo", "WX1\xa02AB", "1 Tanyard  Row", ""]
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def to_disk(content: bytes) -> Path:
        path = tmp_path / "register.xlsx"
        path.write_bytes(content)
        return path

    return to_disk


def rows_of(path: Path) -> list[files.Row]:
    return list(files.opened(path, files.look(path)).rows())


def refusal(path: Path) -> str:
    with pytest.raises(WrongFile) as refused:
        rows_of(path)
    return str(refused.value)


def test_a_sheet_is_read_as_a_csv_file_would_be(write: Write) -> None:
    path = write(workbook(sheet([["Register of Electors"], HEADER, ZOE, [], IVO, HEADER])))
    opened = files.opened(path, files.look(path))
    assert (opened.look.encoding, opened.look.lines, opened.delimiter, opened.header_line) == ("xlsx", 6, "", 2)
    assert opened.recognised.layout.code == "xpress_full_14"
    zoe, ivo = opened.rows()
    assert (zoe.line, ivo.line) == (3, 5)
    assert zoe.cells == ["HH1", "1", "0", "", "2027-03-15", "Brûlé", "Zoë", "WX1 2AB", "1 Tanyard Row", "Wexcombe"]
    entry = Reader(opened.recognised, datetime.date(2026, 11, 21)).read(zoe.cells)
    assert entry.date_of_attainment == DAY
    assert ivo.cells is not None
    assert ivo.cells[:3] == ["HH1", "2", "1"]
    assert ivo.cells[5:9] == ["Hart", "Ivo", "WX1 2AB", "1 Tanyard Row"]


def test_numbers_that_are_text_stay_as_they_are(write: Write) -> None:
    path = write(workbook(sheet([HEADER, ["015AD", "0012", "0", *ZOE[3:]], ["HH1", 12.5, "", *ZOE[3:]]])))
    assert [row.cells[:2] for row in rows_of(path) if row.cells] == [["015AD", "0012"], ["HH1", "12.5"]]


def test_an_empty_second_sheet_does_no_harm(write: Write) -> None:
    assert len(rows_of(write(workbook(sheet([HEADER, ZOE]), sheet([]))))) == 1


def test_a_formula_that_is_text_stays_text(write: Write) -> None:
    path = write(workbook(sheet([HEADER, [*ZOE[:5], "=cmd|'/c calc'!A1", *ZOE[6:]]])))
    (row,) = rows_of(path)
    assert row.cells is not None
    assert row.cells[5] == "=cmd|'/c calc'!A1"


FORMULA = f'<row r="3">{cell("A3", "HH1", "UPPER(A2)")}</row>'
FAR = '<row r="999999"><c r="A999999"><v>1</v></c></row>'
WIDE = '<row r="3"><c r="XFD3"><v>1</v></c></row>'
GOOD = sheet([HEADER, ZOE])
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "formula": (
        lambda: workbook(sheet([HEADER, ZOE], FORMULA)),
        (
            "This workbook holds formulas, and what they show may have changed since the council sent it. Nothing was "
            "changed. Copy the sheet and paste it as values, or save it as CSV."
        ),
    ),
    "macros": (
        lambda: workbook(GOOD, extra={"xl/vbaProject.bin": b"x"}),
        "This workbook holds macros, so it was not opened. Nothing was changed. Save it as .xlsx or CSV.",
    ),
    "links": (
        lambda: workbook(GOOD, extra={"xl/externalLinks/externalLink1.xml": "<x/>"}),
        "This workbook draws on other files, so it was not opened. Nothing was changed. Save it as CSV.",
    ),
    "bomb": (
        lambda: workbook(GOOD, extra={"xl/media/zeros.bin": bytes(30_000_000)}),
        "This workbook unpacks to far more than a register can hold, so it was not opened. Nothing was changed.",
    ),
    "many parts": (
        lambda: workbook(GOOD, extra={f"xl/media/{n}.xml": "" for n in range(300)}),
        "This workbook unpacks to far more than a register can hold, so it was not opened. Nothing was changed.",
    ),
    "entities": (
        lambda: workbook(GOOD, extra={"xl/theme.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}),
        "This workbook has parts that no spreadsheet program writes. Nothing was changed.",
    ),
    "far out": (
        lambda: workbook(sheet([HEADER, ZOE], FAR)),
        "This workbook has cells further out than any register’s. Nothing was changed. Save it as CSV.",
    ),
    "far across": (
        lambda: workbook(sheet([HEADER, ZOE], WIDE)),
        "This workbook has cells further out than any register’s. Nothing was changed. Save it as CSV.",
    ),
    "a cell of 10 MB": (
        lambda: workbook(sheet([HEADER, [*ZOE[:5], "x" * 9_900_000, *ZOE[6:]]])),
        "This workbook has a cell longer than any register’s. Nothing was changed.",
    ),
    "two sheets": (
        lambda: workbook(GOOD, GOOD),
        (
            "This workbook has something on 2 sheets: Sheet1, Sheet2. Nothing was changed. Save the sheet with the "
            "register as a file of its own."
        ),
    ),
    "empty": (
        lambda: workbook(sheet([])),
        "This workbook is empty. Nothing was changed. Choose the file that the council sent.",
    ),
    "dates for districts": (
        lambda: workbook(sheet([HEADER, ZOE, [datetime.date(2026, 1, 13), *IVO[1:]]])),
        (
            "The spreadsheet has turned codes into dates in the column Elector Number Prefix, so they can’t be "
            "trusted. Nothing was changed. Ask the council for CSV, or format that column as text before saving."
        ),
    ),
    "dates for numbers": (
        lambda: workbook(sheet([HEADER, ["HH1", datetime.date(2026, 2, 1), *IVO[2:]]])),
        (
            "The spreadsheet has turned codes into dates in the column Elector Number, so they can’t be trusted. "
            "Nothing was changed. Ask the council for CSV, or format that column as text before saving."
        ),
    ),
    "cut short": (
        lambda: workbook(GOOD)[:-40],
        "This workbook or archive is damaged, cut short or locked. Nothing was changed. Send it again.",
    ),
    "broken sheet": (
        lambda: workbook(GOOD[:-60]),
        "This workbook can’t be opened: it is damaged or locked with a password. Nothing was changed.",
    ),
    "old or locked": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
        (
            "This is an old or a locked workbook or document (.xls, .doc, or one with a password). Nothing was "
            "changed. Open it, save it as .xlsx or as CSV (UTF-8) without a password, and send that."
        ),
    ),
}


@pytest.mark.parametrize(("made", "said"), HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_refused_and_why(write: Write, made: Callable[[], bytes], said: str) -> None:
    assert refusal(write(made())) == said


def test_open_document_is_asked_for_in_another_form(write: Write) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    assert "OpenDocument" in refusal(write(packed.getvalue()))


def test_a_part_that_says_it_is_smaller_than_it_is(write: Write) -> None:
    """The directory at the end names sizes; a bomb's lies."""
    content = workbook(GOOD, extra={"xl/media/zeros.bin": bytes(2_000_000)})
    lie = content.replace((2_000_000).to_bytes(4, "little"), (2_000).to_bytes(4, "little"))
    assert lie != content
    assert re.search("damaged|unpacks to far more", refusal(write(lie)))


def test_a_formula_across_two_chunks_is_seen(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("canvass.rules.files.workbooks._CHUNK", 7)
    assert "formulas" in refusal(write(workbook(sheet([HEADER, ZOE], FORMULA))))


@given(st.binary(max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_any_bytes_behind_the_mark_of_an_archive_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "any"
    path.write_bytes(b"PK\x03\x04" + content)
    with pytest.raises(WrongFile):
        files.look(path)
