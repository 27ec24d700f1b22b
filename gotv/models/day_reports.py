"""What is kept of a polling day when its marks are deleted: counts, and nobody."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from access.models import OwnedByUnit
from access.privacy import NotAboutPeople
from gotv.models.elections import Election


class DayReport(OwnedByUnit):
    """The report of a day as it was counted for the last time, before marks, knocks and lifts were deleted.

    `facts` is gotv.queries.day_reports.Facts as JSON: counts alone, small ones left out.
    """

    privacy = NotAboutPeople("counts of a polling day, without small numbers")

    election = models.OneToOneField(Election, on_delete=models.CASCADE, primary_key=True, related_name="+")
    facts = models.JSONField(default=dict)
    kept_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("report of a polling day")
        verbose_name_plural = _("reports of polling days")

    def __str__(self) -> str:
        return f"{self.election_id}"
