"""Bringing in a register of 81,138 electors, against `psql \\copy` of the same electors into a table like theirs.

Takes a council's layout from ../shared/data where that is present, otherwise a file of the same size that is written
here. Every run begins with empty tables, and what it made is taken away again.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from access import scoping
from access.models import Unit
from canvass.actions import imports
from kit import dbroles
from runner import binaries
from runner.venv import Venv
from tests.factories import registers

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "data" / "registers" / "xpress_full_14.csv.gz"
ELECTORS, DISTRICTS, RUNS = 81_138, 39, 5
_CODE = "bench-register"
# Runs the command and says at its end how large the process ever was, in kilobytes (VmHWM counts from exec on).
_WATCHED = """
import re, sys
from django.core.management import execute_from_command_line
execute_from_command_line(sys.argv)
print(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1], file=sys.stderr)
"""
_TABLES = (
    "canvass_rejectedrow WHERE register_import_id IN (SELECT id FROM canvass_registerimport WHERE unit_id = %s)",
    "canvass_registerimport WHERE unit_id = %s",
    "canvass_pastentry WHERE unit_id = %s",
    "canvass_elector WHERE unit_id = %s",
    "canvass_addresslines WHERE household_id IN (SELECT id FROM canvass_household WHERE unit_id = %s)",
    "canvass_household WHERE unit_id = %s",
    "canvass_street WHERE unit_id = %s",
    "canvass_pollingdistrict WHERE unit_id = %s",
    "canvass_ward WHERE unit_id = %s",
    "canvass_registeredition WHERE unit_id = %s",
)


def measure() -> Iterator[tuple[str, float, float, str]]:
    """Yield (name, value, limit, detail) for each thing measured."""
    with _unit() as unit, tempfile.TemporaryDirectory() as folder:
        file = REAL if REAL.exists() else _written(Path(folder))
        rows = Path(folder) / "electors.tsv"
        first = [_pair(unit, file, rows, empty=True) for _run in range(RUNS)]
        yield "register import / \\copy", *_ratio(first, file)
        yield "register import: peak memory, MB", _peak(unit, file), 150, "the whole process of the command"
        again = [_pair(unit, file, rows, empty=False) for _run in range(RUNS)]
        yield "the same register again / \\copy", *_ratio(again, file)


def _ratio(pairs: list[tuple[float, float]], file: Path) -> tuple[float, float, str]:
    """Return the median ratio, its limit and the seconds behind it."""
    ratio = statistics.median(whole / copied for whole, copied in pairs)
    whole, copied = (statistics.median(side) for side in zip(*pairs, strict=True))
    return ratio, 8, f"{file.name}, {whole:.2f} s against {copied:.2f} s"


def _pair(unit: Unit, file: Path, rows: Path, *, empty: bool) -> tuple[float, float]:
    """Return the seconds of one import, into `empty` tables or over itself, and of one \\copy of the same electors."""
    if empty:
        _empty(unit)
    whole = _seconds(unit, file)
    if not rows.exists():
        _psql(f"\\copy (SELECT * FROM canvass_elector WHERE unit_id = {unit.pk} ORDER BY id) TO '{rows}'")
    said = _psql(
        "DROP TABLE IF EXISTS bench_copy;\n"
        "CREATE TABLE bench_copy (LIKE canvass_elector INCLUDING DEFAULTS INCLUDING INDEXES);\n"
        f"\\timing on\n\\copy bench_copy FROM '{rows}'\n\\timing off\nDROP TABLE bench_copy;"
    )
    time = re.search(r"Time: ([0-9.]+) ms", said)
    if time is None:
        raise RuntimeError(f"psql did not say how long it took: {said}")
    return whole, float(time[1]) / 1000


def _seconds(unit: Unit, file: Path) -> float:
    with scoping.units([unit.pk]):
        report = imports.bring_in_file(path=file, unit=unit).report
    if report["electors"] != ELECTORS:
        raise RuntimeError(f"{report['electors']} electors came in, not {ELECTORS}")
    return float(report["seconds"])


def _peak(unit: Unit, file: Path) -> float:
    """Return how many megabytes the command ever held while it brought the file in."""
    _empty(unit)
    words = ["manage.py", "import_register", str(file), "--unit", _CODE, "--approve", "--json", "--skip-checks"]
    answer = subprocess.run(
        [sys.executable, "-c", _WATCHED, *words[1:]], cwd=ROOT, capture_output=True, text=True, check=True
    )
    if json.loads(answer.stdout)["electors"] != ELECTORS:
        raise RuntimeError(f"the command said: {answer.stdout}")
    return int(answer.stderr.split()[-1]) / 1024


def _psql(script: str) -> str:
    """Run a script as the owner of the tables and return what psql says."""
    program = shutil.which("psql") or binaries.postgres(Venv(Path(sys.prefix), managed=False))["psql"]
    url = os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"]
    answer = subprocess.run(
        [program, url, "-qX", "-v", "ON_ERROR_STOP=1"], input=script, capture_output=True, text=True, check=False
    )
    if answer.returncode:
        raise RuntimeError(answer.stderr)
    return answer.stdout


def _empty(unit: Unit) -> None:
    """Take away what an import made, and leave the tables as compact as they were."""
    with dbroles.as_owner(), connection.cursor() as cursor:
        for table in _TABLES:
            cursor.execute(f"DELETE FROM {table}", [unit.pk])
        for table in ("elector", "household", "addresslines"):
            cursor.execute(f"VACUUM canvass_{table}")


@contextmanager
def _unit() -> Iterator[Unit]:
    unit = Unit.objects.create(kind="clp", code=_CODE, name="A measured register")
    Unit.objects.filter(pk=unit.pk).update(path=f"/{unit.pk}/")
    try:
        yield unit
    finally:
        _empty(unit)
        with dbroles.as_owner():
            unit.delete()


def _written(folder: Path) -> Path:
    """Write a register of the same size: 39 districts, streets of 60 houses, two people in most."""
    first = ("Elsie", "Graham", "Zofia", "Dilys", "Imran", "Ngozi", "Tomasz", "Bronwen Mair")
    last = ("Marchbank", "Ottaway", "Prosser", "Okafor", "Haddad", "Teale", "O'Keel", "Hart-Lovell")
    people = []
    for n in range(ELECTORS):
        house = n // 2
        district, number = divmod(n, ELECTORS // DISTRICTS + 1)
        street = house // 60
        people.append(
            registers.Person(
                f"W{district:02}", number + 1, last[house % 8], first[n % 8],
                f"{house % 60 + 1} {last[street % 8]} Road|Ward {district}|Wexcombe",
                postcode=f"WX{street % 90 + 1} {house % 9 + 1}A{'ABDEFGHJ'[street % 8]}",
            )
        )  # fmt: skip
    return registers.xpress(folder / "register.csv", people)
