"""Which ward each district is in: what outlines say, and what a person says where new wards cut one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import Unit, User
from canvass.enums import WardSplit
from canvass.models import DistrictWard, Household, PollingDistrict, Ward
from canvass.queries import boundaries
from canvass.queries.boundaries import Cut
from canvass.rules.geography import outlines
from kit.errors import Refused

_DECIDED = {WardSplit.DECIDED, WardSplit.BY_ADDRESS}
_PUT = """
UPDATE canvass_household h SET ward_id = place.ward
FROM unnest(%s::bigint[], %s::float8[], %s::float8[], %s::bigint[]) AS place(district, latitude, longitude, ward)
WHERE h.unit_id = %s AND h.polling_district_id = place.district
  AND h.latitude = place.latitude AND h.longitude = place.longitude AND h.ward_id IS DISTINCT FROM place.ward
"""


@transaction.atomic
def decide(*, district: PollingDistrict, ward: Ward | None, by: User | None) -> PollingDistrict:
    """Put a district that new wards cut wholly into one of them, or with None each address into its own.

    Raises Refused when the district isn't cut, or has been decided by somebody else meanwhile.
    """
    found = _locked(district)
    if found.ward_split != WardSplit.QUESTION:
        raise Refused(_("%(district)s has been decided already. Look at it again.") % {"district": found.code})
    if ward is not None:
        if ward.ends_on is not None or not found.in_wards.filter(ward=ward).exists():
            raise Refused(_("%(district)s does not lie in that ward.") % {"district": found.code})
        found.ward, found.ward_split = ward, WardSplit.DECIDED
    else:
        if not found.households.filter(latitude__isnull=False).exists():
            raise Refused(
                _("No door of %(district)s has coordinates yet, so no address can be put into a ward. Load them first.")
                % {"district": found.code}
            )
        found.ward_split = WardSplit.BY_ADDRESS
    found.save(update_fields=["ward", "ward_split"])
    if ward is None:
        place_doors(unit=found.unit)
    audit.record("district.ward_decided", by=by, unit=found.unit_id, obj=found, ward=ward.pk if ward else None)
    return found


@transaction.atomic
def ask_again(*, district: PollingDistrict, by: User | None) -> PollingDistrict:
    """Make a decision about a cut district a question again. Raises Refused when nobody decided anything."""
    found = _locked(district)
    if found.ward_split not in _DECIDED:
        raise Refused(_("Nobody has decided about %(district)s.") % {"district": found.code})
    found.ward, found.ward_split = None, WardSplit.QUESTION
    found.save(update_fields=["ward", "ward_split"])
    found.households.exclude(ward=None).update(ward=None)
    audit.record("district.ward_asked_again", by=by, unit=found.unit_id, obj=found)
    return found


@transaction.atomic
def put(*, district: PollingDistrict, ward: Ward, by: User | None) -> PollingDistrict:
    """Say which ward a district is in that nothing else says. Raises Refused for one that new wards cut."""
    found = _locked(district)
    if found.ward_split:
        raise Refused(_("%(district)s is cut by new wards. Decide about that first.") % {"district": found.code})
    found.ward = ward
    found.save(update_fields=["ward"])
    audit.record("district.ward_put", by=by, unit=found.unit_id, obj=found, ward=ward.pk)
    return found


def settle(*, unit: Unit, ended: Iterable[int] = ()) -> dict[str, int]:
    """Put every district into its ward as the outlines in force say, and ask about those that they cut.

    A decision stays as long as the district lies in the same wards. `ended` are wards that are in force no longer:
    what was in them and lies nowhere else is in no known ward. Returns how many were put, asked about and left.
    In the caller's transaction.
    """
    districts = list(PollingDistrict.objects.filter(unit=unit).select_for_update(of=("self",)).order_by("pk"))
    found = boundaries.cuts(unit, boundaries.ward_outlines(unit), districts)
    gone = set(ended)
    sides: dict[int, set[int]] = {}
    for row in DistrictWard.objects.filter(unit=unit):
        sides.setdefault(row.district_id, set()).add(row.ward_id)
    counts = {"put": 0, "asked": 0, "unknown": 0}
    for district in districts:
        cut = found[district.pk]
        was = (district.ward_id, district.ward_split)
        stays = district.ward_split in _DECIDED and set(cut.sides) == sides.get(district.pk, set())
        if cut.is_cut and not stays:
            district.ward_id, district.ward_split = None, WardSplit.QUESTION
        elif len(cut.sides) == 1:
            district.ward_id, district.ward_split = next(iter(cut.sides)), WardSplit.WHOLE
        elif not cut.sides and district.ward_id in gone:
            district.ward_id, district.ward_split = None, WardSplit.WHOLE
            counts["unknown"] += 1
        counts["asked"] += district.ward_split == WardSplit.QUESTION
        counts["put"] += was != (district.ward_id, district.ward_split) and district.ward_id is not None
    PollingDistrict.objects.bulk_update(districts, ["ward", "ward_split"], batch_size=500)
    _keep_sides(unit, {pk: cut for pk, cut in found.items() if cut.sides})
    place_doors(unit=unit)
    return counts


def place_doors(*, unit: Unit) -> int:
    """Put each door with coordinates of a district that is decided by address into its ward; returns how many moved.

    Doors of other districts are in no ward of their own. In the caller's transaction.
    """
    by_address = PollingDistrict.objects.filter(unit=unit, ward_split=WardSplit.BY_ADDRESS)
    Household.objects.filter(unit=unit, ward__isnull=False).exclude(polling_district__in=by_address).update(ward=None)
    wanted = list(by_address.values_list("pk", flat=True))
    if not wanted:
        return 0
    wards = boundaries.ward_outlines(unit)
    doors = Household.objects.filter(unit=unit, polling_district__in=wanted, latitude__isnull=False)
    places = doors.values_list("polling_district_id", "latitude", "longitude").distinct()
    points = [(district, lat, lon) for district, lat, lon in places if lat is not None and lon is not None]
    parameters: list[Any] = [
        [district for district, _lat, _lon in points],
        [lat for _district, lat, _lon in points],
        [lon for _district, _lat, lon in points],
        [outlines.which(wards, lat, lon) for _district, lat, lon in points],
        unit.pk,
    ]
    with connection.cursor() as cursor:
        cursor.execute(_PUT, parameters)
        return cursor.rowcount


def _keep_sides(unit: Unit, found: Mapping[int, Cut[int]]) -> None:
    """Keep how each district that is cut lies in the wards, and forget it for those that are not."""
    DistrictWard.objects.filter(unit=unit, district__in=list(found)).delete()
    DistrictWard.objects.bulk_create(
        DistrictWard(
            unit=unit,
            district_id=district,
            ward_id=ward,
            doors=side.doors,
            electors=side.electors,
            share=side.share,
        )
        for district, cut in found.items()
        if cut.is_cut
        for ward, side in cut.sides.items()
    )


def _locked(district: PollingDistrict) -> PollingDistrict:
    found: PollingDistrict = (
        PollingDistrict.objects.select_for_update(of=("self",)).select_related("unit").get(pk=district.pk)
    )
    return found
