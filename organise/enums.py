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

    READ = "read", _("Columns to be matched")
    CHECKED = "checked", _("Waiting for approval")
    APPLIED = "applied", _("Brought in")
    DISCARDED = "discarded", _("Thrown away")
    TAKEN_BACK = "taken_back", _("Taken back")


class Effect(TextChoices):
    """What a row of a members file does to the list."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    SAME = "same", _("Same as before")
    PROBLEM = "problem", _("Left out")


class MemberField(TextChoices):
    """What a column of a members file can hold. Full name and address are put together or taken apart."""

    MEMBERSHIP_NUMBER = "membership_number", _("Membership number")
    FIRST_NAME = "first_name", _("First name")
    LAST_NAME = "last_name", _("Last name")
    FULL_NAME = "full_name", _("Whole name")
    EMAIL = "email", _("Email address")
    PHONE = "phone", _("Telephone")
    ADDRESS = "address", _("Address")
    POSTCODE = "postcode", _("Postcode")
    BRANCH = "branch", _("Branch")
    STATE = "state", _("Membership")
    JOINED_ON = "joined_on", _("Date of joining")
