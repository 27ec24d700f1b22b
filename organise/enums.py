"""Choices shared by every room of organise."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MemberState(TextChoices):
    """Where a membership stands (domain D4)."""

    PROVISIONAL = "provisional", _("Provisional")
    PAID_UP = "paid_up", _("Paid up")
    IN_ARREARS = "in_arrears", _("In arrears")
    LAPSED = "lapsed", _("Lapsed")
    LEFT = "left", _("Left")


class MemberImportState(TextChoices):
    """Where a members file is on its way in."""

    CHECKED = "checked", _("Waiting for approval")
    APPLIED = "applied", _("Brought in")
    DISCARDED = "discarded", _("Thrown away")
    TAKEN_BACK = "taken_back", _("Taken back")
