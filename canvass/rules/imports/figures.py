"""What a checked register file would change, in figures and words: by district, and to people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from canvass.enums import FileKind, LeftOut
from kit.templatetags.rosette import number

# A district that grows or shrinks by more than a tenth has mostly got another boundary.
BIG_CHANGE = 0.10


@dataclass(frozen=True)
class DistrictLine:
    """One line of the table by district. `change` is None where no register is held yet.

    `added`, `amended` and `deleted` are people, in a notice its rows; `unmatched` its rows that fit nobody.
    """

    code: str
    name: str
    electors: int
    held: int
    change: int | None
    percent: int | None
    is_odd: bool
    added: int = 0
    amended: int = 0
    deleted: int = 0
    unmatched: int = 0

    @property
    def has_changes(self) -> bool:
        """Whether anything happens to anybody listed there, or a row fits nobody."""
        return bool(self.added or self.amended or self.deleted or self.unmatched)


# What reports have said only since notices of alterations can be brought in.
_SINCE_NOTICES: dict[str, Any] = {
    "kind": FileKind.FULL.value,
    "unmatched": 0,
    "already": 0,
    "ignored": 0,
    "carried": 0,
    "doubtful": 0,
    "by_district": {},
    "needs_second": False,
}


def complete(report: dict) -> dict:
    """Return a report with everything that these rules read, also one that was kept by an earlier version."""
    return _SINCE_NOTICES | {"deleted": report.get("gone", 0)} | report


def as_seen(report: dict) -> str:
    """Return the figures that two people must have seen alike, as one word."""
    return "-".join(str(report[name]) for name in ("added", "amended", "deleted", "unmatched", "version"))


def districts(report: dict) -> list[DistrictLine]:
    """Return the file beside the register that is held, by district."""
    first = not report["held"]
    nothing = (0, 0, 0, 0)
    return [
        replace(_line(code, name, electors, held, first), **_counts(report["by_district"].get(code, nothing)))
        for code, name, electors, held in report["districts"]
    ]


def _counts(of: Sequence[int]) -> dict[str, Any]:
    return dict(zip(("added", "amended", "deleted", "unmatched"), of, strict=True))


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
    if report["kind"] == FileKind.UPDATE:
        found = _of_notice(report)
    elif not report["held"]:
        new = report["added"]
        found = [(new, ngettext("person comes on to the register", "people come on to the register", new))]
    else:
        found = _of_register(report)
    doubtful = report["doubtful"]
    if doubtful:
        text = ngettext(
            "may be somebody who was listed before: you will be asked who is who",
            "may be people who were listed before: you will be asked who is who",
            doubtful,
        )
        found.append((doubtful, text))
    return [{"figure": number(count), "text": text} for count, text in found]


def _of_notice(report: dict) -> list[tuple[int, str]]:
    """Return the rows of a notice by what comes of them; but for doubts they are all its rows that could be read."""
    said = (
        ("added", ngettext("person is added", "people are added", report["added"])),
        (
            "amended",
            ngettext("person’s entry is changed", "people’s entries are changed", report["amended"]),
        ),
        (
            "deleted",
            ngettext(
                "person is taken off; past answers stay",
                "people are taken off; their past answers stay",
                report["deleted"],
            ),
        ),
        ("already", ngettext("row says what you hold already", "rows say what you hold already", report["already"])),
        (
            "ignored",
            ngettext(
                "row is overtaken by another row of this file",
                "rows are overtaken by other rows of this file",
                report["ignored"],
            ),
        ),
        (
            "unmatched",
            ngettext(
                "row fits nobody and is not carried out", "rows fit nobody and are not carried out", report["unmatched"]
            ),
        ),
    )
    always = {"added", "amended", "deleted"}
    return [(report[name], text) for name, text in said if name in always or report[name]]


def _of_register(report: dict) -> list[tuple[int, str]]:
    other = report["amended"] - report["renumbered"]
    return [
        (count, text)
        for count, text in (
            (report["added"], ngettext("person is new", "people are new", report["added"])),
            (
                report["deleted"],
                ngettext(
                    "is no longer listed; past answers stay",
                    "are no longer listed; their past answers stay",
                    report["deleted"],
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
    if report["encoding"] == "xlsx":
        return _("a spreadsheet")
    marks = {",": _("commas"), "\t": _("tabs"), ";": _("semicolons"), "|": _("upright strokes")}
    letters = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "cp1252": "Windows-1252"}
    said = [letters.get(report["encoding"], "UTF-16"), marks[report["delimiter"]]]
    if report["packed"]:
        said.append(_("packed with gzip"))
    return ", ".join(said)


def changes_nothing(report: dict) -> bool:
    """Say whether the register would be the same afterwards."""
    return bool(report["held"]) and not (report["added"] or report["amended"] or report["deleted"])


def share(report: dict) -> str:
    """Return how many in a hundred of those who are listed would go: "8", "5.2" where the half per cent counts."""
    percent = 100 * report["deleted"] / report["held"]
    return f"{percent:.1f}" if percent < 10 else str(round(percent))


def second_person_missing(report: dict) -> str:
    """Return why a file was not brought in that only one person approved."""
    said = {"gone": number(report["deleted"]), "percent": share(report)}
    return (
        _(
            "%(gone)s people would no longer be listed, %(percent)s%% of the register. More than 5%% needs a second "
            "person who may bring in registers here. Nothing was changed."
        )
        % said
    )


def reasons(report: dict) -> list[str]:
    """Return why rows were left out, each with how many, the commonest first."""
    common = sorted(report["reasons"].items(), key=lambda pair: (-pair[1], pair[0]))
    return [f"{number(count)} {LeftOut(code).label}" for code, count in common]
