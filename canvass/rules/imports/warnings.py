"""What to look at before a register file is approved."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from canvass.enums import FileKind
from canvass.rules.imports.figures import districts, reasons, share
from kit.templatetags.rosette import number, signed

# So few people going from one district to another have just moved house.
MOVED_TOGETHER = 25

# A month's changes take less than one in a hundred off the register; more than this at once deserves a look. A new
# December register takes some eight, and so a second person (canvass/actions/imports/changes.py).
MANY_GONE = 0.03

# A notice of which so much fits nobody was made for another register.
FITS_NOBODY = 0.5

# What a spreadsheet makes of a code such as 1-13 or 2E4.
_SPREADSHEET_CODE = re.compile(
    r"\d{1,2}-(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)|[A-Z]{3}-\d{2}|\d\.?\d*E\+\d+"
)

_NAMED = 6


@dataclass(frozen=True)
class Caution:
    """Something to look at before approving: a short sentence, what it may mean, and which rows can be had."""

    title: str
    text: str
    has_rows: bool = False
    has_unmatched: bool = False


def warnings(
    report: dict, dated_on: datetime.date | None, held_on: datetime.date | None, elsewhere: Sequence[str] = ()
) -> list[Caution]:
    """Return what to look at before approving, the gravest first.

    `held_on` is the date of the last register or notice that is in use, `elsewhere` names other councils whose
    districts these are.
    """
    return [
        *_wrong_place(report, elsewhere),
        *_older(report, dated_on, held_on),
        *_unmatched(report),
        *_moved_together(report),
        *_odd_districts(report),
        *_many_gone(report),
        *_spreadsheet(report),
        *_left_out(report),
        *_odd_dates(report),
    ]


def _wrong_place(report: dict, elsewhere: Sequence[str]) -> list[Caution]:
    title = _("This may be the wrong file")
    if elsewhere:
        text = _("You hold districts of the same codes from %(councils)s. Did you choose the right council?")
        return [Caution(title, text % {"councils": ", ".join(elsewhere)})]
    if report["kind"] == FileKind.UPDATE:
        read = report["rows"] - report["rejected"]
        if report["unmatched"] <= read * FITS_NOBODY:
            return []
        text = _(
            "%(unmatched)s of its %(rows)s rows fit nobody whom you hold. It may be another council’s, or changes to "
            "another register than yours."
        )
        return [Caution(title, text % {"unmatched": number(report["unmatched"]), "rows": number(read)})]
    if not report["held"] or any(electors and held for _code, _name, electors, held in report["districts"]):
        return []
    text = _(
        "None of the districts that you hold is in this file, so everybody on your register would be taken off. "
        "It may be another council’s part of the constituency, or another constituency."
    )
    return [Caution(title, text)]


def _older(report: dict, dated_on: datetime.date | None, held_on: datetime.date | None) -> list[Caution]:
    if dated_on is None or held_on is None:
        return []
    if dated_on >= held_on:
        return _of_an_older_month(report, held_on)
    said = {"held": date_format(held_on, "j F Y"), "file": date_format(dated_on, "j F Y")}
    if report["kind"] == FileKind.UPDATE:
        text = _(
            "What you hold is of %(held)s, and these changes are of %(file)s. They may put back what has changed since."
        )
        return [Caution(_("These changes are older than your register"), text % said)]
    text = _("You hold the register of %(held)s. This file is dated %(file)s and would put an older one in its place.")
    return [Caution(_("This register is older than yours"), text % said)]


def _of_an_older_month(report: dict, held_on: datetime.date) -> list[Caution]:
    """Warn of a notice that names an earlier month for itself than that of the register, whatever date was given."""
    month = datetime.date.fromisoformat(report["month"]) if report.get("month") else held_on
    if (month.year, month.month) >= (held_on.year, held_on.month):
        return []
    text = _(
        "The file itself says %(month)s, and what you hold is of %(held)s. They may put back what has changed since."
    )
    said = {"month": date_format(month, "F Y"), "held": date_format(held_on, "j F Y")}
    return [Caution(_("These changes are older than your register"), text % said)]


def _unmatched(report: dict) -> list[Caution]:
    unmatched = report["unmatched"]
    if not unmatched:
        return []
    title = ngettext("%(rows)s row fits nobody", "%(rows)s rows fit nobody", unmatched) % {"rows": number(unmatched)}
    text = _("They are not carried out, and you can read each with the reason. All other rows are. Ask the council.")
    return [Caution(title, text, has_unmatched=True)]


def _moved_together(report: dict) -> list[Caution]:
    found = []
    for was, now, people in report["moves"][:3]:
        if people < MOVED_TOGETHER:
            continue
        title = _("%(people)s electors moved between two districts") % {"people": number(people)}
        text = _(
            "They were listed in %(was)s and are in %(now)s now. A boundary may have moved. "
            "Ask the council if you did not expect it."
        )
        found.append(Caution(title, text % {"was": was, "now": now}))
    return found


def _odd_districts(report: dict) -> list[Caution]:
    lines = districts(report)
    gone = [line.code for line in lines if line.held and not line.electors]
    new = [line.code for line in lines if line.is_odd and not line.held]
    odd = [line for line in lines if line.is_odd and line.held and line.electors]
    found = []
    if gone:
        title = ngettext("%(n)s district is not in this file", "%(n)s districts are not in this file", len(gone))
        text = _("%(codes)s. Everybody who is listed there would be taken off the register.")
        found.append(Caution(title % {"n": len(gone)}, text % {"codes": _some(gone)}))
    if new:
        title = ngettext("%(n)s district is new", "%(n)s districts are new", len(new))
        text = _("%(codes)s. A district may have been split or given another code.")
        found.append(Caution(title % {"n": len(new)}, text % {"codes": _some(new)}))
    if odd:
        title = ngettext(
            "%(n)s district changed by more than a tenth", "%(n)s districts changed by more than a tenth", len(odd)
        )
        text = _("%(codes)s. A boundary may have moved, or the file may not be whole.")
        codes = [f"{line.code} {signed(line.percent)}%" for line in odd]
        found.append(Caution(title % {"n": len(odd)}, text % {"codes": _some(codes)}))
    return found


def _many_gone(report: dict) -> list[Caution]:
    gone, held = report["deleted"], report["held"]
    if not held or gone <= held * MANY_GONE:
        return []
    title = _("%(gone)s people would no longer be listed") % {"gone": number(gone)}
    text = _("That is %(percent)s%% of your register. Is the file whole?")
    if report["kind"] == FileKind.FULL:
        text = _("That is %(percent)s%% of your register. In a year about 8%% move away or die. Is the file whole?")
    said = [text % {"percent": share(report)}]
    if report["needs_second"]:
        said.append(_("More than 5% is approved by two people."))
    return [Caution(title, " ".join(said))]


def _spreadsheet(report: dict) -> list[Caution]:
    spoilt = [
        code for code, _name, electors, _held in report["districts"] if electors and _SPREADSHEET_CODE.fullmatch(code)
    ]
    if not spoilt:
        return []
    text = _(
        "%(codes)s. A spreadsheet makes a date or a power of ten out of such a code when it opens a CSV file. "
        "Bring in the file as the council sent it, without opening it first."
    )
    return [Caution(_("Some district codes look spoilt"), text % {"codes": _some(spoilt)})]


def _left_out(report: dict) -> list[Caution]:
    rejected, electors = report["rejected"], report["electors"]
    if not rejected:
        return []
    title = ngettext("%(rows)s row left out", "%(rows)s rows left out", rejected) % {"rows": number(rejected)}
    rest = ngettext(
        "The other %(electors)s elector is not affected.", "The other %(electors)s electors are not affected.", electors
    ) % {"electors": number(electors)}
    return [Caution(title, f"{'; '.join(reasons(report)).capitalize()}. {rest}", has_rows=True)]


def _odd_dates(report: dict) -> list[Caution]:
    odd = report["odd_dates"]
    if not odd:
        return []
    title = ngettext("%(n)s date could not be read", "%(n)s dates could not be read", odd) % {"n": number(odd)}
    text = _("Something else stands where the date of coming of age belongs. These electors are kept, without a date.")
    return [Caution(title, text)]


def _some(codes: Sequence[str]) -> str:
    """Return the codes in words, the first few of them where there are many."""
    if len(codes) <= _NAMED:
        return ", ".join(codes)
    return _("%(codes)s and %(more)d more") % {"codes": ", ".join(codes[:_NAMED]), "more": len(codes) - _NAMED}
