"""Boundaries, and groups of streets that are walked together."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from access.models import OwnedByUnit
from access.privacy import NotAboutPeople
from canvass.enums import BoundaryKind
from canvass.models.register import PollingDistrict, Street, Ward


class Boundary(OwnedByUnit):
    """The outline of a place: GeoJSON geometry, a Polygon or MultiPolygon in WGS 84 degrees.

    `starts_on` is the day from which it holds, None where nobody said; `source` names the file and its licence.
    """

    privacy = NotAboutPeople("a boundary")

    kind = models.CharField(_("kind"), max_length=12, choices=BoundaryKind)
    code = models.CharField(_("code"), max_length=16, blank=True)
    name = models.CharField(_("name"), max_length=120)
    starts_on = models.DateField(_("in force from"), null=True, blank=True)
    geometry = models.JSONField()
    source = models.CharField(_("source"), max_length=200, blank=True)
    brought_in_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("boundary")
        verbose_name_plural = _("boundaries")
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "name", "code", "starts_on"],
                nulls_distinct=False,
                name="canvass_boundary_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class DistrictWard(OwnedByUnit):
    """How much of a polling district lies in a ward, where the ward's boundary cuts it.

    `doors` and `electors` count those with coordinates; `share` is that of the district's area, 0 to 1, None where
    the district's outline is not held.
    """

    privacy = NotAboutPeople("how a district is cut")

    district = models.ForeignKey(PollingDistrict, on_delete=models.CASCADE, related_name="in_wards")
    ward = models.ForeignKey(Ward, on_delete=models.CASCADE, related_name="+")
    doors = models.IntegerField(default=0)
    electors = models.IntegerField(default=0)
    share = models.FloatField(null=True)

    class Meta:
        ordering = ["-electors", "-share"]
        constraints = [models.UniqueConstraint(fields=["district", "ward"], name="canvass_district_ward_once")]

    def __str__(self) -> str:
        return f"{self.district_id} {self.ward_id}"


class RoadGroup(OwnedByUnit):
    """A walkable set of streets. It lies inside one ward and may cross polling districts (domain 0)."""

    privacy = NotAboutPeople("a group of streets")

    name = models.CharField(_("name"), max_length=120)
    ward = models.ForeignKey(Ward, on_delete=models.PROTECT, null=True, blank=True, related_name="road_groups")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("road group")
        verbose_name_plural = _("road groups")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="canvass_road_group_once")]

    def __str__(self) -> str:
        return self.name


class RoadGroupStreet(OwnedByUnit):
    """One street of a road group, or the part of it that lies in one district where `district` is given."""

    privacy = NotAboutPeople("a group of streets")

    road_group = models.ForeignKey(RoadGroup, on_delete=models.CASCADE, related_name="streets")
    street = models.ForeignKey(Street, on_delete=models.PROTECT, related_name="+")
    district = models.ForeignKey(PollingDistrict, on_delete=models.PROTECT, null=True, related_name="+")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            # A street, or its part in a district, is walked in one group only.
            models.UniqueConstraint(
                fields=["unit", "street", "district"], nulls_distinct=False, name="canvass_group_street_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.road_group_id} {self.street_id}"
