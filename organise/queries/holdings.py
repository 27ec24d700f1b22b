"""What is kept about a member, and why: said on the member's own page, so that anybody who looks can tell."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from organise.models import Member


@dataclass(frozen=True)
class Holding:
    """One thing that is kept. `value` is "" when there is none."""

    label: str
    value: str
    why: str


def of(member: Member) -> list[Holding]:
    """Return every thing that is kept about this member, in the order of the page."""
    joined = date_format(member.joined_on, "j F Y") if member.joined_on else ""
    rows = (
        (_("Membership number"), member.membership_number, _("Finds the same person in the next file.")),
        (
            _("Membership"),
            member.get_state_display(),
            _("Says who may vote at meetings, and who is to be asked to renew."),
        ),
        (
            _("Joined"),
            joined,
            _("New members are provisional for eight weeks; selections ask how long somebody has been one."),
        ),
        (_("Branch"), member.branch.name if member.branch else "", _("Says which meetings to invite them to.")),
        (_("Email address"), member.email, _("For notices of meetings, which a member must get.")),
        (_("Telephone"), member.phone, _("For a call about their membership. A campaign text needs their consent.")),
        (_("Address"), member.address, _("Says which branch they belong to, and where to post a notice.")),
        (_("Postcode"), member.postcode, _("As the address.")),
    )
    return [Holding(label, value, why) for label, value, why in rows]
