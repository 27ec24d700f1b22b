"""Which districts vote where, pasted from a spreadsheet; and when a station counts as silent."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

# A teller outside a station types every few minutes; three quarters of an hour of nothing is a teller who has gone
# home or a phone that has died (reliability P7).
SILENT_AFTER = datetime.timedelta(minutes=45)
LONGEST_NAME = 160
_BETWEEN_CELLS = re.compile(r"\t|;|,")


@dataclass
class Pasted:
    """What was understood: the polling place by district code, and the lines (counted from 1) that were not."""

    places: dict[str, str] = field(default_factory=dict)
    unknown: list[tuple[int, str]] = field(default_factory=list)


def read_pasted(text: str, codes: Iterable[str]) -> Pasted:
    """Read lines of "district, polling place"; what follows a third column is left out.

    `codes` are the districts there are. A first line without one of them is taken for a heading.
    """
    known = {code.upper(): code for code in codes}
    found = Pasted()
    for at, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        cells = [cell.strip().strip('"').strip() for cell in _BETWEEN_CELLS.split(line)]
        code = known.get(cells[0].upper())
        if code is not None and len(cells) > 1 and 0 < len(cells[1]) <= LONGEST_NAME:
            found.places[code] = cells[1]
        elif at > 1 or code is not None:
            found.unknown.append((at, line.strip()[:80]))
    return found


def silent_since(
    last_mark_at: datetime.datetime | None, opened_at: datetime.datetime, now: datetime.datetime
) -> datetime.datetime | None:
    """Return since when nothing was heard, or None while the last number (or the opening) is fresh enough."""
    since = max(last_mark_at, opened_at) if last_mark_at else opened_at
    return since if now - since >= SILENT_AFTER else None
