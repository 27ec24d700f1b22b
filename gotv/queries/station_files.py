"""What a file of stations means for our districts, which of them it leaves in doubt, and the files so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import QuerySet

from access.models import Unit
from canvass.enums import PlaceFileState
from canvass.models import Elector, Household, PollingDistrict
from gotv.models import Election, StationFile
from gotv.rules.station_files import Found


@dataclass(frozen=True)
class Choice:
    """A district that a file leaves in doubt: the places it votes at by the file, with how many of its addresses."""

    field: str
    name: str
    places: list[tuple[int, str, int]]


def listing(election: Election) -> QuerySet[StationFile]:
    """Return the files of an election, newest first."""
    return election.station_files.select_related("uploaded_by").order_by("-uploaded_at")


def last_applied(election: Election) -> StationFile | None:
    """Return the file that was approved last and not taken back: the only one that can be."""
    found: StationFile | None = (
        election.station_files.filter(state=PlaceFileState.APPLIED).order_by("-settled_at").first()
    )
    return found


def waiting(election: Election) -> StationFile | None:
    """Return the newest file that nobody has approved or thrown away yet."""
    found: StationFile | None = (
        election.station_files.filter(state=PlaceFileState.WAITING).order_by("-uploaded_at").first()
    )
    return found


def has_register(unit: Unit) -> bool:
    """Say whether there is a register, so that a district it doesn't name is a stranger and not to be made."""
    return Elector.objects.filter(unit=unit, left_on=None).exists()


def matched(unit: Unit, found: Found) -> dict[str, Any]:
    """Return what a file means here, as StationFile.found keeps it: no address of anybody is in it.

    `districts` lists, by code: `pk` (None: not ours), `code`, `ward`, `name`, and `places`, pairs of place and how
    many of its addresses vote there. `unmatched` counts addresses whose district is not known.
    """
    ours = list(PollingDistrict.objects.filter(unit=unit).select_related("ward").order_by("code", "pk"))
    if found.districts:
        rows, unmatched = _by_code(ours, found.districts), 0
    else:
        rows, unmatched = _by_door(unit, ours, found)
    return {
        "layout": found.layout,
        "rows": found.rows,
        "left_out": found.left_out,
        "quirks": found.quirks,
        "places": [
            asdict(place)
            | {
                "boxes": [
                    {"number": number, "uses": [asdict(use) for use in uses]} for number, uses in place.boxes.items()
                ]
            }
            for place in found.places
        ],
        "districts": rows,
        "unmatched": unmatched,
        "by": "column" if found.districts else "addresses",
        "has_register": has_register(unit),
    }


def settled(file: StationFile) -> dict[int, int]:
    """Return the place of each district, by position in `found`, that the file leaves no doubt about."""
    return {
        at: row["places"][0][0]
        for at, row in enumerate(file.found["districts"])
        if len(row["places"]) == 1 and _is_ours(file, row)
    }


def choices(file: StationFile) -> list[Choice]:
    """Return the districts that a person must say the place of, since the file has several."""
    names = [place["name"] for place in file.found["places"]]
    return [
        Choice(f"district_{at}", row["name"] or row["code"], [(pk, names[pk], count) for pk, count in row["places"]])
        for at, row in enumerate(file.found["districts"])
        if len(row["places"]) > 1 and _is_ours(file, row)
    ]


def strangers(file: StationFile) -> list[str]:
    """Return the codes that the file names and no register of ours: of another CLP, or misspelt."""
    return [row["code"] for row in file.found["districts"] if not _is_ours(file, row)]


def nowhere(file: StationFile) -> list[str]:
    """Return the codes of our districts that the file says nothing about."""
    named = {row["pk"] for row in file.found["districts"] if row["pk"]}
    here = PollingDistrict.objects.filter(unit=file.unit).exclude(pk__in=named).order_by("code")
    return list(here.values_list("code", flat=True))


def place_rows(file: StationFile) -> list[dict[str, Any]]:
    """Return the places with the codes of the districts that surely vote there, and their boxes."""
    codes: dict[int, list[str]] = {}
    for at, place in settled(file).items():
        codes.setdefault(place, []).append(file.found["districts"][at]["code"])
    return [
        {
            "name": place["name"],
            "address": ", ".join(part for part in (place["address"], place["postcode"]) if part),
            "codes": ", ".join(codes.get(at, [])),
            "boxes": ", ".join(box["number"] for box in place["boxes"]),
            "is_located": place["latitude"] is not None,
        }
        for at, place in enumerate(file.found["places"])
    ]


def _is_ours(file: StationFile, row: Mapping[str, Any]) -> bool:
    """Say whether a row's district is ours, or will be made: only where there is no register to name them."""
    return row["pk"] is not None or (not file.found["has_register"] and not row.get("twice"))


def find(ours: Iterable[PollingDistrict], code: str, ward: str) -> PollingDistrict | None:
    """Return the one district of this code, told by its ward where several have it; None for none or for doubt."""
    same = [one for one in ours if one.code.casefold() == code.casefold()]
    if len(same) > 1 and ward:
        same = [one for one in same if one.ward is not None and one.ward.name.casefold() == ward.casefold()]
    return same[0] if len(same) == 1 else None


def _by_code(ours: list[PollingDistrict], districts: Mapping[tuple[str, str], Counter[int]]) -> list[dict[str, Any]]:
    # One code in two wards can't be told apart among districts that are only made now.
    times = Counter(code.casefold() for _ward, code in districts)
    rows = []
    for (ward, code), counted in sorted(districts.items()):
        match = find(ours, code, ward)
        rows.append(
            {
                "pk": match.pk if match else None,
                "code": code,
                "ward": ward,
                "name": str(match) if match else "",
                "twice": match is None and times[code.casefold()] > 1,
                "places": counted.most_common(),
            }
        )
    return rows


def _by_door(unit: Unit, ours: list[PollingDistrict], found: Found) -> tuple[list[dict[str, Any]], int]:
    """Match addresses to doors, by UPRN or else by postcodes that lie in one district."""
    counted: dict[int, Counter[int]] = {}
    uprns = dict(
        Household.objects.filter(unit=unit, uprn__in=[int(one) for one in found.uprns]).values_list(
            "uprn", "polling_district_id"
        )
    )
    for uprn, place in found.uprns.items():
        if int(uprn) in uprns:
            counted.setdefault(uprns[int(uprn)], Counter())[place] += 1
    districts: dict[str, set[int]] = {}
    doors = Household.objects.filter(unit=unit, postcode__in=list(found.postcodes))
    for postcode, district in doors.values_list("postcode", "polling_district_id").distinct():
        districts.setdefault(postcode, set()).add(district)
    unmatched = 0
    for postcode, places in found.postcodes.items():
        within = districts.get(postcode, set())
        if len(within) == 1:
            [district] = within
            counted.setdefault(district, Counter()).update(places)
        else:
            unmatched += places.total()
    names = {one.pk: one for one in ours}
    rows = [
        {
            "pk": pk,
            "code": names[pk].code,
            "ward": "",
            "name": str(names[pk]),
            "twice": False,
            "places": places.most_common(),
        }
        for pk, places in sorted(counted.items(), key=lambda one: names[one[0]].code)
    ]
    return rows, unmatched
