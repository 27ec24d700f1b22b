"""The register that is held: which edition, and how many electors and households in which district."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from access.models import Unit
from canvass.models import RegisterEdition
from canvass.queries import areas


@dataclass(frozen=True)
class District:
    """One polling district. `households` have at least one elector who is listed now."""

    code: str
    name: str
    ward: str
    electors: int
    households: int
    pk: int


@dataclass(frozen=True)
class Register:
    """The register of a unit. `edition` is None while nothing was ever brought in; then `districts` may be empty."""

    edition: RegisterEdition | None
    districts: tuple[District, ...]

    @property
    def electors(self) -> int:
        return sum(district.electors for district in self.districts)

    @property
    def households(self) -> int:
        return sum(district.households for district in self.districts)

    @property
    def has_wards(self) -> bool:
        return any(district.ward for district in self.districts)


_DISTRICTS = """
SELECT d.code, d.name, COALESCE(w.name, ''), e.electors, e.households, d.id
FROM (
    SELECT polling_district_id, count(*) AS electors, count(DISTINCT household_id) AS households
    FROM canvass_elector WHERE unit_id = %(unit)s AND left_on IS NULL GROUP BY 1
) e
JOIN canvass_pollingdistrict d ON d.id = e.polling_district_id
LEFT JOIN canvass_ward w ON w.id = d.ward_id
WHERE %(wards)s::bigint[] IS NULL OR d.ward_id = ANY (%(wards)s::bigint[])
ORDER BY d.code
"""


def held(unit: Unit, area: areas.Keys = None) -> Register:
    """Return the register as it is now, or an area of it: two queries, whatever its size."""
    with connection.cursor() as cursor:
        cursor.execute(_DISTRICTS, {"unit": unit.pk, "wards": areas.wards(area)})
        districts = tuple(District(*row) for row in cursor.fetchall())
    return Register(current_edition(unit), districts)


def current_edition(unit: Unit) -> RegisterEdition | None:
    """Return the edition in use, or None while there is none."""
    return RegisterEdition.objects.filter(unit=unit, is_current=True).select_related("council").first()
