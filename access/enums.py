"""Choices shared by every room of access."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class UnitKind(TextChoices):
    """Levels of the party, largest first (domain D1)."""

    PARTY = "party", _("Party")
    REGION = "region", _("Region or nation")
    CLP = "clp", _("Constituency Labour Party")
    BRANCH = "branch", _("Branch")


class MailKind(TextChoices):
    """Service mail is what a member must get; campaign mail needs consent (PECR reg. 22)."""

    SERVICE = "service", _("Service")
    CAMPAIGN = "campaign", _("Campaign")


class MailState(TextChoices):
    """Where a message is. Every message is in exactly one of these, so the counters always add up."""

    QUEUED = "queued", _("Waiting to be sent")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    SUPPRESSED = "suppressed", _("Not sent: the person has objected")
    FAILED = "failed", _("Refused by the mail server")
    UNKNOWN = "unknown", _("Perhaps sent: the sender stopped half way")
    LATE = "late", _("Not sent: too late to be of use")


class MailSecurity(TextChoices):
    """How the connection to the mail server is protected."""

    STARTTLS = "starttls", _("STARTTLS, usually port 587")
    TLS = "tls", _("TLS from the start, usually port 465")
    NONE = "none", _("None: only for a server on this machine")


class DeviceKind(TextChoices):
    """What a phone's grant is for. A grant only ever writes."""

    DOORSTEP = "doorstep", _("Doorstep")
    TELLER = "teller", _("Teller")
