"""In which letters a file is written."""

from __future__ import annotations

import pytest

from canvass.rules.files.letters import Letters

TEXT = "Brûlé,Zoë\r\n" * 5


@pytest.mark.parametrize("piece", [2, 6, 10_000])
@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"Hart,Ivo\n", "utf-8"),
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("cp1252"), "cp1252"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode() + b"\x1a", "utf-8"),
        (b"\x01\x02\x03" + TEXT.encode(), None),
        (b"\0" + TEXT.encode(), None),
        (b"\0" + TEXT.encode("utf-8-sig"), None),
    ],
)
def test_letters_are_told_however_the_file_is_cut(content: bytes, encoding: str | None, piece: int) -> None:
    letters = Letters()
    for start in range(0, len(content), piece):
        letters.add(content[start : start + piece])
    assert letters.encoding() == encoding
    assert letters.size == len(content)


def test_a_file_may_be_padded_with_nuls_where_that_is_allowed() -> None:
    letters = Letters()
    letters.add(TEXT.encode() + b"\0" * 8)
    assert (letters.encoding(), letters.encoding(padding=0.2)) == (None, "utf-8")
