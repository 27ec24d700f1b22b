"""Bringing in a register of 81,138 electors, against `psql \\copy` of the same electors into a table like theirs.

The first edition, the same again, and the next December's with everybody numbered anew; a month's changes; how well
everybody is known again after a year, against the truth; and what 250,000 rows need of memory. Takes the files of
../shared/data where they are present, otherwise files of the same size that are written here; the truth is only there.
Every run begins with empty tables, and what it made is taken away again.
"""

from __future__ import annotations

import csv
import datetime
import gzip
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from access import scoping
from access.models import Unit
from canvass.models import DoubtfulMatch, Elector
from kit import dbroles
from runner import binaries
from runner.venv import Venv
from tests.factories import december, imports, registers
from tests.factories.december import Marks, Town

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "data" / "registers" / "xpress_full_14.csv.gz"
UPDATE = REAL.with_name("xpress_update_23.csv.gz")
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
    "canvass_doubtfulmatch", "canvass_changesample", "canvass_rejectedrow", "canvass_pastentry",
    "canvass_pasthousehold", "canvass_searchentry", "canvass_searchword", "canvass_searchstate",
    "canvass_registerimport", "canvass_elector", "canvass_addresslines", "canvass_household", "canvass_street",
    "canvass_pollingdistrict", "canvass_ward", "canvass_registeredition", "canvass_council",
)  # fmt: skip
# Seeds of the years that the matching is measured on; its rates were set on years 1 to 3.
_YEARS = (14, 15)
_LIMIT = 6.5
_MANY = 250_000


def measure() -> Iterator[tuple[str, float, float, str]]:
    """Yield (name, value, limit, detail) for each thing measured."""
    with _unit() as unit, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = REAL if REAL.exists() else _written(folder / "register.csv", ELECTORS)
        rows = folder / "electors.tsv"
        first = [_pair(unit, file, rows, empty=True) for _run in range(RUNS)]
        yield "register import / \\copy", *_ratio(first, file)
        again = [_pair(unit, file, rows, empty=False) for _run in range(RUNS)]
        yield "the same register again / \\copy", *_ratio(again, file)
        yield "the next month's register / \\copy", *_next_month(unit, file, rows, folder)
        yield "a month's changes, seconds", *_month(unit, file, folder)
        yield "a renumbered register, seconds", *_renumbering(unit, file, rows, folder)
        few = _peak(unit, file, ELECTORS)
        yield "register import: peak memory, MB", few, 150, "the whole process of the command"
        many = _peak(unit, _written(folder / "many.csv", _MANY), _MANY)
        yield "250,000 rows: memory more, MB", many - few, 60, f"{many:.0f} MB, against {few:.0f} MB for {ELECTORS:,}"
        if december.TRUTH.exists():
            yield from _year_later(unit, folder)


def _ratio(pairs: list[tuple[float, float]], file: Path) -> tuple[float, float, str]:
    """Return the median ratio, its limit and the seconds behind it."""
    ratio = statistics.median(whole / copied for whole, copied in pairs)
    whole, copied = (statistics.median(side) for side in zip(*pairs, strict=True))
    return ratio, _LIMIT, f"{file.name}, {whole:.2f} s against {copied:.2f} s"


def _pair(unit: Unit, file: Path, rows: Path, *, empty: bool) -> tuple[float, float]:
    """Return the seconds of one import, into `empty` tables or over itself, and of one \\copy of the same electors."""
    if empty:
        _empty(unit)
    whole = _seconds(unit, file)
    if not rows.exists():
        _psql(f"\\copy (SELECT * FROM canvass_elector WHERE unit_id = {unit.pk} ORDER BY id) TO '{rows}'")
    return whole, _copied(rows)


def _copied(rows: Path) -> float:
    """Return the seconds of one \\copy of the electors into a table with the same indexes."""
    said = _psql(
        "DROP TABLE IF EXISTS bench_copy;\n"
        "CREATE TABLE bench_copy (LIKE canvass_elector INCLUDING DEFAULTS INCLUDING INDEXES);\n"
        f"\\timing on\n\\copy bench_copy FROM '{rows}'\n\\timing off\nDROP TABLE bench_copy;"
    )
    time = re.search(r"Time: ([0-9.]+) ms", said)
    if time is None:
        raise RuntimeError(f"psql did not say how long it took: {said}")
    return float(time[1]) / 1000


def _month(unit: Unit, file: Path, folder: Path) -> tuple[float, float, str]:
    """Return the seconds that a month's changes take against the whole register."""
    notice = UPDATE if REAL.exists() else _notice(folder / "notice.csv")
    took = []
    for _run in range(3):
        _empty(unit)
        _seconds(unit, file)
        report = _brought_in(unit, notice)
        took.append(float(report["seconds"]))
        if (report["added"], report["amended"], report["deleted"], report["unmatched"]) != (500, 300, 400, 0):
            raise RuntimeError(f"the month's changes came in as {report}")
    return statistics.median(took), 5, f"{notice.name}, 1,200 rows against {ELECTORS:,} electors"


def _next_month(unit: Unit, file: Path, rows: Path, folder: Path) -> tuple[float, float, str]:
    """Return what the next full register takes: most people as they were, a few gone, renamed, moved or new."""
    following = _a_month_on(file, folder / "next_month.csv")
    pairs = []
    for _run in range(RUNS):
        _empty(unit)
        _seconds(unit, file)
        pairs.append((float(_brought_in(unit, following)["seconds"]), _copied(rows)))
    return _ratio(pairs, following)


def _renumbering(unit: Unit, file: Path, rows: Path, folder: Path) -> tuple[float, float, str]:
    """Return the seconds for an edition in which everybody has another number, one in twenty left, nobody is new.

    Each row is written anew and kept as it was, which no `\\copy` does: the ratio is said, and is no limit.
    """
    renumbered = _renumbered(file, folder / "december.csv")
    pairs = []
    for _run in range(3):
        _empty(unit)
        _seconds(unit, file)
        pairs.append((float(_brought_in(unit, renumbered)["seconds"]), _copied(rows)))
    ratio, _limit, said = _ratio(pairs, renumbered)
    return statistics.median(whole for whole, _ in pairs), 60, f"{said}: {ratio:.2f} times"


def _year_later(unit: Unit, folder: Path) -> Iterator[tuple[str, float, float, str]]:
    """Yield how long it takes to know everybody again after a year, and for how many that goes right and wrong."""
    before = december.town()
    for year in _YEARS:
        after = december.year_later(before, year)
        for write in (december.xpress, december.rollno):
            name = f"{year}, {write.__name__}"
            took, marks = _known_again(unit, folder, write, before, after)
            said = f"{marks.wrong_person} to somebody else, {marks.lost} lost, {marks.queued} to ask about"
            yield f"a year later ({name}), seconds", took, 60, f"{marks.people:,} people"
            yield f"a year later ({name}), not right, %", 100 - 100 * marks.right_share, 0.5, said
            yield f"a year later ({name}), wrong, %", 100 * marks.wrong_share, 0.05, said


def _known_again(
    unit: Unit, folder: Path, write: Callable[[Path, Town], Path], before: Town, after: Town
) -> tuple[float, Marks]:
    _empty(unit)
    _brought_in(unit, write(folder / "before.csv", before))
    with scoping.units([unit.pk]):
        then = _numbers()
    ids = december.ids(before, then)
    took = float(_brought_in(unit, write(folder / "after.csv", after), december.DECEMBER)["seconds"])
    asked: dict[int, set[int]] = defaultdict(set)
    with scoping.units([unit.pk]):
        for was, now in DoubtfulMatch.objects.values_list("was", "now"):
            asked[now].add(was)
        return took, december.mark(after.was, ids, _numbers(), asked)


def _numbers() -> dict[tuple[str, int], int]:
    listed = Elector.objects.on_register().values_list("polling_district__code", "number", "pk")
    return {(code, number): pk for code, number, pk in listed}


def _seconds(unit: Unit, file: Path) -> float:
    report = _brought_in(unit, file)
    if report["electors"] != ELECTORS:
        raise RuntimeError(f"{report['electors']} electors came in, not {ELECTORS}")
    return float(report["seconds"])


def _brought_in(unit: Unit, file: Path, dated_on: datetime.date | None = None) -> dict:
    return imports.bring_in(unit, file, dated_on=dated_on).report


def _peak(unit: Unit, file: Path, electors: int) -> float:
    """Return how many megabytes the command ever held while it brought the file in."""
    _empty(unit)
    words = ["manage.py", "import_register", str(file), "--unit", _CODE, "--approve", "--json", "--skip-checks"]
    answer = subprocess.run(
        [sys.executable, "-c", _WATCHED, *words[1:]], cwd=ROOT, capture_output=True, text=True, check=True
    )
    if json.loads(answer.stdout)["electors"] != electors:
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
            cursor.execute(f"DELETE FROM {table} WHERE unit_id = %s", [unit.pk])
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


def _written(path: Path, electors: int) -> Path:
    """Write a register: 39 districts, streets of 60 houses, two people in most."""
    first = ("Elsie", "Graham", "Zofia", "Dilys", "Imran", "Ngozi", "Tomasz", "Bronwen Mair")
    last = ("Marchbank", "Ottaway", "Prosser", "Okafor", "Haddad", "Teale", "O'Keel", "Hart-Lovell")
    people = []
    for n in range(electors):
        house = n // 2
        district, number = divmod(n, electors // DISTRICTS + 1)
        street = house // 60
        people.append(
            registers.Person(
                f"W{district:02}", number + 1, last[house % 8], first[n % 8],
                f"{house % 60 + 1} {last[street % 8]} Road {street}|Ward {district}|Wexcombe",
                postcode=f"WX{street % 90 + 1} {house % 9 + 1}A{'ABDEFGHJ'[street % 8]}",
            )
        )  # fmt: skip
    return registers.xpress(path, people)


def _notice(path: Path) -> Path:
    """Write a month's changes to the register that is written here: 500 added, 300 amended, 400 deleted."""
    here = [registers.Person("W00", n, "", "", "") for n in range(1, 701)]
    first = ("Elsie", "Graham", "Zofia", "Dilys", "Imran", "Ngozi", "Tomasz", "Bronwen Mair")
    last = ("Marchbank", "Ottaway", "Prosser", "Okafor", "Haddad", "Teale", "O'Keel", "Hart-Lovell")
    named = [one.now(surname=last[n // 2 % 8], forenames=first[n % 8]) for n, one in enumerate(here)]
    changes = [("delete", one.now(address="")) for one in named[:400]]
    changes += [("amend", one.now(markers="G", address="1 Long Lane")) for one in named[400:]]
    changes += [
        ("add", registers.Person("W01", 5000 + n, f"New{n}", "Comer", f"{n} Mill Lane|Wexcombe")) for n in range(500)
    ]
    return registers.xpress_update(path, changes)


def _a_month_on(source: Path, target: Path) -> Path:
    """Write the register with 1 in 200 gone, 1 in 200 renamed, 1 in 200 moved, and as many new at their district's end.

    They are about the figures of a month's notice of alterations.
    """
    header, rows = _read(source)
    surname = header.index("Elector Surname")
    address = header.index("PostCode")
    last: Counter[str] = Counter()
    for row in rows:
        last[row[0]] = max(last[row[0]], int(row[1]))
    with target.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for i, row in enumerate(rows):
            if i % 200 == 1:
                row[surname] = f"{row[surname]}-Smith"
            elif i % 200 == 2:
                row[address:] = rows[i - 100][address:]
            if i % 200:
                writer.writerow(row)
            else:
                last[row[0]] += 1
                writer.writerow([row[0], last[row[0]], "0", *row[3:surname], f"New{i}", *row[surname + 1 :]])
    return target


def _read(source: Path) -> tuple[list[str], list[list[str]]]:
    opened = gzip.open if source.suffix == ".gz" else open
    with opened(source, "rt", encoding="cp1252", newline="") as file:
        header, *rows = list(csv.reader(file))
    return header, rows


def _renumbered(source: Path, target: Path) -> Path:
    """Write the register with every twentieth person left out and the others numbered from the last to the first."""
    header, rows = _read(source)
    following: Counter[str] = Counter()
    with target.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for i, row in reversed(list(enumerate(rows))):
            if i % 20:
                following[row[0]] += 1
                writer.writerow([row[0], following[row[0]], "0", *row[3:]])
    return target
