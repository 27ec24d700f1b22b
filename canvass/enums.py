"""Choices shared by every room of canvass."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ElectorKind(TextChoices):
    """How an elector stands in the register (domain A2). Only ordinary electors live behind a door.

    The last two are sealed: their number is kept and nothing else, never listed and never joined to anything.
    """

    ORDINARY = "ordinary", _("Ordinary elector")
    OVERSEAS = "overseas", _("Overseas elector")
    OTHER = "other", _("Other elector, without an address")
    ANONYMOUS = "anonymous", _("Anonymous elector")
    UNDER_16 = "under_16", _("Under 16, sealed")


SEALED = frozenset({ElectorKind.ANONYMOUS, ElectorKind.UNDER_16})


class Nation(TextChoices):
    """Where a council is. Which letters a register prints and who may vote in what follow from it (domain A3)."""

    ENGLAND = "england", _("England")
    SCOTLAND = "scotland", _("Scotland")
    WALES = "wales", _("Wales")
    NORTHERN_IRELAND = "northern_ireland", _("Northern Ireland")


class FileKind(TextChoices):
    """What a register file is: a whole edition, or a notice of alterations to the edition that is held."""

    FULL = "full", _("Full register")
    UPDATE = "update", _("Monthly changes")


class Operation(TextChoices):
    """What a row of a notice of alterations does. A row of a full register has none."""

    ADD = "add", _("Added")
    AMEND = "amend", _("Amended")
    DELETE = "delete", _("Deleted")


class Unmatched(TextChoices):
    """Why a row of a notice of alterations was not carried out. Somebody has to look, and perhaps ask the council."""

    UNKNOWN_NUMBER = "unknown_number", _("takes off a number that nobody has")
    WRONG_NAME = "wrong_name", _("takes off a number that somebody of another name has")
    NUMBER_TAKEN = "number_taken", _("gives a number that somebody else has")


class Entitlement(TextChoices):
    """By what right a register was supplied. Each right is a dataset of its own (reliability L3)."""

    PARTY = "party", _("Registered political party (regulation 106)")
    CANDIDATE = "candidate", _("Candidate or election agent (regulation 108)")
    ELECTED = "elected", _("Elected representative (regulations 103 and 104)")


class ExportPurpose(TextChoices):
    """What a list of electors may be taken out for: electoral purposes, and checking donations (reliability L1).

    There is no other one, and none to write in.
    """

    DELIVER = "deliver", _("Delivering leaflets or an election address by hand")
    POST = "post", _("Addressing letters to electors for an election")
    PAPER = "paper", _("Canvassing or polling day on paper, when there is no signal")
    NOMINATIONS = "nominations", _("Checking who may sign nomination papers")
    DONATIONS = "donations", _("Checking whether a donor is on the register")


class LocatedBy(TextChoices):
    """Where a door's coordinates come from, the best first. A better source is never overwritten by a worse one."""

    FILE = "file", _("the register file")
    UPRN = "uprn", _("a UPRN file")
    POSTCODE = "postcode", _("the postcode")


class CoordinatesState(TextChoices):
    """Where a file of coordinates is on its way in."""

    WORKING = "working", _("Being read")
    APPLIED = "applied", _("In use")
    REFUSED = "refused", _("No coordinates of ours")
    FAILED = "failed", _("Stopped, nothing was changed")
    UNDONE = "undone", _("Taken back")


class WardSplit(TextChoices):
    """What is known about a district that the boundaries of new wards cut. Nobody's guess ever decides it."""

    WHOLE = "", _("In one ward")
    QUESTION = "question", _("Cut by new wards: somebody must say")
    DECIDED = "decided", _("Cut, and put into one ward by a person")
    BY_ADDRESS = "by_address", _("Cut, each address in its own ward")


class BoundaryKind(TextChoices):
    """What a boundary encloses."""

    DISTRICT = "district", _("Polling district")
    WARD = "ward", _("Ward")
    CONSTITUENCY = "constituency", _("Constituency")


class PlaceFileState(TextChoices):
    """Where a file of boundaries or stations is on its way in."""

    WAITING = "waiting", _("Waiting for approval")
    APPLIED = "applied", _("In use")
    UNDONE = "undone", _("Taken back")
    DISCARDED = "discarded", _("Thrown away")


class MatchDecision(TextChoices):
    """What a person said about two entries that may be one elector."""

    OPEN = "open", _("Not decided")
    SAME = "same", _("The same person")
    DIFFERENT = "different", _("Two people")


class ImportState(TextChoices):
    """Where a register file is on its way in."""

    CHECKING = "checking", _("Being read")
    UNMAPPED = "unmapped", _("Waiting to hear what its columns hold")
    CHECKED = "checked", _("Waiting for approval")
    SECOND = "second", _("Waiting for a second person")
    REFUSED = "refused", _("Not a register")
    APPLYING = "applying", _("Being brought in")
    APPLIED = "applied", _("In use")
    UNDONE = "undone", _("Taken back")
    FAILED = "failed", _("Stopped, nothing was changed")
    DISCARDED = "discarded", _("Thrown away")


class LeftOut(TextChoices):
    """Why a row of a register file was left out. The label follows a count, as in "17 without an elector number"."""

    CUT_SHORT = "cut_short", _("cut short")
    TOO_MANY_CELLS = "too_many_cells", _("with more cells than the header has columns")
    BROKEN = "broken", _("that can’t be read, because a quotation mark is never closed or a cell is far too long")
    NO_NUMBER = "no_number", _("without an elector number")
    BAD_NUMBER = "bad_number", _("with something else in place of the elector number")
    NO_DISTRICT = "no_district", _("without a polling district, or with one that is too long")
    NO_NAME = "no_name", _("without a name")
    NO_OPERATION = "no_operation", _("that don’t say whether somebody was added, changed or removed")
    NUMBER_TWICE = "number_twice", _("with a number that an earlier row has already")
    ANONYMOUS_NAMED = "anonymous_named", _("marked anonymous and yet with a name or an address, which may not be kept")
    UNDER_16 = "under_16", _("about somebody under 16, about whom nothing may be kept")

    @property
    def is_sealed(self) -> bool:
        """Say whether the row's text may not be kept or shown either."""
        return self in {LeftOut.ANONYMOUS_NAMED, LeftOut.UNDER_16}


class Intention(TextChoices):
    """Voting intention, in canonical codes (domain B2). The letters of a scheme map on to these."""

    LABOUR = "labour", _("Labour")
    CONSERVATIVE = "conservative", _("Conservative")
    LIB_DEM = "lib_dem", _("Lib Dem")
    GREEN = "green", _("Green")
    REFORM = "reform", _("Reform")
    PLAID = "plaid", _("Plaid Cymru")
    SNP = "snp", _("SNP")
    INDEPENDENT = "independent", _("Independent")
    OTHER = "other", _("Another party")
    AGAINST = "against", _("Against")
    UNDECIDED = "undecided", _("Undecided")
    WONT_SAY = "wont_say", _("Won’t say")
    NON_VOTER = "non_voter", _("Won’t vote")


class Outcome(TextChoices):
    """What came of knocking (domain B4). The first two are about the door, the others about a person."""

    NOT_IN = "not_in", _("Not in")
    NO_ACCESS = "no_access", _("No access")
    SPOKE = "spoke", _("Spoke")
    MOVED = "moved", _("Moved away")
    DECEASED = "deceased", _("Has died")
    DO_NOT_CONTACT = "do_not_contact", _("Do not contact")
    REFUSED = "refused", _("Would not talk")
    LANGUAGE = "language", _("Another language")
    NOT_FOUND = "not_found", _("Address not found")


class Wish(TextChoices):
    """What somebody at a door would like, or would do (domain B3, B7)."""

    POSTAL_VOTE = "postal_vote", _("Wants a postal vote")
    POSTER = "poster", _("Would show a poster")
    HELP = "help", _("Wants to help")
    FOLLOW_UP = "follow_up", _("Needs somebody to get back to them")


class Respondent(TextChoices):
    """Who said it: an answer that somebody else gave is kept apart, since it is worth less (domain B1)."""

    SELF = "self", _("Said so themselves")
    OTHER = "other", _("Reported by somebody else")


class Hostility(TextChoices):
    """Why a door is flagged for the safety of whoever calls next. It ends on its review date unless renewed."""

    ABUSE = "abuse", _("Shouting or abuse")
    THREAT = "threat", _("Threats or violence")
    DOG = "dog", _("A dangerous dog")
    OTHER = "other", _("Something else")


class Channel(TextChoices):
    """A way to turn to somebody. The label follows a verb: "approached by telephone"."""

    DOOR = "door", _("at the door")
    PHONE = "phone", _("by telephone")
    POST = "post", _("by post")
    EMAIL = "email", _("by email")


class FoundState(TextChoices):
    """What a person at the desk said about a door or a resident that a canvasser found and no register names."""

    OPEN = "open", _("Waiting")
    KEPT = "kept", _("Kept for the next round")
    KNOWN = "known", _("Was on the register after all")
    DROPPED = "dropped", _("Not kept")


class Way(TextChoices):
    """How the doors of a street are walked."""

    SIDES = "sides", _("Odd numbers up, even numbers down")
    STRAIGHT = "straight", _("Straight through, by number")
    BY_HAND = "by_hand", _("In an order of your own")


class Issue(TextChoices):
    """What matters to people at the door: our own short list, in the words they use."""

    COST_OF_LIVING = "cost_of_living", _("Cost of living")
    GP_WAITS = "gp_waits", _("GP and hospital waits")
    HOUSING = "housing", _("Housing and rents")
    BUSES = "buses", _("Buses and trains")
    POTHOLES = "potholes", _("Roads and potholes")
    PARKING = "parking", _("Parking and speeding")
    SCHOOLS = "schools", _("Schools and childcare")
    CRIME = "crime", _("Crime and policing")
    FLY_TIPPING = "fly_tipping", _("Fly-tipping and bins")
    PARKS = "parks", _("Parks and green space")
    HIGH_STREET = "high_street", _("The high street")
    JOBS = "jobs", _("Jobs and pay")
    SOCIAL_CARE = "social_care", _("Care and support")
    IMMIGRATION = "immigration", _("Immigration")
    CLIMATE = "climate", _("Climate and energy")
    TAXES = "taxes", _("Council tax and taxes")
    OTHER = "other", _("Something else")


class EventStatus(TextChoices):
    """Whether a recorded event counts."""

    LIVE = "live", _("Counts")
    QUARANTINED = "quarantined", _("Needs a check")
    VOIDED = "voided", _("Does not count")


class QuarantineReason(TextChoices):
    """Why an event waits for a person. The first seven are the protocol's (reliability 1.4); all are kept."""

    ELECTOR_GONE = "ELECTOR_GONE", _("This person isn’t listed at that door any more.")
    ROUND_CLOSED = "ROUND_CLOSED", _("The board had been put away when this arrived.")
    GRANT_REVOKED = "GRANT_REVOKED", _("This phone had been stopped when this arrived.")
    USER_REMOVED = "USER_REMOVED", _("The person who sent this may not record answers here any more.")
    SKEW = "SKEW", _("The phone’s clock is more than a day out, so the time can’t be trusted.")
    OLD_SCHEMA = "OLD_SCHEMA", _("It was written in a form that this version of Rosette doesn’t read.")
    OUT_OF_SCOPE_TURF = "OUT_OF_SCOPE_TURF", _("The door isn’t on a board that this person was given.")
    GRANT_EXPIRED = "GRANT_EXPIRED", _("It arrived more than two weeks after the board was due back.")
    NOT_YOURS = "NOT_YOURS", _("It takes back or corrects something that another phone recorded.")
    TOO_LATE = "TOO_LATE", _("It takes back “do not contact”, “moved” or “has died” more than ten minutes later.")
    AFTER_HOURS = "AFTER_HOURS", _("It was typed after the teller’s page had closed.")
    RELIEVED = "RELIEVED", _("It was typed after the next teller had taken over.")
    INSIDE = (
        "INSIDE",
        _("The person who sent this may be inside a polling station that day, and must not say who voted."),
    )
    PRACTICE = "PRACTICE", _("It was said in a rehearsal. Count it only if it is true.")
    FILE = "FILE", _("It came in a file that somebody brought in from this person’s phone.")
    FILE_UNKNOWN = "FILE_UNKNOWN", _("It came in a file, and nothing shows whose phone it is from.")
    SEAL = "SEAL", _("It is sealed with a key that Rosette doesn’t have any more, so nobody can read it.")


class RecallKind(TextChoices):
    """Why a phone that is out is told to take somebody off its list. It is never told which."""

    DO_NOT_CONTACT = "do_not_contact", _("Asked not to be contacted")
    DECEASED = "deceased", _("Has died")
    GONE = "gone", _("No longer on the register")
