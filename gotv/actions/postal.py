"""What postal voters say of their postal vote: kept, a mark where it was sent, and taken back. Never how they vote."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from access.actions import audit
from access.enums import DeviceKind
from access.models import DeviceGrant, User
from canvass.enums import QuarantineReason
from canvass.hooks import EventKind
from canvass.models import ContactEvent, Elector, PollingDistrict
from gotv.actions import marks, secrecy, sheets, told
from gotv.actions.waiting import let_wait
from gotv.enums import AbsentKind, MarkSource, PostalSaid
from gotv.models import Election, PostalAnswer, Sheet, VoteMark
from gotv.queries import absent
from gotv.queries import postal as queries
from gotv.queries.secrecy import inside
from gotv.rules import postal
from gotv.rules.sheets import Typed
from kit import clock
from kit.errors import Refused


@transaction.atomic
def note(
    *, election: Election, elector: Elector, said: str, by: User, key: uuid.UUID, by_another: bool = False
) -> PostalAnswer:
    """Note what somebody said on the telephone. The same form twice is one answer; saying something else is another.

    Raises Refused before the ballots are out and once the poll is over, of whoever does not vote by post, and for a
    polling agent on the day itself.
    """
    now = timezone.now()
    refuse_outside(election, now)
    if not absent.current(election).filter(elector=elector, kind=AbsentKind.POSTAL).exists():
        raise Refused(_("Nothing was noted: %(name)s does not vote by post in this election.") % {"name": elector.name})
    if clock.today() == election.polling_on:
        secrecy.refuse_inside(by, election.polling_on)
    # A page that somebody goes back to has the key of what was sent from it before.
    pk = uuid.uuid5(key, f"{election.pk} {elector.pk} {said} {by_another}")
    return _keep(election, elector, PostalAnswer(id=pk, said=said, by_another=by_another, actor=by, at=now))


def refuse_outside(election: Election, now: datetime.datetime) -> None:
    """Raise Refused while nothing may be asked yet, or any more."""
    chase = postal.chase(election.postal_dispatch_on, election.polling_on, rehearsal=election.is_rehearsal)
    if now < chase.opens:
        words = _("Nothing was noted: postal votes are sent out on %(day)s, and nobody is asked about theirs before.")
        raise Refused(words % {"day": date_format(timezone.localtime(chase.opens), "j F Y")})
    if not chase.hold(now):
        raise Refused(_("Nothing was noted: this poll is over."))


def _keep(election: Election, elector: Elector, answer: PostalAnswer) -> PostalAnswer:
    """Store an answer that is not there yet, with the mark that follows where it was sent."""
    found = PostalAnswer.objects.filter(pk=answer.pk).first()
    if found is not None:
        return found
    answer.unit_id, answer.election, answer.elector = election.unit_id, election, elector
    try:
        with transaction.atomic():
            answer.save(force_insert=True)
    except IntegrityError:  # the button was pressed twice, and the other came first in this very moment
        return PostalAnswer.objects.get(pk=answer.pk)
    if answer.said == PostalSaid.SENT:
        said = told.entry(answer.pk, elector, answer.at)
        told.record(election, said, source=MarkSource.POSTAL, by=answer.actor, device=answer.device)
    audit.record("postal.answered", by=answer.actor, unit=election.unit_id, obj=answer)
    return answer


@transaction.atomic
def take_back(*, answer: PostalAnswer, by: User | None) -> None:
    """Take one answer back, with the mark that came of it. A second time changes nothing."""
    if not PostalAnswer.objects.filter(pk=answer.pk, undone_at=None).update(undone_at=timezone.now()):
        return
    mark = VoteMark.objects.select_related("election").filter(pk=answer.pk).first()
    if mark is not None:
        marks.take_back(mark=mark, reason=_("The answer about the postal vote was taken back"), by=by)
    audit.record("postal.taken_back", by=by, unit=answer.unit_id, obj=answer)


@transaction.atomic
def type_in(*, sheet: Sheet, entries: Sequence[Typed], by: User) -> list[sheets.Came]:
    """Record what stands on a sheet of the chase, and return what each entry came to, in their order.

    Typed twice it changes nothing, and nothing undoes what was said later. Raises Refused as `note` does, and for a
    time that is still to come.
    """
    now = timezone.now()
    refuse_outside(sheet.election, now)
    if clock.today() == sheet.election.polling_on:
        secrecy.refuse_inside(by, sheet.election.polling_on)
    opened = sheets.open_sheet(sheet, entries, [_time(sheet, entry) for entry in entries])
    people = [row.elector.pk for row in opened.there.values()]
    by_post = set(
        absent.current(sheet.election)
        .filter(elector__in=people, kind=AbsentKind.POSTAL)
        .values_list("elector", flat=True)
    )
    came = []
    for entry, at, pk, row in opened.rows():
        if row is None:
            came.append(sheets.Came(None, entry, "gone"))
            continue
        what = _judged(sheet, row.elector.pk, entry, at, pk) if row.elector.pk in by_post else "no_post"
        came.append(sheets.Came(row, entry, what))
        if what == "new":
            answer = PostalAnswer(id=pk, said=entry.said, by_another=entry.by_another, actor=by, at=at)
            _keep(sheet.election, row.elector, answer)
    sheets.note_typed(sheet, by, entries=sum(one.what == "new" for one in came))
    return came


def _judged(sheet: Sheet, elector: int, entry: Typed, at: datetime.datetime, pk: uuid.UUID) -> str:
    """Return "again", "back" where it was taken back, "older" where they said since that it is not sent, or "new"."""
    rows = PostalAnswer.objects.filter(election=sheet.election_id, elector=elector)
    before = rows.filter(pk=pk).first()
    if before is not None:
        return "back" if before.undone_at else "again"
    newest = rows.filter(undone_at=None).order_by("-at", "-received_at").first()
    is_over = newest is not None and newest.at > at and newest.said not in {PostalSaid.NOT_IN, entry.said}
    return "older" if is_over else "new"


def _time(sheet: Sheet, entry: Typed) -> datetime.datetime:
    """Return when it was said: the first such time after the sheet was printed; without one, when it was printed."""
    if entry.at is None:
        return sheet.made_at
    made = timezone.localtime(sheet.made_at).replace(second=0, microsecond=0)
    at = clock.at(made.date(), entry.at.hour, entry.at.minute)
    next_day = made.date() + datetime.timedelta(days=1)
    return at if at >= made else clock.at(next_day, entry.at.hour, entry.at.minute)


def note_printed(*, election: Election, district: PollingDistrict, people: int, by: User) -> None:
    """Note that somebody made a sheet of people to ask."""
    audit.record("postal.printed", by=by, unit=election.unit_id, obj=district, people=people)


# --- From the doorstep ----------------------------------------------------------------------------------------------
def apply(events: Sequence[ContactEvent]) -> dict[uuid.UUID, dict]:
    """Keep what phones sent, in the order in which it was said.

    What is about somebody who votes by post in no poll whose ballots were out then waits for a person, and on polling
    day what a polling agent sends.
    """
    held = []
    for event in events:
        elector = _now(event)
        day = timezone.localtime(event.est_occurred_at).date()
        election = queries.election_of(elector.pk, day) if elector is not None else None
        reason = "" if election is not None else QuarantineReason.AFTER_HOURS
        if election is not None and day == election.polling_on and not event.quarantine_reason:
            reason = QuarantineReason.INSIDE if inside([(event.actor, day)]) else ""
        if elector is None or election is None or reason:
            held.append((event, reason))
            continue
        _instead_of(event)
        said, by_another = event.payload["said"], event.payload.get("by_another", False)
        device: DeviceGrant | None = event.device
        kept = PostalAnswer(id=event.pk, said=said, by_another=by_another, actor=event.actor, device=device)
        kept.at = event.est_occurred_at
        _keep(election, elector, kept)
    let_wait(held)
    return {}


def _now(event: ContactEvent) -> Elector | None:
    """Return who an event is about, as who they are by now."""
    rows = Elector.objects.select_related("polling_district", "merged_into__polling_district")
    found = rows.filter(pk=event.elector_id or 0).first()
    return found if found is None else found.merged_into or found


def _instead_of(event: ContactEvent) -> None:
    if event.supersedes is None:
        return
    earlier = PostalAnswer.objects.filter(pk=event.supersedes, device=event.device_id).first()
    if earlier is not None:
        take_back(answer=earlier, by=event.actor)


def _take_back_event(event: ContactEvent, undoing: ContactEvent) -> None:
    answer = PostalAnswer.objects.filter(pk=event.pk).first()
    if answer is not None:
        take_back(answer=answer, by=undoing.actor)


def event_kind() -> EventKind:
    """Return the kind of event that a board's phone sends of a postal voter (docs/offline.md)."""
    return EventKind(
        name=postal.KIND,
        devices=frozenset({DeviceKind.DOORSTEP.value}),
        clean=postal.clean,
        apply=apply,
        take_back=_take_back_event,
        about=postal.about,
        describe=lambda event: str(PostalSaid(event.payload["said"]).label),
    )
