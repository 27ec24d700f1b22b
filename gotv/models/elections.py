"""Elections with a date, and their polling stations."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from access.models import OwnedByUnit
from access.privacy import NotAboutPeople
from canvass.enums import Nation
from canvass.models import PollingDistrict, Ward
from gotv.enums import Admission, ElectionType


class Election(OwnedByUnit):
    """A dated poll. Voting age is data, because it differs by poll and nation and changes (domain A2).

    Which letters of the register may vote in it are its `franchise` rows.
    """

    privacy = NotAboutPeople("a poll")

    name = models.CharField(_("name"), max_length=120)
    type = models.CharField(_("type"), max_length=12, choices=ElectionType)
    polling_on = models.DateField(_("polling day"))
    nation = models.CharField(
        _("nation"), max_length=16, choices=Nation, default=Nation.ENGLAND, db_default=Nation.ENGLAND
    )
    voting_age = models.PositiveSmallIntegerField(_("voting age"), default=18)
    is_rehearsal = models.BooleanField(_("rehearsal"), default=False)
    # As uk-election-ids writes it ("local.wexcombe.2027-05-06"), "" where nobody said.
    uk_id = models.CharField(_("election ID"), max_length=120, blank=True, db_default="")
    # The first day on which postal votes are sent out: from then on their holders are asked one thing alone (C8).
    postal_dispatch_on = models.DateField(_("postal votes are sent out"), null=True, blank=True)
    # None of them: the whole of the unit votes.
    wards = models.ManyToManyField(Ward, blank=True, related_name="+", verbose_name=_("wards that vote"))
    # Without a register: what Contact Creator counts and what is counted on the day, and nobody's name.
    counts_only = models.BooleanField(_("counts only, no register"), default=False, db_default=False)
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


class FranchiseRule(OwnedByUnit):
    """Whether electors with this letter beside their name may vote in this election.

    Filled from the table of gotv/rules/franchise.py when the election is made, and changed by people after that. A
    letter without a row counts as one to look up.
    """

    privacy = NotAboutPeople("who may vote in a poll, by letter")

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="franchise", db_index=False)
    letter = models.CharField(_("letter"), max_length=1)
    admission = models.CharField(_("may they vote?"), max_length=5, choices=Admission)

    class Meta:
        verbose_name = _("letter of the register")
        verbose_name_plural = _("letters of the register")
        ordering = ["letter"]
        constraints = [
            models.UniqueConstraint(fields=["election", "letter"], name="gotv_franchise_once"),
            models.CheckConstraint(condition=models.Q(letter__regex="^[A-Z]$"), name="gotv_franchise_is_a_letter"),
        ]

    def __str__(self) -> str:
        return f"{self.letter}: {self.admission}"


class PollingStation(OwnedByUnit):
    """A room with ballot boxes, and the polling districts that vote there. One building may hold several."""

    privacy = NotAboutPeople("a place")

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="stations")
    name = models.CharField(_("polling place"), max_length=160)
    address = models.CharField(_("address"), max_length=300, blank=True)
    postcode = models.CharField(_("postcode"), max_length=8, blank=True, db_default="")
    latitude = models.FloatField(null=True, blank=True)  # WGS 84 degrees, None where no file said
    longitude = models.FloatField(null=True, blank=True)
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
