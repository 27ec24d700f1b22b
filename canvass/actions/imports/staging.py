"""First half of an import: the file's rows stream into temporary tables, addresses told apart by small integers.

Nothing that anybody works with is touched. The tables end with the transaction.
"""

from __future__ import annotations

import datetime
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from django.conf import settings
from django.db import connection

from canvass.actions.imports.progress import Progress
from canvass.enums import ElectorKind, FileKind, LeftOut
from canvass.models import Council
from canvass.rules import addresses, entries
from canvass.rules.addresses import Address
from canvass.rules.entries import Entry
from canvass.rules.files import Opened, Row

TABLES = {
    "stage_ward": "id int, name text",
    "stage_district": "id int, code text, ward int, electors int",
    "stage_street": "id int, key text, name text, locality text",
    "stage_household": "id int, district int, street int, number int, number_suffix text, building text, flat text, "
    "flat_number int, uprn bigint, latitude float8, longitude float8, postcode text, key text, lines text",
    "stage_elector": "line int, district int, number int, suffix int, household int, kind text, title text, "
    "forenames text, surname text, markers text, franchise text, attains date",
    "stage_operation": "line int, operation text",  # of a notice of alterations, in which each row does something
    "stage_left_out": "line int, reason text, raw text",
}
_NULL = "\\N"  # in COPY's text format
_ORDINARY = ElectorKind.ORDINARY.value
_ROWS_A_WRITE = 2000
_IN_MEMORY = 2 * 1024 * 1024


@dataclass
class Staged:
    """What the file holds, counted while it streamed by. `districts` and `reasons` map a code to a count.

    `month` is the first day of the month that a notice names for itself.
    """

    rows: int = 0
    electors: int = 0
    households: int = 0
    attainers: int = 0
    odd_dates: int = 0
    month: datetime.date | None = None
    kinds: Counter[str] = field(default_factory=Counter)
    districts: dict[str, int] = field(default_factory=dict)
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def rejected(self) -> int:
        return self.reasons.total()


def stage(opened: Opened, council: Council, today: datetime.date, progress: Progress) -> Staged:
    """Fill the temporary tables from the council's file, inside the caller's transaction.

    Raises WrongFile where the file turns out to be none after all.
    """
    sealed_until = settings.REGISTER_UNDER_16_FROM
    reader = entries.Reader(
        opened.recognised,
        today,
        attainment_age=council.attainment_age,
        under_16=sealed_until is not None and today >= sealed_until,
    )
    with connection.cursor() as cursor:
        for table, columns in TABLES.items():
            make(cursor, table, f"({columns}) ON COMMIT DROP")
        with _Spools() as spools:
            sorter = _Sorter(reader, today, spools, is_update=opened.recognised.layout.kind == FileKind.UPDATE)
            progress.stage("reading", opened.look.lines)
            with cursor.copy("COPY stage_elector FROM STDIN") as copy:
                for count, lines in enumerate(_batches(sorter.lines(opened)), start=1):
                    copy.write("".join(lines))
                    progress.step(count * _ROWS_A_WRITE)
            spools.copy(cursor)
        _copy(cursor, "stage_ward", sorter.ward_rows())
        _copy(cursor, "stage_district", sorter.district_rows())
        _copy(cursor, "stage_street", sorter.street_rows())
        # The joins are of whole tables; a glance tells the planner enough.
        cursor.execute("SET LOCAL default_statistics_target = 10")
        for table in TABLES:
            cursor.execute(f"ANALYZE {table}")
    return sorter.result()


def make(cursor: Any, table: str, definition: str, parameters: Any = None) -> None:
    """Make a temporary table, in place of one that an earlier import of the same session left."""
    cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{table}")
    cursor.execute(f"CREATE TEMPORARY TABLE {table} {definition}", parameters)


class _Sorter:
    """Gives each district, ward, street and household of the file a small integer, and writes the staging lines."""

    def __init__(self, reader: entries.Reader, today: datetime.date, spools: _Spools, *, is_update: bool) -> None:
        self.found = Staged()
        self._reader, self._today, self._is_update = reader, today, is_update
        self._households, self._left_out, self._operations = spools.households, spools.left_out, spools.operations
        self._district_ids: dict[str, int] = {}
        self._electors: Counter[int] = Counter()
        self._ward_ids: dict[str, int] = {}
        self._wards: Counter[tuple[int, int]] = Counter()
        self._street_ids: dict[str, int] = {}
        self._streets: list[tuple[int, str, str, str]] = []
        self._household_ids: dict[str, int] = {}
        self._numbers: set[int] = set()

    def lines(self, opened: Opened) -> Iterator[str]:
        """Yield a COPY line for each elector, and spool households and rows that are left out.

        A full register has each number once; a notice may add, amend and delete one in turn.
        """
        read, numbers, is_update = self._reader.read, self._numbers, self._is_update
        ids, rows = self._district_ids, 0
        for row in opened.rows():
            rows += 1
            try:
                entry = read(row.cells)
                district = ids.get(entry.district) or ids.setdefault(entry.district, len(ids) + 1)
                # District, number and suffix in one integer: small, and quick to look up.
                whole_number = (district * 1_000_000 + entry.number) * 1_000_000 + entry.suffix
                if whole_number in numbers and not is_update:
                    raise entries.NotTaken(LeftOut.NUMBER_TWICE)
            except entries.NotTaken as refusal:
                self._leave_out(row, refusal.reason)
                continue
            numbers.add(whole_number)
            if is_update:
                self._operations.write(f"{row.line}\t{entry.operation}\n")
            yield self._elector(row.line, district, entry)
        self.found.rows = rows

    def _leave_out(self, row: Row, reason: LeftOut) -> None:
        self.found.reasons[reason.value] += 1
        text = entries.kept_text(row.raw, reason, self._today)
        self._left_out.write(_line(row.line, reason.value, text))

    def _elector(self, line: int, district: int, entry: Entry) -> str:
        self._electors[district] += 1
        household = _NULL
        if entry.address is not None:
            household = str(self._household(district, entry.address, entry))
        if entry.ward:
            name = addresses.written(entry.ward)[:100]
            self._wards[district, self._ward_ids.setdefault(name, len(self._ward_ids) + 1)] += 1
        if entry.kind != _ORDINARY:
            self.found.kinds[entry.kind] += 1
        attains = _NULL
        if entry.date_of_attainment is not None:
            attains = entry.date_of_attainment.isoformat()
            self.found.attainers += 1
        self.found.odd_dates += entry.odd_date
        texts = f"{entry.kind}\t{entry.title}\t{entry.forenames}\t{entry.surname}\t{entry.markers}\t{entry.franchise}"
        if "\\" in texts:
            texts = texts.replace("\\", "\\\\")
        return f"{line}\t{district}\t{entry.number}\t{entry.suffix}\t{household}\t{texts}\t{attains}\n"

    def _household(self, district: int, address: Address, entry: Entry) -> int:
        known = self._household_ids.get(address.key)
        if known is not None:
            return known
        household = self._household_ids[address.key] = len(self._household_ids) + 1
        flat, flat_number, building, number, number_suffix, _name, _place, postcode, key, _street_key = address
        raw = [line for line in entry.lines if line]
        if postcode and postcode not in raw:
            raw.append(postcode)
        where = "\t".join([_NULL if v is None else str(v) for v in (entry.uprn, entry.latitude, entry.longitude)])
        texts = f"{postcode}\t{key}\t" + "\n".join(raw)
        parts = f"{number_suffix}\t{building}\t{flat}"
        if "\\" in texts or "\\" in parts:
            texts, parts = texts.replace("\\", "\\\\"), parts.replace("\\", "\\\\")
        texts = texts.replace("\n", "\\n")
        self._households.write(
            f"{household}\t{district}\t{self._street(address)}\t{_NULL if number is None else number}\t{parts}\t"
            f"{_NULL if flat_number is None else flat_number}\t{where}\t{texts}\n"
        )
        return household

    def _street(self, address: Address) -> int | str:
        if not address.street:
            return _NULL
        known = self._street_ids.get(address.street_key)
        if known is None:
            known = self._street_ids[address.street_key] = len(self._street_ids) + 1
            self._streets.append((known, address.street_key, address.street, address.locality))
        return known

    def ward_rows(self) -> Iterator[tuple]:
        yield from ((ward, name) for name, ward in self._ward_ids.items())

    def district_rows(self) -> Iterator[tuple]:
        """Yield each district with the ward that most of its electors are listed under: a ward is whole districts."""
        wards: dict[int, int] = {}
        for (district, ward), _count in self._wards.most_common():
            wards.setdefault(district, ward)
        for code, district in self._district_ids.items():
            if self._electors[district]:
                yield district, code, wards.get(district), self._electors[district]

    def street_rows(self) -> Iterator[tuple]:
        yield from self._streets

    def result(self) -> Staged:
        found = self.found
        found.electors = self._electors.total()
        found.month = self._reader.month
        found.households = len(self._household_ids)
        found.districts = {row[1]: row[3] for row in self.district_rows()}
        return found


class _Spools:
    """What is set aside while the electors are copied: households, rows that are left out, what rows of a notice do."""

    def __enter__(self) -> _Spools:
        self.households, self.left_out = _Spool("stage_household"), _Spool("stage_left_out")
        self.operations = _Spool("stage_operation")
        return self

    def __exit__(self, *_error: object) -> None:
        for spool in (self.households, self.left_out, self.operations):
            spool.close()

    def copy(self, cursor: Any) -> None:
        for spool in (self.households, self.left_out, self.operations):
            spool.copy(cursor)


class _Spool:
    """Lines that wait, in a small memory and then on disk, until the table before them has been copied."""

    def __init__(self, table: str) -> None:
        self._table = table
        self._file: IO[str] = tempfile.SpooledTemporaryFile(  # noqa: SIM115 - closed by close()
            _IN_MEMORY, mode="w+", encoding="utf-8", newline=""
        )
        self._lines: list[str] = []

    def close(self) -> None:
        self._file.close()

    def write(self, line: str) -> None:
        self._lines.append(line)
        if len(self._lines) == _ROWS_A_WRITE:
            self._flush()

    def _flush(self) -> None:
        self._file.write("".join(self._lines))
        self._lines.clear()

    def copy(self, cursor: Any) -> None:
        self._flush()
        self._file.seek(0)
        with cursor.copy(f"COPY {self._table} FROM STDIN") as copy:
            while chunk := self._file.read(64 * 1024):
                copy.write(chunk)


def _copy(cursor: Any, table: str, rows: Iterator[tuple]) -> None:
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write(_line(*row))


def _batches(lines: Iterator[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    for line in lines:
        batch.append(line)
        if len(batch) == _ROWS_A_WRITE:
            yield batch
            batch = []
    yield batch


def _line(*values: object) -> str:
    """Return the values as a line of COPY's text format."""
    return "\t".join([_NULL if value is None else _escaped(str(value)) for value in values]) + "\n"


def _escaped(text: str) -> str:
    if "\\" in text or "\n" in text or "\t" in text or "\r" in text:
        return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
    return text
