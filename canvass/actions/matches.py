"""Deciding whether two entries are one person. Either answer can be undone.

The same: the entry moves on to the older elector, so that answers, marks and history go on; the newer one stays as a
name under which phones may still send. What was recorded for it counts for the one that is kept, and is never rewritten
(canvass/queries/contacts.py). What is recorded from then on at the newer entry's door is recorded for that entry, and
goes with it when the two are parted again (canvass/queries/sync.py). Other questions about either of the two are
answered by that as well.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.db import OperationalError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import User
from canvass import hooks
from canvass.actions import contacts, councils
from canvass.enums import MatchDecision
from canvass.models import Council, DoubtfulMatch, Elector, PastEntry
from canvass.queries import matches as queries
from kit import clock
from kit.errors import Refused

# All that a register says of somebody.
_ENTRY = (
    "polling_district_id", "number", "suffix", "household_id", "kind", "title", "forenames", "surname", "markers",
    "franchise", "date_of_attainment",
)  # fmt: skip
_DATES = ("date_of_attainment", "left_on")


@transaction.atomic
def same(*, match: DoubtfulMatch, by: User) -> None:
    """Say that the two are one person. Raises Refused when it was decided already, or the register moved on."""
    row = _held(match)
    _refuse_decided(row)
    was, now = row.was, row.now
    if was.left_on is None or now.left_on is not None or was.merged_into_id or now.merged_into_id or was.forgotten_on:
        raise Refused(_("Nothing was changed: the register has moved on, so there is nothing to decide here any more."))
    also = _also_answered(row)
    row.before = _as_json(was) | {"left_on": _text(was.left_on), "past": _keep_past(was), "also": also}
    _give(now, was)
    Elector.objects.filter(pk=now.pk).update(merged_into=was.pk)
    DoubtfulMatch.objects.filter(pk__in=also).update(
        decision=MatchDecision.DIFFERENT, decided_by=by, decided_at=timezone.now()
    )
    _decide(row, MatchDecision.SAME, by)
    audit.record("match.same", by=by, unit=row.unit_id, obj=row, was=was.pk, now=now.pk)
    _follow(row)


@transaction.atomic
def different(*, match: DoubtfulMatch, by: User) -> None:
    """Say that the two are two people. Raises Refused when it was decided already."""
    row = _held(match)
    _refuse_decided(row)
    _decide(row, MatchDecision.DIFFERENT, by)
    audit.record("match.different", by=by, unit=row.unit_id, obj=row, was=row.was_id, now=row.now_id)


@transaction.atomic
def undo(*, match: DoubtfulMatch, by: User) -> None:
    """Undo a decision: the two are a question again, and stand as before it.

    Files that came in since changed the entry of the one that was kept; then the other takes it over as it is now.
    Raises Refused when nothing was decided, or when another decision about the same person came later.
    """
    row = _held(match)
    if row.decision == MatchDecision.OPEN:
        raise Refused(_("Nothing was changed: this is not decided, or was undone already."))
    if row.before is not None:
        _part(row)
    elif DoubtfulMatch.objects.filter(before__also__contains=[row.pk]).exists():
        raise Refused(_("Nothing was changed. This was answered by another decision. Undo that one."))
    row.decision, row.decided_by, row.decided_at, row.before = MatchDecision.OPEN, None, None, None
    row.save(update_fields=["decision", "decided_by", "decided_at", "before"])
    audit.record("match.undone", by=by, unit=row.unit_id, obj=row, was=row.was_id, now=row.now_id)


def _part(row: DoubtfulMatch) -> None:
    """Make two people again of one."""
    was, now, before = row.was, row.now, row.before or {}
    later = DoubtfulMatch.objects.filter(was=was, decision=MatchDecision.SAME, decided_at__gt=row.decided_at)
    if later.exists():
        raise Refused(_("Nothing was changed. Somebody else was found to be this person later. Undo that one first."))
    if was.forgotten_on or now.forgotten_on:
        raise Refused(_("Nothing was changed: one of the two is not kept any more."))
    Elector.objects.filter(pk=now.pk).update(merged_into=None)
    entry = _from_json(before)
    if queries.hands_over(row):
        _hand_back(was, now, entry)
        PastEntry.objects.filter(elector=was, register_import__finished_at__gt=row.decided_at).update(elector=now)
    PastEntry.objects.filter(pk=before["past"]).delete()
    DoubtfulMatch.objects.filter(pk__in=before["also"]).update(
        decision=MatchDecision.OPEN, decided_by=None, decided_at=None
    )
    _follow(row)


def _hand_back(was: Elector, now: Elector, entry: dict[str, Any]) -> None:
    """Let the newer entry stand where the one that was kept stands now, and that one as it stood before."""
    changed = {name: getattr(was, name) for name in _ENTRY if name != "title" or was.title != entry["title"]}
    Elector.objects.filter(pk=was.pk).update(left_on=clock.today())  # a number is listed once
    Elector.objects.filter(pk=now.pk).update(**changed, left_on=was.left_on)
    Elector.objects.filter(pk=was.pk).update(**entry)


def _held(match: DoubtfulMatch) -> DoubtfulMatch:
    """Return the question. Until the transaction ends nobody else changes this register or records anything in it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '3s'")
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('canvass.register'), %s)", [match.unit_id])
            contacts.lock_unit(match.unit_id, alone=True)
    except OperationalError as error:
        raise Refused(
            _("A register is being brought in at this moment. Nothing was changed. Try again soon.")
        ) from error
    rows = DoubtfulMatch.objects.select_for_update(of=("self",))
    return rows.select_related("was__polling_district", "now__polling_district", "decided_by").get(pk=match.pk)


def _refuse_decided(row: DoubtfulMatch) -> None:
    if row.decision != MatchDecision.OPEN:
        name = row.decided_by.name if row.decided_by else _("Somebody")
        raise Refused(_("Nothing was changed: %(name)s has decided this already.") % {"name": name})


def _decide(row: DoubtfulMatch, decision: MatchDecision, by: User) -> None:
    row.decision, row.decided_by, row.decided_at = decision, by, timezone.now()
    row.save(update_fields=["decision", "decided_by", "decided_at", "before"])


def _also_answered(row: DoubtfulMatch) -> list[int]:
    """Return the open questions that have their answer now: neither of the two can be anybody else."""
    about = Q(was=row.was_id) | Q(now=row.now_id)
    rows = DoubtfulMatch.objects.filter(about, decision=MatchDecision.OPEN).exclude(pk=row.pk)
    return sorted(rows.values_list("pk", flat=True))


def _keep_past(was: Elector) -> int | None:
    """Keep how somebody stood who left, if no file has; returns the id of what is made, None where it was kept."""
    stood = {name: getattr(was, name) for name in _ENTRY}
    key = {name: stood[name] for name in ("polling_district_id", "number", "suffix")}
    if PastEntry.objects.filter(elector=was, was_listed=True, **key).exists():
        return None
    return PastEntry.objects.create(unit_id=was.unit_id, elector=was, until=was.left_on, **stood).pk


def _give(giver: Elector, taker: Elector) -> None:
    """Let the taker be listed as the giver is, and the giver leave: first, since a number is listed once."""
    entry = {name: getattr(giver, name) for name in _ENTRY if name != "title" or giver.title}
    Elector.objects.filter(pk=giver.pk).update(left_on=clock.today())
    Elector.objects.filter(pk=taker.pk).update(**entry, left_on=None)


def _follow(row: DoubtfulMatch) -> None:
    """Bring everything that is kept by elector to where it belongs now."""
    unit, was, now = row.unit_id, row.was_id, row.now_id
    contacts.recompute(unit_id=unit, electors={was, now}, households=set())
    for follow in hooks.electors_merged:
        follow(unit, now, was)
    ids = [pk for pk in (row.was.polling_district.council_id, row.now.polling_district.council_id) if pk]
    councils.changed(councils=Council.objects.filter(pk__in=ids))


def _as_json(elector: Elector) -> dict[str, Any]:
    return {name: _text(getattr(elector, name)) if name in _DATES else getattr(elector, name) for name in _ENTRY}


def _from_json(kept: dict[str, Any]) -> dict[str, Any]:
    """Return an entry and when it left, as they were kept."""
    return {
        name: datetime.date.fromisoformat(kept[name]) if name in _DATES and kept[name] else kept[name]
        for name in (*_ENTRY, "left_on")
    }


def _text(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None
