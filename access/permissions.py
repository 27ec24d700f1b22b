"""Every verb in the product. With roles.py this is what a data-protection lead reads and signs."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Permission(TextChoices):
    """One thing that somebody may do in a unit. The label finishes the sentence "You may ..."."""

    # access
    SEE_ACCESS = "access.see", _("see who has which role here")
    GIVE_ACCESS = "access.give", _("decide who has which role here, and end roles")
    DECIDE_FIELD = "access.decide_field", _("decide who may run boards, knock on doors or be a teller here")
    RUN_OFFICES = "offices.run", _("say who holds which office here, and hand offices over")
    KEEP_TOOLS = "tools.keep", _("change the list of the party’s other tools")
    BREAK_GLASS = "access.break_glass", _("open a CLP’s names for an hour in an emergency, seen by everybody there")
    SEE_AUDIT = "audit.see", _("read the record of what was done here")
    CHANGE_UNIT = "unit.change", _("change this unit's name, imprint and mail address")
    SEE_MAIL = "mail.see", _("see what mail was sent, failed or held back")
    SET_UP_MAIL = "mail.set_up", _("change the mail server that the whole installation sends by")

    # organise
    SEE_MEMBERS = "members.see", _("see the members list")
    IMPORT_MEMBERS = "members.import", _("bring in and take back a members file")

    # canvass
    SEE_REGISTER = "register.see", _("see electors and their addresses")
    IMPORT_REGISTER = "register.import", _("bring in the council's register, and say who is who in it")
    EXPORT_REGISTER = "register.export", _("take a list of electors out as a file")
    SEE_BOARDS = "boards.see", _("see boards and how far they are")
    MAKE_BOARDS = "boards.make", _("make boards and hand them out")
    RECORD_DOORS = "doors.record", _("record answers on a board that was handed to you")
    REVIEW_ANSWERS = "answers.review", _("decide about answers that need a check")

    # gotv
    SEE_POLLING_DAY = "polling_day.see", _("see turnout and promises by district")
    SEE_KNOCK_UPS = "knock_ups.see", _("see the names of promises who have not voted")
    SET_UP_POLLING_DAY = "polling_day.set_up", _("set up an election, its stations and its tellers")
    RECORD_VOTED = "voted.record", _("type in the numbers of electors who have voted")
    ENTER_MARKED_REGISTER = "marked_register.enter", _("enter who voted from a marked register")
    ENTER_COUNTS = "counts.enter", _("type in how many have voted, are out or are free: counts, never names")
    RUN_ROUNDS = "rounds.run", _("send teams out to knock up, and arrange lifts")
    CORRECT_MARKS = "marks.correct", _("void a vote mark that is wrong")

    # roadmap
    ANSWER_IDEAS = "ideas.answer", _("answer ideas and move roadmap items")


# A grant above a CLP gives decisions and figures there, and no names. These are the permissions that reach down
# the tree; every other one needs a grant in the unit itself.
REACH_DOWN = frozenset(
    {
        Permission.SEE_ACCESS,
        Permission.GIVE_ACCESS,
        Permission.DECIDE_FIELD,
        Permission.RUN_OFFICES,
        Permission.BREAK_GLASS,
        Permission.SEE_AUDIT,
        Permission.SEE_POLLING_DAY,
        Permission.ANSWER_IDEAS,
    }
)
