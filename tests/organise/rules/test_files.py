"""Reading a members file: what is a table and what is not."""

from __future__ import annotations

import pytest

from kit.errors import Refused
from organise.rules import files

PLAIN = "First name,Last name,Email\nZoë,Oakes,zoe@members.example\n"


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("utf-8", "utf-8-sig"), ("utf-8-sig", "utf-8-sig"), ("cp1252", "cp1252"), ("utf-16", "utf-16")],
)
def test_letters_survive_whatever_the_spreadsheet_wrote(encoding: str, named: str) -> None:
    sheet = files.read(PLAIN.encode(encoding))
    assert sheet.rows[0].cells == ["Zoë", "Oakes", "zoe@members.example"]
    assert sheet.encoding == named


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    sheet = files.read(PLAIN.replace(",", delimiter).encode())
    assert sheet.delimiter == delimiter
    assert sheet.header == ["First name", "Last name", "Email"]


def test_a_delimiter_inside_quotation_marks_does_not_count() -> None:
    sheet = files.read(b'"Last name, as on the card";Email\nOakes;zoe@members.example\n')
    assert sheet.header == ["Last name, as on the card", "Email"]


def test_lines_are_those_of_the_file_although_cells_break_and_rows_are_empty() -> None:
    sheet = files.read(b'Name,Email\r\n\r\n"Two\r\nlines",a@b.example\r\nLater,c@d.example\r\n')
    assert [(row.line, row.cells[0]) for row in sheet.rows] == [(3, "Two lines"), (5, "Later")]


def test_rows_get_as_many_cells_as_the_header() -> None:
    sheet = files.read(b"Name,Email\nOakes\nTeale,t@b.example,extra\n")
    assert [row.cells for row in sheet.rows] == [["Oakes", ""], ["Teale", "t@b.example"]]


def test_the_apostrophe_of_our_own_downloads_is_taken_off_again() -> None:
    sheet = files.read(b"Name,Phone\nOakes,'+44 7700 900123\nO'Brien,'tis\n")
    assert [row.cells for row in sheet.rows] == [["Oakes", "+44 7700 900123"], ["O'Brien", "'tis"]]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b" \r\n ", "empty"),
        (b"PK\x03\x04 and so on", "workbook"),
        (b"%PDF-1.7", "document"),
        (b"\x1f\x8b\x08\x00", "packed"),
        (b"<!DOCTYPE html><title>Sign in</title>", "web page"),
        (b"Just a letter to somebody\nwith two lines\n", "not the heading"),
        (b"First name,Last name,Email\n", "no members below"),
        (b"1,2,3\n4,5,6\n", "must be a heading"),
        (b"Name," + b"x" * 201 + b"\nOakes,y\n", "must be a heading"),
        (b"Name,Email\n\x81\x8d,x\n", "letters"),
        (b"Name\0,Email\nx,y\n", "letters"),
        (b"Elector Number Prefix,Elector Number,PostCode\nHH1,1,WX1 1AA\n", "electoral register"),
        (b",".join([b"a"] * 201) + b"\n" + b",".join([b"b"] * 201), "200 columns"),
        (b"Name,Email\n" + b"Oakes,a@b.example\n" * 20_001, "20,000 rows"),
        (b"Name,Email\n" + b"x" * (5 * 1024 * 1024), "5 MB"),
        (b'Name,Email\n"' + b"x" * 140_000, "quotation mark"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_members_list_is_refused_in_plain_words(content: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said):
        files.read(content)
