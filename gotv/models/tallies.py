"""What of a district is counted out of its electors: too many to count for everybody who looks at the day."""

from __future__ import annotations

from django.db import models

from access.models import OwnedByUnit
from access.privacy import NotAboutPeople
from canvass.models import PollingDistrict
from gotv.models.elections import Election


class DistrictTally(OwnedByUnit):
    """How many of a district may vote, are promises, and have voted of these: equal to a recount of them.

    Counted again when the district's counter has moved (`changes` is how far that was) and once a minute besides;
    who may vote, at `roll_at`, more seldom. `sources` are promises in by MarkSource value. For a district whose boxes
    each have their own numbers, `box_electors` holds [box, electors, postal electors] and `box_promises` [box,
    promises, promises in].
    """

    privacy = NotAboutPeople("how many of a district are promises, and have voted")

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="tallies", db_index=False)
    polling_district = models.ForeignKey(PollingDistrict, on_delete=models.CASCADE, related_name="+", db_index=False)
    electors = models.IntegerField(default=0)
    postal_electors = models.IntegerField(default=0)
    promises = models.IntegerField(default=0)
    promises_in = models.IntegerField(default=0)
    doors_left = models.IntegerField(default=0)  # with a promise who has not voted
    sources = models.JSONField(default=dict)
    box_electors = models.JSONField(default=list)
    box_promises = models.JSONField(default=list)
    changes = models.BigIntegerField(default=0)
    counted_at = models.DateTimeField()
    roll_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["election", "polling_district"], name="gotv_tally_once")]

    def __str__(self) -> str:
        return f"{self.promises_in}/{self.promises}"
