"""The electoral register: households, electors, and how they stood before.

An elector is a durable person; the number is only where the current edition lists them, and changes every
December (domain A2). Earlier numbers are kept in PastEntry. Foreign keys of the tables that an import fills
are not checked by the database, row by row: the importer has just made or locked what they point to, and the
check is a quarter of the time of an import. A test compares them with what they point to.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models import OwnedByUnit, unit_unchecked
from access.permissions import Permission
from access.privacy import Privacy, rows
from access.scoping import ScopedManager
from canvass.enums import ElectorKind, LocatedBy
from canvass.models.councils import RegisterEdition
from canvass.models.places import PollingDistrict, Street, Ward


class Household(OwnedByUnit):
    """One front door: the electors who share an address.

    `number` and `number_suffix` are of the street ("12", "A"); `building` is a house or block by name; `flat` is
    inside it. `flat_number` is the figure in `flat`, so that Flat 10 follows Flat 9. Any may be empty.
    `uprn` is the gazetteer's number of the property, where a file gave it. `latitude` and `longitude` are WGS 84
    degrees, `located_by` says whose. `ward` is set only in a district of which each address is in its own ward.
    """

    privacy = Privacy(
        about="people behind a door",
        purpose=Purpose.REGISTER,
        basis=Basis.DEMOCRATIC,
        retention="the edition in use and the one before",
        readers=frozenset({Permission.SEE_REGISTER, Permission.SEE_BOARDS, Permission.RECORD_DOORS}),
        exporter=rows(elector="electors"),
    )

    unit = unit_unchecked()
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
    uprn = models.BigIntegerField(null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    located_by = models.CharField(max_length=10, choices=LocatedBy, blank=True, db_default="")
    ward = models.ForeignKey(
        Ward, on_delete=models.SET_NULL, null=True, related_name="+", db_constraint=False, db_index=False
    )
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

    unit = unit_unchecked()
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
    """A person on the register: durable, whatever number each edition gives them.

    `number` and `suffix` count within the polling district; suffix 0 is none. `markers` is what the register prints,
    `franchise` its single letters in order ("FL"). `date_of_attainment` is the day of the eighteenth birthday, None
    for an adult. `added_by` is the file that brought the person in first. `merged_into` is set when somebody said
    that two rows are one person: then this one is only a name under which phones may still send. `forgotten_on` is
    set when the entry was no longer kept: name and address are gone, and what was counted stays counted.
    """

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

    unit = unit_unchecked()
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
    franchise = models.CharField(max_length=8, blank=True, db_default="")
    date_of_attainment = models.DateField(null=True)
    first_listed_on = models.DateField(null=True)  # the date of the register that listed the person first
    left_on = models.DateField(null=True)  # the register date from which the person is no longer listed
    added_by = models.ForeignKey(
        "canvass.RegisterImport",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="+", db_constraint=False, db_index=False
    )
    forgotten_on = models.DateField(null=True)

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
        indexes = [
            models.Index(fields=["unit", "polling_district"], name="canvass_elector_unit_pd"),
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="canvass_elector_merged"),
        ]

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
    """How an elector stood in the register before a file changed it: for history, for undoing, for an old poll card.

    `edition` is the edition in which they stood so, `register_import` the file that changed it (None for entries of
    the time before this was kept), `until` its date. `was_listed` is False where the file listed somebody again who
    had left: `left_on` then says since when.
    """

    privacy = Privacy(
        about="people as earlier registers listed them",
        purpose=Purpose.REGISTER,
        basis=Basis.DEMOCRATIC,
        retention="the edition in use and the one before, at most 18 months",
        readers=frozenset({Permission.SEE_REGISTER}),
        exporter=rows(elector="elector"),
    )

    unit = unit_unchecked()
    elector = models.ForeignKey(Elector, on_delete=models.CASCADE, related_name="past_entries", db_constraint=False)
    edition = models.ForeignKey(
        RegisterEdition, on_delete=models.CASCADE, null=True, related_name="+", db_constraint=False, db_index=False
    )
    register_import = models.ForeignKey(
        "canvass.RegisterImport",
        on_delete=models.CASCADE,
        null=True,
        related_name="past_entries",
        db_constraint=False,
        db_index=False,
    )
    until = models.DateField(null=True)
    polling_district = models.ForeignKey(
        PollingDistrict, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    number = models.IntegerField()
    suffix = models.IntegerField(default=0)
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=10, choices=ElectorKind, db_default=ElectorKind.ORDINARY)
    title = models.CharField(max_length=30, blank=True, db_default="")
    forenames = models.CharField(max_length=200, blank=True, db_default="")
    surname = models.CharField(max_length=200, blank=True, db_default="")
    markers = models.CharField(max_length=20, blank=True, db_default="")
    franchise = models.CharField(max_length=8, blank=True, db_default="")
    date_of_attainment = models.DateField(null=True)
    was_listed = models.BooleanField(db_default=True)
    left_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["register_import"], name="canvass_past_import")]

    def __str__(self) -> str:
        return f"{self.polling_district_id}-{self.number}"


class PastHousehold(OwnedByUnit):
    """How a household stood before a file put it elsewhere: its district, street or place on the map. For undoing."""

    privacy = Privacy(
        about="people behind a door, as an earlier register placed it",
        purpose=Purpose.REGISTER,
        basis=Basis.DEMOCRATIC,
        retention="the edition in use and the one before, at most 18 months",
        readers=frozenset({Permission.IMPORT_REGISTER}),
        exporter=rows(elector="household__electors"),
    )

    unit = unit_unchecked()
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    register_import = models.ForeignKey(
        "canvass.RegisterImport", on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    polling_district = models.ForeignKey(
        PollingDistrict, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    street = models.ForeignKey(
        Street, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    uprn = models.BigIntegerField(null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    located_by = models.CharField(max_length=10, choices=LocatedBy, blank=True, db_default="")

    def __str__(self) -> str:
        return f"{self.household_id} {self.polling_district_id}"
