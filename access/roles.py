"""Each role as a readable list of permissions, with all that a person should know before they ask for it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Factor, Purpose, UnitKind
from access.permissions import Permission as P


class RoleName(TextChoices):
    """The roles there are. The value is what a grant stores."""

    ADMINISTRATOR = "administrator", _("Administrator")
    REGIONAL_ORGANISER = "regional_organiser", _("Regional organiser")
    SECRETARY = "secretary", _("CLP secretary")
    MEMBERSHIP_OFFICER = "membership_officer", _("Membership officer")
    CAMPAIGN_ORGANISER = "campaign_organiser", _("Campaign organiser")
    DATA_OFFICER = "data_officer", _("Data officer")
    BOARD_RUNNER = "board_runner", _("Board runner")
    CANVASSER = "canvasser", _("Canvasser")
    COMMITTEE_ROOM = "committee_room", _("Committee room")
    TELLER = "teller", _("Teller")
    POLLING_AGENT = "polling_agent", _("Polling agent")
    DEPUTY = "deputy", _("Deputy for access")
    EMERGENCY_READER = "emergency_reader", _("Emergency reader")


# Lessons and terms, by the names of their files in content/ (access/content.py reads them).
DOORSTEP, TELLING, MEMBERS_DATA, REGISTER_CARE = "doorstep", "telling", "members-data", "register"
REGISTER_TERMS, MEMBERS_TERMS = "register-terms", "members-terms"

_OFFICES = (UnitKind.PARTY, UnitKind.REGION, UnitKind.CLP)
_CLP = (UnitKind.CLP,)


@dataclass(frozen=True)
class Role:
    """What a role is for, and the whole of what it lets its holder do.

    `sees` says in words what data it shows. `lessons` and `terms` must be passed and signed before it opens, and
    `factor` be set up. Whoever holds `decided_with` at the unit decides, within `decide_hours`. `at_least` and
    `at_most` count holders in one unit (None: as many as need it); two or more at least makes it critical.
    `lasts_days` is how long a grant runs unless a shorter time or an office's term is given. `phrases` are ways in
    which people say that they need it. `may_be_asked` is False for what comes only by an act of its own.
    """

    name: RoleName
    what_for: Promise
    permissions: frozenset[P]
    sees: Promise
    basis: Basis
    purpose: Purpose
    lessons: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    factor: Factor = Factor.ANY
    decided_with: P = P.GIVE_ACCESS
    decide_hours: int = 48
    at_least: int = 0
    at_most: int | None = None
    lasts_days: int = 365
    phrases: tuple[Promise, ...] = ()
    kinds: tuple[UnitKind, ...] = _CLP
    by_area: bool = False
    may_be_asked: bool = True

    @property
    def critical(self) -> bool:
        """Say whether work stops in a unit when its one holder is away."""
        return self.at_least >= 2

    @property
    def gates(self) -> frozenset[str]:
        """Return the names of all lessons and terms that must be passed before it opens."""
        return frozenset(self.lessons + self.terms)


_ALL_OF_A_CLP = frozenset(P) - {P.ANSWER_IDEAS, P.SET_UP_MAIL, P.BREAK_GLASS, P.KEEP_TOOLS}

ROLES: dict[str, Role] = {
    role.name.value: role
    for role in (
        Role(
            RoleName.ADMINISTRATOR,
            _("Sets up the installation and gives the first roles. Sees no electors and no members."),
            frozenset(
                {
                    P.SEE_ACCESS,
                    P.GIVE_ACCESS,
                    P.DECIDE_FIELD,
                    P.RUN_OFFICES,
                    P.KEEP_TOOLS,
                    P.SEE_AUDIT,
                    P.CHANGE_UNIT,
                    P.SEE_MAIL,
                    P.SET_UP_MAIL,
                    P.ANSWER_IDEAS,
                }
            ),
            sees=_("Who holds which role, settings, and what mail was sent. No electors, no members, no answers."),
            basis=Basis.NO_PEOPLE,
            purpose=Purpose.ACCESS,
            at_least=2,
            at_most=4,
            phrases=(_("set up the installation"), _("administer the system"), _("change the mail server")),
            kinds=_OFFICES,
        ),
        Role(
            RoleName.REGIONAL_ORGANISER,
            _("Decides about access in the region's CLPs and sees their figures, without names."),
            frozenset(
                {
                    P.SEE_ACCESS,
                    P.GIVE_ACCESS,
                    P.DECIDE_FIELD,
                    P.RUN_OFFICES,
                    P.BREAK_GLASS,
                    P.KEEP_TOOLS,
                    P.SEE_AUDIT,
                    P.SEE_POLLING_DAY,
                    P.ANSWER_IDEAS,
                }
            ),
            sees=_("Requests, who holds what, and each CLP’s figures. No electors, no members, no answers."),
            basis=Basis.NO_PEOPLE,
            purpose=Purpose.OVERSIGHT,
            factor=Factor.PASSKEY,
            at_least=2,
            phrases=(_("decide requests for the region"), _("support the CLPs in my region")),
            kinds=(UnitKind.PARTY, UnitKind.REGION),
        ),
        Role(
            RoleName.SECRETARY,
            _("Runs the CLP: members, the register, boards, polling day, and who may do what."),
            _ALL_OF_A_CLP,
            sees=_("All members and electors of the CLP, answers from the doorstep, and the record of what was done."),
            basis=Basis.MEMBERS,
            purpose=Purpose.MEMBERSHIP,
            lessons=(MEMBERS_DATA, REGISTER_CARE),
            terms=(REGISTER_TERMS, MEMBERS_TERMS),
            at_least=2,
            at_most=3,
            phrases=(_("run the CLP"), _("give other people access"), _("send notices of meetings")),
        ),
        Role(
            RoleName.MEMBERSHIP_OFFICER,
            _("Looks after the members list and welcomes new members."),
            frozenset({P.SEE_MEMBERS, P.IMPORT_MEMBERS, P.SEE_MAIL}),
            sees=_("All members of the CLP with their contact details. No electors."),
            basis=Basis.MEMBERS,
            purpose=Purpose.MEMBERSHIP,
            lessons=(MEMBERS_DATA,),
            terms=(MEMBERS_TERMS,),
            at_least=1,
            at_most=4,
            phrases=(
                _("email members"),
                _("write to members"),
                _("welcome new members"),
                _("look after the members list"),
                _("phone members whose subscription has run out"),
            ),
        ),
        Role(
            RoleName.CAMPAIGN_ORGANISER,
            _("Makes boards, hands them out, and runs polling day."),
            frozenset(
                {
                    P.SEE_REGISTER,
                    P.SEE_BOARDS,
                    P.MAKE_BOARDS,
                    P.RECORD_DOORS,
                    P.REVIEW_ANSWERS,
                    P.SEE_POLLING_DAY,
                    P.SEE_KNOCK_UPS,
                    P.SET_UP_POLLING_DAY,
                    P.RECORD_VOTED,
                    P.ENTER_COUNTS,
                    P.RUN_ROUNDS,
                    P.CORRECT_MARKS,
                    P.ENTER_MARKED_REGISTER,
                    P.DECIDE_FIELD,
                    P.SEE_ACCESS,
                }
            ),
            sees=_(
                "All electors of the CLP, what residents said at the door, who has still to vote, and who holds which "
                "role. No members."
            ),
            basis=Basis.DEMOCRATIC,
            purpose=Purpose.CANVASSING,
            lessons=(DOORSTEP, REGISTER_CARE),
            terms=(REGISTER_TERMS,),
            at_least=2,
            at_most=6,
            phrases=(
                _("plan canvassing"),
                _("organise door knocking"),
                _("run polling day"),
                _("use Contact Creator"),
                _("set up a committee room"),
            ),
            by_area=True,
        ),
        Role(
            RoleName.DATA_OFFICER,
            _("Brings in the register, and reads the record of who did what with it."),
            frozenset(
                {
                    P.SEE_REGISTER,
                    P.IMPORT_REGISTER,
                    P.EXPORT_REGISTER,
                    P.ENTER_MARKED_REGISTER,
                    P.SEE_BOARDS,
                    P.SEE_ACCESS,
                    P.SEE_AUDIT,
                    P.SEE_MAIL,
                }
            ),
            sees=_("All electors of the CLP, who holds which role, and the record of what was done. No members."),
            basis=Basis.DEMOCRATIC,
            purpose=Purpose.REGISTER,
            lessons=(REGISTER_CARE,),
            terms=(REGISTER_TERMS,),
            at_least=1,
            at_most=3,
            phrases=(
                _("import the register"),
                _("bring in the electoral register"),
                _("load the council’s file"),
                _("check who looked at what"),
            ),
        ),
        Role(
            RoleName.BOARD_RUNNER,
            _("Makes boards in an area, hands them out on the day, and sees how far they are."),
            frozenset({P.SEE_BOARDS, P.MAKE_BOARDS, P.RECORD_DOORS}),
            sees=_("Names and addresses on the boards of their area, and what was recorded on them."),
            basis=Basis.DEMOCRATIC,
            purpose=Purpose.CANVASSING,
            lessons=(DOORSTEP,),
            terms=(REGISTER_TERMS,),
            factor=Factor.NONE,
            decided_with=P.DECIDE_FIELD,
            decide_hours=24,
            phrases=(_("run a board"), _("lead a canvassing session"), _("hand out boards")),
            by_area=True,
        ),
        Role(
            RoleName.CANVASSER,
            _("Works down a board that was handed to them, and sees nobody who is not on it."),
            frozenset({P.RECORD_DOORS}),
            sees=_("Names and addresses on a board that was handed to them. No past answers."),
            basis=Basis.DEMOCRATIC,
            purpose=Purpose.CANVASSING,
            lessons=(DOORSTEP,),
            terms=(REGISTER_TERMS,),
            factor=Factor.NONE,
            decided_with=P.DECIDE_FIELD,
            decide_hours=24,
            phrases=(
                _("knock on doors"),
                _("go canvassing"),
                _("talk to residents"),
                _("record answers on my phone"),
            ),
        ),
        Role(
            RoleName.TELLER,
            _("Types in elector numbers outside a polling station. Sees numbers, never names."),
            frozenset({P.RECORD_VOTED}),
            sees=_("Numbers only. No names, no addresses."),
            basis=Basis.DEMOCRATIC,
            purpose=Purpose.POLLING_DAY,
            lessons=(TELLING,),
            factor=Factor.NONE,
            decided_with=P.DECIDE_FIELD,
            decide_hours=24,
            lasts_days=90,
            phrases=(
                _("be a teller"),
                _("sit outside a polling station"),
                _("take numbers on polling day"),
            ),
        ),
        Role(
            RoleName.COMMITTEE_ROOM,
            _("Runs a committee room on polling day: types in numbers, sends teams out, arranges lifts."),
            frozenset(
                {
                    P.SEE_POLLING_DAY,
                    P.SEE_KNOCK_UPS,
                    P.RECORD_VOTED,
                    P.ENTER_COUNTS,
                    P.RUN_ROUNDS,
                    P.CORRECT_MARKS,
                    P.RECORD_DOORS,
                }
            ),
            sees=_("Promises of their area who have not voted yet, with addresses. No other answers, no members."),
            basis=Basis.DEMOCRATIC,
            purpose=Purpose.POLLING_DAY,
            lessons=(TELLING, DOORSTEP),
            terms=(REGISTER_TERMS,),
            decided_with=P.DECIDE_FIELD,
            decide_hours=24,
            lasts_days=90,
            phrases=(
                _("run a committee room"),
                _("send teams out on polling day"),
                _("arrange lifts to the poll"),
                _("type in tellers’ numbers"),
            ),
            by_area=True,
        ),
        Role(
            RoleName.POLLING_AGENT,
            _("Is inside a polling station for the party, and sends how many papers are in the box. No elector."),
            frozenset({P.ENTER_COUNTS}),
            sees=_("Which boxes there are, and what was counted in them. No names, no numbers of electors."),
            basis=Basis.NO_PEOPLE,
            purpose=Purpose.POLLING_DAY,
            factor=Factor.NONE,
            decided_with=P.DECIDE_FIELD,
            decide_hours=24,
            lasts_days=90,
            phrases=(
                _("be a polling agent"),
                _("attend the polling station for the party"),
                _("send counts from the ballot box"),
            ),
            by_area=True,
        ),
        Role(
            RoleName.DEPUTY,
            _("Decides requests while an officer who decides is away. Sees no electors and no members."),
            frozenset({P.SEE_ACCESS, P.GIVE_ACCESS, P.DECIDE_FIELD}),
            sees=_("Requests and who holds which role. No electors, no members, no answers."),
            basis=Basis.NO_PEOPLE,
            purpose=Purpose.ACCESS,
            lasts_days=31,
            phrases=(_("stand in for the secretary"), _("decide requests while somebody is away")),
            kinds=_OFFICES,
        ),
        Role(
            RoleName.EMERGENCY_READER,
            _("Reads names in one CLP for an hour, in an emergency, in sight of everybody who runs it."),
            frozenset({P.SEE_MEMBERS, P.SEE_REGISTER, P.SEE_BOARDS, P.SEE_KNOCK_UPS, P.SEE_POLLING_DAY, P.SEE_MAIL}),
            sees=_("Members and electors of one CLP, to read and not to change, for an hour."),
            basis=Basis.DEMOCRATIC,
            purpose=Purpose.EMERGENCY,
            lessons=(REGISTER_CARE,),
            terms=(REGISTER_TERMS,),
            factor=Factor.PASSKEY,
            may_be_asked=False,
        ),
    )
}
