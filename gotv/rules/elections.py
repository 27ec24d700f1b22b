"""The ID of an election, as Democracy Club's reference writes it: made from its type, place and day, and checked.

The shape is the election ID reference definition's (elections.democracyclub.org.uk/reference_definition), which the
library uk-election-ids follows: `local.wexcombe.castle.2027-05-06`, `parl.wexcombe-and-harrow-hill.2029-05-03`.
"""

from __future__ import annotations

import datetime
import re
import warnings

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gotv.enums import ElectionType

with warnings.catch_warnings():
    # It reads its own data as it is loaded, and leaves the files to be closed by the collector.
    warnings.simplefilter("ignore", ResourceWarning)
    from uk_election_ids.election_ids import IdBuilder

_SLUGS = {
    ElectionType.PARLIAMENT: "parl",
    ElectionType.LOCAL: "local",
    ElectionType.MAYOR: "mayor",
    ElectionType.PCC: "pcc",
    ElectionType.SENEDD: "senedd",
    ElectionType.HOLYROOD: "sp",
}
# An organisation holds these; a constituency is a division of the others.
_BY_ORGANISATION = frozenset({ElectionType.LOCAL, ElectionType.MAYOR, ElectionType.PCC})
# From this poll on the Senedd has no regions, so its constituencies need no letter (Senedd Cymru (Members and
# Elections) Act 2024); until then "c" is a constituency, as it still is at Holyrood.
_SENEDD_WITHOUT_REGIONS = datetime.date(2026, 5, 7)
# What a council is called beside its place. An ID has the place alone.
_COUNCIL = re.compile(
    r"^(the )?(london borough of |royal borough of |city of |county of )?(?P<place>.+?)"
    r"( (county borough|metropolitan borough|metropolitan district|borough|district|city|county|town|unitary))?"
    r"( council)?$",
    re.IGNORECASE,
)


def place_of_council(name: str) -> str:
    """Return the place in a council's name: "Wexcombe" for "Wexcombe Borough Council"."""
    found = _COUNCIL.match(name.strip())
    return found["place"] if found else name.strip()


def make_id(
    election_type: str, place: str, polling_on: datetime.date, *, ward: str = "", is_by_election: bool = False
) -> str:
    """Return the ID of a poll, "" without a place.

    `place` is the council, the police or mayor's area, or the constituency; `ward` is for a local poll in one ward
    alone. A by-election is one of a ward or a constituency: elsewhere there is none, and the ID says nothing of it.
    """
    if not place.strip():
        return ""
    kind = ElectionType(election_type)
    built = IdBuilder(_SLUGS[kind], polling_on)
    if kind in _BY_ORGANISATION:
        built = built.with_organisation(place)
        if kind != ElectionType.LOCAL or not ward:
            return built.organisation_group_id
        built = built.with_division(ward)
    else:
        if kind == ElectionType.HOLYROOD or (kind == ElectionType.SENEDD and polling_on < _SENEDD_WITHOUT_REGIONS):
            built = built.with_subtype("c")
        built = built.with_division(place)
    return (built.with_contest_type("by") if is_by_election else built).ballot_id


def place_in(uk_id: str) -> str:
    """Return the place that an ID names, in small letters with hyphens; "" where it names none or can't be read."""
    try:
        built = IdBuilder.from_id(uk_id)
    except (ValueError, IndexError):
        return ""
    return built.organisation or built.division or ""


def check_id(uk_id: str, election_type: str, polling_on: datetime.date) -> str:
    """Return what is wrong with an ID that somebody typed, as a sentence; "" where it can be this election's."""
    try:
        built = IdBuilder.from_id(uk_id)
    except (ValueError, IndexError):  # the library raises the second for an ID that ends where a part should follow
        built = None
    if built is None or uk_id not in built.ids:
        return _("That is no election ID. One looks like this: local.wexcombe.2027-05-06. Or leave the field empty.")
    if built.election_type != _SLUGS[ElectionType(election_type)]:
        return _(
            "That ID is of another kind of election: it begins with “%(said)s”, and this one would with “%(is)s”."
        ) % {
            "said": built.election_type,
            "is": _SLUGS[ElectionType(election_type)],
        }
    if built.date != polling_on.isoformat():
        return _("That ID is of another day, and polling day is %(day)s. Empty the field, and it is made anew.") % {
            "day": date_format(polling_on, "j F Y")
        }
    return ""
