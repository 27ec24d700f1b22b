"""What somebody counted on the day: turnout of a box, WARP of a district, canvassers and cars of a room."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models import DeviceGrant, OwnedByUnit, User
from access.permissions import Permission
from access.privacy import Privacy, rows
from canvass.models import PollingDistrict
from gotv.enums import CountKind
from gotv.models.elections import Election
from gotv.models.rooms import CommitteeRoom
from gotv.models.stations import BallotBox


def _place(kind: str, place: str) -> Q:
    others = {f"{other}__isnull": other != place for other in ("box", "polling_district", "room")}
    return Q(kind=kind, **others)


class Count(OwnedByUnit):
    """One number that somebody read or counted. Its id is the phone's or the form's: sent twice, it is one.

    Never edited: a wrong one is invalidated, with who, when and why. Of the others the newest by `counted_at` holds,
    but WARP adds up: each pass finds new ones (domain C7). `reason` says why it is lower than the one before.
    """

    privacy = Privacy(
        about="people who sent a count",
        purpose=Purpose.POLLING_DAY,
        basis=Basis.DEMOCRATIC,
        retention="as long as the election",
        readers=frozenset({Permission.SEE_POLLING_DAY}),
        exporter=rows(user=("entered_by", "invalidated_by")),
    )

    id = models.UUIDField(primary_key=True)
    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="counts", db_index=False)
    kind = models.CharField(_("what was counted"), max_length=12, choices=CountKind)
    box = models.ForeignKey(BallotBox, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    polling_district = models.ForeignKey(
        PollingDistrict, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    room = models.ForeignKey(CommitteeRoom, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    value = models.PositiveIntegerField(_("count"))
    counted_at = models.DateTimeField(_("counted at"))
    reason = models.CharField(_("why it is lower"), max_length=200, blank=True)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    device = models.ForeignKey(DeviceGrant, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    entered_at = models.DateTimeField(db_default=Now())
    invalidated_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    invalidated_at = models.DateTimeField(null=True)
    invalid_because = models.CharField(_("why it is wrong"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("count")
        verbose_name_plural = _("counts")
        ordering = ["-counted_at", "-entered_at"]
        constraints = [
            models.CheckConstraint(condition=Q(value__gte=0), name="gotv_count_not_negative"),
            models.CheckConstraint(
                condition=_place(CountKind.TURNOUT, "box")
                | _place(CountKind.WARP, "polling_district")
                | _place(CountKind.CANVASSERS, "room")
                | _place(CountKind.CARS, "room")
                | _place(CountKind.LIFTS, "room"),
                name="gotv_count_has_its_place",
            ),
        ]
        indexes = [
            models.Index(
                F("box"), F("counted_at").desc(), condition=Q(invalidated_at__isnull=True), name="gotv_count_box"
            ),
            models.Index(
                fields=["election", "kind", "polling_district", "room"],
                condition=Q(invalidated_at__isnull=True),
                name="gotv_count_place",
            ),
            models.Index(F("election"), F("entered_at").desc(), name="gotv_count_election"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"


class BoxTotal(OwnedByUnit):
    """How many papers were in a box when it was verified after the close of poll: the true turnout there."""

    privacy = Privacy(
        about="people who typed in a verification total",
        purpose=Purpose.POLLING_DAY,
        basis=Basis.DEMOCRATIC,
        retention="as long as the election",
        readers=frozenset({Permission.SEE_POLLING_DAY}),
        exporter=rows(user="entered_by"),
    )

    box = models.OneToOneField(BallotBox, on_delete=models.CASCADE, primary_key=True, related_name="verified")
    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="+")
    papers = models.PositiveIntegerField(_("papers in the box"))
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("verification total")
        verbose_name_plural = _("verification totals")

    def __str__(self) -> str:
        return f"{self.papers}"
