"""Which column of a members file holds what, told from its heading.

The headings of Action Network, NationBuilder, CiviCRM and Zetkin Foundation exports are known, and the words that
people use in lists of their own. What isn't known is left for a person to match.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from kit.errors import Refused
from organise.enums import MemberField as F

# A file whose headings hold all of these comes from that system.
LAYOUTS: dict[str, frozenset[str]] = {
    "Action Network": frozenset({"can2 subscription status"}),
    "Action Network (old)": frozenset({"can2 user address"}),
    "NationBuilder": frozenset({"nationbuilder id"}),
    "CiviCRM": frozenset({"external identifier", "first name", "last name"}),
    "CiviCRM contacts": frozenset({"internal contact id"}),
    "Zetkin": frozenset({"ext id", "first name", "last name"}),
}
_SAME = {"Action Network (old)": "Action Network", "CiviCRM contacts": "CiviCRM"}
_KNOWN: dict[F, str] = {
    F.MEMBERSHIP_NUMBER: """
        membership number|membership no|member number|member no|member id|membership id|number|external identifier
        |external id|ext id|party id""",
    F.FIRST_NAME: "first name|firstname|forename|forenames|given name|preferred name|first names",
    F.LAST_NAME: "last name|lastname|surname|family name",
    F.FULL_NAME: "full name|name|display name|member name|member",
    F.EMAIL: "email|mail|e mail|email address|e mail address|email1|primary email|home email",
    F.PHONE: """
        phone|telephone|mobile|phone number|mobile number|can2 phone|mobile phone|home phone|tel|telephone number""",
    F.ADDRESS: """
        address|street address|address 1|address 2|address 3|address 4|address1|address2|address3|address line 1
        |address line 2|address line 3|can2 user address|can2 user city|primary address1|primary address2
        |primary address3|primary city|supplemental address 1|supplemental address 2|city|town|co address|street""",
    F.POSTCODE: "postcode|post code|postal code|zip code|zip|primary zip|home zip",
    F.BRANCH: "branch|blp|party branch|ward branch",
    F.STATE: "status|membership status|member status|membership state|state of membership|membership",
    F.JOINED_ON: """
        joined|date joined|join date|joined on|member since|membership start date|start date|date of joining
        |membership join date|membership started at|joined date""",
}
_FIELD_OF = {heading.strip(): field for field, words in _KNOWN.items() for heading in words.split("|")}
_BETWEEN = re.compile(r"[^a-z0-9]+")


def plain(heading: str) -> str:
    """Return a heading for comparing: small letters and figures, single spaces."""
    return _BETWEEN.sub(" ", heading.lower()).strip()


def layout(header: Sequence[str]) -> str:
    """Return the name of the system that a file comes from, or "" when its headings don't tell."""
    there = {plain(heading) for heading in header}
    for name, needed in LAYOUTS.items():
        if needed <= there:
            return _SAME.get(name, name)
    return ""


def proposed(header: Sequence[str]) -> list[str]:
    """Return a MemberField value for each column, or "" where the column is to be left out.

    The first column of a kind wins, but for parts of the address, which are put together.
    """
    found: list[str] = []
    for heading in header:
        field = _FIELD_OF.get(plain(heading))
        taken = field is None or (field in found and field != F.ADDRESS)
        found.append("" if taken or field is None else field.value)
    if F.LAST_NAME in found and F.FULL_NAME in found:
        found[found.index(F.FULL_NAME)] = ""
    return found


def objections(columns: Sequence[str]) -> list[str]:
    """Return why members can't be read with this choice of columns, in words for people; nothing when they can."""
    chosen = [field for field in columns if field]
    found = []
    twice = {field for field in chosen if chosen.count(field) > 1 and field != F.ADDRESS}
    if twice:
        names = ", ".join(str(F(field).label) for field in sorted(twice))
        found.append(_("Two columns are chosen for the same thing: %(names)s.") % {"names": names})
    if F.LAST_NAME not in chosen and F.FULL_NAME not in chosen:
        found.append(_("Choose the column with the last name, or the one with the whole name."))
    if F.LAST_NAME in chosen and F.FULL_NAME in chosen:
        found.append(_("Choose either the last name or the whole name in one, not both."))
    if F.MEMBERSHIP_NUMBER not in chosen and F.EMAIL not in chosen:
        found.append(
            _(
                "Choose the column with the membership number or the one with the email address. "
                "Without either, the same person can’t be found again next time."
            )
        )
    return found


def check(columns: Sequence[str]) -> None:
    """Raise Refused when members can't be read with this choice of columns."""
    found = objections(columns)
    if found:
        raise Refused(" ".join(found))
