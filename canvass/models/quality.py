"""How good the data of a district is, measured day by day, so that a trend can be shown."""

from __future__ import annotations

from django.db import models

from access.models import OwnedByUnit
from access.privacy import NotAboutPeople
from canvass.models.places import PollingDistrict


class QualityFigure(OwnedByUnit):
    """The figures of one district on one day. Counts of electors unless said; ages in days, None without answers."""

    privacy = NotAboutPeople("counts of a district")

    district = models.ForeignKey(PollingDistrict, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    electors = models.IntegerField()
    spoken_12 = models.IntegerField()  # spoken to in the last 12 months
    spoken_24 = models.IntegerField()
    median_age = models.IntegerField(null=True)  # of the current answers
    contradictions = models.IntegerField()  # two different answers to two canvassers within 14 days
    late = models.IntegerField()  # answers of the last 12 months that arrived more than two days after the door
    answers = models.IntegerField()  # answers of the last 12 months in all
    unmatched = models.IntegerField()  # doors whose address could not be read into street and number
    unlocated = models.IntegerField()  # doors without coordinates
    doors = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["district", "day"], name="canvass_quality_once")]
        indexes = [models.Index(fields=["unit", "-day"], name="canvass_quality_unit")]

    def __str__(self) -> str:
        return f"{self.district_id} {self.day}"
