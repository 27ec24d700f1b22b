"""Reading a file and bringing it in: from the path to the report, and from the report to the register."""

from __future__ import annotations

import datetime
import time
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from canvass.actions.imports import applying, matching, staging
from canvass.actions.imports.matching import Changes
from canvass.actions.imports.progress import Progress
from canvass.actions.imports.staging import Staged
from canvass.models import RegisterEdition, RegisterImport
from canvass.rules import files
from canvass.rules.files import Opened, WrongFile
from kit import clock


@dataclass(frozen=True)
class Examined:
    """A file that was read into the temporary tables of this transaction and compared with the register."""

    opened: Opened
    staged: Staged
    changes: Changes
    districts: list[tuple[str, str, int, int]]  # code, ward, electors in the file, electors held now
    current: RegisterEdition | None  # the edition that it was compared with
    seconds: float

    def report(self) -> dict:
        """Return the findings as they are kept with the import and shown."""
        opened, staged, changes = self.opened, self.staged, self.changes
        return {
            "layout": opened.recognised.layout.code,
            "encoding": opened.look.encoding,
            "delimiter": opened.delimiter,
            "packed": opened.look.gzipped,
            "columns": opened.recognised.columns(),
            "unknown_columns": list(opened.recognised.unknown),
            "rows": staged.rows,
            "electors": staged.electors,
            "households": staged.households,
            "polling_districts": len(staged.districts),
            "rejected": staged.rejected,
            "seconds": round(self.seconds, 2),
            "reasons": dict(staged.reasons),
            "kinds": dict(staged.kinds),
            "attainers": staged.attainers,
            "odd_dates": staged.odd_dates,
            "districts": self.districts,
            "against": str(self.current.pk) if self.current else "",
            "held": changes.held,
            "added": changes.added,
            "amended": changes.amended,
            "gone": changes.gone,
            "renumbered": changes.renumbered,
            "moves": changes.moves,
        }


def examine(path: Path, unit: int, progress: Progress) -> Examined:
    """Read the file into temporary tables of the caller's transaction and compare it with the register.

    Changes nothing else. Raises WrongFile, also when not one row of it can be used.
    """
    began = time.monotonic()
    look = files.look(path)
    opened = files.opened(path, look)
    staged = staging.stage(opened, clock.today(), progress)
    if not staged.electors:
        raise WrongFile(_nobody(staged))
    progress.stage("matching", 0)
    changes = matching.match(unit)
    current = RegisterEdition.objects.filter(unit_id=unit, is_current=True).first()
    return Examined(opened, staged, changes, _districts(unit), current, time.monotonic() - began)


def keep_left_out(register_import: RegisterImport) -> None:
    """Keep the rows that were left out with the import, in place of any that an earlier reading kept."""
    register_import.rejected_rows.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO canvass_rejectedrow (unit_id, register_import_id, line, reason, raw)"
            " SELECT %s, %s, line, reason, raw FROM stage_left_out ORDER BY line",
            [register_import.unit_id, register_import.pk],
        )


def left_out(most: int) -> list[tuple[int, str]]:
    """Return line and reason of the first rows that were left out, for showing where nothing is kept."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT line, reason FROM stage_left_out ORDER BY line LIMIT %s", [most])
        return cursor.fetchall()


def bring_in(
    examined: Examined, unit: int, *, council: int, dated_on: datetime.date, progress: Progress
) -> RegisterEdition:
    """Make the examined file the register, in the same transaction. Returns the edition that is current now."""
    return applying.apply(
        unit,
        examined.changes,
        electors=examined.staged.electors,
        council=council,
        dated_on=dated_on,
        progress=progress,
    )


_DISTRICTS = """
SELECT COALESCE(s.code, d.code), COALESCE(sw.name, w.name, ''), COALESCE(s.electors, 0), COALESCE(e.held, 0)
FROM stage_district s
LEFT JOIN stage_ward sw ON sw.id = s.ward
FULL JOIN (SELECT id, code, ward_id FROM canvass_pollingdistrict WHERE unit_id = %(unit)s) d ON d.code = s.code
LEFT JOIN canvass_ward w ON w.id = d.ward_id
LEFT JOIN (
    SELECT polling_district_id, count(*) AS held FROM canvass_elector
    WHERE unit_id = %(unit)s AND left_on IS NULL GROUP BY 1
) e ON e.polling_district_id = d.id
WHERE s.electors > 0 OR e.held > 0
ORDER BY 1
"""


def _districts(unit: int) -> list[tuple[str, str, int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_DISTRICTS, {"unit": unit})
        return cursor.fetchall()


def _nobody(staged: Staged) -> str:
    if not staged.rows:
        return _("This file names its columns and has no rows below them. Nothing was changed. Ask for it again.")
    return ngettext(
        "Not one elector could be read: the only row has a fault. Nothing was changed.",
        "Not one elector could be read: all %(rows)s rows have faults. Nothing was changed.",
        staged.rows,
    ) % {"rows": staged.rows}
