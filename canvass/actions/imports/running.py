"""Reading a file and bringing it in: from the path to the report, and from the report to the register."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from canvass.actions.imports import applying, changes, sampling, staging
from canvass.actions.imports.changes import Changes
from canvass.actions.imports.progress import Progress
from canvass.actions.imports.staging import Staged
from canvass.enums import FileKind
from canvass.models import Council, RegisterEdition, RegisterImport
from canvass.queries import mappings
from canvass.rules import files
from canvass.rules.files import Opened, WrongFile
from kit import clock


@dataclass(frozen=True)
class Examined:
    """A file that was read into the temporary tables of this transaction and compared with the register."""

    opened: Opened
    staged: Staged
    changes: Changes
    council: Council
    current: RegisterEdition | None  # the edition that it was compared with
    sealed: dict[str, int]  # sealed entries by kind
    seconds: float
    before: dict  # what undoing needs, once it was brought in; empty until then

    @property
    def kind(self) -> FileKind:
        return FileKind(self.opened.recognised.layout.kind)

    def report(self) -> dict:
        """Return the findings as they are kept with the import and shown."""
        opened, staged, found = self.opened, self.staged, self.changes
        is_update = self.kind == FileKind.UPDATE
        return {
            "kind": self.kind.value,
            "layout": opened.recognised.layout.code,
            "encoding": opened.look.encoding,
            "delimiter": opened.delimiter,
            "packed": opened.look.gzipped,
            "columns": opened.recognised.columns(),
            "unknown_columns": list(opened.recognised.unknown),
            "rows": staged.rows,
            "electors": found.listed if is_update else staged.electors,
            "households": staged.households,
            "polling_districts": len(staged.districts),
            "rejected": staged.rejected,
            "seconds": round(self.seconds, 2),
            "reasons": dict(staged.reasons),
            "kinds": dict(staged.kinds),
            "sealed": self.sealed,
            "attainers": staged.attainers,
            "odd_dates": staged.odd_dates,
            "month": staged.month.isoformat() if staged.month else "",
            "against": str(self.current.pk) if self.current else "",
            "version": self.council.version,
            "before": self.before,
        } | found.report()


def examine(path: Path, council: Council, progress: Progress) -> Examined:
    """Read the council's file into temporary tables of the caller's transaction and compare it with the register.

    Changes nothing else. Raises WrongFile, also when not one row of it can be used, or when it lists changes to a
    register that nobody holds; UnknownLayout when somebody has to say what its columns hold.
    """
    began = time.monotonic()
    look = files.look(path)
    opened = files.opened(path, look, mapping=mappings.known(council))
    kind = FileKind(opened.recognised.layout.kind)
    council.refresh_from_db(fields=["version"])
    current = RegisterEdition.objects.filter(council=council, is_current=True).first()
    if kind == FileKind.UPDATE and current is None:
        raise WrongFile(_nothing_to_change(council))
    staged = staging.stage(opened, council, clock.today(), progress)
    if not staged.electors:
        raise WrongFile(_nobody(staged))
    progress.stage("matching", 0)
    with connection.cursor() as cursor:
        sealed = changes.sealed(cursor)
        found = changes.find(cursor, council, kind)
    return Examined(opened, staged, found, council, current, sealed, time.monotonic() - began, {})


def keep_findings(register_import: RegisterImport, examined: Examined) -> None:
    """Keep the rows that were left out and samples of the changes, in place of any that an earlier reading kept."""
    register_import.rejected_rows.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO canvass_rejectedrow (unit_id, register_import_id, line, reason, raw)"
            " SELECT %s, %s, line, reason, raw FROM stage_left_out ORDER BY line",
            [register_import.unit_id, register_import.pk],
        )
    sampling.keep(register_import, examined.kind, is_first=examined.changes.is_first)


def left_out(most: int) -> list[tuple[int, str]]:
    """Return line and reason of the first rows that were left out, for showing where nothing is kept."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT line, reason FROM stage_left_out ORDER BY line LIMIT %s", [most])
        return cursor.fetchall()


def bring_in(examined: Examined, register_import: RegisterImport, progress: Progress) -> RegisterEdition:
    """Make the examined file the register, in the same transaction. Returns the edition that is current now."""
    edition, before = applying.apply(register_import, examined.changes, examined.kind, progress)
    examined.before.update(before)
    return edition


def _nothing_to_change(council: Council) -> str:
    return _(
        "This file lists changes to a register, and you hold none of %(council)s. Nothing was changed. "
        "Bring in the full register first."
    ) % {"council": council.name}


def _nobody(staged: Staged) -> str:
    if not staged.rows:
        return _("This file names its columns and has no rows below them. Nothing was changed. Ask for it again.")
    return ngettext(
        "Not one elector could be read: the only row has a fault. Nothing was changed.",
        "Not one elector could be read: all %(rows)s rows have faults. Nothing was changed.",
        staged.rows,
    ) % {"rows": staged.rows}
