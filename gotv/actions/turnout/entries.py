"""A marked register on paper: typed in number by number, a district closed with the rest, each step undone."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import User
from canvass.models import Elector, PollingDistrict
from gotv.actions.turnout.files import refuse_too_early
from gotv.enums import ListState, TurnoutState
from gotv.models import Election, MarkedRegister, TurnoutEntry, TurnoutRecord
from gotv.queries import absent, eligibility, listed
from gotv.rules.numbers import RollNumber
from gotv.rules.turnout import MOST, Typed
from kit.errors import Refused


@dataclass(frozen=True)
class Entered:
    """What came of one thing typed. `entry` is None where it changed nothing.

    `unknown` are numbers that nobody had on the day, `sealed` those of entries of which nothing is kept, `same` how
    many said so already, `changed` how many said something else before.
    """

    entry: TurnoutEntry | None
    people: int
    changed: int
    same: int
    unknown: tuple[str, ...]
    sealed: tuple[str, ...]


@transaction.atomic
def enter(
    *, election: Election, district: PollingDistrict, typed: Typed, text: str, form_id: uuid.UUID, by: User
) -> Entered:
    """Record what was typed about a district. Sending the same form again changes nothing and answers the same.

    Raises Refused for an election without a marked register, and for far too much at once.
    """
    refuse_too_early(election)
    if len(typed.numbers) + len(typed.ranges) > MOST:
        raise Refused(_("Type at most %(most)s numbers at a time. Nothing was recorded.") % {"most": MOST})
    _lock(election)
    before = TurnoutEntry.objects.filter(pk=form_id).first()
    if before is not None:
        return Entered(before, before.people, 0, 0, (), ())
    on_list = [one for one in listed.on_polling_day(election, [district.pk]) if typed.holds(one.number)]
    known = {one.number for one in on_list}
    unknown = [str(number) for number in typed.numbers if number not in known]
    unknown += [f"{first}-{last}" for first, last in typed.ranges if not _any_in(known, first, last)]
    sealed = tuple(str(one.number) for one in on_list if one.is_sealed)
    found = {one.elector: one for one in on_list if not one.is_sealed}
    state = typed.state or TurnoutState.VOTED
    made, changed = _record(election, district, found, state, text=text, form_id=form_id, by=by)
    people = made.people if made else 0
    return Entered(made, people, changed, len(found) - people, tuple(unknown), sealed)


def _any_in(known: Iterable[RollNumber], first: int, last: int) -> bool:
    return any(first <= number.number <= last for number in known)


@transaction.atomic
def close(*, election: Election, district: PollingDistrict, form_id: uuid.UUID, by: User) -> Entered:
    """Record that nobody else of a district voted: everybody who was listed, could vote, and has no record yet.

    Postal voters are left out as far as a list says who they are: their marks are in a list of their own (domain A6).
    """
    refuse_too_early(election)
    _lock(election)
    before = TurnoutEntry.objects.filter(pk=form_id).first()
    if before is not None:
        return Entered(before, before.people, 0, 0, (), ())
    found = {one.elector: one for one in listed.on_polling_day(election, [district.pk]) if not one.is_sealed}
    could = set(
        Elector.objects.filter(eligibility.on_the_day(election), pk__in=list(found)).values_list("pk", flat=True)
    )
    have = TurnoutRecord.objects.filter(election=election, elector__in=list(found)).values_list("elector", flat=True)
    left = could - set(have) - set(absent.kinds_of(election, list(found)))
    rest = {pk: one for pk, one in found.items() if pk in left}
    made, _changed = _record(election, district, rest, TurnoutState.DID_NOT_VOTE, text="", form_id=form_id, by=by)
    return Entered(made, len(rest), 0, 0, (), ())


def _lock(election: Election) -> None:
    """Let entries for one election come one after the other: two people may type the same sheet."""
    Election.objects.select_for_update(no_key=True).get(pk=election.pk)


def _record(
    election: Election,
    district: PollingDistrict,
    found: Mapping[int, listed.Listed],
    state: TurnoutState,
    *,
    text: str,
    form_id: uuid.UUID,
    by: User,
) -> tuple[TurnoutEntry | None, int]:
    """Write the records of these electors, with what they said before. Returns the entry and how many changed."""
    rows = TurnoutRecord.objects.filter(election=election, elector__in=list(found))
    held = {row.elector_id: row for row in rows}
    news = {pk: one for pk, one in found.items() if pk not in held}
    changing = [row for row in held.values() if row.state != state]
    if not news and not changing:
        return None, 0
    before: list[list] = [[one.recorded_for, "", None, None] for one in news.values()]
    before += [[row.recorded_for, row.state, _text(row.entry_id), _text(row.marked_register_id)] for row in changing]
    entry = TurnoutEntry.objects.create(
        id=form_id,
        unit_id=election.unit_id,
        election=election,
        polling_district=district,
        typed=text[:200],
        turnout=state,
        people=len(before),
        before=before,
        typed_by=by,
        typed_at=timezone.now(),
    )
    _add(entry, news)
    TurnoutRecord.objects.filter(pk__in=[row.pk for row in changing]).update(
        state=state, entry=entry, marked_register=None
    )
    audit.record(
        "turnout.typed", by=by, unit=election.unit_id, obj=election, district=district.code, people=len(before)
    )
    return entry, len(changing)


def _add(entry: TurnoutEntry, news: Mapping[int, listed.Listed]) -> None:
    TurnoutRecord.objects.bulk_create(
        TurnoutRecord(
            unit_id=entry.unit_id,
            election_id=entry.election_id,
            elector_id=pk,
            recorded_for=one.recorded_for,
            polling_district_id=one.district,
            state=entry.turnout,
            entry=entry,
        )
        for pk, one in news.items()
    )


def _text(pk: uuid.UUID | None) -> str | None:
    return str(pk) if pk else None


@transaction.atomic
def undo(*, entry: TurnoutEntry, by: User) -> None:
    """Take one entry back; a second time changes nothing. What was typed about the same people since then stays."""
    _lock(entry.election)
    held = TurnoutEntry.objects.select_for_update().get(pk=entry.pk)
    if held.undone_at is not None:
        return
    mine = {row.recorded_for: row for row in TurnoutRecord.objects.filter(election=held.election_id, entry=held)}
    gone = [mine[pk].pk for pk, was, _entry, _file in held.before if pk in mine and not was]
    stands = _files_in_use(held)
    for pk, was, by_entry, by_file in held.before:
        if not was or pk not in mine:
            continue
        if by_file and by_file not in stands:
            gone.append(mine[pk].pk)
            continue
        row = mine[pk]
        row.state, row.marked_register_id = was, uuid.UUID(by_file) if by_file else None
        row.entry = TurnoutEntry.objects.filter(pk=by_entry).first() if by_entry else None
        row.save(update_fields=["state", "entry", "marked_register"])
    TurnoutRecord.objects.filter(pk__in=gone).delete()
    held.undone_at, held.undone_by = timezone.now(), by
    held.save(update_fields=["undone_at", "undone_by"])
    audit.record("turnout.undone", by=by, unit=held.unit_id, obj=held.election, people=held.people)


def _files_in_use(entry: TurnoutEntry) -> set[str]:
    """Return the ids of the marked registers that have not been taken back."""
    rows = MarkedRegister.objects.filter(election=entry.election_id, state=ListState.APPLIED)
    return {str(pk) for pk in rows.values_list("pk", flat=True)}
