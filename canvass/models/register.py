"""The electoral register: districts, streets, households, electors.

An elector is a durable person; the number is only where the current edition lists them, and changes every
December (domain A2). Earlier numbers are kept in PastEntry. Foreign keys of the tables that an import fills
are not checked by the database, row by row: the importer has just made or locked what they point to, and the
check is a quarter of the time of an import. A test compares them with what they point to.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models import OwnedByUnit, Unit
from access.permissions import Permission
from access.privacy import NotAboutPeople, Privacy, rows
from access.scoping import ScopedManager
from canvass.enums import ElectorKind


def _unit() -> models.ForeignKey:
    """Return the key to the unit for the big tables: the same as OwnedByUnit's, without the check of each row."""
    return models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)


class Ward(OwnedByUnit):
    """A council ward: made of whole polling districts, elects councillors."""

    privacy = NotAboutPeople("a place")

    name = models.CharField(_("name"), max_length=100)

    class Meta:
        verbose_name = _("ward")
        verbose_name_plural = _("wards")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="canvass_ward_once")]

    def __str__(self) -> str:
        return self.name


class PollingDistrict(OwnedByUnit):
    """The smallest electoral area; its code is the letters before every elector number in it."""

    privacy = NotAboutPeople("a place")

    code = models.CharField(_("code"), max_length=16)
    name = models.CharField(_("name"), max_length=100, blank=True)
    ward = models.ForeignKey(Ward, on_delete=models.PROTECT, null=True, blank=True, related_name="districts")

    class Meta:
        verbose_name = _("polling district")
        verbose_name_plural = _("polling districts")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["unit", "code"], name="canvass_district_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()


class RegisterEdition(OwnedByUnit):
    """One full register as a council supplied it."""

    privacy = NotAboutPeople("when a register was supplied, and by which council")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    supplied_by = models.CharField(_("supplied by"), max_length=120, blank=True)
    dated_on = models.DateField(_("register date"))
    is_current = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("register edition")
        verbose_name_plural = _("register editions")
        ordering = ["-dated_on", "-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(is_current=True), name="canvass_one_current_edition_a_unit"
            )
        ]

    def __str__(self) -> str:
        return f"{self.supplied_by} {self.dated_on}".strip()


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


class Household(OwnedByUnit):
    """One front door: the electors who share an address.

    `number` and `number_suffix` are of the street ("12", "A"); `building` is a house or block by name; `flat` is
    inside it. `flat_number` is the figure in `flat`, so that Flat 10 follows Flat 9. Any may be empty.
    """

    privacy = Privacy(
        about="people behind a door",
        purpose=Purpose.REGISTER,
        basis=Basis.DEMOCRATIC,
        retention="the edition in use and the one before",
        readers=frozenset({Permission.SEE_REGISTER, Permission.SEE_BOARDS, Permission.RECORD_DOORS}),
        exporter=rows(elector="electors"),
    )

    unit = _unit()
    polling_district = models.ForeignKey(
        PollingDistrict, on_delete=models.PROTECT, related_name="households", db_constraint=False
    )
    street = models.ForeignKey(
        Street, on_delete=models.PROTECT, null=True, related_name="households", db_constraint=False
    )
    number = models.IntegerField(null=True)
    number_suffix = models.CharField(max_length=20, blank=True)
    building = models.CharField(max_length=120, blank=True)
    flat = models.CharField(max_length=120, blank=True)
    flat_number = models.IntegerField(null=True)
    postcode = models.CharField(max_length=8, blank=True)
    key = models.CharField(max_length=400, editable=False)

    class Meta:
        verbose_name = _("household")
        verbose_name_plural = _("households")
        constraints = [models.UniqueConstraint(fields=["unit", "key"], name="canvass_household_once")]

    def __str__(self) -> str:
        return self.door

    @property
    def door(self) -> str:
        """What is said of this door on its own street: "Flat 2, The Maltings, 12A", "2 Rosewood Court, 124"."""
        number = f"{'' if self.number is None else self.number}{self.number_suffix}"
        inside = " " if self.flat[:1].isdigit() else ", "
        building = inside.join(part for part in (self.flat, self.building) if part)
        return ", ".join(part for part in (building, number) if part) or str(_("no number"))


class AddressLines(OwnedByUnit):
    """The address exactly as the register wrote it. In a table of its own, since almost no query needs it."""

    privacy = Privacy(
        about="people behind a door",
        purpose=Purpose.REGISTER,
        basis=Basis.DEMOCRATIC,
        retention="with the household",
        readers=frozenset({Permission.SEE_REGISTER}),
        exporter=rows(elector="household__electors"),
    )

    unit = _unit()
    household = models.OneToOneField(
        Household, on_delete=models.CASCADE, primary_key=True, related_name="lines", db_constraint=False
    )
    text = models.TextField()  # the raw lines, one below the other

    def __str__(self) -> str:
        return self.text


class ElectorQuerySet(models.QuerySet["Elector"]):
    def on_register(self) -> ElectorQuerySet:
        """Electors of the current edition."""
        return self.filter(left_on__isnull=True)

    def at_a_door(self) -> ElectorQuerySet:
        """Electors who may stand on a walk list: on the register, with an address, neither sealed nor abroad."""
        return self.on_register().filter(kind=ElectorKind.ORDINARY, household__isnull=False)


class Elector(OwnedByUnit):
    """A person on the register. `number` and `suffix` count within the polling district; suffix 0 is none."""

    privacy = Privacy(
        about="people on the electoral register",
        purpose=Purpose.REGISTER,
        basis=Basis.DEMOCRATIC,
        retention="the edition in use and the one before",
        readers=frozenset(
            {Permission.SEE_REGISTER, Permission.SEE_BOARDS, Permission.SEE_KNOCK_UPS, Permission.RECORD_DOORS}
        ),
        exporter=rows(elector="pk"),
    )

    unit = _unit()
    polling_district = models.ForeignKey(
        PollingDistrict, on_delete=models.PROTECT, related_name="electors", db_index=False, db_constraint=False
    )
    number = models.IntegerField()
    suffix = models.IntegerField(default=0)
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, null=True, related_name="electors", db_constraint=False
    )
    kind = models.CharField(max_length=10, choices=ElectorKind, default=ElectorKind.ORDINARY)
    title = models.CharField(max_length=30, blank=True)
    forenames = models.CharField(max_length=200, blank=True)
    surname = models.CharField(max_length=200, blank=True)
    markers = models.CharField(max_length=20, blank=True)
    date_of_attainment = models.DateField(null=True)
    left_on = models.DateField(null=True)  # the edition date from which the person is no longer listed

    objects = ScopedManager.from_queryset(ElectorQuerySet)()  # type: ignore[misc] # the parent's counts as a class variable

    class Meta:
        verbose_name = _("elector")
        verbose_name_plural = _("electors")
        constraints = [
            models.UniqueConstraint(
                fields=["polling_district", "number", "suffix"],
                condition=Q(left_on__isnull=True),
                name="canvass_elector_number_once",
            )
        ]
        indexes = [models.Index(fields=["unit", "polling_district"], name="canvass_elector_unit_pd")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Forenames and surname; for an anonymous elector nothing but the word."""
        if self.kind == ElectorKind.ANONYMOUS:
            return str(_("Anonymous elector"))
        return f"{self.forenames} {self.surname}".strip()

    @property
    def short_number(self) -> str:
        """The number as a poll card prints it, without the district: "124", or "124/1" with a suffix."""
        return f"{self.number}/{self.suffix}" if self.suffix else str(self.number)


class PastEntry(OwnedByUnit):
    """Where an elector stood in an earlier edition, so that an old sheet or poll card can still be read."""

    privacy = Privacy(
        about="people on an earlier register",
        purpose=Purpose.REGISTER,
        basis=Basis.DEMOCRATIC,
        retention="one edition back",
        readers=frozenset({Permission.SEE_REGISTER}),
        exporter=rows(elector="elector"),
    )

    unit = _unit()
    elector = models.ForeignKey(Elector, on_delete=models.CASCADE, related_name="past_entries", db_constraint=False)
    edition = models.ForeignKey(RegisterEdition, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    district_code = models.CharField(max_length=16)
    number = models.IntegerField()
    suffix = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.district_code}-{self.number}"
