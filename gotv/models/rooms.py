"""Committee rooms: the bases of the day, with their districts, who runs them and what they have."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models import OwnedByUnit, User
from access.permissions import Permission
from access.privacy import NotAboutPeople, Privacy, rows
from canvass.models import PollingDistrict
from gotv.enums import RoomDuty
from gotv.models.elections import Election


class CommitteeRoom(OwnedByUnit):
    """A base for an area: it assigns teams, watches turnout and arranges lifts (domain C1).

    `planned_*` is what somebody counted on before the day, None where nobody said; what is there on the day are its
    counts (Count). `pack_key` opens its paper packs: sealed at rest, "" until the first pack is wanted.
    """

    privacy = NotAboutPeople("a place")

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="rooms")
    name = models.CharField(_("name of the room"), max_length=120)
    address = models.CharField(_("address"), max_length=300, blank=True)
    postcode = models.CharField(_("postcode"), max_length=8, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    planned_canvassers = models.PositiveSmallIntegerField(_("canvassers expected"), null=True, blank=True)
    planned_cars = models.PositiveSmallIntegerField(_("cars expected"), null=True, blank=True)
    planned_lifts = models.PositiveSmallIntegerField(_("lifts expected"), null=True, blank=True)
    pack_key = models.CharField(max_length=255, blank=True, editable=False)

    class Meta:
        verbose_name = _("committee room")
        verbose_name_plural = _("committee rooms")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["election", "name"],
                name="gotv_room_once",
                violation_error_message=_("There is a committee room with this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class RoomDistrict(OwnedByUnit):
    """A polling district that a committee room looks after: one room for each district of an election."""

    privacy = NotAboutPeople("which room looks after a district")

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="+", db_index=False)
    room = models.ForeignKey(CommitteeRoom, on_delete=models.CASCADE, related_name="districts")
    polling_district = models.ForeignKey(PollingDistrict, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["polling_district__code"]
        constraints = [models.UniqueConstraint(fields=["election", "polling_district"], name="gotv_room_district_once")]

    def __str__(self) -> str:
        return f"{self.room_id} {self.polling_district_id}"


class RoomOfficer(OwnedByUnit):
    """Somebody with a duty in a committee room."""

    privacy = Privacy(
        about="people who run a committee room",
        purpose=Purpose.POLLING_DAY,
        basis=Basis.DEMOCRATIC,
        retention="as long as the election",
        readers=frozenset({Permission.SEE_POLLING_DAY}),
        exporter=rows(user="user"),
    )

    room = models.ForeignKey(CommitteeRoom, on_delete=models.CASCADE, related_name="officers")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    duty = models.CharField(_("duty"), max_length=10, choices=RoomDuty)

    class Meta:
        ordering = ["duty", "user__name"]
        constraints = [models.UniqueConstraint(fields=["room", "user", "duty"], name="gotv_room_officer_once")]

    def __str__(self) -> str:
        return f"{self.room_id} {self.user_id}"
