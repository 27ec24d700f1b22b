"""Files that say where doors are, and where the doors that they moved were before."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models import OwnedByUnit, User
from access.permissions import Permission
from access.privacy import NotAboutPeople, Privacy, rows
from canvass.enums import CoordinatesState


class CoordinatesFile(OwnedByUnit):
    """A file of postcodes or UPRNs with their places. A worker reads it; the file itself goes when that is done.

    `report` is {source (LocatedBy), rows, known, doors, last_door} once it is in use, and counts the attempts before.
    `last_door` is the greatest id that a door had then: those after it came later.
    """

    privacy = Privacy(
        about="people who brought in a file of coordinates",
        purpose=Purpose.REGISTER,
        basis=Basis.DEMOCRATIC,
        retention="as long as the doors; the file itself a week at most",
        readers=frozenset({Permission.IMPORT_REGISTER}),
        exporter=rows(user=("uploaded_by", "undone_by")),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField(_("file"), max_length=200)
    stored_as = models.CharField(max_length=200, blank=True)  # below settings.PRIVATE_FILES; empty once removed
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=CoordinatesState, default=CoordinatesState.WORKING)
    problem = models.TextField(blank=True)  # why it was refused or stopped, in words for people
    report = models.JSONField(default=dict)
    done = models.IntegerField(default=0)  # progress: rows read in `stage`; nobody knows of how many
    total = models.IntegerField(default=0)
    stage = models.CharField(max_length=30, blank=True)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    touched_at = models.DateTimeField(auto_now=True)  # a running job moves this on; a silent one is taken over

    class Meta:
        verbose_name = _("file of coordinates")
        verbose_name_plural = _("files of coordinates")
        ordering = ["-uploaded_at"]
        indexes = [models.Index(fields=["unit", "-uploaded_at"], name="canvass_coordinates_unit")]

    def __str__(self) -> str:
        return self.file_name


class PlacedDoor(OwnedByUnit):
    """Where a door was before a file placed it, and where the file put it. Kept a month, for taking the file back.

    `door` is a household's id and no key, so that a door may go without asking.
    """

    privacy = NotAboutPeople("where doors were on the map")

    file = models.ForeignKey(CoordinatesFile, on_delete=models.CASCADE, related_name="placed")
    door = models.BigIntegerField()
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    located_by = models.CharField(max_length=10, blank=True)
    to_latitude = models.FloatField()
    to_longitude = models.FloatField()

    class Meta:
        verbose_name = _("placed door")
        verbose_name_plural = _("placed doors")

    def __str__(self) -> str:
        return str(self.door)
