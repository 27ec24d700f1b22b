"""What stands in a file of electors that leaves the house, and who is left out of it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from canvass.enums import ElectorKind, ExportPurpose

# Who asked not to be contacted is left out, and marked only where nobody is contacted: where a name is looked up.
LOOKED_UP = frozenset({ExportPurpose.NOMINATIONS, ExportPurpose.DONATIONS})
_MARKS = (
    "latest_contact__do_not_contact",
    "latest_contact__moved",
    "latest_contact__deceased",
)


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


def is_left_out(row: Mapping[str, Any], purpose: ExportPurpose) -> bool:
    """Say whether this person is not to be turned to: they asked for it, have moved, or have died."""
    return purpose not in LOOKED_UP and any(row[mark] for mark in _MARKS)


def line(row: Mapping[str, Any], purpose: ExportPurpose, copy: str, door: str) -> list[object]:
    """Return one elector's cells, in the order of heading(). `door` is what is said of the door on its street."""
    asked = [_("yes") if row["latest_contact__do_not_contact"] else ""] if purpose in LOOKED_UP else []
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


def watermark(*, who: str, at: datetime.datetime, purpose: ExportPurpose, copy: str, people: int, left_out: int) -> str:
    """Return the first line of the file: whose copy this is, what for, and what may be done with it."""
    said = _(
        "# Electoral register. For this purpose only: %(purpose)s. Taken out by %(who)s on %(day)s, copy %(copy)s. "
        "It may not be passed on; destroy it when it is done with."
    ) % {"purpose": purpose.label, "who": who, "day": date_format(at, "j F Y, H:i"), "copy": copy}
    counted = ngettext("%(people)s elector.", "%(people)s electors.", people) % {"people": people}
    if not left_out:
        return f"{said} {counted}"
    missing = ngettext(
        "%(count)s is left out who asked not to be contacted, has moved or has died.",
        "%(count)s are left out who asked not to be contacted, have moved or have died.",
        left_out,
    )
    return f"{said} {counted} {missing % {'count': left_out}}"
