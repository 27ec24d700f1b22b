"""A PIN for one day: the sign-in of somebody who joined at a meeting point."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models.users import User
from access.permissions import Permission
from access.privacy import Privacy, rows


class DayPin(models.Model):
    """Six digits with which an account is signed in until a time, for pages under `paths` and no others.

    Stored as passwords are. `tries` counts wrong ones; after a few it is good for nothing (access/rules/pins.py).
    """

    privacy = Privacy(
        about="people who joined at a meeting point",
        purpose=Purpose.ACCESS,
        basis=Basis.NO_PEOPLE,
        retention="until the day is over, or the next one is chosen",
        readers=frozenset[Permission](),
        exporter=rows(user="user"),
        everywhere="asked for before anybody is signed in; it holds no more than a hash and until when it counts",
    )

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    pin = models.CharField(max_length=200)
    until = models.DateTimeField()
    paths = ArrayField(models.CharField(max_length=100))
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("PIN for a day")
        verbose_name_plural = _("PINs for a day")

    def __str__(self) -> str:
        return f"{self.user_id}"
