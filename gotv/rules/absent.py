"""Lists of absent voters: how a row says post or proxy, until when, and whether it means the elector of that number."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from canvass.rules import attainment, names
from gotv.enums import AbsentKind
from gotv.rules import number_files, postal

KIND, EXPIRES, PROXY = "kind", "expires", "proxy"
# What councils call these columns, as gotv/rules/number_files.py writes them (domain A7 H13, and plain lists).
COLUMNS: Mapping[str, frozenset[str]] = {
    KIND: frozenset({"absentstatus", "absentvotetype", "absenttype", "kind", "type", "votetype", "status"}),
    EXPIRES: frozenset({"expires", "expiry", "expirydate", "expireson", "enddate", "until", "validuntil"}),
    PROXY: frozenset({"proxyname", "nameofproxy", "proxy"}),
}
_ALIKE = 0.8  # of surnames that are the same but for a slip or a misprint
_POST_WORDS = frozenset({"p", "pv", "post", "postal", "postalvote", "postalvoter", "bypost"})
_PROXY_WORDS = frozenset({"x", "pr", "proxy", "proxyvote", "proxyvoter", "byproxy"})
_BOTH_WORDS = frozenset({"pp", "ppv", "proxypostal", "postalproxy", "proxypostalvoter", "postalproxyvoter"})


def kind(cells: Mapping[str, str], ticked: list[str]) -> str:
    """Return the AbsentKind value of a row, "" where it can't be told.

    A row that names a proxy in a list of postal voters is a proxy's postal vote. Where the row says nothing, it is
    what the list is, if that is one kind alone.
    """
    said = names.bare(cells.get(KIND, ""))
    has_proxy = bool(cells.get(PROXY, ""))
    if said in _BOTH_WORDS or (said in _POST_WORDS and has_proxy):
        return AbsentKind.POSTAL_PROXY.value
    if said in _POST_WORDS:
        return AbsentKind.POSTAL.value
    if said in _PROXY_WORDS:
        return AbsentKind.PROXY.value
    if len(ticked) == 1:
        return ticked[0]
    if has_proxy and AbsentKind.PROXY not in ticked:
        return AbsentKind.POSTAL_PROXY.value
    if not has_proxy and AbsentKind.POSTAL in ticked:
        return AbsentKind.POSTAL.value
    return ""


def expires_on(text: str) -> datetime.date | None:
    """Return the day an arrangement ends; None where the cell is empty or holds no date."""
    try:
        return attainment.date(text) if text else None
    except attainment.BadDate:
        return None


def name(cells: Mapping[str, str]) -> tuple[str, str]:
    """Return surname and forenames of a row, each "" where it gives none."""
    if single := cells.get(number_files.NAME, ""):
        surname, _title, forenames = names.single(single)
        return surname, forenames
    return cells.get(number_files.SURNAME, ""), cells.get(number_files.FORENAME, "")


def name_key(surname: str, forenames: str) -> str:
    """Return a name without signs and capitals, first forename only: middle names come and go between lists."""
    first = forenames.split(" ", maxsplit=1)[0]
    return f"{names.bare(surname)} {names.bare(first)}"


def is_same_name(surname: str, other: str) -> bool:
    """Say whether two surnames may be one person's: a slip apart, or a part in common ("Jones", "Smith-Jones").

    Where one of them is missing there is nothing to tell them apart by.
    """
    one, two = names.bare(surname), names.bare(other)
    if not one or not two or _parts(surname) & _parts(other):
        return True
    return difflib.SequenceMatcher(None, one, two).ratio() >= _ALIKE


def _parts(name: str) -> set[str]:
    return {names.bare(part) for part in re.split(r"[\s-]+", name) if len(part) > 2}


def badge(
    kind: str, polling_on: datetime.date | None, today: datetime.date, sent_on: datetime.date | None = None
) -> str:
    """Return what stands beside a name: how they vote, never a proxy's name (reliability L6).

    From the day on which ballots are sent out (`sent_on`, None where nobody has said), and with `polling_on`, it says
    what may still be asked (Elections Act 2022 s. 7). The words fit a phone's line.
    """
    if kind != AbsentKind.POSTAL:
        return _("Votes by proxy")
    if polling_on is not None and today >= postal.begins_on(sent_on, polling_on):
        return _("Postal vote: ask only if it has been sent")
    return _("Postal vote")
