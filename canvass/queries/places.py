"""Districts and wards with their counts, and what is not known about them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q, QuerySet

from access.models import Unit
from canvass.enums import LocatedBy, WardSplit
from canvass.models import Household, PollingDistrict, Ward
from canvass.queries import areas
from canvass.queries.areas import Keys

_COUNTS = """
SELECT d.id, coalesce(e.electors, 0), coalesce(h.doors, 0), coalesce(h.located, 0)
FROM canvass_pollingdistrict d
LEFT JOIN (
    SELECT polling_district_id, count(*) AS electors FROM canvass_elector
    WHERE unit_id = %(unit)s AND left_on IS NULL GROUP BY 1
) e ON e.polling_district_id = d.id
LEFT JOIN (
    SELECT polling_district_id, count(*) AS doors, count(latitude) AS located FROM canvass_household
    WHERE unit_id = %(unit)s GROUP BY 1
) h ON h.polling_district_id = d.id
WHERE d.unit_id = %(unit)s
"""


@dataclass(frozen=True)
class DistrictRow:
    """A polling district with its electors on the register, its doors, and those of them that have coordinates."""

    district: PollingDistrict
    electors: int
    doors: int
    located: int

    @property
    def share(self) -> int:
        """Doors with coordinates, in hundredths; never rounded up to all of them."""
        return self.located * 100 // self.doors if self.doors else 0


def districts(unit: Unit, area: Keys) -> list[DistrictRow]:
    """Return the districts of the area, by ward and code. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"unit": unit.pk})
        counts = {pk: (electors, doors, located) for pk, electors, doors, located in cursor.fetchall()}
    rows = areas.districts(area, PollingDistrict.objects.filter(unit=unit)).select_related("ward", "council")
    return [DistrictRow(one, *counts.get(one.pk, (0, 0, 0))) for one in rows.order_by("code", "pk")]


def wards(unit: Unit, area: Keys) -> QuerySet[Ward]:
    """Return the wards of the area, those in force first, each with `district_count`."""
    found = Ward.objects.filter(unit=unit).annotate(district_count=Count("districts"))
    inside = areas.wards(area)
    if inside is not None:
        found = found.filter(pk__in=inside)
    return found.order_by("-ends_on", "name", "starts_on")


def questions() -> QuerySet[PollingDistrict]:
    """Return the districts in scope that new wards cut and nobody decided about, with their sides."""
    return _with_sides(PollingDistrict.objects.filter(ward_split=WardSplit.QUESTION))


def decided() -> QuerySet[PollingDistrict]:
    """Return the districts in scope that are cut and decided about, with their sides."""
    return _with_sides(PollingDistrict.objects.filter(ward_split__in=[WardSplit.DECIDED, WardSplit.BY_ADDRESS]))


def without_ward() -> QuerySet[PollingDistrict]:
    """Return the districts in scope of which no ward is known and nothing asks."""
    return PollingDistrict.objects.filter(ward=None, ward_split=WardSplit.WHOLE).order_by("code", "pk")


def located_by(unit: Unit) -> list[tuple[str, int]]:
    """Return how many doors have coordinates from each source, the best source first, and how many have none."""
    counts = dict(
        Household.objects.filter(unit=unit)
        .values("located_by")
        .annotate(doors=Count("pk"))
        .values_list("located_by", "doors")
    )
    found = [(str(source.label), counts.get(source.value, 0)) for source in LocatedBy]
    return [*found, ("", counts.get("", 0))]


def placed_in(district: PollingDistrict) -> dict[int | None, int]:
    """Return how many doors of a district are in each ward of their own; None: in none."""
    rows = district.households.values("ward").annotate(doors=Count("pk")).order_by()
    return dict(rows.values_list("ward", "doors"))


def unlocated(district: PollingDistrict) -> int:
    """Return how many doors of a district have no coordinates."""
    return district.households.filter(Q(latitude=None) | Q(longitude=None)).count()


def _with_sides(rows: QuerySet[PollingDistrict]) -> QuerySet[PollingDistrict]:
    return rows.select_related("ward").prefetch_related("in_wards__ward").order_by("code", "pk")
