"""Paper: what was printed, so that it can be typed in again by its code; and the packs for when the network fails."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models import OwnedByUnit, User
from access.permissions import Permission
from access.privacy import Privacy, rows
from canvass.models import PollingDistrict
from gotv.enums import SheetKind
from gotv.models.elections import Election, PollingStation
from gotv.models.rooms import CommitteeRoom
from gotv.models.rounds import Round


class Sheet(OwnedByUnit):
    """One printed page with a code in its corner. It reserves nothing: other teams may have its doors meanwhile.

    `lines` are ids of electors in the order printed, line 1 first, for a sheet with people; [] for a teller's pad.
    """

    privacy = Privacy(
        about="people who are on a printed knock-up sheet",
        purpose=Purpose.POLLING_DAY,
        basis=Basis.DEMOCRATIC,
        retention="28 days after the poll",
        readers=frozenset({Permission.SEE_KNOCK_UPS}),
        exporter=rows(user=("made_by", "typed_by")),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="sheets")
    code = models.CharField(_("code of the sheet"), max_length=8)
    kind = models.CharField(max_length=8, choices=SheetKind)
    polling_district = models.ForeignKey(PollingDistrict, on_delete=models.PROTECT, null=True, related_name="+")
    station = models.ForeignKey(PollingStation, on_delete=models.CASCADE, null=True, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.SET_NULL, null=True, related_name="sheets")
    room = models.ForeignKey(CommitteeRoom, on_delete=models.SET_NULL, null=True, related_name="+")
    # The pack that it lies in; what lies in one that nobody fetched goes with it.
    pack = models.ForeignKey("gotv.PaperPack", on_delete=models.CASCADE, null=True, related_name="sheets")
    lines = models.JSONField(default=list)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField(auto_now_add=True)
    typed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    typed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("sheet")
        verbose_name_plural = _("sheets")
        ordering = ["-made_at"]
        constraints = [models.UniqueConstraint(fields=["unit", "code"], name="gotv_sheet_code_once")]

    def __str__(self) -> str:
        return self.code


class PaperPack(OwnedByUnit):
    """A committee room's lists as files, for when everything else fails. Encrypted; the password is the room's.

    `files` are [{"name", "sha256", "bytes"}], kept below DATA_DIR until the next but one is made. It reserves nothing.
    """

    privacy = Privacy(
        about="people on the lists of a committee room",
        purpose=Purpose.POLLING_DAY,
        basis=Basis.DEMOCRATIC,
        retention="until the end of polling day",
        readers=frozenset({Permission.SEE_KNOCK_UPS}),
        exporter=rows(user="fetched_by"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="packs")
    room = models.ForeignKey(CommitteeRoom, on_delete=models.CASCADE, related_name="packs")
    built_at = models.DateTimeField()  # as of when its lists are
    people = models.PositiveIntegerField(default=0)
    files = models.JSONField(default=list)
    fetched_at = models.DateTimeField(null=True)  # last
    fetched_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("paper pack")
        verbose_name_plural = _("paper packs")
        ordering = ["-built_at"]
        constraints = [models.UniqueConstraint(fields=["room", "built_at"], name="gotv_pack_once")]

    def __str__(self) -> str:
        return f"{self.room_id} {self.built_at}"
