"""Paper: printing sheets with a code each, and typing in what came back on them.

A sheet reserves nothing, and what comes back on it is as old as the time over its column: it never undoes what was
said later. Typed twice, it changes nothing.
"""

from __future__ import annotations

import datetime
import secrets
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import User
from canvass.actions import no_contact, outcomes
from canvass.enums import Outcome
from canvass.models import PollingDistrict
from gotv.actions import knocks, marks, secrecy
from gotv.enums import KnockSaid, MarkVerdict, SheetKind
from gotv.models import CommitteeRoom, Election, Knock, PaperPack, PollingStation, Round, Sheet
from gotv.queries import sheets as queries
from gotv.rules import sheets as rules
from gotv.rules.numbers import RollNumber
from kit import clock
from kit.errors import Refused

# Rows of a page, a street's name being one: what templates/gotv/sheets/warp.typ has room for.
ROWS = {False: 23, True: 7}
_FACTS: dict[str, Outcome] = {KnockSaid.MOVED: Outcome.MOVED, KnockSaid.DECEASED: Outcome.DECEASED}
# What a later one of these says overtakes news that somebody has voted: they had not.
_NOT_YET = frozenset({KnockSaid.WILL, KnockSaid.LIFT, KnockSaid.WONT})


@dataclass(frozen=True)
class For:
    """What a list is printed for: a round, a committee room's pack, or neither."""

    round: Round | None = None
    room: CommitteeRoom | None = None
    pack: PaperPack | None = None


def lay_out(
    *,
    election: Election,
    district: PollingDistrict,
    streets: Iterable[rules.Street],
    by: User | None,
    large: bool = False,
    what_for: For | None = None,
    kind: SheetKind = SheetKind.WARP,
) -> list[queries.Page]:
    """Cut a list into pages, each a sheet (of people: WARP or POSTAL) with a code of its own. Reserves nothing."""
    cut = rules.cut(streets, ROWS[large])
    meant = what_for or For()
    made = [
        Sheet(
            unit_id=election.unit_id,
            election=election,
            code=code,
            kind=kind,
            polling_district=district,
            round=meant.round,
            room=meant.room,
            pack=meant.pack,
            lines=[line.person.pk for line in lines if line.person is not None],
            made_by=by,
        )
        for code, lines in zip(_codes(len(cut)), cut, strict=True)
    ]
    return [queries.Page(sheet, lines) for sheet, lines in zip(Sheet.objects.bulk_create(made), cut, strict=True)]


@transaction.atomic
def make_pads(*, election: Election, station: PollingStation, pages: int, by: User) -> list[Sheet]:
    """Make so many pages of a teller's pad for a station: numbers alone, no names."""
    made = [
        Sheet(unit_id=election.unit_id, election=election, code=code, kind=SheetKind.PAD, station=station, made_by=by)
        for code in _codes(pages)
    ]
    audit.record("pads.printed", by=by, unit=election.unit_id, obj=election, station=station.pk, pages=pages)
    return Sheet.objects.bulk_create(made)


def _codes(count: int) -> list[str]:
    """Return codes that nobody has guessed. Two alike within a unit are one in 17 thousand million, and refused."""
    return [rules.code("".join(secrets.choice(rules.ALPHABET) for _place in range(rules.FREE))) for _n in range(count)]


@dataclass(frozen=True)
class Came:
    """What an entry of a sheet came to: "new", "again" (typed before), "older" (later news stands), "in" (voted).

    "back" was typed before and taken back since; "gone" is nobody on the register any more (`on` is None). Of a postal
    chase: "no_post" for whoever votes by post no longer.
    """

    on: queries.OnLine | None
    typed: rules.Typed
    what: str


@transaction.atomic
def type_in(*, sheet: Sheet, entries: Sequence[rules.Typed], by: User) -> list[Came]:
    """Record what stands on a knock-up sheet, and return what each entry came to, in their order.

    An entry without a time is as old as the sheet. Raises Refused outside the hours of the committee room, for a
    polling agent of that day, and for a time that is still to come: it would outdo everything said until then.
    """
    marks.refuse_outside(sheet.election, timezone.now())
    secrecy.refuse_inside(by, sheet.election.polling_on)
    opened = open_sheet(sheet, entries, [_time(sheet, entry) for entry in entries])
    newest = queries.newest(sheet.election_id, [row.elector.pk for row in opened.there.values()])
    known = dict(Knock.objects.filter(pk__in=opened.ids).values_list("pk", "undone_at"))
    came, said = [], []
    for entry, at, pk, row in opened.rows():
        if row is None:
            came.append(Came(None, entry, "gone"))
            continue
        what = _judged(entry, row, at, newest.get(row.elector.pk))
        if pk in known:
            what = "back" if known[pk] else "again"
        came.append(Came(row, entry, what))
        if what == "new":
            said.append(_said(pk, entry, row, at))
            _note_fact(sheet, pk, entry, row, at, by)
    knocks.record(one=sheet, said=said, by=by)
    note_typed(sheet, by, entries=len(said))
    return came


@dataclass(frozen=True)
class Opened:
    """A sheet that is being typed in: its entries with times and ids, and who stands on its lines now."""

    entries: Sequence[rules.Typed]
    times: Sequence[datetime.datetime]
    ids: Sequence[uuid.UUID]
    there: Mapping[int, queries.OnLine]

    def rows(self) -> Iterator[tuple[rules.Typed, datetime.datetime, uuid.UUID, queries.OnLine | None]]:
        """Return each entry with its time, its id and who it is about: None for nobody on the register any more."""
        for entry, at, pk in zip(self.entries, self.times, self.ids, strict=True):
            yield entry, at, pk, self.there.get(entry.line)


def open_sheet(sheet: Sheet, entries: Sequence[rules.Typed], times: Sequence[datetime.datetime]) -> Opened:
    """Hold a sheet of people until the transaction ends, so that two who type it come one after the other.

    Raises Refused for a time that is still to come.
    """
    if any(at > timezone.now() for at in times):
        raise Refused(_("A time on the sheet is still to come. Nothing was recorded: look at the times again."))
    held = Sheet.objects.select_for_update(of=("self",)).select_related("election").get(pk=sheet.pk)
    there = {row.line: row for row in queries.lines(held)}
    return Opened(entries, times, [entry_id(held, entry) for entry in entries], there)


def _judged(entry: rules.Typed, row: queries.OnLine, at: datetime.datetime, newest: Knock | None) -> str:
    if entry.said == KnockSaid.LIFT and row.has_voted:
        return "in"
    if newest is not None and newest.at > at and newest.said in _overtaking(entry.said):
        return "older"
    return "new"


def _overtaking(said: str) -> frozenset[str]:
    """Return what overtakes news of this kind when it was said later. Other news stands beside what came after."""
    if said in (KnockSaid.VOTED, KnockSaid.POSTED):
        return frozenset(_NOT_YET)
    if said == KnockSaid.LIFT:
        return frozenset(KnockSaid.values) - {KnockSaid.NOT_IN, KnockSaid.NO_ACCESS}
    return frozenset()


def _time(sheet: Sheet, entry: rules.Typed) -> datetime.datetime:
    if entry.at is None:
        return sheet.made_at
    return clock.at(sheet.election.polling_on, entry.at.hour, entry.at.minute)


def entry_id(sheet: Sheet, entry: rules.Typed) -> uuid.UUID:
    """Return the id of what stands in one place of a sheet: typed again it is the same."""
    return uuid.uuid5(sheet.pk, f"{entry.line} {entry.said} {entry.by_another} {entry.at or ''}")


def _said(pk: uuid.UUID, entry: rules.Typed, row: queries.OnLine, at: datetime.datetime) -> knocks.Said:
    return knocks.Said(
        id=pk,
        household=row.elector.household_id or 0,
        said=entry.said,
        at=at,
        elector=row.elector.pk,
        by_another=entry.by_another,
    )


def _note_fact(
    sheet: Sheet, pk: uuid.UUID, entry: rules.Typed, row: queries.OnLine, at: datetime.datetime, by: User
) -> None:
    """Keep what is true beyond the day: that somebody has moved, has died, or wants no contact."""
    if sheet.election.is_rehearsal:  # practice is true of nobody
        return
    if entry.said in _FACTS:
        outcomes.from_paper(by=by, elector=row.elector, outcome=_FACTS[entry.said], at=at, event_id=pk)
    if entry.said == KnockSaid.NO_CONTACT:
        reason = _("Said at the door on polling day (sheet %(code)s)") % {"code": queries.title(sheet)}
        try:
            no_contact.mark(by=by, elector=row.elector, reason=reason)
        except Refused:
            return  # it holds already


@transaction.atomic
def type_numbers(
    *, sheet: Sheet, district: PollingDistrict, numbers: Iterable[RollNumber], by: User
) -> dict[RollNumber, MarkVerdict]:
    """Record the numbers of a teller's pad. The same sheet and number twice are one entry.

    Raises Refused outside the hours of the committee room, and for a polling agent of that day.
    """
    marks.refuse_outside(sheet.election, timezone.now())
    secrecy.refuse_inside(by, sheet.election.polling_on)
    now = timezone.now()
    ids = {number: marks.entry_id(sheet.pk, district.code, number) for number in numbers}
    entries = [marks.Entry(pk, district.code, str(number), number, now) for number, pk in ids.items()]
    answers = marks.record(election=sheet.election, station=sheet.station, entries=entries, by=by, sheet=sheet)
    note_typed(sheet, by, numbers=len(entries))
    return {number: answers[pk] for number, pk in ids.items()}


def note_typed(sheet: Sheet, by: User, **counts: int) -> None:
    """Note that a sheet was typed in."""
    Sheet.objects.filter(pk=sheet.pk).update(typed_by=by, typed_at=timezone.now())
    audit.record("sheet.typed", by=by, unit=sheet.unit_id, obj=sheet, **counts)
