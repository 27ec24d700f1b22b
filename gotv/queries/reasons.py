"""Why each person is on the knock-up list, in words for people and as a code for phones."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from canvass.queries.targets import lists
from canvass.rules import targets
from gotv.enums import Joined
from gotv.models import Election, KnockUpEntry, KnockUpSnapshot
from gotv.queries import snapshots
from gotv.rules import snapshots as rules


@dataclass(frozen=True)
class Why:
    """Why somebody is listed: a sentence without its full stop, and the code of it (reliability S1), maybe ""."""

    words: str
    coarse: str = ""


def of(election: Election, people: Iterable[tuple[int, datetime.datetime | None]]) -> dict[int, Why]:
    """Return why each of these is on the list, given who they are and when they last said how they vote.

    Two queries, and one more where something was frozen.
    """
    held = snapshots.holding(election)
    said = {pk: timezone.localtime(at).date() if at else None for pk, at in people}
    year = election.polling_on.year
    if held is None:
        words = {day: Why(said_labour(day, year)) for day in set(said.values())}
        return {pk: words[day] for pk, day in said.items()}
    entries = KnockUpEntry.objects.filter(snapshot=held, elector__in=list(said)).order_by()
    met = {pk: (tuple(met), joined) for pk, met, joined in entries.values_list("elector", "reasons", "joined")}
    write = _writer(held, year)
    known: dict[tuple, Why] = {}
    found = {}
    for pk, day in said.items():
        key = (*met.get(pk, ((), "")), day)
        if key not in known:
            known[key] = write(*key)
        found[pk] = known[key]
    return found


def _writer(held: KnockUpSnapshot, year: int) -> Callable[[tuple[int, ...], str, datetime.date | None], Why]:
    rule = targets.read(held.version.body)
    reader = snapshots.anybodys_reader(held.unit, rule)
    lines = rule.conditions
    texts = [reader.who(one) for one in lines]
    codes = [lists.coarse_of(one) for one in lines]

    def write(met: tuple[int, ...], joined: str, day: datetime.date | None) -> Why:
        places = [place for place in met if place < len(lines)]
        coarse = next((codes[place] for place in places if codes[place]), "")
        parts = [_on(texts[place], day, year) if lines[place].field in rules.SAID else texts[place] for place in places]
        if joined == Joined.HAND:
            parts.append(_("added by hand"))
        elif joined:
            parts.append(_("since the list was frozen") if joined == Joined.DOOR else _("new on the register"))
        text = ", ".join(parts) or _("on the list")
        return Why(_("%(why)s, not marked as voted") % {"why": f"{text[:1].upper()}{text[1:]}"}, coarse)

    return write


def _on(text: str, day: datetime.date | None, year: int) -> str:
    return _("%(said)s on %(day)s") % {"said": text, "day": _day(day, year)} if day else text


def _day(day: datetime.date, year: int) -> str:
    return date_format(day, "j F" if day.year == year else "j F Y")


def said_labour(said_on: datetime.date | None, year: int) -> str:
    """Return why somebody is on the list while nothing is frozen; the year of the day where it isn't `year`."""
    if said_on is None:
        return _("Said Labour, not marked as voted")
    return _("Said Labour on %(day)s, not marked as voted") % {"day": _day(said_on, year)}
