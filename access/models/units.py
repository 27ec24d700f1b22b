"""The unit tree: party > region or nation > CLP > branch."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from access.enums import UnitKind
from access.privacy import NotAboutPeople
from access.scoping import ScopedManager


class Unit(models.Model):
    """A part of the party. Rows about people carry the CLP they belong to."""

    privacy = NotAboutPeople("a part of the party: its name, imprint and address are public")

    kind = models.CharField(_("kind"), max_length=10, choices=UnitKind)
    code = models.SlugField(
        _("short name in addresses"), max_length=40, unique=True, help_text=_("Letters, digits and hyphens: wexcombe")
    )
    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    # "/1/5/9/": the ids from the root down to this unit. A prefix test finds a whole subtree.
    path = models.CharField(max_length=200, editable=False, db_collation="C", default="", db_index=True)
    # Who promotes material and on whose behalf, with addresses (Elections Act 2022 s.42; domain B3).
    imprint = models.TextField(_("imprint"), blank=True)
    contact_email = models.EmailField(_("address for replies"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def contains(self, other: Unit) -> bool:
        """Say whether `other` is this unit or lies below it."""
        return other.path.startswith(self.path)

    def lineage(self) -> list[int]:
        """Return the ids from the root of its tree down to this unit."""
        return [int(part) for part in self.path.split("/") if part]


def unit_unchecked() -> models.ForeignKey:
    """Return the key to the unit for tables that grow by thousands of rows at once: as OwnedByUnit's, without the check
    of each row. Row-level security lets no row in whose unit is not that of the open scope."""
    return models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)


class OwnedByUnit(models.Model):
    """A row that belongs to one unit: seen only inside a scope that holds that unit.

    The plain index on unit_id is left out: each model names indexes that lead with it and serve a query.
    `own_through` is the path to the account whose own row it is, which then sees it in `scoping.person()`.
    """

    own_through: ClassVar[str] = ""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = ScopedManager()

    class Meta:
        abstract = True
