"""Ballot boxes, and the files that say where people vote."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models import OwnedByUnit, User
from access.permissions import Permission
from access.privacy import NotAboutPeople, Privacy, rows
from canvass.enums import PlaceFileState
from canvass.models import PollingDistrict
from gotv.models.elections import Election, PollingStation


class BallotBox(OwnedByUnit):
    """One table with its box in a polling place. `number` is as the council prints it: "3", "B6/1"."""

    privacy = NotAboutPeople("a ballot box")

    station = models.ForeignKey(PollingStation, on_delete=models.CASCADE, related_name="boxes")
    number = models.CharField(_("number"), max_length=20)

    class Meta:
        verbose_name = _("ballot box")
        verbose_name_plural = _("ballot boxes")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["station", "number"], name="gotv_box_once")]

    def __str__(self) -> str:
        return self.number


class BoxDistrict(OwnedByUnit):
    """A polling district whose electors use a box: those from `lowest` to `highest` number, None for all of them.

    `electors` and `postal_electors` are what the file counts, None where it says nothing.
    """

    privacy = NotAboutPeople("which numbers use a ballot box")

    box = models.ForeignKey(BallotBox, on_delete=models.CASCADE, related_name="districts")
    district = models.ForeignKey(PollingDistrict, on_delete=models.PROTECT, related_name="+")
    lowest = models.IntegerField(null=True)
    highest = models.IntegerField(null=True)
    electors = models.IntegerField(null=True)
    postal_electors = models.IntegerField(null=True)

    class Meta:
        ordering = ["district__code", "lowest"]
        constraints = [models.UniqueConstraint(fields=["box", "district"], name="gotv_box_district_once")]

    def __str__(self) -> str:
        return f"{self.box_id} {self.district_id}"


class StationFile(OwnedByUnit):
    """A file of polling stations for one election, on its way in. Until it is approved nothing has changed.

    `found` is what was read (gotv.rules.station_files.Found as a dict), without any voter's address; the file itself
    is not kept. `report` counts what approving did, `before` is what undoing puts back.
    """

    privacy = Privacy(
        about="people who brought in a file of polling stations",
        purpose=Purpose.POLLING_DAY,
        basis=Basis.DEMOCRATIC,
        retention="as long as the election",
        readers=frozenset({Permission.SET_UP_POLLING_DAY}),
        exporter=rows(user=("uploaded_by", "settled_by")),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="station_files")
    file_name = models.CharField(_("file"), max_length=200)
    found = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=PlaceFileState, default=PlaceFileState.WAITING)
    report = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("file of polling stations")
        verbose_name_plural = _("files of polling stations")
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name


class CampaignFigures(OwnedByUnit):
    """What Contact Creator counts in one polling district of one ward: sums alone, nobody's answer.

    `ward_name` and `code` are as the export writes them; `district` is None where no district of ours is meant, or
    two could be.
    """

    privacy = NotAboutPeople("counts of a district")

    ward_name = models.CharField(max_length=100)
    code = models.CharField(max_length=16)
    district = models.ForeignKey(PollingDistrict, on_delete=models.SET_NULL, null=True, related_name="+")
    electors = models.IntegerField()
    promises = models.IntegerField()
    postal_electors = models.IntegerField()
    postal_promises = models.IntegerField()
    brought_in_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["ward_name", "code"]
        constraints = [models.UniqueConstraint(fields=["unit", "ward_name", "code"], name="gotv_campaign_figures_once")]

    def __str__(self) -> str:
        return f"{self.ward_name} {self.code}"
