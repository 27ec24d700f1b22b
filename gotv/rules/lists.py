"""What the reports of councils' lists come to in words."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gotv.enums import AbsentKind, RowProblem

# A final list is as long as the one before and a little longer. One that would take off more than this is no list of
# the whole constituency, or of another poll.
_SHRINKS = 0.2
_UNMATCHED = 0.05


@dataclass(frozen=True)
class Look:
    """Something to look at before approving."""

    title: str
    text: str


def reasons(left_out: Mapping[str, int]) -> list[str]:
    """Return why rows were left out, the commonest reason first: "17 with a number that nobody has"."""
    rows = sorted(left_out.items(), key=lambda item: (-item[1], item[0]))
    return [f"{count:,} {RowProblem(why).label}" for why, count in rows]


def absent_warnings(report: Mapping[str, Any]) -> list[Look]:
    """Return what is odd about a list of absent voters."""
    found = []
    for kind, counts in report["kinds"].items():
        before = counts["kept"] + counts["removed"]
        if counts["removed"] > _SHRINKS * before and before >= 20:
            found.append(
                Look(
                    _("%(kind)s: %(removed)s of %(before)s would be taken off")
                    % {"kind": AbsentKind(kind).label, "removed": f"{counts['removed']:,}", "before": f"{before:,}"},
                    _("Is it the whole list, and of this election? A list of one ward, or of late grants, is not."),
                )
            )
    unmatched = _unmatched(report)
    return found + ([unmatched] if unmatched else [])


def marked_warnings(report: Mapping[str, Any], oldest_register: datetime.date | None) -> list[Look]:
    """Return what is odd about a marked register. `oldest_register` is given where it is later than polling day."""
    found = []
    if oldest_register is not None:
        found.append(
            Look(
                _("The register of that day is not held"),
                _(
                    "The oldest one here is of %(day)s, after that polling day. Numbers were compared with it; if "
                    "they were given out anew in between, they are other people’s. Look at a few names you know."
                )
                % {"day": date_format(oldest_register, "j F Y")},
            )
        )
    unmatched = _unmatched(report)
    if report.get("changed"):
        found.append(
            Look(
                ngettext("One record would change", "%(count)s records would change", report["changed"])
                % {"count": f"{report['changed']:,}"},
                _("They say something else by now. Taking this file back would bring that back."),
            )
        )
    return found + ([unmatched] if unmatched else [])


def _unmatched(report: Mapping[str, Any]) -> Look | None:
    left_out = sum(report["left_out"].values())
    if left_out <= _UNMATCHED * report["rows"]:
        return None
    return Look(
        _("%(count)s of %(rows)s rows are left out") % {"count": f"{left_out:,}", "rows": f"{report['rows']:,}"},
        _("That is more than one in twenty. Is it of this election, and of the register that is held?"),
    )
