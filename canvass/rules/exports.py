"""What stands in a file of electors that leaves the house, and who is left out of it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from canvass.enums import ElectorKind, ExportPurpose
from kit.templatetags.rosette import number

# Who asked not to be contacted is left out, and marked only where nobody is contacted: where a name is looked up.
LOOKED_UP = frozenset({ExportPurpose.NOMINATIONS, ExportPurpose.DONATIONS})


class WhyNot(StrEnum):
    """Why somebody is not to be turned to. Whoever has several reasons counts for the first of them."""

    ASKED = "asked"
    MAY_HAVE_ASKED = "may_have_asked"  # an open question of who is who leads to somebody who did
    MOVED = "moved"
    DECEASED = "deceased"


_COLUMNS = {
    WhyNot.ASKED: "latest_contact__do_not_contact",
    WhyNot.MAY_HAVE_ASKED: "may_object",
    WhyNot.MOVED: "latest_contact__moved",
    WhyNot.DECEASED: "latest_contact__deceased",
}
MARKS = tuple(_COLUMNS.values())


def heading(purpose: ExportPurpose) -> list[str]:
    """Return the names of the columns."""
    names = [
        _("District"),
        _("Number"),
        _("Suffix"),
        _("Title"),
        _("Forenames"),
        _("Surname"),
        _("Address"),
        _("Street"),
        _("Place"),
        _("Postcode"),
        _("Listed as"),
    ]
    return [*names, *([_("Asked not to be contacted")] if purpose in LOOKED_UP else []), _("Copy")]


def left_out(row: Mapping[str, Any], purpose: ExportPurpose) -> WhyNot | None:
    """Return why this person is not in a file for this purpose; None: they are."""
    return None if purpose in LOOKED_UP else reason(row)


def reason(row: Mapping[str, Any]) -> WhyNot | None:
    """Return why nobody is to turn to this person; None: somebody may."""
    return next((why for why, column in _COLUMNS.items() if row[column]), None)


def in_words(counts: Mapping[WhyNot, int]) -> list[str]:
    """Return how many are left out for each reason that there is, in the order of WhyNot."""
    return [_said(why, counts[why]) for why in WhyNot if counts.get(why)]


def _said(why: WhyNot, count: int) -> str:
    if why == WhyNot.ASKED:
        words = ngettext("%(count)s asked not to be contacted", "%(count)s asked not to be contacted", count)
    elif why == WhyNot.MAY_HAVE_ASKED:
        words = ngettext(
            "%(count)s may be somebody who asked that: nobody has said yet who is who",
            "%(count)s may be people who asked that: nobody has said yet who is who",
            count,
        )
    elif why == WhyNot.MOVED:
        words = ngettext("%(count)s has moved", "%(count)s have moved", count)
    else:
        words = ngettext("%(count)s has died", "%(count)s have died", count)
    return words % {"count": number(count)}


def _asked(row: Mapping[str, Any]) -> str:
    if row[_COLUMNS[WhyNot.ASKED]]:
        return _("yes")
    return _("perhaps") if row[_COLUMNS[WhyNot.MAY_HAVE_ASKED]] else ""


def line(row: Mapping[str, Any], purpose: ExportPurpose, copy: str, door: str) -> list[object]:
    """Return one elector's cells, in the order of heading(). `door` is what is said of the door on its street."""
    asked = [_asked(row)] if purpose in LOOKED_UP else []
    return [
        row["polling_district__code"],
        row["number"],
        row["suffix"] or "",
        row["title"],
        row["forenames"],
        row["surname"],
        door,
        row["household__street__name"],
        row["household__street__locality"],
        row["household__postcode"],
        ElectorKind(row["kind"]).label,
        *asked,
        copy,
    ]


def watermark(
    *, who: str, at: datetime.datetime, purpose: ExportPurpose, copy: str, people: int, missing: Mapping[WhyNot, int]
) -> str:
    """Return the first line of the file: whose copy this is, for what, what may be done with it, who isn't in it."""
    said = _(
        "# Electoral register. For this purpose only: %(purpose)s. Taken out by %(who)s on %(day)s, copy %(copy)s. "
        "It may not be passed on; destroy it when it is done with."
    ) % {"purpose": purpose.label, "who": who, "day": date_format(at, "j F Y, H:i"), "copy": copy}
    counted = ngettext("%(people)s elector.", "%(people)s electors.", people) % {"people": people}
    reasons = in_words(missing)
    if not reasons:
        return f"{said} {counted}"
    return f"{said} {counted} {_('Left out: %(reasons)s.') % {'reasons': '; '.join(reasons)}}"
