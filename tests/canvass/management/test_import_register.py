"""The command: what it prints, what it refuses, and that without --approve it changes nothing."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from access.models import AuditEvent, Unit
from canvass.models import Elector, RegisterEdition, RegisterImport
from tests.cast import Cast
from tests.factories import registers

pytestmark = pytest.mark.usefixtures("november")

ROOT = Path(__file__).resolve().parents[3]
BAD = "HH1,,0,,,Hart,Ada,WX1 2AB,1 Tanyard Row,,,,,"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return registers.xpress(tmp_path / "register.csv", registers.street(houses=3), BAD)


def run(*words: object) -> str:
    out = io.StringIO()
    call_command("import_register", *map(str, words), stdout=out)
    return out.getvalue()


def test_dry_it_says_what_there_is_and_changes_nothing(scope: Unit, file: Path) -> None:
    said = json.loads(run(file, "--unit", "wexcombe", "--json"))
    seconds = said.pop("seconds")
    assert isinstance(seconds, float)
    assert said == {
        "kind": "full",
        "layout": "xpress_full_14",
        "rows": 7,
        "electors": 6,
        "households": 3,
        "polling_districts": 1,
        "rejected": 1,
        "added": 6,
        "amended": 0,
        "deleted": 0,
        "unmatched": 0,
        "already": 0,
        "ignored": 0,
        "amended_as_added": 0,
        "renumbered": 0,
        "doubtful": 0,
        "held": 0,
        "deleted_share": 0.0,
        "needs_second": False,
        "vanished": [],
        "sealed": {"anonymous": 0, "under_16": 0},
    }
    assert not Elector.objects.exists()
    assert not RegisterImport.objects.exists()


def test_with_approve_it_brings_the_register_in(scope: Unit, file: Path) -> None:
    said = json.loads(run(file, "--unit", "wexcombe", "--json", "--approve", "--dated", "2026-11-01"))
    assert {"layout", "rows", "electors", "seconds", "added", "amended", "deleted", "unmatched"} <= set(said)
    assert (said["added"], said["amended"], said["deleted"]) == (6, 0, 0)
    edition = RegisterEdition.objects.get(is_current=True)
    assert (said["edition"], str(edition.dated_on)) == (str(edition.pk), "2026-11-01")
    assert Elector.objects.on_register().count() == 6
    assert AuditEvent.objects.get(verb="register.applied").actor_id is None


def test_for_people_it_says_it_in_words(scope: Unit, file: Path) -> None:
    said = run(file, "--unit", "wexcombe")
    assert "Xpress, 14 columns, Windows-1252, commas" not in said  # the file is plain ASCII, so it is UTF-8
    assert "Xpress, 14 columns, UTF-8, commas" in said
    assert "6  electors" in said
    assert "left out: 1 without an elector number" in said
    assert "line 8: without an elector number" in said
    assert "Nothing was changed" in said
    assert "uses this register now" in run(file, "--unit", "wexcombe", "--approve")


@pytest.fixture
def held(scope: Unit, tmp_path: Path) -> Path:
    """Twenty people of a register that is in use, and a file without the first two of them."""
    town = registers.street(houses=10)
    run(registers.xpress(tmp_path / "old.csv", town), "--unit", "wexcombe", "--approve", "--dated", "2025-12-01")
    return registers.xpress(tmp_path / "new.csv", town[2:])


def test_monthly_changes(scope: Unit, held: Path, tmp_path: Path) -> None:
    town = registers.street(houses=10)
    stranger = registers.Person("HH1", 999, "Hart", "Ada", "1 Tanyard Row|Wexcombe")
    changes = [("delete", town[0]), ("add", stranger), ("delete", stranger), ("amend", town[1])]
    changes += [("delete", registers.Person("HH1", 998, "Hart", "Ivo", "1 Tanyard Row|Wexcombe"))]
    path = registers.xpress_update(tmp_path / "update.csv", changes)
    words = (path, "--unit", "wexcombe", "--approve", "--json", "--dated", "2026-03-02")
    said = json.loads(run(*words))
    assert {name: said[name] for name in ("kind", "rows", "added", "amended", "deleted", "unmatched", "held")} == {
        "kind": "update", "rows": 5, "added": 0, "amended": 0, "deleted": 1, "unmatched": 1, "held": 20,
    }  # fmt: skip
    counted = ("added", "amended", "deleted", "unmatched", "already", "ignored", "rejected")
    assert sum(said[name] for name in counted) == said["rows"]
    assert said["edition"] == str(RegisterEdition.objects.get().pk)
    again = json.loads(run(*words))
    assert (again["added"], again["amended"], again["deleted"]) == (0, 0, 0)
    in_words = run(path, "--unit", "wexcombe")
    assert "0  added" in in_words
    assert "already" in in_words


def test_many_deletions_stop_without_a_second_person(scope: Unit, held: Path, cast: Cast) -> None:
    words = (held, "--unit", "wexcombe", "--approve", "--json")
    with pytest.raises(CommandError, match=r"2 people would no longer be listed, 10% .* needs a second person"):
        run(*words)
    with pytest.raises(CommandError, match="no account with the address"):
        run(*words, "--second-person", "nobody@example.org")
    for user in (cast.osei, cast.rival):
        with pytest.raises(CommandError, match="may not bring in a register here"):
            run(*words, "--second-person", user.email)
    assert Elector.objects.on_register().count() == 20
    said = json.loads(run(*words, "--second-person", cast.marian.email.upper()))
    assert (said["deleted"], said["needs_second"], said["deleted_share"]) == (2, True, 0.1)
    assert RegisterImport.objects.get(pk=said["import"]).confirmed_by == cast.marian
    assert Elector.objects.on_register().count() == 18


def test_several_councils(scope: Unit, tmp_path: Path) -> None:
    for council, district in (("Wexcombe Council", "HH1"), ("Marsham Council", "MM1")):
        path = registers.xpress(tmp_path / "a.csv", registers.street(district))
        said = json.loads(run(path, "--unit", "wexcombe", "--council", council, "--approve", "--json"))
        assert (said["held"], said["deleted"]) == (0, 0), "another council’s electors are not missing from this one"
    assert set(RegisterEdition.objects.filter(is_current=True).values_list("council__name", flat=True)) == {
        "Wexcombe Council", "Marsham Council",
    }  # fmt: skip


def test_packed_files(scope: Unit, file: Path) -> None:
    packed = file.with_suffix(".csv.gz")
    packed.write_bytes(gzip.compress(file.read_bytes()))
    assert json.loads(run(packed, "--unit", "wexcombe", "--json"))["electors"] == 6


@pytest.mark.parametrize(
    ("unit", "words"),
    [("nowhere", "There is no unit nowhere"), ("eastshire", "is no CLP"), ("harrow-hill", "is no CLP")],
)
def test_a_unit_that_can_hold_no_register(scope: Unit, file: Path, unit: str, words: str) -> None:
    with pytest.raises(CommandError, match=words):
        run(file, "--unit", unit)


def test_a_file_that_is_not_there(scope: Unit, tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.csv", tmp_path):
        with pytest.raises(CommandError, match="There is no file"):
            run(path, "--unit", "wexcombe")


def test_a_wrong_file(scope: Unit, tmp_path: Path) -> None:
    path = tmp_path / "wrong.pdf"
    path.write_bytes(b"%PDF-1.7")
    for words in ((), ("--approve",)):
        with pytest.raises(CommandError, match=r"This is a PDF.*Nothing was changed"):
            run(path, "--unit", "wexcombe", *words)
    assert not RegisterImport.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_as_a_program_it_fails_with_one_line_on_standard_error(file: Path) -> None:
    base, _question, query = os.environ["DATABASE_URL"].partition("?")
    url = f"{base.rpartition('/')[0]}/{connection.settings_dict['NAME']}" + (f"?{query}" if query else "")
    answer = subprocess.run(
        [sys.executable, "manage.py", "import_register", str(file), "--unit", "nowhere", "--json", "--skip-checks"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert answer.stderr.strip().splitlines() == [
        "CommandError: There is no unit nowhere. Make it with create_unit, or look for its code in an address."
    ]
