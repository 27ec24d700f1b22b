"""Choices shared by every room of gotv."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ElectionType(TextChoices):
    """What the poll is for. Who may vote in it is data (Election.voting_age), not a property of this list."""

    PARLIAMENT = "parliament", _("UK Parliament")
    LOCAL = "local", _("Local council")
    MAYOR = "mayor", _("Mayor")
    PCC = "pcc", _("Police and crime commissioner")
    SENEDD = "senedd", _("Senedd")
    HOLYROOD = "holyrood", _("Scottish Parliament")


class MarkSource(TextChoices):
    """Who says that an elector has voted, strongest first (domain C6)."""

    TELLER = "teller", _("Teller at the station")
    DOOR = "door", _("Told at the door")
    HOUSEHOLD = "household", _("Told by someone else there")
    POSTAL = "postal", _("Says the postal vote was sent")


class MarkVerdict(TextChoices):
    """What a number came to. Each is kept; only the first moves a counter."""

    COUNTED = "counted", _("Counted")
    ALREADY_IN = "already_in", _("Already in, not added")
    NOT_HERE = "not_here", _("Not in this district, check it")
