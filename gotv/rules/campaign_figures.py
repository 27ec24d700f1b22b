"""Contact Creator's campaign stats: sums by ward and district, told by position, since its headings say nothing."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kit.errors import Refused

# Positions counted from 0 (domain A7, H15).
_WARD, _DISTRICT, _ELECTORS, _PROMISES, _POSTAL, _POSTAL_PROMISES = 0, 1, 2, 4, 9, 12
_HEADER = ("Ward_Value", "PollingDistrict_Value")
_HEADER_WITHIN = 20
_MAX_ROWS = 5_000
_MOST = 1_000_000


@dataclass(frozen=True)
class DistrictSums:
    """Sums of one district of one ward."""

    ward: str
    code: str
    electors: int
    promises: int
    postal_electors: int
    postal_promises: int


def read(rows: Iterable[list[str]]) -> list[DistrictSums]:
    """Return the sums by ward and district. Raises Refused for what is no such export, or contradicts itself."""
    numbered = enumerate(rows, 1)
    announced = _announced(numbered)
    found: dict[tuple[str, str], DistrictSums] = {}
    for at, row in numbered:
        if not any(row):
            continue
        one = _sums(at, row)
        if (one.ward, one.code) in found:
            raise Refused(
                _("Line %(line)s has %(ward)s, %(code)s a second time. Nothing was changed. Export it again.")
                % {"line": at, "ward": one.ward, "code": one.code}
            )
        found[one.ward, one.code] = one
        if len(found) > _MAX_ROWS:
            raise Refused(_("This file has more districts than any constituency. Nothing was changed."))
    if not found:
        raise Refused(_("This export holds no district. Nothing was changed. Export it again."))
    if announced is not None and announced != len(found):
        raise Refused(
            _("This export says that it has %(said)s rows, and has %(found)s. Nothing was changed. Export it again.")
            % {"said": announced, "found": len(found)}
        )
    return list(found.values())


def _announced(numbered: Iterator[tuple[int, list[str]]]) -> int | None:
    """Read on to the header; return how many rows the lines above it announce, None where they don't."""
    announced: int | None = None
    for _at, row in itertools.islice(numbered, _HEADER_WITHIN):
        if tuple(row[:2]) == _HEADER:
            return announced
        if row and row[0].startswith("Total rows:"):
            announced = _number(row[0].partition(":")[2])
    raise Refused(
        _(
            "These are not Contact Creator’s campaign stats: no line begins with Ward_Value and "
            "PollingDistrict_Value. Nothing was changed."
        )
    )


def _sums(at: int, row: list[str]) -> DistrictSums:
    numbers = [_number(row[place]) if place < len(row) else None for place in (_ELECTORS, _PROMISES, _POSTAL)]
    numbers.append(_number(row[_POSTAL_PROMISES]) if len(row) > _POSTAL_PROMISES else None)
    electors, promises, postal, postal_promises = numbers
    if (
        not row[_DISTRICT]
        or electors is None
        or promises is None
        or postal is None
        or postal_promises is None
        or max(promises, postal) > electors
        or postal_promises > min(promises, postal)
    ):
        raise Refused(
            _("Line %(line)s is not the sums of a district. Nothing was changed. Export it again.") % {"line": at}
        )
    return DistrictSums(row[_WARD][:100], row[_DISTRICT][:16], electors, promises, postal, postal_promises)


def _number(text: str) -> int | None:
    """Return a number that may have commas between the thousands; None for none."""
    figures = text.replace(",", "").strip()
    return int(figures) if figures.isdecimal() and int(figures) < _MOST else None
