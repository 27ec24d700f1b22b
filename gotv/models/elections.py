"""Elections with a date, and their polling stations."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from access.models import OwnedByUnit
from access.privacy import NotAboutPeople
from canvass.models import PollingDistrict
from gotv.enums import ElectionType


class Election(OwnedByUnit):
    """A dated poll. Voting age is data, because it differs by poll and nation and changes (domain A2)."""

    privacy = NotAboutPeople("a poll")

    name = models.CharField(_("name"), max_length=120)
    type = models.CharField(_("type"), max_length=12, choices=ElectionType)
    polling_on = models.DateField(_("polling day"))
    voting_age = models.PositiveSmallIntegerField(_("voting age"), default=18)
    is_rehearsal = models.BooleanField(_("rehearsal"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("election")
        verbose_name_plural = _("elections")
        ordering = ["-polling_on", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "polling_on", "name"],
                name="gotv_election_once",
                violation_error_message=_("There is an election with this name on this day already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class PollingStation(OwnedByUnit):
    """A room with ballot boxes, and the polling districts that vote there. One building may hold several."""

    privacy = NotAboutPeople("a place")

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="stations")
    name = models.CharField(_("polling place"), max_length=160)
    address = models.CharField(_("address"), max_length=300, blank=True)
    districts = models.ManyToManyField(PollingDistrict, related_name="+", verbose_name=_("polling districts"))

    class Meta:
        verbose_name = _("polling station")
        verbose_name_plural = _("polling stations")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["election", "name"],
                name="gotv_station_once",
                violation_error_message=_("There is a station with this name already. Number the rooms: Hall, room 2."),
            )
        ]

    def __str__(self) -> str:
        return self.name
