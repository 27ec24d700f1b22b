"""How streets are walked, where somebody has said that it is not up one side and down the other."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models import OwnedByUnit, User
from access.permissions import Permission
from access.privacy import Privacy, rows
from canvass.enums import Way
from canvass.models.places import PollingDistrict, Street


class StreetOrder(OwnedByUnit):
    """How a street is walked in one district, kept for every board that is made from now on.

    `doors` are households in order where the way is by hand: ids and no keys, so that a door may go without asking.
    `before` is {"way", "doors"} as it was, for taking the last change back; empty when that was the usual way.
    """

    privacy = Privacy(
        about="people who put a street in order",
        purpose=Purpose.CANVASSING,
        basis=Basis.DEMOCRATIC,
        retention="as long as the street",
        readers=frozenset({Permission.MAKE_BOARDS}),
        exporter=rows(user="made_by"),
    )

    polling_district = models.ForeignKey(PollingDistrict, on_delete=models.CASCADE, related_name="+", db_index=False)
    street = models.ForeignKey(Street, on_delete=models.CASCADE, related_name="+")
    way = models.CharField(_("how it is walked"), max_length=8, choices=Way, default=Way.SIDES)
    doors = ArrayField(models.BigIntegerField(), default=list)
    before = models.JSONField(default=dict)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("order of a street")
        verbose_name_plural = _("orders of streets")
        constraints = [models.UniqueConstraint(fields=["polling_district", "street"], name="canvass_street_order_once")]

    def __str__(self) -> str:
        return f"{self.polling_district_id} {self.street_id}"
