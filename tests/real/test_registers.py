"""A whole constituency in two vendors' layouts, against what a perfect import would know.

Reads ../shared/data/registers (invented people at real places), which is no part of the repository.
"""

from __future__ import annotations

import csv
import datetime
import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.db import connection

from access.models import Unit
from canvass.actions import imports
from canvass.actions.imports import undoing
from canvass.enums import ElectorKind
from canvass.models import DoubtfulMatch, Elector, Household, PastEntry, PollingDistrict, RegisterEdition
from canvass.rules import files
from canvass.rules.files import WrongFile
from kit.errors import Refused
from tests.factories import imports as at_once

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
REGISTERS = DATA / "registers"
UPDATE_23 = REGISTERS / "xpress_update_23.csv.gz"
XPRESS_14, XPRESS_13 = REGISTERS / "xpress_full_14.csv.gz", REGISTERS / "xpress_full_13_single_name.csv.gz"
ROLLNO, TRUTH = REGISTERS / "pdcode_rollno_full.csv.gz", REGISTERS / "truth.csv.gz"
ELECTORS, HOUSEHOLDS, DISTRICTS = 81_138, 39_870, 39

pytestmark = pytest.mark.skipif(not TRUTH.exists(), reason="../shared/data is not here")


@pytest.fixture(autouse=True)
def _november() -> Iterator[None]:
    """The dates of coming of age in these files belong to the winter of 2026."""
    with time_machine.travel(datetime.datetime(2026, 11, 21, 12, tzinfo=datetime.UTC)):
        yield


def truth() -> Iterator[dict[str, str]]:
    with gzip.open(TRUTH, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def bring_in(path: Path, unit: Unit) -> dict:
    return imports.bring_in_file(path=path, unit=unit).report


def changes(report: dict) -> tuple[int, int, int]:
    return report["added"], report["amended"], report["deleted"]


def as_held() -> dict[tuple[str, int, int], tuple]:
    """Return everything that is held of every elector, by district, number and suffix."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.code, e.number, e.suffix, e.forenames, e.surname, e.markers, e.date_of_attainment, e.kind,"
            " h.flat, h.building, h.number, h.number_suffix, s.name, s.locality, h.postcode, e.household_id, e.id"
            " FROM canvass_elector e JOIN canvass_pollingdistrict d ON d.id = e.polling_district_id"
            " LEFT JOIN canvass_household h ON h.id = e.household_id LEFT JOIN canvass_street s ON s.id = h.street_id"
            " WHERE e.left_on IS NULL"
        )
        return {row[:3]: row[3:] for row in cursor.fetchall()}


@pytest.mark.parametrize("path", [XPRESS_14, ROLLNO], ids=lambda path: path.name)
def test_every_elector_is_what_the_truth_says(scope: Unit, path: Path) -> None:
    """81,138 electors in 39,870 households and 39 districts; each name, address, marker and date exactly."""
    report = bring_in(path, scope)
    assert (report["rows"], report["electors"], report["rejected"], report["odd_dates"]) == (ELECTORS, ELECTORS, 0, 0)
    assert (report["households"], report["polling_districts"]) == (HOUSEHOLDS, DISTRICTS)
    assert Household.objects.count() == HOUSEHOLDS
    assert PollingDistrict.objects.count() == DISTRICTS
    held = as_held()
    doors: dict[str, set[int]] = {}
    for row in truth():
        found = held[row["pd"], int(row["number"]), int(row["suffix"])]
        day = datetime.datetime.strptime(row["doa"], "%d/%m/%Y").date() if row["doa"] else None  # noqa: DTZ007 - a day
        assert found[:5] == (
            row["forename"],
            row["surname"],
            row["markers"],
            day,
            ElectorKind.OVERSEAS if "F" in row["markers"] else ElectorKind.ORDINARY,
        )
        flat, building, number, letter, street, place, postcode, household = found[5:13]
        assert (flat, building, f"{number}{letter}") == (row["saon"], "", row["paon"])
        assert (street, postcode) == (row["street"], row["postcode"])
        assert place == ", ".join(part for part in (row["locality"], row["town"]) if part)
        doors.setdefault(row["uprn"], set()).add(household)
    assert len(doors) == HOUSEHOLDS
    assert all(len(households) == 1 for households in doors.values())
    assert len(held) == ELECTORS


def test_the_second_layout_after_the_first_changes_nobody(scope: Unit) -> None:
    assert changes(bring_in(XPRESS_14, scope)) == (ELECTORS, 0, 0)
    before = as_held()
    edition = RegisterEdition.objects.get()
    assert changes(bring_in(XPRESS_14, scope)) == (0, 0, 0)
    assert changes(bring_in(ROLLNO, scope)) == (0, 0, 0)
    assert as_held() == before
    assert RegisterEdition.objects.get() == edition
    assert not PastEntry.objects.exists()
    wards = {district.ward.name for district in PollingDistrict.objects.select_related("ward") if district.ward}
    assert wards == {row["ward"] for row in truth()}


def test_and_the_first_after_the_second(scope: Unit) -> None:
    assert changes(bring_in(ROLLNO, scope)) == (ELECTORS, 0, 0)
    assert changes(bring_in(XPRESS_14, scope)) == (0, 0, 0)


def test_one_name_cell_tells_all_but_surnames_of_two_words(scope: Unit) -> None:
    """Five of 8,000 have a surname of two words without a particle: "Majd Udeen Babar" could be either."""
    report = bring_in(XPRESS_13, scope)
    assert (report["layout"], report["electors"], report["rejected"]) == ("xpress_full_13", 8_000, 0)
    true = {(row["pd"], int(row["number"]), int(row["suffix"])): row for row in truth()}
    wrong = []
    for key, found in as_held().items():
        row = true[key]
        assert f"{found[1]} {found[0]}" == f"{row['surname']} {row['forename']}"
        if found[1] != row["surname"]:
            wrong.append(row["surname"])
    assert sorted(wrong) == ["Badr Udeen", *["Majd Udeen"] * 4]


def test_next_december_everybody_has_another_number_and_is_still_themselves(scope: Unit, tmp_path: Path) -> None:
    """The same people, numbered anew from 1 in each district in another order, one in twenty gone, some new."""
    at_once.bring_in(scope, XPRESS_14, dated_on=datetime.date(2025, 12, 1))
    before = {found[-1]: key for key, found in as_held().items()}
    path = tmp_path / "december.csv"
    gone = _renumber(XPRESS_14, path)
    report = at_once.bring_in(scope, path, dated_on=datetime.date(2026, 12, 1)).report
    # Of two people of one name in one home one is gone: nobody can know which, so somebody is asked.
    asked = report["doubtful"]
    assert 0 < asked < 30
    assert (report["added"], report["deleted"]) == (asked, gone + asked)
    assert all("same_name" in match.reasons for match in DoubtfulMatch.objects.all())
    new = set(DoubtfulMatch.objects.values_list("now", flat=True))
    after = {found[-1]: key for key, found in as_held().items() if found[-1] not in new}
    assert set(after) < set(before)
    past = {
        entry.elector_id: (entry.polling_district.code, entry.number, entry.suffix)
        for entry in PastEntry.objects.select_related("polling_district")
    }
    for elector, key in after.items():
        assert past.get(elector, key) == before[elector]
    assert Elector.objects.filter(left_on=datetime.date(2026, 12, 1)).count() == gone + asked


def test_a_months_changes_come_in_once_and_go_back(scope: Unit) -> None:
    at_once.bring_in(scope, XPRESS_14, dated_on=datetime.date(2025, 12, 1))
    before = as_held()
    made = at_once.bring_in(scope, UPDATE_23, dated_on=datetime.date(2026, 3, 2))
    assert (*changes(made.report), made.report["unmatched"], made.report["ignored"]) == (500, 300, 400, 0, 0)
    assert (made.report["held"], made.report["listed"]) == (ELECTORS, ELECTORS + 100)
    after = as_held()
    assert len(after.keys() - before.keys()) == 500
    again = at_once.bring_in(scope, UPDATE_23, dated_on=datetime.date(2026, 3, 2))
    assert (*changes(again.report), again.report["already"]) == (0, 0, 0, 1_200)
    assert as_held() == after
    undoing.undo(again, None)
    undoing.undo(made, None)
    assert as_held() == before


def _renumber(source: Path, target: Path) -> int:
    """Write the register with every twentieth person left out and the others numbered from the last to the first."""
    with gzip.open(source, "rt", encoding="cp1252", newline="") as file:
        header, *rows = list(csv.reader(file))
    kept = [row for i, row in enumerate(rows) if i % 20]
    following: dict[str, int] = {}
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for row in reversed(kept):
            following[row[0]] = following.get(row[0], 0) + 1
            writer.writerow([row[0], following[row[0]], "0", *row[3:]])
    return len(rows) - len(kept)


OTHER_FILES = [
    REGISTERS / "marked_register_2026.csv.gz",
    TRUTH,
    *sorted(path for folder in ("stations", "contact_creator") for path in (DATA / folder).rglob("*.*")),
]


@pytest.mark.parametrize("path", OTHER_FILES, ids=lambda path: path.name)
def test_every_other_export_is_turned_away_with_words(path: Path) -> None:
    if path.suffix.lower() not in {".csv", ".tsv", ".gz", ".txt"}:
        return
    with pytest.raises(WrongFile) as refusal:
        files.opened(path, files.look(path))
    assert "Nothing was changed" in str(refusal.value)


def test_a_register_cut_off_half_way_is_a_warning_and_not_a_crash(scope: Unit, tmp_path: Path) -> None:
    whole = gzip.decompress(XPRESS_14.read_bytes())
    path = tmp_path / "half.csv"
    path.write_bytes(whole[: len(whole) // 2])
    bring_in(XPRESS_14, scope)
    report = imports.examine_only(path=path, unit=scope)
    assert report["rejected"] <= 1
    assert report["deleted"] > 30_000
    packed = tmp_path / "half.csv.gz"
    packed.write_bytes(XPRESS_14.read_bytes()[:500_000])
    with pytest.raises(Refused, match="cut short"):
        imports.examine_only(path=packed, unit=scope)


def test_memory_stays_small() -> None:
    """Reading the file takes no more than its households: the rows stream through."""
    import tracemalloc

    look = files.look(ROLLNO)
    opened = files.opened(ROLLNO, look)
    tracemalloc.start()
    try:
        assert sum(1 for _row in opened.rows()) == ELECTORS
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2 * 1024 * 1024
