"""Boundaries that are held, files on their way in, and which districts a set of wards would cut."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.db.models import QuerySet

from access.models import Unit
from canvass.enums import BoundaryKind, PlaceFileState
from canvass.models import Boundary, BoundaryFile, PollingDistrict, Ward
from canvass.rules.geography import outlines
from canvass.rules.geography.outlines import Outline
from kit import joins

# A share of a district below this is a sliver: outlines of two sources never run exactly alike. Of the 91 districts
# of Trafford and its wards of 2023, every real cut has more than 3 in a hundred on its smaller side, and no other 2.7.
SLIVER = 0.03
# Doors are fewer than points of an outline, and some stand where their postcode does and not they themselves.
_DOORS_OF_A_SIDE = 3

Key = TypeVar("Key", bound=Hashable)

_POINTS = """
SELECT h.polling_district_id, h.latitude, h.longitude, count(*), coalesce(sum(e.electors), 0)
FROM canvass_household h
LEFT JOIN (
    SELECT household_id, count(*) AS electors FROM canvass_elector
    WHERE unit_id = %(unit)s AND left_on IS NULL AND household_id IS NOT NULL GROUP BY household_id
) e ON e.household_id = h.id
WHERE h.unit_id = %(unit)s AND h.latitude IS NOT NULL AND h.longitude IS NOT NULL
GROUP BY 1, 2, 3
"""


@dataclass
class Side:
    """What of a district lies in one ward. `share` is of its area, None where its outline is not held."""

    doors: int = 0
    electors: int = 0
    share: float | None = None


@dataclass
class Cut(Generic[Key]):
    """Where a district lies among wards: its sides by ward, slivers left out; none where nothing is known."""

    sides: dict[Key, Side] = field(default_factory=dict)

    @property
    def is_cut(self) -> bool:
        return len(self.sides) > 1


def listing() -> QuerySet[Boundary]:
    """Return the boundaries that are held, by kind and name, without their outlines."""
    return Boundary.objects.defer("geometry").order_by("kind", "name", "code", "starts_on")


def files() -> QuerySet[BoundaryFile]:
    """Return the files of boundaries, newest first, without what they hold."""
    return BoundaryFile.objects.defer("features", "before").select_related("uploaded_by", "council")


def last_applied(unit: Unit) -> BoundaryFile | None:
    """Return the file that was approved last and not taken back: the only one that can be."""
    return files().filter(unit=unit, state=PlaceFileState.APPLIED).order_by("-settled_at").first()


def ward_outlines(unit: Unit) -> dict[int, Outline]:
    """Return the outlines of the wards in force, by ward id, those whose outline is held."""
    held = {(one.name, one.starts_on): one for one in Boundary.objects.filter(unit=unit, kind=BoundaryKind.WARD)}
    wards = Ward.objects.filter(unit=unit, ends_on=None)
    return {
        ward.pk: Outline(held[ward.name, ward.starts_on].geometry)
        for ward in wards
        if (ward.name, ward.starts_on) in held
    }


def district_outlines(unit: Unit) -> dict[str, Outline]:
    """Return the outlines of polling districts that are held, by code."""
    rows = Boundary.objects.filter(unit=unit, kind=BoundaryKind.DISTRICT).order_by("brought_in_at")
    return {one.code: Outline(one.geometry) for one in rows}


def cuts(
    unit: Unit,
    wards: Mapping[Key, Outline],
    districts: Iterable[PollingDistrict],
    *,
    held: Mapping[str, Outline] | None = None,
) -> dict[int, Cut[Key]]:
    """Return where each district lies among these wards, by district id: by outlines, or else by its doors.

    `held` are outlines of districts by code; those in the database unless given. Two queries at most.
    """
    of_districts = district_outlines(unit) if held is None else held
    doors = _doors(unit, wards)
    found: dict[int, Cut[Key]] = {}
    for district in districts:
        outline = of_districts.get(district.code)
        counted = doors.get(district.pk, {})
        if outline is not None:
            parts = outlines.shares(outline, wards)
            sides = {key: Side(*_counts(counted, key), share) for key, share in parts.items() if share >= SLIVER}
        else:
            located = sum(side.doors for side in counted.values())
            least = max(_DOORS_OF_A_SIDE, located * SLIVER)
            sides = {key: side for key, side in counted.items() if side.doors >= min(least, located)}
        found[district.pk] = Cut(sides)
    return found


def _counts(counted: Mapping[Key, Side], key: Key) -> tuple[int, int]:
    side = counted.get(key)
    return (side.doors, side.electors) if side else (0, 0)


def _doors(unit: Unit, wards: Mapping[Key, Outline]) -> dict[int, dict[Key, Side]]:
    """Return doors and electors of each district in each ward, of the doors that have coordinates."""
    found: dict[int, dict[Key, Side]] = {}
    with joins.large() as cursor:
        cursor.execute(_POINTS, {"unit": unit.pk})
        for district, latitude, longitude, doors, electors in cursor.fetchall():
            key = outlines.which(wards, latitude, longitude)
            if key is not None:
                side = found.setdefault(district, {}).setdefault(key, Side())
                side.doors += doors
                side.electors += int(electors)
    return found


@dataclass(frozen=True)
class CutRow:
    """A district that a file's wards would cut, or lie in, with its sides: name, share in hundredths, doors, people."""

    district: PollingDistrict
    sides: list[tuple[str, Side]]


@dataclass(frozen=True)
class Preview:
    """What approving a file would do. Names and codes are the file's.

    `whole` counts districts that lie in one ward, `nowhere` those of which nothing says where they lie. `ending` are
    wards that may end, `ticked` those that the new ones seem to replace; `unknown` are codes that no register named.
    """

    places: list[tuple[str, str]]
    cut: list[CutRow] = field(default_factory=list)
    whole: int = 0
    nowhere: int = 0
    known: int = 0
    unknown: list[str] = field(default_factory=list)
    ending: list[Ward] = field(default_factory=list)
    ticked: list[int] = field(default_factory=list)


def preview(file: BoundaryFile) -> Preview:
    """Return what approving a waiting file would do, as far as it has been said what it is."""
    named = [
        (one["properties"].get(file.code_property, ""), one["properties"].get(file.name_property, ""))
        for one in file.features
    ]
    if file.kind == BoundaryKind.CONSTITUENCY:
        return Preview(named)
    shapes = [Outline(one["geometry"]) for one in file.features]
    districts = list(PollingDistrict.objects.filter(unit=file.unit).select_related("ward").order_by("code", "pk"))
    if file.kind == BoundaryKind.WARD:
        wards = {name: shape for (_code, name), shape in zip(named, shapes, strict=True)}
        return _preview_of_wards(file, named, districts, cuts(file.unit, wards, districts))
    codes = {one.code for one in districts}
    outlined = {code: shape for (code, _name), shape in zip(named, shapes, strict=True)}
    mine = [one for one in districts if one.code in outlined]
    names = dict(Ward.objects.filter(unit=file.unit, ends_on=None).values_list("pk", "name"))
    found = {
        pk: Cut({names[ward]: side for ward, side in cut.sides.items()})
        for pk, cut in cuts(file.unit, ward_outlines(file.unit), mine, held=outlined).items()
    }
    return Preview(
        named,
        **_sorted_out(mine, found),
        known=len(mine),
        unknown=[code for code, _name in named if code not in codes],
    )


def _preview_of_wards(
    file: BoundaryFile, named: list[tuple[str, str]], districts: list[PollingDistrict], found: dict[int, Cut[str]]
) -> Preview:
    ending: list[Ward] = []
    ticked: list[int] = []
    if file.starts_on is not None:
        names = {name for _code, name in named}
        touched = {one.ward_id for one in districts if found[one.pk].sides}
        ending = list(
            Ward.objects.filter(unit=file.unit, ends_on=None).exclude(starts_on=file.starts_on).order_by("name")
        )
        ticked = [ward.pk for ward in ending if ward.pk in touched or ward.name in names]
    return Preview(named, **_sorted_out(districts, found), ending=ending, ticked=ticked)


def _sorted_out(districts: list[PollingDistrict], found: Mapping[int, Cut[str]]) -> dict:
    cut = [one for one in districts if found[one.pk].is_cut]
    return {
        "cut": [
            CutRow(one, sorted(found[one.pk].sides.items(), key=lambda side: -(side[1].share or side[1].doors)))
            for one in cut
        ],
        "whole": sum(len(found[one.pk].sides) == 1 for one in districts),
        "nowhere": sum(not found[one.pk].sides for one in districts),
    }
