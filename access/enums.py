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


class PhoneStop(TextChoices):
    """Why a phone was stopped: it sends what it holds, then forgets everything. The label is shown on that phone."""

    ROLE_ENDED = "ROLE_ENDED", _("You no longer have the role that this list needs.")
    LOST = "LOST", _("This phone was reported lost.")


class Purpose(TextChoices):
    """What data about people may be opened for. It comes from the role, and stands in the record of each view."""

    ACCESS = "access", _("deciding who has access")
    MEMBERSHIP = "membership", _("running the party for its members")
    REGISTER = "register", _("keeping the electoral register correct")
    CANVASSING = "canvassing", _("canvassing and recording what residents say")
    POLLING_DAY = "polling_day", _("polling day")
    OVERSIGHT = "oversight", _("support and oversight by the party")
    EMERGENCY = "emergency", _("an emergency")


class Basis(TextChoices):
    """The lawful basis a role's use of data rests on (UK GDPR Articles 6 and 9, DPA 2018 Schedule 1)."""

    DEMOCRATIC = (
        "democratic",
        _(
            "Democratic engagement: a public task under Article 6(1)(e) with section 8(e) of the Data Protection Act, "
            "and for political opinions paragraph 22 of its Schedule 1. The register may be used for electoral "
            "purposes only."
        ),
    )
    MEMBERS = (
        "members",
        _(
            "Membership: Article 6(1)(b) and, because membership tells a political opinion, Article 9(2)(d), which "
            "covers a party’s own members and those in regular contact with it."
        ),
    )
    CONSENT = (
        "consent",
        _("Consent: Articles 6(1)(a) and 9(2)(a), in the words that were read out, until it is withdrawn."),
    )
    NO_PEOPLE = "no_people", _("It shows figures and settings, and nobody’s data but that of those who hold access.")


class Factor(TextChoices):
    """What a role asks of signing in, besides the password."""

    NONE = "none", _("A password, a passkey or a code by mail")
    ANY = "any", _("A second step: a passkey, or a code from an app")
    PASSKEY = "passkey", _("A passkey")


class GrantKind(TextChoices):
    """How a grant came about."""

    GIVEN = "given", _("given")
    ASKED = "asked", _("asked for and approved")
    OFFICE = "office", _("comes with an office")
    DEPUTY = "deputy", _("stands in for somebody who is away")
    BREAK_GLASS = "break_glass", _("opened in an emergency")
    VOUCHED = "vouched", _("joined a session at the meeting point")


class RequestState(TextChoices):
    """Where a request is."""

    OPEN = "open", _("Waiting for a decision")
    ASKED_BACK = "asked_back", _("Waiting for an answer from the person")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class StepKind(TextChoices):
    """What can happen to a request."""

    ASKED = "asked", _("Asked")
    SENT = "sent", _("Sent to everybody who can decide")
    OPENED = "opened", _("Opened")
    REMINDED = "reminded", _("Reminded")
    QUESTION = "question", _("Asked for more information")
    MESSAGE = "message", _("Added a message")
    ESCALATED = "escalated", _("Went to the unit above")
    APPROVED = "approved", _("Approved")
    APPROVED_LESS = "approved_less", _("Approved for less")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    APPEALED = "appealed", _("Appealed")
    UPHELD = "upheld", _("Appeal upheld")
    DISMISSED = "dismissed", _("Appeal dismissed")
    GATE = "gate", _("Passed a lesson or signed terms")
    DONE = "done", _("The key-holder has let the person in")


class RefusalReason(TextChoices):
    """Why a request may be refused. The list is public; "data protection" alone is none of them."""

    NOT_NEEDED = "not_needed", _("What the person wants to do does not need this role")
    OTHER_ROLE = "other_role", _("Another role fits better")
    NOT_A_MEMBER = "not_a_member", _("The person is not a member here, and this role needs that")
    UNKNOWN_PERSON = "unknown_person", _("We could not make sure who the person is")
    ENOUGH_HOLD_IT = "enough_hold_it", _("As many hold this role here as may")
    CONFLICT = "conflict", _("The person’s other role forbids it, such as polling agent and teller on the same day")
    MISUSE = "misuse", _("The person has misused data before")
    LAW = "law", _("A law forbids it, which must be named")


class AppealState(TextChoices):
    """Where an appeal is."""

    OPEN = "open", _("Waiting for a decision")
    UPHELD = "upheld", _("Upheld: access is given")
    DISMISSED = "dismissed", _("Dismissed: the decision stands")


class Gap(TextChoices):
    """What a unit is short of."""

    HOLDERS = "holders", _("too few people hold a role")
    DECIDERS = "deciders", _("too few people can decide about access")
    HOLDERS_AWAY = "holders_away", _("everybody who holds a role is away")
    DECIDERS_AWAY = "deciders_away", _("everybody who decides about access is away")
