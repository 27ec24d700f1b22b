"""Files that say where postcodes or properties are: told by their columns, read a row at a time.

ONSPD ("pcds", "lat", "long"), Code-Point Open (no header: postcode, quality, easting, northing), OS Open UPRN, and
tables of one's own with a postcode or a UPRN beside degrees or metres of the national grid.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from canvass.enums import LocatedBy
from canvass.rules import addresses
from canvass.rules.geography import grid
from canvass.rules.geography.bounds import is_in_kingdom
from kit.errors import Refused
from kit.templatetags.rosette import number

_KEYS = {
    LocatedBy.UPRN: ("uprn",),
    LocatedBy.POSTCODE: ("pcds", "postcode", "pcd", "pcd2", "post_code", "pcd7", "pcd8"),
}
_LATITUDE = ("latitude", "lat")
_LONGITUDE = ("longitude", "long", "lon", "lng")
_EASTING = ("easting", "eastings", "x_coordinate", "oseast1m", "x")
_NORTHING = ("northing", "northings", "y_coordinate", "osnrth1m", "y")


@dataclass(frozen=True)
class Columns:
    """Where things stand in a row: the key, and a pair of degrees or of metres. `by` says what the key is."""

    by: LocatedBy
    key: int
    first: int  # latitude, or easting
    second: int  # longitude, or northing
    is_grid: bool
    has_header: bool = True


def columns(first: Sequence[str]) -> Columns:
    """Say what a file's first row promises. Raises Refused when it names no place."""
    names = [cell.strip().lower().replace(" ", "_") for cell in first]
    if len(first) >= 4 and addresses.postcode(first[0]) and all(cell.strip().isdigit() for cell in first[1:4]):
        return Columns(LocatedBy.POSTCODE, 0, 2, 3, is_grid=True, has_header=False)
    found = {by: _first(names, keys) for by, keys in _KEYS.items()}
    by = next((by for by, at in found.items() if at is not None), None)
    if by is None:
        raise Refused(
            _(
                "No column of this file is called postcode or UPRN. Its columns begin with %(shown)s. "
                "Nothing was changed."
            )
            % {"shown": ", ".join(cell[:30] for cell in first[:6])}
        )
    key = found[by]
    for pair, is_grid in (((_LATITUDE, _LONGITUDE), False), ((_EASTING, _NORTHING), True)):
        one, two = (_first(names, wanted) for wanted in pair)
        if key is not None and one is not None and two is not None:
            return Columns(by, key, one, two, is_grid)
    raise Refused(
        _(
            "This file has no columns for where a place is: latitude and longitude, or easting and northing. "
            "Nothing was changed."
        )
    )


def told(report: Mapping[str, Any]) -> str:
    """Return in a sentence what a file in use came to, by CoordinatesFile.report."""
    if not report["doors"]:
        return _("Every door that it knows was there already, or at a better place. Nothing was changed.")
    what = {name: number(report[name]) for name in ("doors", "known", "rows")}
    if report["source"] == LocatedBy.UPRN:
        words = ngettext(
            "One door was placed. The file has %(rows)s places, %(known)s of them with UPRNs of ours.",
            "%(doors)s doors were placed. The file has %(rows)s places, %(known)s of them with UPRNs of ours.",
            report["doors"],
        )
    else:
        words = ngettext(
            "One door was placed. The file has %(rows)s places, %(known)s of them postcodes of ours.",
            "%(doors)s doors were placed. The file has %(rows)s places, %(known)s of them postcodes of ours.",
            report["doors"],
        )
    return words % what


def read(rows: Iterable[Sequence[str]], at: Columns) -> Iterator[tuple[str, float, float]]:
    """Yield key, latitude and longitude of each row that has all three and lies in the United Kingdom."""
    clean = addresses.postcode if at.by == LocatedBy.POSTCODE else plain_uprn
    last = max(at.key, at.first, at.second)
    for row in rows:
        if len(row) <= last:
            continue
        key = clean(row[at.key])
        if not key:
            continue
        try:
            one, two = float(row[at.first]), float(row[at.second])
        except ValueError:
            continue
        if at.is_grid:
            if not grid.is_on_grid(one, two):
                continue
            one, two = grid.to_degrees(one, two)
        if is_in_kingdom(one, two):
            yield key, one, two


def plain_uprn(text: str) -> str:
    """Return a UPRN without leading zeros; "" for what is none (they have twelve figures at most)."""
    figures = text.strip().lstrip("0")
    return figures if figures.isdecimal() and len(figures) <= 12 else ""


def _first(names: Sequence[str], wanted: Sequence[str]) -> int | None:
    return next((names.index(name) for name in wanted if name in names), None)
