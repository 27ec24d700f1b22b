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


class Admission(TextChoices):
    """Whether a letter, or a person, may vote. "Check" may, and somebody should look: nobody is dropped unseen."""

    YES = "yes", _("May vote")
    CHECK = "check", _("May vote, look it up")
    NO = "no", _("May not vote")


class Reason(TextChoices):
    """Why somebody may or may not vote in an election, each under one of Admission."""

    LISTED = "listed", _("Listed, and old enough")
    COMES_OF_AGE = "comes_of_age", _("Comes of age by polling day")
    ANONYMOUS = "anonymous", _("Anonymous, a number alone")
    UNKNOWN_LETTER = "unknown_letter", _("A letter that somebody must look up")
    SEALED_AGE = "sealed_age", _("Under 16 in the register, age on the day not known")
    TOO_YOUNG = "too_young", _("Too young on the day")
    LETTER = "letter", _("A letter that keeps them out of this poll")
    OVERSEAS = "overseas", _("Overseas, who vote for the UK Parliament only")
    LEFT = "left", _("No longer on the register")


class AbsentKind(TextChoices):
    """How somebody votes who does not go to the station (domain A5)."""

    POSTAL = "postal", _("By post")
    PROXY = "proxy", _("By proxy, at the station")
    POSTAL_PROXY = "postal_proxy", _("By proxy, who votes by post")


class TurnoutState(TextChoices):
    """What a marked register says of an elector. Whoever was not on the register then has no row (domain A6)."""

    VOTED = "voted", _("Voted at the station")
    BY_POST = "by_post", _("Voted by post")
    NOT_RETURNED = "not_returned", _("Postal vote not returned")
    DID_NOT_VOTE = "did_not_vote", _("Did not vote")


class ListState(TextChoices):
    """Where a list from the council is on its way in."""

    CHECKED = "checked", _("Waiting for approval")
    APPLIED = "applied", _("In use")
    UNDONE = "undone", _("Taken back")
    DISCARDED = "discarded", _("Thrown away")


class RowProblem(TextChoices):
    """Why a row of a list was left out. The label follows a count, as in "17 with a number that nobody has"."""

    NOBODY = "nobody", _("with a number that nobody has")
    OTHER_NAME = "other_name", _("with a number that somebody of another name has")
    BAD_NUMBER = "bad_number", _("without a number that can be read")
    NO_DISTRICT = "no_district", _("in a district that is not held, or not yours")
    TWICE = "twice", _("with a number that an earlier row has")
    SEALED = "sealed", _("about a sealed entry, of whom nothing is kept")
    BROKEN = "broken", _("that can’t be read")
    BAD_MARK = "bad_mark", _("with a mark other than V, VA, A or none")
    NO_KIND = "no_kind", _("that do not say by post or by proxy")
    OTHER_KIND = "other_kind", _("of a kind that you did not tick")
