"""Absent voters of an election: a council's list read, approved and taken back; late ones by hand."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import User
from canvass.actions.imports import files
from canvass.models import Council, Elector, PollingDistrict
from canvass.rules.files import WrongFile
from gotv.actions import elections
from gotv.enums import AbsentKind, ListState
from gotv.models import AbsentList, AbsentRow, AbsentVote, Election
from gotv.queries import absent as queries
from gotv.rules import absent as rules
from gotv.rules import deadlines, number_files
from gotv.rules.absent_matching import Matcher, Row
from gotv.rules.numbers import RollNumber
from kit import bulk, clock
from kit.errors import Refused


@transaction.atomic
def read(
    *,
    election: Election,
    path: Path,
    file_name: str,
    kinds: Sequence[str],
    dated_on: datetime.date,
    by: User | None,
    council: Council | None = None,
) -> AbsentList:
    """Read a list and compare it with the register and with what is held; nothing changes before it is approved.

    The file is read once and not kept, nor any name or address in it. Raises Refused for a file that is no such
    list, without a kind, or once the poll is over.
    """
    locked = elections.lock(election)
    if not kinds:
        raise Refused(_("Say what the list holds: votes by post, by proxy, or both."))
    made = AbsentList(
        unit_id=locked.unit_id,
        election=locked,
        council=council,
        file_name=file_name[:200],
        sha256=files.fingerprint(path).sha256,
        kinds=sorted(kinds),
        dated_on=dated_on,
        uploaded_by=by,
    )
    try:
        file = number_files.opened(path, rules.COLUMNS)
        matcher = Matcher(queries.for_matching(council), made.kinds)
        rows = [matcher.match(row) for row in file.rows()]
    except WrongFile as error:
        raise Refused(str(error)) from error
    made.report = _report(made, rows, matcher.by_name)
    made.save()
    _stage(made, rows)
    audit.record("absent.uploaded", by=by, unit=locked.unit_id, obj=made, rows=len(rows))
    return made


def _stage(made: AbsentList, rows: Sequence[Row]) -> None:
    bulk.fill(
        AbsentRow,
        "unit absent_list line district_code number suffix kind expires_on elector_id problem",
        (
            (made.unit_id, made.pk, one.line, one.district, one.number, one.suffix, one.kind, one.expires_on,
             one.elector, one.problem)
            for one in rows
        ),
    )  # fmt: skip


def _report(made: AbsentList, rows: Sequence[Row], by_name: int) -> dict:
    """Return the counts of a list as they would be if it were approved now."""
    wanted = {one.elector: (one.kind, one.expires_on) for one in rows if one.elector is not None}
    ending, adding = _difference(made, wanted)
    kinds = {}
    removed, added = Counter(vote.kind for vote in ending), Counter(wanted[elector][0] for elector in adding)
    for kind in made.kinds:
        listed = sum(1 for said, _until in wanted.values() if said == kind)
        kinds[kind] = {"added": added[kind], "removed": removed[kind], "kept": listed - added[kind]}
    problems = Counter(one.problem for one in rows if one.problem)
    return {"rows": len(rows), "kinds": kinds, "left_out": dict(problems), "by_name": by_name}


def _difference(
    made: AbsentList, wanted: dict[int, tuple[str, datetime.date | None]]
) -> tuple[list[AbsentVote], list[int]]:
    """Return the votes that the list ends, and the electors for whom it adds one.

    It ends what is not on it of its kinds and its council, and another kind of somebody on it. What was added by
    hand after the day of the list stays: no list can know of it yet.
    """
    votes = list(queries.current(made.election, made.council))
    kept = {vote.elector_id for vote in votes if wanted.get(vote.elector_id) == (vote.kind, vote.expires_on)}
    ending = [
        vote
        for vote in votes
        if vote.elector_id not in kept
        and (vote.elector_id in wanted or (vote.kind in made.kinds and not _is_later(vote, made.dated_on)))
    ]
    return ending, [elector for elector in wanted if elector not in kept]


def _is_later(vote: AbsentVote, dated_on: datetime.date) -> bool:
    return vote.listed_in_id is None and timezone.localdate(vote.added_at) > dated_on


@transaction.atomic
def approve(*, absent_list: AbsentList, by: User | None) -> AbsentList:
    """Let a list that was read take the place of the one before. Raises Refused when it does not wait any more."""
    election = elections.lock(absent_list.election)
    made = _locked(absent_list, ListState.CHECKED, _("This list does not wait for approval any more."))
    rows = list(AbsentRow.objects.filter(absent_list=made, problem="").order_by("line"))
    now_is = dict(
        Elector.objects.filter(pk__in=[row.elector_id for row in rows if row.elector_id], forgotten_on=None)
        .annotate(now_is=queries.survivor())
        .values_list("pk", "now_is")
    )
    found = {now_is[row.elector_id]: row for row in rows if row.elector_id in now_is}
    wanted = {elector: (row.kind, row.expires_on) for elector, row in found.items()}
    ending, adding = _difference(made, wanted)
    now = timezone.now()
    AbsentVote.objects.filter(pk__in=[vote.pk for vote in ending]).update(ended_at=now, ended_in=made, ended_by=by)
    bulk.fill(
        AbsentVote,
        "unit election elector recorded_for kind expires_on listed_in added_by added_at",
        (
            (made.unit_id, election.pk, elector, found[elector].elector_id, *wanted[elector], made.pk,
             by.pk if by else None, now)
            for elector in adding
        ),
    )  # fmt: skip
    AbsentRow.objects.filter(absent_list=made, problem="").delete()
    made.report = made.report | {"added": len(adding), "removed": len(ending), "kept": len(wanted) - len(adding)}
    made.state, made.approved_by, made.approved_at = ListState.APPLIED, by, now
    made.save(update_fields=["report", "state", "approved_by", "approved_at"])
    counts = {name: made.report[name] for name in ("added", "removed", "kept")}
    audit.record("absent.approved", by=by, unit=made.unit_id, obj=made, **counts)
    return made


@transaction.atomic
def discard(*, absent_list: AbsentList, by: User) -> None:
    """Throw a list away that waits for approval. Raises Refused when it does not wait any more."""
    made = _locked(absent_list, ListState.CHECKED, _("This list does not wait for approval any more."))
    AbsentRow.objects.filter(absent_list=made).delete()
    made.state = ListState.DISCARDED
    made.save(update_fields=["state"])
    audit.record("absent.discarded", by=by, unit=made.unit_id, obj=made)


@transaction.atomic
def undo(*, absent_list: AbsentList, by: User) -> None:
    """Take the newest list back: what it added goes, what it ended stands again, unless somebody has a newer vote.

    Raises Refused for a list that is not in use, or when a newer one is.
    """
    election = elections.lock(absent_list.election)
    made = _locked(absent_list, ListState.APPLIED, _("This list is not in use, so there is nothing to take back."))
    newest = AbsentList.objects.filter(election=election, state=ListState.APPLIED).order_by("-approved_at").first()
    if newest != made:
        raise Refused(_("A newer list is in use. Take that one back first."))
    AbsentVote.objects.filter(election=election, listed_in=made).delete()
    held = AbsentVote.objects.filter(election=election, ended_at=None).values("elector")
    ended = AbsentVote.objects.filter(election=election, ended_in=made)
    ended.exclude(elector__in=held).update(ended_at=None, ended_in=None, ended_by=None)
    made.state, made.undone_by, made.undone_at = ListState.UNDONE, by, timezone.now()
    made.save(update_fields=["state", "undone_by", "undone_at"])
    audit.record("absent.undone", by=by, unit=made.unit_id, obj=made)


def _locked(absent_list: AbsentList, state: ListState, why_not: str) -> AbsentList:
    made = AbsentList.objects.select_for_update().get(pk=absent_list.pk)
    if made.state != state:
        raise Refused(why_not)
    return made


@transaction.atomic
def add(
    *,
    election: Election,
    district: PollingDistrict,
    number: RollNumber,
    kind: str,
    by: User,
    expires_on: datetime.date | None = None,
) -> AbsentVote:
    """Add one elector by hand: an emergency proxy, a grant made after the last list.

    Raises Refused when nobody on the register has the number, when the entry is sealed, or when they are held so.
    """
    locked = elections.lock(election)
    elector = queries.with_number(district, number)
    if elector is None:
        raise Refused(
            _("Nobody on the register has the number %(number)s in %(district)s. Nothing was added.")
            % {"number": number, "district": district.code}
        )
    held = AbsentVote.objects.select_for_update().filter(election=locked, elector=elector, ended_at=None).first()
    if held is not None and held.kind == kind:
        raise Refused(
            _("%(number)s is held as “%(kind)s” already.") % {"number": number, "kind": AbsentKind(kind).label}
        )
    now = timezone.now()
    if held is not None:
        held.ended_at, held.ended_by = now, by
        held.save(update_fields=["ended_at", "ended_by"])
    made = AbsentVote.objects.create(
        unit_id=locked.unit_id,
        election=locked,
        elector=elector,
        recorded_for=elector.pk,
        kind=kind,
        expires_on=expires_on,
        added_by=by,
        added_at=now,
    )
    audit.record("absent.added", by=by, unit=locked.unit_id, obj=made, kind=kind)
    return made


@transaction.atomic
def end(*, vote: AbsentVote, by: User) -> None:
    """End one elector's absent vote by hand; a second time changes nothing. Raises Refused once the poll is over."""
    elections.lock(vote.election)
    held = AbsentVote.objects.select_for_update().get(pk=vote.pk)
    if held.ended_at is None:
        held.ended_at, held.ended_by = timezone.now(), by
        held.save(update_fields=["ended_at", "ended_by"])
        audit.record("absent.ended", by=by, unit=held.unit_id, obj=held, kind=held.kind)


@transaction.atomic
def restore(*, vote: AbsentVote, by: User) -> None:
    """Undo end(). Raises Refused when the elector is held in another way by now, or once the poll is over."""
    elections.lock(vote.election)
    gone = AbsentVote.objects.select_for_update().get(pk=vote.pk)
    if gone.ended_at is None:
        return
    if AbsentVote.objects.filter(election=gone.election_id, elector=gone.elector_id, ended_at=None).exists():
        raise Refused(_("This elector is held in another way by now, so nothing was changed."))
    gone.ended_at, gone.ended_by, gone.ended_in = None, None, None
    gone.save(update_fields=["ended_at", "ended_by", "ended_in"])
    audit.record("absent.restored", by=by, unit=gone.unit_id, obj=gone, kind=gone.kind)


@transaction.atomic
def forget(*, unit_id: int) -> int:
    """Delete lists and votes of polls that can't be challenged any more (reliability L6); returns how many votes.

    Safe to run at any time and again: it goes by the day of the poll alone.
    """
    last = clock.today() - deadlines.CHALLENGE
    over = Election.objects.filter(unit=unit_id, polling_on__lt=last)
    gone, _each = AbsentVote.objects.filter(election__in=over).delete()
    lists, _each = AbsentList.objects.filter(election__in=over).delete()
    if gone or lists:
        audit.record("absent.forgotten", by=None, unit=unit_id, people=gone)
    return gone
