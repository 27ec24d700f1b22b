"""Wards, polling districts and streets; boundaries and the files they come from; groups of streets walked together."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models import OwnedByUnit, User
from access.permissions import Permission
from access.privacy import NotAboutPeople, Privacy, rows
from canvass.enums import BoundaryKind, PlaceFileState, WardSplit
from canvass.models.councils import Council


class Ward(OwnedByUnit):
    """A council ward: made of whole polling districts, elects councillors.

    Wards are redrawn: those of one name before and after are two rows. `starts_on` is None for wards that were always
    there as far as anybody knows, `ends_on` None for those in force; `ends_on` is the first day without it.
    """

    privacy = NotAboutPeople("a place")

    name = models.CharField(_("name"), max_length=100)
    code = models.CharField(_("ONS code"), max_length=12, blank=True, db_default="")
    starts_on = models.DateField(_("in force from"), null=True, blank=True)
    ends_on = models.DateField(_("in force until"), null=True, blank=True)

    class Meta:
        verbose_name = _("ward")
        verbose_name_plural = _("wards")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name", "starts_on"], nulls_distinct=False, name="canvass_ward_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class PollingDistrict(OwnedByUnit):
    """The smallest electoral area; its code is the letters before every elector number in it.

    `council` is None for one that no register has named yet, only a file of boundaries or stations; two councils of
    one CLP may use the same code. `ward` is None as long as it is not known, also while `ward_split` is a question.
    """

    privacy = NotAboutPeople("a place")

    council = models.ForeignKey(Council, on_delete=models.PROTECT, null=True, blank=True, related_name="districts")
    code = models.CharField(_("code"), max_length=16)
    name = models.CharField(_("name"), max_length=100, blank=True)
    ward = models.ForeignKey(Ward, on_delete=models.PROTECT, null=True, blank=True, related_name="districts")
    ward_split = models.CharField(max_length=12, choices=WardSplit, blank=True, default="", db_default="")

    class Meta:
        verbose_name = _("polling district")
        verbose_name_plural = _("polling districts")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "code", "council"], nulls_distinct=False, name="canvass_district_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()


class Street(OwnedByUnit):
    """A street as the register writes it. `locality` tells two Church Roads apart; `key` is both, normalised."""

    privacy = NotAboutPeople("a place")

    name = models.CharField(_("name"), max_length=120)
    locality = models.CharField(_("place"), max_length=160, blank=True)
    key = models.CharField(max_length=280, editable=False)

    class Meta:
        verbose_name = _("street")
        verbose_name_plural = _("streets")
        ordering = ["name", "locality"]
        constraints = [models.UniqueConstraint(fields=["unit", "key"], name="canvass_street_once")]

    def __str__(self) -> str:
        return self.name


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


class BoundaryFile(OwnedByUnit):
    """A GeoJSON file with boundaries, on its way in. Until it is approved nothing that anybody works with has changed.

    `features` is what was read, [{"properties": {name: text}, "geometry": ...}], emptied once it is settled; the file
    itself is not kept. What a person said about it: `kind`, which properties hold code and name, from when it holds,
    whose districts it names. `report` counts what approving did, `before` is what undoing puts back.
    """

    privacy = Privacy(
        about="people who brought in a file of boundaries",
        purpose=Purpose.REGISTER,
        basis=Basis.DEMOCRATIC,
        retention="as long as the boundaries",
        readers=frozenset({Permission.IMPORT_REGISTER}),
        exporter=rows(user=("uploaded_by", "settled_by")),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField(_("file"), max_length=200)
    features = models.JSONField(default=list)
    kind = models.CharField(_("what it encloses"), max_length=12, choices=BoundaryKind, blank=True)
    code_property = models.CharField(max_length=100, blank=True)
    name_property = models.CharField(max_length=100, blank=True)
    starts_on = models.DateField(_("in force from"), null=True)
    council = models.ForeignKey(Council, on_delete=models.PROTECT, null=True, related_name="+")
    source = models.CharField(_("source"), max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=PlaceFileState, default=PlaceFileState.WAITING)
    report = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("file of boundaries")
        verbose_name_plural = _("files of boundaries")
        ordering = ["-uploaded_at"]
        indexes = [models.Index(fields=["unit", "-uploaded_at"], name="canvass_boundary_file_unit")]

    def __str__(self) -> str:
        return self.file_name


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
