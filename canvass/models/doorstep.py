"""What doors bring besides answers: flags for safety, doors and people that no register names, ways to get in touch."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models import OwnedByUnit, User
from access.permissions import Permission
from access.privacy import Privacy, rows
from canvass.enums import Channel, FoundState, Hostility
from canvass.models.places import Street
from canvass.models.register import Elector, Household


class DoorFlag(OwnedByUnit):
    """A door at which somebody was in danger. `note` is for leaders alone; on `review_on` somebody must look again."""

    privacy = Privacy(
        about="people behind a door at which a canvasser was threatened",
        purpose=Purpose.CANVASSING,
        basis=Basis.DEMOCRATIC,
        retention="two years after it was lifted, or after the day on which nobody looked again",
        readers=frozenset({Permission.MAKE_BOARDS}),
        exporter=rows(elector="household__electors", user=("flagged_by", "lifted_by")),
    )

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="flags", db_constraint=False)
    event_id = models.UUIDField(null=True, unique=True)  # the phone's; None: flagged at a desk
    reason = models.CharField(max_length=8, choices=Hostility)
    note = models.CharField(max_length=280, blank=True)
    flagged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    flagged_at = models.DateTimeField()
    review_on = models.DateField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_why = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("flagged door")
        verbose_name_plural = _("flagged doors")
        ordering = ["review_on"]
        indexes = [
            models.Index(fields=["unit", "review_on"], condition=Q(lifted_at__isnull=True), name="canvass_flag_review")
        ]

    def __str__(self) -> str:
        return self.reason


class Found(OwnedByUnit):
    """A door, or a resident behind a known door, that a canvasser found and that no register names.

    Waits for a person at the desk. `street` and `door` say where (`household` for a known one), `name` who. `elector`:
    who it was, where somebody found them on the register.
    """

    privacy = Privacy(
        about="people at a door whom no register names",
        purpose=Purpose.CANVASSING,
        basis=Basis.DEMOCRATIC,
        retention="two years",
        readers=frozenset({Permission.REVIEW_ANSWERS}),
        exporter=rows(elector="elector", user=("found_by", "decided_by")),
    )

    event_id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    board_id = models.UUIDField(null=True)
    street = models.ForeignKey(Street, on_delete=models.PROTECT, null=True, related_name="+")
    household = models.ForeignKey(
        Household, on_delete=models.SET_NULL, null=True, related_name="+", db_constraint=False
    )
    door = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=120, blank=True)
    found_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    found_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=FoundState, default=FoundState.OPEN)
    elector = models.ForeignKey(Elector, on_delete=models.SET_NULL, null=True, related_name="+", db_constraint=False)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("found at a door")
        verbose_name_plural = _("found at doors")
        ordering = ["-found_at"]
        indexes = [models.Index(fields=["unit", "state", "-found_at"], name="canvass_found_unit")]

    def __str__(self) -> str:
        return self.door or self.name


class NoContact(OwnedByUnit):
    """Why somebody is not to be contacted, and when to look at it again. The mark itself follows from the events.

    Only where a person at a desk said so: one that came from a phone is looked at two years later. It never ends by
    itself.
    """

    privacy = Privacy(
        about="people who asked not to be contacted",
        purpose=Purpose.CANVASSING,
        basis=Basis.DEMOCRATIC,
        retention="as long as they are not to be contacted",
        readers=frozenset({Permission.REVIEW_ANSWERS}),
        exporter=rows(elector="elector", user="noted_by"),
    )

    elector = models.OneToOneField(
        Elector, on_delete=models.CASCADE, primary_key=True, related_name="+", db_constraint=False
    )
    reason = models.CharField(max_length=300)
    review_on = models.DateField()
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("who asked not to be contacted")
        verbose_name_plural = _("who asked not to be contacted")

    def __str__(self) -> str:
        return self.reason


class DoorstepConsent(OwnedByUnit):
    """A telephone number or an address that somebody gave at the door, with the words that were read out to them.

    Of one event. `withdrawn_at`: they have since said no. The newest per channel holds.
    """

    privacy = Privacy(
        about="people who said how they may be contacted",
        purpose=Purpose.CANVASSING,
        basis=Basis.CONSENT,
        retention="until withdrawn, and two years",
        readers=frozenset({Permission.SEE_BOARDS}),
        exporter=rows(elector="elector", user="taken_by"),
    )

    event_id = models.UUIDField(primary_key=True)
    elector = models.ForeignKey(Elector, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    channel = models.CharField(max_length=8, choices=Channel)
    value = models.CharField(max_length=254)
    wording = models.ForeignKey("canvass.ConsentWording", on_delete=models.PROTECT, related_name="+")
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("consent at the door")
        verbose_name_plural = _("consents at the door")
        ordering = ["-taken_at"]

    def __str__(self) -> str:
        return self.channel


class ConsentWording(OwnedByUnit):
    """The words that are read out before a number or address is written down. Never changed: a new one replaces it."""

    privacy = Privacy(
        about="people who wrote the words",
        purpose=Purpose.CANVASSING,
        basis=Basis.DEMOCRATIC,
        retention="five years after it was replaced, or as long as a consent rests on it",
        readers=frozenset({Permission.SEE_BOARDS}),
        exporter=rows(user="made_by"),
    )

    channel = models.CharField(max_length=8, choices=Channel)
    text = models.TextField(max_length=500)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("wording of a consent")
        verbose_name_plural = _("wordings of consents")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.text[:40]


class LetterScheme(OwnedByUnit):
    """The letters that a CLP writes for voting intentions. Never changed: a letter is only read by its own scheme.

    `letters` maps a letter or two to a canonical code: {"L": "labour", "T": "conservative"} (domain B2).
    """

    privacy = Privacy(
        about="people who set the letters",
        purpose=Purpose.CANVASSING,
        basis=Basis.DEMOCRATIC,
        retention="five years after it was replaced",
        readers=frozenset({Permission.SEE_BOARDS}),
        exporter=rows(user="made_by"),
    )

    number = models.PositiveIntegerField()
    letters = models.JSONField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("scheme of letters")
        verbose_name_plural = _("schemes of letters")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["unit", "number"], name="canvass_letters_once")]

    def __str__(self) -> str:
        return str(self.number)
