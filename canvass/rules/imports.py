"""What a checked register file means to the person who approves it: the table by district, and what to look at first.

Reads the report that an import keeps (canvass/actions/imports/running.py says what is in it).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from canvass.enums import ImportState, LeftOut
from kit.templatetags.rosette import number, signed

# A district that grows or shrinks by more than a tenth has mostly got another boundary.
BIG_CHANGE = 0.10
# A year of moving house takes some eight in a hundred off the register; more at once deserves a look.
MANY_GONE = 0.08
# So few people going from one district to another have just moved house.
MOVED_TOGETHER = 25
# What a spreadsheet makes of a code such as 1-13 or 2E4.
_SPREADSHEET_CODE = re.compile(
    r"\d{1,2}-(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)|[A-Z]{3}-\d{2}|\d\.?\d*E\+\d+"
)
_NAMED = 6


@dataclass(frozen=True)
class DistrictLine:
    """One line of the table by district. `change` is None where no register is held yet."""

    code: str
    name: str
    electors: int
    held: int
    change: int | None
    percent: int | None
    is_odd: bool


@dataclass(frozen=True)
class Warning:  # noqa: A001 - it is what people know this as, and nobody raises it
    """Something to look at before approving: a short sentence, what it may mean, and whether rows can be had."""

    title: str
    text: str
    has_rows: bool = False


def districts(report: dict) -> list[DistrictLine]:
    """Return the file beside the register that is held, by district."""
    first = not report["held"]
    return [_line(code, name, electors, held, first) for code, name, electors, held in report["districts"]]


def _line(code: str, name: str, electors: int, held: int, first: bool) -> DistrictLine:
    if first:
        return DistrictLine(code, name, electors, held, None, None, False)
    change = electors - held
    percent = round(change * 100 / held) if held else None
    return DistrictLine(code, name, electors, held, change, percent, not held or abs(change) > held * BIG_CHANGE)


def whole(lines: Sequence[DistrictLine]) -> DistrictLine:
    """Return the line below the table: all districts together."""
    electors, held = sum(line.electors for line in lines), sum(line.held for line in lines)
    return _line("", "", electors, held, first=all(line.change is None for line in lines))


def changes(report: dict) -> list[dict[str, str]]:
    """Return what happens to the people on the register, as figures with their sentences."""
    if not report["held"]:
        text = ngettext("person comes on to the register", "people come on to the register", report["added"])
        return [{"figure": number(report["added"]), "text": text}]
    other = report["amended"] - report["renumbered"]
    return [
        {"figure": number(count), "text": text}
        for count, text in (
            (report["added"], ngettext("person is new", "people are new", report["added"])),
            (
                report["gone"],
                ngettext(
                    "is no longer listed; past answers stay",
                    "are no longer listed; their past answers stay",
                    report["gone"],
                ),
            ),
            (
                report["renumbered"],
                ngettext(
                    "has another number; the old one is kept",
                    "have another number; the old one is kept",
                    report["renumbered"],
                ),
            ),
            (
                other,
                ngettext(
                    "has a name, an address or a marker changed", "have a name, an address or a marker changed", other
                ),
            ),
        )
    ]


def read_as(report: dict) -> str:
    """Return in words how the file was read: its letters, what divides its cells, whether it was packed."""
    marks = {",": _("commas"), "\t": _("tabs"), ";": _("semicolons"), "|": _("upright strokes")}
    letters = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "cp1252": "Windows-1252"}
    said = [letters.get(report["encoding"], "UTF-16"), marks[report["delimiter"]]]
    if report["packed"]:
        said.append(_("packed with gzip"))
    return ", ".join(said)


def steps(state: str, times: Sequence[datetime.datetime | None]) -> list[dict[str, str]]:
    """Return the steps of the job, for the line above the page.

    `times` say when the file was uploaded, approved and in use, None for what is still to come.
    """
    uploaded, approved, finished = (date_format(timezone.localtime(at), "H:i") if at else "" for at in times)
    now = {
        ImportState.CHECKING: (1, _("being read")),
        ImportState.CHECKED: (1, _("nothing is changed yet")),
        ImportState.APPLYING: (2, _("working")),
        ImportState.APPLIED: (3, _("the register is in use")),
    }
    here, doing = now.get(ImportState(state), (0, ""))
    done = (uploaded, approved, finished, "")
    later = ("", "", _("one click"), "")
    return [
        {
            "label": label,
            "note": doing
            if i == here
            else later[i]
            if i > here
            else _("done, %(time)s") % {"time": done[i]}
            if done[i]
            else "",
            "state": "done" if i < here else "now" if i == here else "next",
        }
        for i, label in enumerate((_("Upload"), _("Check"), _("Approve"), _("Report")))
    ]


def log(state: str, stage: str, done: int) -> list[dict[str, str]]:
    """Return the parts of the work that is under way, each done, now or still to come."""
    parts = [("reading", _("Reading the rows")), ("matching", _("Matching people to the register you hold"))]
    if state == ImportState.APPLYING:
        parts += [
            ("households", _("Putting streets and households in place")),
            ("people", _("Putting people in place")),
            ("counting", _("Counting again, against the file")),
        ]
    names = [name for name, _label in parts]
    here = names.index(stage) if stage in names else 0
    doing = (number(done) if done else _("working")) if stage in names else _("waiting for its turn")
    return [
        {
            "label": label,
            "value": _("done") if i < here else _("not started") if i > here else doing,
            "state": "done" if i < here else "now" if i == here else "next",
        }
        for i, (_name, label) in enumerate(parts)
    ]


def changes_nothing(report: dict) -> bool:
    """Say whether the register would be the same afterwards."""
    return bool(report["held"]) and not (report["added"] or report["amended"] or report["gone"])


def warnings(report: dict, dated_on: datetime.date | None, held_on: datetime.date | None) -> list[Warning]:
    """Return what to look at before approving, the gravest first. `held_on` is the date of the edition that is held."""
    return [
        *_wrong_place(report),
        *_older(dated_on, held_on),
        *_moved_together(report),
        *_odd_districts(report),
        *_many_gone(report),
        *_spreadsheet(report),
        *_left_out(report),
        *_odd_dates(report),
    ]


def _wrong_place(report: dict) -> list[Warning]:
    if not report["held"] or any(electors and held for _code, _name, electors, held in report["districts"]):
        return []
    text = _(
        "None of the districts that you hold is in this file, so everybody on your register would be taken off. "
        "It may be another council’s part of the constituency, or another constituency."
    )
    return [Warning(_("This may be the wrong file"), text)]


def _older(dated_on: datetime.date | None, held_on: datetime.date | None) -> list[Warning]:
    if dated_on is None or held_on is None or dated_on >= held_on:
        return []
    text = _("You hold the register of %(held)s. This file is dated %(file)s and would put an older one in its place.")
    said = {"held": date_format(held_on, "j F Y"), "file": date_format(dated_on, "j F Y")}
    return [Warning(_("This register is older than yours"), text % said)]


def _moved_together(report: dict) -> list[Warning]:
    found = []
    for was, now, people in report["moves"][:3]:
        if people < MOVED_TOGETHER:
            continue
        title = _("%(people)s electors moved between two districts") % {"people": number(people)}
        text = _(
            "They were listed in %(was)s and are in %(now)s now. A boundary may have moved. "
            "Ask the council if you did not expect it."
        )
        found.append(Warning(title, text % {"was": was, "now": now}))
    return found


def _odd_districts(report: dict) -> list[Warning]:
    lines = districts(report)
    gone = [line.code for line in lines if line.held and not line.electors]
    new = [line.code for line in lines if line.is_odd and not line.held]
    odd = [line for line in lines if line.is_odd and line.held and line.electors]
    found = []
    if gone:
        title = ngettext("%(n)s district is not in this file", "%(n)s districts are not in this file", len(gone))
        text = _("%(codes)s. Everybody who is listed there would be taken off the register.")
        found.append(Warning(title % {"n": len(gone)}, text % {"codes": _some(gone)}))
    if new:
        title = ngettext("%(n)s district is new", "%(n)s districts are new", len(new))
        text = _("%(codes)s. A district may have been split or given another code.")
        found.append(Warning(title % {"n": len(new)}, text % {"codes": _some(new)}))
    if odd:
        title = ngettext(
            "%(n)s district changed by more than a tenth", "%(n)s districts changed by more than a tenth", len(odd)
        )
        text = _("%(codes)s. A boundary may have moved, or the file may not be whole.")
        codes = [f"{line.code} {signed(line.percent)}%" for line in odd]
        found.append(Warning(title % {"n": len(odd)}, text % {"codes": _some(codes)}))
    return found


def _many_gone(report: dict) -> list[Warning]:
    gone, held = report["gone"], report["held"]
    if not held or gone <= held * MANY_GONE:
        return []
    title = _("%(gone)s people would no longer be listed") % {"gone": number(gone)}
    text = _("That is %(percent)s%% of your register, more than move away or die in a year. Is the file whole?")
    return [Warning(title, text % {"percent": round(gone * 100 / held)})]


def _spreadsheet(report: dict) -> list[Warning]:
    spoilt = [
        code for code, _name, electors, _held in report["districts"] if electors and _SPREADSHEET_CODE.fullmatch(code)
    ]
    if not spoilt:
        return []
    text = _(
        "%(codes)s. A spreadsheet makes a date or a power of ten out of such a code when it opens a CSV file. "
        "Bring in the file as the council sent it, without opening it first."
    )
    return [Warning(_("Some district codes look spoilt"), text % {"codes": _some(spoilt)})]


def _left_out(report: dict) -> list[Warning]:
    rejected, electors = report["rejected"], report["electors"]
    if not rejected:
        return []
    title = ngettext("%(rows)s row left out", "%(rows)s rows left out", rejected) % {"rows": number(rejected)}
    rest = ngettext(
        "The other %(electors)s elector is not affected.", "The other %(electors)s electors are not affected.", electors
    ) % {"electors": number(electors)}
    return [Warning(title, f"{'; '.join(reasons(report)).capitalize()}. {rest}", has_rows=True)]


def reasons(report: dict) -> list[str]:
    """Return why rows were left out, each with how many, the commonest first."""
    common = sorted(report["reasons"].items(), key=lambda pair: (-pair[1], pair[0]))
    return [f"{number(count)} {LeftOut(code).label}" for code, count in common]


def _odd_dates(report: dict) -> list[Warning]:
    odd = report["odd_dates"]
    if not odd:
        return []
    title = ngettext("%(n)s date could not be read", "%(n)s dates could not be read", odd) % {"n": number(odd)}
    text = _("Something else stands where the date of coming of age belongs. These electors are kept, without a date.")
    return [Warning(title, text)]


def _some(codes: Sequence[str]) -> str:
    """Return the codes in words, the first few of them where there are many."""
    if len(codes) <= _NAMED:
        return ", ".join(codes)
    return _("%(codes)s and %(more)d more") % {"codes": ", ".join(codes[:_NAMED]), "more": len(codes) - _NAMED}
