"""Road groups: sets of streets that are walked together, inside one ward."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, cast

from django.db import connection, transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import Unit, User
from canvass.enums import WardSplit
from canvass.models import PollingDistrict, RoadGroup, RoadGroupStreet, Street, Ward
from kit.errors import Refused

# The wards of the doors of each (district, street), a district that is decided by address counting door by door.
_WARDS = """
SELECT DISTINCT h.polling_district_id, h.street_id,
       CASE WHEN d.ward_split = 'by_address' THEN h.ward_id ELSE d.ward_id END
FROM canvass_household h JOIN canvass_pollingdistrict d ON d.id = h.polling_district_id
JOIN unnest(%(districts)s::bigint[], %(streets)s::bigint[]) AS wanted(district, street)
  ON wanted.district = h.polling_district_id AND wanted.street = h.street_id
WHERE h.unit_id = %(unit)s
"""


@transaction.atomic
def make(*, unit: Unit, name: str, picks: Collection[tuple[int, int]], by: User | None) -> RoadGroup:
    """Make a group of these (district, street) pairs. Raises Refused as `add` does, and for a name that is taken."""
    name = _free_name(unit, name, None)
    made = RoadGroup.objects.create(unit=unit, name=name)
    if picks:
        _add(made, picks)
    audit.record("road_group.made", by=by, unit=unit, obj=made, streets=len(picks))
    return made


@transaction.atomic
def rename(*, group: RoadGroup, name: str, by: User | None) -> RoadGroup:
    """Call a group something else. Raises Refused for a name that is taken."""
    found = _locked(group)
    found.name = _free_name(found.unit, name, found)
    found.save(update_fields=["name"])
    audit.record("road_group.renamed", by=by, unit=found.unit_id, obj=found)
    return found


@transaction.atomic
def add(*, group: RoadGroup, picks: Collection[tuple[int, int]], by: User | None) -> int:
    """Add (district, street) pairs; those it has are no fault. Returns how many are new.

    Raises Refused when one lies in another ward, across two wards, in none that is known, or in another group.
    """
    found = _locked(group)
    added = _add(found, picks)
    if added:
        audit.record("road_group.streets_added", by=by, unit=found.unit_id, obj=found, streets=added)
    return added


@transaction.atomic
def take_out(*, group: RoadGroup, part: RoadGroupStreet, by: User | None) -> None:
    """Take a street out of a group; `add` puts it back."""
    found = _locked(group)
    found.streets.filter(pk=part.pk).delete()
    if not found.streets.exists():
        found.ward = None
        found.save(update_fields=["ward"])
    audit.record("road_group.street_taken_out", by=by, unit=found.unit_id, obj=found)


@transaction.atomic
def move(*, group: RoadGroup, part: RoadGroupStreet, up: bool, by: User | None) -> None:
    """Walk a street before the one that came before it, or after the next one. At the end it stays."""
    found = _locked(group)
    order = list(found.streets.order_by("position", "pk"))
    at = next((place for place, one in enumerate(order) if one.pk == part.pk), None)
    if at is None:
        return
    to = at - 1 if up else at + 1
    if 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
        for place, one in enumerate(order, 1):
            one.position = place
        RoadGroupStreet.objects.bulk_update(order, ["position"])
        audit.record("road_group.ordered", by=by, unit=found.unit_id, obj=found)


@transaction.atomic
def delete(*, group: RoadGroup, by: User | None) -> dict:
    """Delete a group. Its streets and boards stay. Returns what `make` needs to bring it back.

    Raises Refused for a group that teams were sent to on a polling day: what they did is told by it.
    """
    found = _locked(group)
    parts = list(found.streets.order_by("position", "pk").values_list("district_id", "street_id"))
    audit.record("road_group.deleted", by=by, unit=found.unit_id, obj=found, streets=len(parts))
    try:
        found.delete()
    except ProtectedError as error:
        raise Refused(_("Nothing was deleted: teams knocked on doors of this group on a polling day.")) from error
    return {"name": found.name, "picks": parts}


def _add(group: RoadGroup, picks: Collection[tuple[int, int]]) -> int:
    if not picks:
        raise Refused(_("No street is ticked, so nothing was added. Tick at least one."))
    ours = set(group.streets.values_list("district_id", "street_id"))
    new = [pick for pick in dict.fromkeys(picks) if pick not in ours]
    if not new:
        return 0
    _refuse_taken(group, new)
    group.ward = _one_ward(group, new)
    group.save(update_fields=["ward"])
    last = group.streets.aggregate(last=Max("position"))["last"] or 0
    RoadGroupStreet.objects.bulk_create(
        RoadGroupStreet(unit_id=group.unit_id, road_group=group, district_id=district, street_id=street, position=place)
        for place, (district, street) in enumerate(new, last + 1)
    )
    return len(new)


def _refuse_taken(group: RoadGroup, picks: Sequence[tuple[int, int]]) -> None:
    rows = RoadGroupStreet.objects.filter(unit_id=group.unit_id, street__in=[street for _district, street in picks])
    for row in rows.select_related("road_group", "street"):
        if (row.district_id, row.street_id) in picks:
            raise Refused(
                _("%(street)s is in the road group %(group)s already. Take it out there first.")
                % {"street": row.street.name, "group": row.road_group.name}
            )


def _one_ward(group: RoadGroup, picks: Sequence[tuple[int, int]]) -> Ward:
    """Return the ward in which all the streets and the group lie. Raises Refused when there is no such one."""
    found = _wards(group.unit_id, picks)
    streets = Street.objects.in_bulk([street for _district, street in picks])
    districts = PollingDistrict.objects.in_bulk([district for district, _street in picks])
    of_group = group.ward_id
    for district, street in picks:
        here = found.get((district, street), set())
        about = {"street": streets[street].name if street in streets else "", "district": districts[district].code}
        if not here or here == {None}:
            raise Refused(_no_ward(districts[district], about))
        if len(here) > 1:
            raise Refused(
                _("%(street)s in %(district)s lies across the border of two wards, and a road group lies in one.")
                % about
            )
        [ward] = here
        if of_group is not None and ward != of_group:
            names = Ward.objects.in_bulk([of_group, ward])
            raise Refused(
                _("A road group lies in one ward. %(street)s is in %(ward)s, the others are in %(other)s.")
                % (about | {"ward": names[ward].name, "other": names[of_group].name})
            )
        of_group = ward
    return Ward.objects.get(pk=cast(int, of_group))


def _no_ward(district: PollingDistrict, about: dict[str, str]) -> str:
    if district.ward_split == WardSplit.QUESTION:
        return (
            _("%(district)s, where %(street)s lies, is cut by new wards. Decide first which ward it belongs to.")
            % about
        )
    return _("Nobody has said yet which ward %(district)s is in, where %(street)s lies. Say that first.") % about


def _wards(unit: int, picks: Sequence[tuple[int, int]]) -> dict[tuple[int, int], set[int | None]]:
    found: dict[tuple[int, int], set[int | None]] = {}
    with connection.cursor() as cursor:
        parameters: dict[str, Any] = {
            "unit": unit,
            "districts": [district for district, _street in picks],
            "streets": [street for _district, street in picks],
        }
        cursor.execute(_WARDS, parameters)
        for district, street, ward in cursor.fetchall():
            found.setdefault((district, street), set()).add(ward)
    return found


def _free_name(unit: Unit, name: str, group: RoadGroup | None) -> str:
    name = name.strip()
    taken = RoadGroup.objects.filter(unit=unit, name__iexact=name)
    if group is not None:
        taken = taken.exclude(pk=group.pk)
    if not name:
        raise Refused(_("Give the road group a name."))
    if taken.exists():
        raise Refused(_("There is a road group with this name already. Choose another name."))
    return name


def _locked(group: RoadGroup) -> RoadGroup:
    found: RoadGroup = RoadGroup.objects.select_for_update(of=("self",)).select_related("unit").get(pk=group.pk)
    return found
