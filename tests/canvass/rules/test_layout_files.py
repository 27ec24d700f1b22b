"""Every layout has a file as a council would send it, and says of each of its rows what it should.

tests/canvass/layouts/<code>.csv, or <code>.<variant>.csv, and beside it what is expected in .json. All people and
places are invented.
"""

from __future__ import annotations

import contextlib
import datetime
import functools
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from canvass.enums import SEALED
from canvass.rules import files, layouts
from canvass.rules.entries import Entry, NotTaken, Reader
from canvass.rules.files import WrongFile
from canvass.rules.layouts import Layout, Lists, loading

FOLDER = Path(__file__).resolve().parents[1] / "layouts"
FILES = sorted(FOLDER.glob("*.csv"))
TODAY = datetime.date(2026, 11, 21)


def expected(path: Path) -> dict:
    return json.loads((FOLDER / f"{path.name[:-4]}.json").read_text(encoding="utf-8"))


def shown(entry: Entry) -> dict:
    """Return an entry as the expectations write it: nothing is said of what is empty."""
    address = entry.address and [
        entry.address.flat,
        entry.address.building,
        f"{entry.address.number or ''}{entry.address.number_suffix}",
        entry.address.street,
        entry.address.locality,
        entry.address.postcode,
    ]
    said = {
        "number": f"{entry.district} {entry.number}/{entry.suffix}",
        "kind": entry.kind if entry.kind != "ordinary" else "",
        "name": " | ".join(name) if any(name := (entry.title, entry.forenames, entry.surname)) else "",
        "address": " | ".join(address) if address else "",
        "eighteen": entry.date_of_attainment.isoformat() if entry.date_of_attainment else "",
        **{what: getattr(entry, what) for what in ("markers", "franchise", "operation", "ward", "uprn", "odd_date")},
    }
    return {what: value for what, value in said.items() if value}


def test_every_description_has_a_file() -> None:
    described = {path.stem for path in loading.FOLDER.glob("*.toml")}
    assert described == {path.name.split(".")[0] for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name[:-4])
def test_a_council_s_file_is_read_as_expected(path: Path) -> None:
    says = expected(path)
    wanted = Lists(says.get("lists", "electors"))
    opened = files.opened(path, files.look(path), wanted=wanted)
    assert opened.recognised.layout.code == path.name.split(".")[0]
    assert opened.look.encoding == says["encoding"]
    assert opened.delimiter == says["delimiter"]
    assert list(opened.recognised.unknown) == says["unknown"]
    if wanted is Lists.MARKED_REGISTER:
        return
    reader, found = Reader(opened.recognised, TODAY, attainment_age=says.get("attainment_age", 18)), []
    for row in opened.rows():
        try:
            found.append({"line": row.line} | shown(reader.read(row.cells)))
        except NotTaken as refusal:
            found.append({"line": row.line, "left_out": refusal.reason.value})
    assert found == says["rows"]


@pytest.mark.parametrize("layout", [one for one in layouts.ALL if one.why_not], ids=lambda layout: layout.code)
def test_a_list_that_is_no_register_is_refused_there_and_says_where_it_belongs(layout: Layout) -> None:
    path = FOLDER / f"{layout.code}.csv"
    with pytest.raises(WrongFile) as refusal:
        files.opened(path, files.look(path))
    assert str(refusal.value) == str(layout.why_not)


def test_a_register_is_refused_where_another_list_is_wanted() -> None:
    path = FOLDER / "xpress_full_14.csv"
    with pytest.raises(WrongFile, match="Bring it in on the page of the register"):
        files.opened(path, files.look(path), wanted=Lists.ABSENT_VOTERS)


@functools.cache
def _first(path: Path) -> tuple[Reader, list[str]]:
    """Return the reader of a file, and the cells of its first row."""
    opened = files.opened(path, files.look(path), wanted=Lists(expected(path).get("lists", "electors")))
    cells = next(iter(opened.rows())).cells
    assert cells is not None
    return Reader(opened.recognised, TODAY), cells


@given(st.data())
@settings(max_examples=30)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name[:-4])
def test_any_cells_are_an_entry_or_left_out_in_every_layout(path: Path, data: st.DataObject) -> None:
    reader, good = _first(path)
    spoiled = data.draw(st.dictionaries(st.integers(0, len(good) - 1), st.text(max_size=20), max_size=4))
    cells = [" ".join(spoiled.get(i, cell).split()) for i, cell in enumerate(good)]
    with contextlib.suppress(NotTaken):
        entry = reader.read(cells)
        assert 1 <= entry.number < 10**6
        if entry.kind in SEALED:
            assert entry[4:7] == ("", "", "")
            assert (entry.address, entry.lines, entry.date_of_attainment, entry.uprn) == (None, [], None, None)
