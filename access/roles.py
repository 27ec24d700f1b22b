"""Each role as a readable list of permissions, with a sentence for people."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from access.permissions import Permission as P


class RoleName(TextChoices):
    """The roles there are. The value is what a grant stores."""

    ADMINISTRATOR = "administrator", _("Administrator")
    REGIONAL_ORGANISER = "regional_organiser", _("Regional organiser")
    SECRETARY = "secretary", _("CLP secretary")
    MEMBERSHIP_OFFICER = "membership_officer", _("Membership officer")
    CAMPAIGN_ORGANISER = "campaign_organiser", _("Campaign organiser")
    DATA_OFFICER = "data_officer", _("Data officer")
    CANVASSER = "canvasser", _("Canvasser")
    TELLER = "teller", _("Teller")


@dataclass(frozen=True)
class Role:
    """What a role is for, and the whole of what it lets its holder do."""

    name: RoleName
    what_for: Promise
    permissions: frozenset[P]


ROLES: dict[str, Role] = {
    role.name.value: role
    for role in (
        Role(
            RoleName.ADMINISTRATOR,
            _("Sets up the installation and gives the first roles. Sees no electors and no members."),
            frozenset(
                {P.SEE_ACCESS, P.GIVE_ACCESS, P.SEE_AUDIT, P.CHANGE_UNIT, P.SEE_MAIL, P.SET_UP_MAIL, P.ANSWER_IDEAS}
            ),
        ),
        Role(
            RoleName.REGIONAL_ORGANISER,
            _("Decides about access in the region's CLPs and sees their figures, without names."),
            frozenset({P.SEE_ACCESS, P.GIVE_ACCESS, P.SEE_AUDIT, P.SEE_POLLING_DAY, P.ANSWER_IDEAS}),
        ),
        Role(
            RoleName.SECRETARY,
            _("Runs the CLP: members, the register, boards, polling day, and who may do what."),
            frozenset(P) - {P.ANSWER_IDEAS, P.SET_UP_MAIL},
        ),
        Role(
            RoleName.MEMBERSHIP_OFFICER,
            _("Looks after the members list and welcomes new members."),
            frozenset({P.SEE_MEMBERS, P.IMPORT_MEMBERS, P.SEE_MAIL}),
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
                    P.CORRECT_MARKS,
                }
            ),
        ),
        Role(
            RoleName.DATA_OFFICER,
            _("Brings in the register, and reads the record of who did what with it."),
            frozenset({P.SEE_REGISTER, P.IMPORT_REGISTER, P.SEE_BOARDS, P.SEE_ACCESS, P.SEE_AUDIT, P.SEE_MAIL}),
        ),
        Role(
            RoleName.CANVASSER,
            _("Works down a board that was handed to them, and sees nobody who is not on it."),
            frozenset({P.RECORD_DOORS}),
        ),
        Role(
            RoleName.TELLER,
            _("Types in elector numbers outside a polling station. Sees numbers, never names."),
            frozenset({P.RECORD_VOTED}),
        ),
    )
}
