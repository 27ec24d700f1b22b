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
    SUSPECT = "suspect", _("Odd, waits for a check")


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
    OTHER_WARD = "other_ward", _("In a ward that does not vote this time")
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


class Suspicion(TextChoices):
    """Why a mark waits for an organiser before it counts. The label follows a number: "HH3 1274: ..."."""

    BURST = "burst", _("typed faster than people can vote")
    OTHER_STATION = "other_station", _("of a district that votes at another station")
    TOO_EARLY = "too_early", _("typed before the polls had opened")
    POSTAL = "postal", _("of somebody who votes by post")
    SECOND_PHONE = "second_phone", _("from a phone that used another’s code")


class RoomDuty(TextChoices):
    """What somebody does in a committee room."""

    LEAD = "lead", _("Runs the room")
    NUMBERS = "numbers", _("Types in numbers")
    TEAMS = "teams", _("Sends teams out")
    LIFTS = "lifts", _("Arranges lifts")


class CountKind(TextChoices):
    """What somebody can count: of a box, of a district, of a room (domain C7)."""

    TURNOUT = "turnout", _("Papers in the box so far")
    WARP = "warp", _("Promises found on a pass to have voted")
    CANVASSERS = "canvassers", _("Canvassers out")
    CARS = "cars", _("Cars free")
    LIFTS = "lifts", _("Lifts left to do")


class Joined(TextChoices):
    """Why somebody joined the knock-up list after it was frozen."""

    DOOR = "door", _("Said Labour since")
    REGISTER = "register", _("New on the register")
    HAND = "hand", _("Added by hand")


class KnockSaid(TextChoices):
    """What came of a knock on polling day: about voting at all, never about how."""

    VOTED = "voted", _("Has voted")
    WILL = "will", _("Will vote later")
    NOT_IN = "not_in", _("Not in")
    LIFT = "lift", _("Wants a lift")
    WONT = "wont", _("Will not vote")
    POSTED = "posted", _("Has sent the postal vote")
    LANGUAGE = "language", _("Another language")
    MOVED = "moved", _("Has moved away")
    DECEASED = "deceased", _("Has died")
    NO_ACCESS = "no_access", _("No way in")
    NO_CONTACT = "no_contact", _("Does not want to be contacted")


class PostalSaid(TextChoices):
    """What somebody says about their postal vote: sent, or what they mean to do. Nothing else is asked (domain C8)."""

    SENT = "sent", _("Has sent it")
    MEANS_TO = "means_to", _("Means to send it")
    HANDS_IN = "hands_in", _("Will hand it in at the station")
    NOT_COME = "not_come", _("It has not come")
    LOST = "lost", _("Lost or spoilt it")
    WONT = "wont", _("Will not use it")
    NOT_IN = "not_in", _("Not in")


class LiftState(TextChoices):
    """How far a lift is."""

    WANTED = "wanted", _("Wanted")
    PLANNED = "planned", _("A driver has it")
    UNDER_WAY = "under_way", _("Under way")
    DONE = "done", _("Done")
    CALLED_OFF = "called_off", _("Called off")


class LiftNeed(TextChoices):
    """What somebody needs on the way, as they asked for it: no diagnosis, and nothing more than a driver must know."""

    WHEELCHAIR = "wheelchair", _("Wheelchair comes along")
    FRAME = "frame", _("Walking frame")
    STEP_FREE = "step_free", _("No steps, low seat")
    CARER = "carer", _("Somebody comes along")
    CHILD_SEAT = "child_seat", _("Child seat")
    RING_FIRST = "ring_first", _("Ring before coming")


class SheetKind(TextChoices):
    """What is on a printed page."""

    WARP = "warp", _("Knock-up sheet")
    PAD = "pad", _("Teller’s pad")
    POSTAL = "postal", _("Postal chase")
