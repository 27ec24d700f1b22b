"""From rows of addresses to the distinct stations, and what the file says about which districts vote there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from canvass.rules import addresses
from canvass.rules.coordinates import plain_uprn
from canvass.rules.geography import grid
from canvass.rules.geography.bounds import is_in_kingdom
from canvass.rules.layouts.description import squeezed
from gotv.rules.station_files.layouts import LAYOUTS, StationLayout, recognised
from gotv.rules.stations import LONGEST_NAME
from kit.errors import Refused

MAX_ROWS = 300_000
_LONGEST_ADDRESS, _LONGEST_NUMBER, _LONGEST_CODE, _LONGEST_WARD = 300, 20, 16, 100
_NO_NUMBER = {"", "n/a", "na", "0", "-"}


@dataclass
class BoxUse:
    """A district that uses a box: its code, the ward that the file names, and the numbers, None for all of them."""

    code: str
    ward: str = ""
    lowest: int | None = None
    highest: int | None = None
    electors: int | None = None
    postal_electors: int | None = None


@dataclass
class Place:
    """A polling place. `boxes` are by number, each with the districts that the file says use it."""

    name: str
    address: str
    postcode: str
    latitude: float | None = None
    longitude: float | None = None
    boxes: dict[str, list[BoxUse]] = field(default_factory=dict)


@dataclass
class Found:
    """What a file says. Places are named by their position in `places`.

    `districts` counts rows by (ward, code) and place, where the file names districts. Otherwise `uprns` and
    `postcodes` say where doors vote; with `districts` they are left empty. `quirks` are words about oddities.
    """

    layout: str
    rows: int = 0
    left_out: int = 0
    places: list[Place] = field(default_factory=list)
    districts: dict[tuple[str, str], Counter[int]] = field(default_factory=dict)
    uprns: dict[str, int] = field(default_factory=dict)
    postcodes: dict[str, Counter[int]] = field(default_factory=dict)
    quirks: list[str] = field(default_factory=list)


class _Table:
    """Rows of one file under a layout, each looked up by column."""

    def __init__(self, rows: Iterator[list[str]]) -> None:
        header = next(rows, None)
        if header is None:
            raise Refused(_("This file is empty. Nothing was changed."))
        layout = recognised(header)
        if layout is None:
            raise Refused(_unknown(header, next(rows, None)))
        if layout.why_not:
            raise Refused(str(layout.why_not))
        self.header, self.layout = header, layout
        self._at: dict[str, int] = {}
        for place, column in enumerate(header):
            self._at.setdefault(squeezed(column), place)
        self._rows = rows
        self.left_out = self.count = 0

    def rows(self) -> Iterator[list[str]]:
        """Yield whole rows. Raises Refused where the last one was cut short, or there are none."""
        last: list[str] = []
        for row in self._rows:
            if not any(row):
                continue
            last = row
            self.count += 1
            if self.count > MAX_ROWS:
                raise Refused(_("This file has more than 300,000 rows, more than any council. Nothing was changed."))
            if len(row) == len(self.header):
                yield row
            else:
                self.left_out += 1
        if not self.count:
            raise Refused(_("This file has a header and no rows below it. Nothing was changed. Download it again."))
        if len(last) < len(self.header):
            raise Refused(_("This file stops in the middle of its last row. Nothing was changed. Download it again."))

    def text(self, row: Sequence[str], column: str) -> str:
        """Return what stands in a column; "" where there is none."""
        at = self._at.get(column) if column else None
        return "" if at is None else row[at]


def read(rows: Iterator[list[str]], second: Iterator[list[str]] | None = None) -> Found:
    """Return what a file of stations says; `second` is a file of addresses to go with it.

    The two may come in either order. Raises Refused, saying why, for what is no such file or not the whole of one.
    """
    table = _Table(rows)
    other = _Table(second) if second is not None else None
    if other is not None and table.layout.is_addresses:
        table, other = other, table
    if table.layout.is_addresses:
        raise Refused(
            _(
                "This file says which address votes at which station code, and not what the stations are. Nothing was "
                "changed. Choose the file of stations too."
            )
        )
    if other is not None and (not other.layout.is_addresses or not table.layout.join):
        raise Refused(_("These two files don’t belong together. Nothing was changed. Choose one, or the right pair."))
    found = Found(table.layout.name)
    by_code = _stations(table, found)
    if not found.places:
        raise Refused(_("No row of this file names a polling station. Nothing was changed."))
    if other is not None:
        _addresses(other, by_code, found)
    if "pollingplaceuprnpropertyurn" in table.layout.tells:
        found.quirks.append(
            _("Two lists run together in its header; the second one was read, which has the districts.")
        )
    _tell_apart(found.places)
    return found


def _stations(table: _Table, found: Found) -> dict[str, int]:
    """Gather the stations, and where districts or doors vote. Returns places by the code that joins two files."""
    layout = table.layout
    known: dict[tuple[str, str], int] = {}
    by_code: dict[str, int] = {}
    for row in table.rows():
        name = table.text(row, layout.place)[:LONGEST_NAME]
        if not name:
            table.left_out += 1
            continue
        postcode = addresses.postcode(table.text(row, layout.postcode))
        key = (name.casefold(), postcode)
        at = known.get(key)
        if at is None:
            at = known[key] = len(found.places)
            found.places.append(_place(table, row, name, postcode))
        if layout.join:
            by_code[table.text(row, layout.join)] = at
        _use(table, row, found, at)
    found.rows, found.left_out = table.count, table.left_out
    return by_code


def _place(table: _Table, row: Sequence[str], name: str, postcode: str) -> Place:
    lines = [table.text(row, column) for column in table.layout.address]
    address = ", ".join(line.strip(" ,") for line in lines if line.strip(" ,"))[:_LONGEST_ADDRESS]
    latitude, longitude = _where(table.layout, table.text(row, table.layout.east), table.text(row, table.layout.north))
    return Place(name, address, postcode, latitude, longitude)


def _where(layout: StationLayout, east: str, north: str) -> tuple[float | None, float | None]:
    try:
        one, two = float(east), float(north)
    except ValueError:
        return None, None
    if layout.is_degrees:
        return (two, one) if is_in_kingdom(two, one) else (None, None)
    if not grid.is_on_grid(one, two):
        return None, None
    latitude, longitude = grid.to_degrees(one, two)
    return round(latitude, 6), round(longitude, 6)


def _use(table: _Table, row: Sequence[str], found: Found, at: int) -> None:
    """Note what a row says: a district that votes at the place, or else a door; and the box."""
    layout = table.layout
    match = layout.district_in.match(table.text(row, layout.district)) if layout.district else None
    code = match[1].strip()[:_LONGEST_CODE] if match else ""
    ward = table.text(row, layout.ward)[:_LONGEST_WARD]
    if code:
        found.districts.setdefault((ward, code), Counter())[at] += 1
    elif layout.door_postcode:
        _door(table, row, found, at)
    number = table.text(row, layout.number)[:_LONGEST_NUMBER]
    if number.lower() not in _NO_NUMBER:
        uses = found.places[at].boxes.setdefault(number, [])
        if code and not any((use.ward, use.code) == (ward, code) for use in uses):
            # 0 is how the export says that it doesn't know.
            lowest, highest, electors, postal = (
                _count(table.text(row, column)) or None
                for column in (layout.lowest, layout.highest, layout.electors, layout.postal_electors)
            )
            uses.append(BoxUse(code, ward, lowest, highest, electors, postal))


def _door(table: _Table, row: Sequence[str], found: Found, at: int) -> None:
    uprn = plain_uprn(table.text(row, table.layout.door_uprn))
    postcode = addresses.postcode(table.text(row, table.layout.door_postcode))
    if uprn:
        found.uprns[uprn] = at
    if postcode:
        found.postcodes.setdefault(postcode, Counter())[at] += 1


def _addresses(table: _Table, by_code: dict[str, int], found: Found) -> None:
    """Read where each address votes, from the file that names stations by their code."""
    for row in table.rows():
        at = by_code.get(table.text(row, table.layout.join))
        if at is None:
            table.left_out += 1
        else:
            _door(table, row, found, at)
    found.rows += table.count
    found.left_out += table.left_out
    if not found.uprns and not found.postcodes:
        raise Refused(_("No address of the second file votes at a station of the first. Nothing was changed."))


def _tell_apart(places: list[Place]) -> None:
    """Give places of one name their postcode too, and then a figure: an election has each name once."""
    names = Counter(place.name.casefold() for place in places)
    taken: set[str] = set()
    for place in places:
        if names[place.name.casefold()] > 1 and place.postcode:
            place.name = f"{place.name[: LONGEST_NAME - 11]} ({place.postcode})"
        name, figure = place.name, 2
        while place.name.casefold() in taken:
            place.name = f"{name[: LONGEST_NAME - 5]}, {figure}"
            figure += 1
        taken.add(place.name.casefold())


def _count(text: str) -> int:
    figures = text.replace(",", "").strip()
    return int(figures) if figures.isdecimal() and len(figures) < 9 else 0


def _unknown(header: Sequence[str], first: Sequence[str] | None) -> str:
    if first is None:
        return _(
            "This file has one line and nothing below it, so it is no list of polling stations. Nothing was changed. "
            "Download it again."
        )
    named = [cell[:30] for cell in header if cell and not any(letter.isdigit() for letter in cell[:-2])]
    known = ", ".join(layout.name for layout in LAYOUTS if layout.place)
    if len(named) > 1:
        return _(
            "This is no list of polling stations that Rosette can read: its columns begin with %(shown)s. "
            "Nothing was changed. Known: %(known)s."
        ) % {"shown": ", ".join(named[:6]), "known": known}
    return _("This is no list of polling stations that Rosette can read. Nothing was changed. Known: %(known)s.") % {
        "known": known
    }
