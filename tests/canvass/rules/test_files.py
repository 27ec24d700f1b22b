"""Files as councils send them: every encoding, delimiter and fault; and what is no register at all."""

from __future__ import annotations

import contextlib
import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from canvass.rules import files
from canvass.rules.files import WrongFile
from canvass.rules.layouts import REGISTERS

HEADER = (
    "Elector Number Prefix,Elector Number,Elector Number Suffix,Elector Markers,Elector DOB,Elector Surname,"
    "Elector Forename,PostCode,Address1,Address2,Address3,Address4,Address5,Address6"
)
ZOE = "HH1,1,0,,,Brûlé,Zoë,WX1 2AB,1 Tanyard Row,Wexcombe,,,,"
IVO = "HH1,2,0,,,Hart,Ivo,WX1 2AB,1 Tanyard Row,Wexcombe,,,,"
TEXT = f"{HEADER}\r\n{ZOE}\r\n{IVO}\r\n"

Write = Callable[[bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def to_disk(content: bytes) -> Path:
        path = tmp_path / "register.csv"
        path.write_bytes(content)
        return path

    return to_disk


def read(path: Path) -> tuple[files.Opened, list[files.Row]]:
    opened = files.opened(path, files.look(path))
    return opened, list(opened.rows())


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("cp1252"), "cp1252"),
        (TEXT.encode("utf-16"), "utf-16"),
        ("\ufeff".encode("utf-16-be") + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (gzip.compress(TEXT.encode(), mtime=0), "utf-8"),
        (gzip.compress(TEXT.encode("cp1252"), mtime=0), "cp1252"),
    ],
)
def test_letters(write: Write, content: bytes, encoding: str) -> None:
    opened, rows = read(write(content))
    assert opened.look.encoding == encoding
    assert [row.cells[5:7] for row in rows if row.cells] == [["Brûlé", "Zoë"], ["Hart", "Ivo"]]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(write: Write, delimiter: str, end: str) -> None:
    text = TEXT.replace(",", delimiter).replace("\r\n", end)
    opened, rows = read(write(text.encode()))
    assert opened.delimiter == delimiter
    assert [row.cells[:3] for row in rows if row.cells] == [["HH1", "1", "0"], ["HH1", "2", "0"]]


def test_banner_lines_above_the_header(write: Write) -> None:
    banner = "Register of Electors,,,\r\nPrinted on 1 December 2026\r\n\r\n"
    opened, rows = read(write((banner + TEXT).encode()))
    assert opened.header_line == 4
    assert [row.line for row in rows] == [5, 6]


def test_lines_are_numbered_as_an_editor_shows_them(write: Write) -> None:
    _, rows = read(write(f"{HEADER}\n{ZOE}\n\n,,,,,,,,,,,,,\n{IVO}\n".encode()))
    assert [row.line for row in rows] == [2, 5]


def test_a_header_that_is_repeated_is_no_row(write: Write) -> None:
    _, rows = read(write(f"{HEADER}\n{ZOE}\n{HEADER}\n{IVO}\n".encode()))
    assert [row.line for row in rows] == [2, 4]


def test_letters_that_are_nothing(write: Write) -> None:
    odd = "\0HH1,1,0,,,Brû\xadlé,Zo\u200bë,WX1\xa02AB,1\xa0 Tanyard  Row ,Wexcombe,,,,"
    _, rows = read(write(f"{HEADER}\n{odd}\n".encode()))
    assert rows[0].cells == ZOE.split(",")


def test_cells_in_quotes(write: Write) -> None:
    quoted = 'HH1,1,0,,,"Brûlé","Zoë ""Zed""",WX1 2AB,"Flat 1,  1 Tanyard Row","Wex\r\ncombe",,,,'
    _, rows = read(write(f"{HEADER}\r\n{quoted}\r\n{IVO}\r\n".encode()))
    assert rows[0].cells == [
        "HH1",
        "1",
        "0",
        "",
        "",
        "Brûlé",
        'Zoë "Zed"',
        "WX1 2AB",
        "Flat 1, 1 Tanyard Row",
        "Wex combe",
        "",
        "",
        "",
        "",
    ]
    assert rows[1].line == 4


def test_a_quotation_mark_that_is_never_closed_costs_one_row(write: Write) -> None:
    broken = 'HH1,1,0,,,Brûlé,"Zoë,WX1 2AB,1 Tanyard Row,Wexcombe,,,,'
    many = "\n".join(IVO.replace(",2,", f",{n},", 1) for n in range(10, 60))
    _, rows = read(write(f"{HEADER}\n{ZOE}\n{broken}\n{many}\n".encode()))
    assert [row.line for row in rows if row.cells is None] == [3]
    assert len([row for row in rows if row.cells]) == 51
    assert rows[-1].line == 53


def test_two_such_marks_don_t_swallow_what_is_between_them(write: Write) -> None:
    broken = 'HH1,{},0,,,Brûlé,"Zoë,WX1 2AB,1 Tanyard Row,Wexcombe,,,,'
    lines = [HEADER, broken.format(1), IVO, IVO, broken.format(9), IVO]
    _, rows = read(write("\n".join(lines).encode()))
    assert [row.line for row in rows if row.cells == IVO.split(",")] == [3, 4, 6]


def test_a_cell_longer_than_any_name_costs_one_row(write: Write) -> None:
    """Many short lines inside one pair of quotes, together longer than a cell may be."""
    broken = 'HH1,1,0,,,Brûlé,"Zoë,WX1 2AB,1 Tanyard Row,Wexcombe,,,,'
    many = "\n".join(IVO for _ in range(2000))
    _, rows = read(write(f"{HEADER}\n{broken}\n{many}\n".encode()))
    assert [row.line for row in rows if row.cells is None] == [2]
    assert len(rows) == 2001


def _archive(name: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, "x")
    return packed.getvalue()


NONSENSE: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "This file is empty. Nothing was changed. Choose the file that the council sent."),
    "empty inside gzip": (
        gzip.compress(b"", mtime=0),
        "This file is empty. Nothing was changed. Choose the file that the council sent.",
    ),
    "blank lines": (
        b"\r\n\r\n  \r\n",
        (
            "This is not a register that Rosette can read: no line names its columns. Nothing was changed. Known "
            "layouts: {known}."
        ),
    ),
    "pdf": (
        b"%PDF-1.7 " + bytes(range(256)),
        "This is a PDF. Nothing was changed. Ask the council for the register as data, in CSV.",
    ),
    "workbook": (
        _archive("xl/workbook.xml"),
        "This workbook can’t be opened: it is damaged or locked with a password. Nothing was changed.",
    ),
    "word processor": (
        _archive("word/document.xml"),
        (
            "This is an OpenDocument or a word-processor file. Nothing was changed. Open it, save it as .xlsx or "
            "as CSV (UTF-8), and send that."
        ),
    ),
    "old workbook": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500,
        (
            "This is an old or a locked workbook or document (.xls, .doc, or one with a password). Nothing was "
            "changed. Open it, save it as .xlsx or as CSV (UTF-8) without a password, and send that."
        ),
    ),
    "zip": (
        _archive("register.csv"),
        "This is a zip archive. Nothing was changed. Unpack it, and bring in the CSV file that is inside.",
    ),
    "png": (
        b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
        "This is a picture. Nothing was changed. Ask the council for the register as data, in CSV.",
    ),
    "jpeg": (
        b"\xff\xd8\xff\xe0" + b"\0" * 100,
        "This is a picture. Nothing was changed. Ask the council for the register as data, in CSV.",
    ),
    "web page": (
        b"<!DOCTYPE html><html><body>Sign in</body></html>",
        ("This is a web page or a text document, not a CSV file. Nothing was changed. Choose the register itself."),
    ),
    "rich text": (
        rb"{\rtf1\ansi register}",
        ("This is a web page or a text document, not a CSV file. Nothing was changed. Choose the register itself."),
    ),
    "packed twice": (
        gzip.compress(gzip.compress(TEXT.encode(), mtime=0), mtime=0),
        "This file is packed twice. Nothing was changed. Unpack it once, and send it again.",
    ),
    "cut short gzip": (
        gzip.compress(TEXT.encode() * 100, mtime=0)[:-20],
        "This packed file is damaged or was cut short on its way. Nothing was changed. Send it again.",
    ),
    "broken gzip": (
        b"\x1f\x8b\x08\x00" + b"x" * 200,
        "This packed file is damaged or was cut short on its way. Nothing was changed. Send it again.",
    ),
    "only the gzip mark": (
        b"\x1f\x8b",
        "This packed file is damaged or was cut short on its way. Nothing was changed. Send it again.",
    ),
    "bytes": (bytes(range(1, 32)) * 50, "This file is not text, so it can’t be a register. Nothing was changed."),
    "members": (
        b"name,email\nA,c@example.org\n",
        (
            "This is not a register that Rosette can read: its 2 columns begin with name, email. Nothing was "
            "changed. Known layouts: {known}."
        ),
    ),
    "one column": (
        b"hello\nworld\n",
        (
            "This is not a register that Rosette can read: no line names its columns. Nothing was changed. Known "
            "layouts: {known}."
        ),
    ),
    "header far down": (
        b"x\n" * 60 + TEXT.encode(),
        (
            "This is not a register that Rosette can read: no line names its columns. Nothing was changed. Known "
            "layouts: {known}."
        ),
    ),
    "absent": (
        b"PD_Letters,Published_ENo,Surname,Absent_Status\nA,1,B,Postal\n",
        (
            "This file is a list of postal and proxy voters, not the register. Nothing was changed. It belongs to"
            " an election: bring it in on the election’s page, under absent voters."
        ),
    ),
    "marked": (
        b"Elector Number Prefix,Elector Number,Marked\nA,1,V\n",
        (
            "This file is a marked register: it says who voted, and has no names or addresses. Nothing was "
            "changed. It belongs to an election that is over: bring it in on the election’s page, under marked "
            "register."
        ),
    ),
    "a cell of 10 MB": (
        (HEADER + "\nHH1,1,0,,,").encode() + b"x" * 10_000_000 + b",Ivo\n",
        "This file has a line longer than any register’s. Nothing was changed.",
    ),
    "one endless line": (b"x," * 200_000, "This file has a line longer than any register’s. Nothing was changed."),
}


KNOWN = "; ".join(str(layout.name) for layout in REGISTERS)


@pytest.mark.parametrize(("content", "said"), NONSENSE.values(), ids=NONSENSE.keys())
def test_what_is_no_register_says_what_it_is(write: Write, content: bytes, said: str) -> None:
    with pytest.raises(WrongFile) as refusal:
        read(write(content))
    assert str(refusal.value) == said.replace("{known}", KNOWN)
    assert "Nothing was changed" in said


def test_a_formula_in_a_cell_is_text_and_stays_so(write: Write) -> None:
    _, rows = read(write(f"{HEADER}\n{ZOE.replace('Brûlé', '=cmd|/c calc!A1')}\n".encode()))
    assert rows[0].cells is not None
    assert rows[0].cells[5] == "=cmd|/c calc!A1"


def test_nobody_s_data_stands_in_the_refusal(write: Write) -> None:
    with pytest.raises(WrongFile) as refusal:
        read(write(f"{ZOE}\n{IVO}\n".encode()))
    assert "Brûlé" not in str(refusal.value)


def test_a_bomb_is_put_down_before_it_is_unpacked(write: Write) -> None:
    """60 MB of one letter: a thousandth of it when packed."""
    bomb = gzip.compress((HEADER + "\n").encode() + b"HH1,1,0,,,A,B,WX1 2AB,1 Tanyard Row,,,,,\n" * 1_000_000)
    with pytest.raises(WrongFile, match="unpacks to far more"):
        files.look(write(bomb))


def test_more_rows_than_a_constituency_has(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("canvass.rules.files.opening.MAX_ROWS", 3)
    with pytest.raises(WrongFile, match="300,000 rows"):
        read(write(f"{HEADER}\n{ZOE}\n{ZOE}\n{ZOE}\n{ZOE}\n".encode()))


def test_rows_run_through_a_small_memory(write: Write) -> None:
    opened = files.opened(path := write(TEXT.encode()), files.look(path))
    rows = opened.rows()
    assert next(rows).line == 2
    rows.close()


@given(st.binary(max_size=400))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "any"
    path.write_bytes(content)
    with contextlib.suppress(WrongFile):
        read(path)


@given(st.binary(max_size=300), st.sampled_from(["utf-8", "cp1252"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_below_a_good_header_are_read_row_by_row(tmp_path: Path, content: bytes, encoding: str) -> None:
    path = tmp_path / "any"
    path.write_bytes(TEXT.encode(encoding) + content)
    with contextlib.suppress(WrongFile):
        _, rows = read(path)
        assert [row.line for row in rows[:2]] == [2, 3]
        assert [row.line for row in rows] == sorted(row.line for row in rows)
