"""Taking words and numbers out of what was recorded at doors, and old events out of the log.

The log is append-only for the role that serves people: only two functions of the tables' owner may take something
away, and nothing else (migration 0022). What is left of an event is its frame: who recorded it when, and codes.
"""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import User
from canvass.actions import contacts
from canvass.actions.keeping import outings
from canvass.enums import EventStatus, QuarantineReason
from canvass.models import ContactEvent, DoorFlag, DoorstepConsent, Elector, Found, NoContact, SurveyVersion
from canvass.queries import contacts as log
from canvass.rules import contacts as events
from canvass.rules import erasing as rules
from canvass.rules import surveys
from canvass.rules.keeping import months_later
from kit import clock
from kit.errors import Refused

_AT_A_TIME = 2000
_ERASE = "SELECT canvass_erase_events(%s::uuid[], %s::jsonb[], %s, %s)"
_DROP = "SELECT canvass_drop_events(%s::uuid[])"
# What people decided about, or look after, stands in rows of its own as long as it is needed.
_ROWS = (DoorFlag, DoorstepConsent, Found)
_WITH_ROWS = (events.FLAG, events.CONSENT, events.FOUND)
_UNREAD = (QuarantineReason.OLD_SCHEMA, QuarantineReason.SEAL)
Stays = Callable[[str, Mapping], dict]


@transaction.atomic
def at_request(*, by: User, elector: Elector, reason: str) -> int:
    """Erase what somebody told us: answers, words, numbers. Marks such as "do not contact" stay. It can't be undone.

    Returns of how many events something went. Raises Refused without a reason, or when there is nothing.
    """
    if not reason.strip():
        raise Refused(_("Nothing was erased. Say who asked for it, and how."))
    names = {elector.pk, *log.also_known_as([elector.pk])}
    contacts.lock_unit(elector.unit_id)
    contacts.lock(electors=names, households=())
    rows = ContactEvent.objects.filter(elector__in=names, kind__in=events.KINDS)
    done = _erase(rows, rules.only_marks, nameless=False)
    DoorstepConsent.objects.filter(elector__in=names).delete()
    if not done:
        raise Refused(_("Nothing was erased: nothing is held that they told us."))
    contacts.recompute(unit_id=elector.unit_id, electors=names, households=())
    audit.record("contact.erased", by=by, unit=elector.unit_id, obj=elector, events=done, reason=reason.strip()[:300])
    return done


def forgotten(unit: int, electors: Collection[int]) -> int:
    """Take words and numbers out of all that names these electors, who have no name any more. Returns of how many.

    What was recorded for an entry that was merged is about the one it was merged into, and stays as long as that.
    """
    contacts.lock_unit(unit, alone=True)  # there may be tens of thousands: too many to be held one by one
    coded, every = _coded(unit), sorted(electors)
    starts = range(0, len(every), _AT_A_TIME)
    return sum(_forget(unit, every[start : start + _AT_A_TIME], coded) for start in starts)


def _forget(unit: int, electors: Collection[int], coded: Mapping[str, Collection[str]]) -> int:
    merged = log.survivors(electors)
    still = set(Elector.objects.filter(pk__in=merged.values(), forgotten_on=None).values_list("pk", flat=True))
    alone = {pk for pk in electors if merged.get(pk) not in still}
    names = alone | log.also_known_as(alone).keys()
    found = Found.objects.filter(elector__in=names)
    about = Q(elector__in=names) | Q(pk__in=list(found.values_list("pk", flat=True)))
    rows = ContactEvent.objects.filter(about, kind__in=events.KINDS)
    done = _erase(rows, lambda kind, payload: rules.without_words(kind, payload, coded), nameless=True)
    found.delete()
    DoorstepConsent.objects.filter(elector__in=names).delete()
    NoContact.objects.filter(elector__in=names).delete()
    if done:
        contacts.recompute(unit_id=unit, electors=names, households=())
    return done


def over(unit: int) -> Counter[str]:
    """Let go what was recorded at doors of a unit and whose time is over. Returns how much of what (FROM_DOORS)."""
    contacts.lock_unit(unit, alone=True)
    today = clock.today()
    since = months_later(today, -rules.WORDS_KEPT_MONTHS)
    moment = clock.at(since, 0)
    counts: Counter[str] = Counter()
    notes = ContactEvent.objects.filter(unit=unit, kind=events.ANSWER, est_occurred_at__lt=moment)
    counts["notes"] = _erase(
        notes.filter(payload__has_key="note"), lambda _kind, payload: rules.without_note(payload), nameless=False
    )
    flags = DoorFlag.objects.filter(Q(lifted_at__lt=moment) | Q(lifted_at=None, review_on__lt=since), unit=unit)
    counts["flags"] = flags.delete()[0]
    # With one that was taken back go those before it: else an older one would hold again.
    gone = DoorstepConsent.objects.filter(
        elector=OuterRef("elector"),
        channel=OuterRef("channel"),
        withdrawn_at__lt=moment,
        taken_at__gte=OuterRef("taken_at"),
    )
    counts["consents"] = DoorstepConsent.objects.filter(Exists(gone), unit=unit).delete()[0]
    found = Found.objects.filter(unit=unit, found_at__lt=moment).exclude(decided_at__gte=moment)
    counts["found"] = found.delete()[0]
    _erase(_without_row(unit, moment), lambda kind, payload: rules.without_words(kind, payload, {}), nameless=False)
    counts["events"] = _drop_old(unit, clock.at(months_later(today, -rules.EVENTS_KEPT_MONTHS), 0))
    return counts + outings.over(unit, today)


def _without_row(unit: int, before: datetime.datetime) -> QuerySet[ContactEvent]:
    """Return the events of which nothing is left in a row of its own, be it that they were taken back at once."""
    rows = ContactEvent.objects.filter(unit=unit, kind__in=_WITH_ROWS, est_occurred_at__lt=before, erased_at=None)
    return rows.filter(*_no_row())


def _no_row() -> list[Q]:
    return [~Q(Exists(model._default_manager.filter(event_id=OuterRef("pk")))) for model in _ROWS]


def _drop_old(unit: int, before: datetime.datetime) -> int:
    """Delete events of so long ago, but for marks that stick and what still has a row. Returns how many.

    What takes another back goes after it: else the other would count again.
    """
    old = ContactEvent.objects.filter(*_no_row(), unit=unit, est_occurred_at__lt=before, kind__in=events.KINDS)
    old = old.exclude(kind=events.OUTCOME, status=EventStatus.LIVE, payload__outcome__in=events.STICKY)
    named = ContactEvent.objects.filter(pk=OuterRef("supersedes"))
    free = old.filter(~Exists(named)).order_by()
    done = 0
    while rows := list(free.values_list("pk", "elector_id", "household_id")[:_AT_A_TIME]):
        ids = [pk for pk, _elector, _household in rows]
        electors = {elector for _pk, elector, _household in rows if elector}
        households = {household for _pk, _elector, household in rows if household}
        electors |= set(log.survivors(electors).values())
        with connection.cursor() as cursor:
            cursor.execute(_DROP, [ids])
            dropped = cursor.fetchone()[0]
        contacts.recompute(unit_id=unit, electors=electors, households=households)
        done += dropped
        if dropped < len(ids):
            raise RuntimeError("Old events are only dropped in a scope on their unit.")
    return done


def drop(rows: QuerySet[ContactEvent]) -> int:
    """Delete events of an app above, which keeps what they came to in tables of its own. Returns how many.

    What takes one of them back goes with it. Needs an open scope on their unit.
    """
    done = 0
    while ids := list(rows.order_by().values_list("pk", flat=True)[:_AT_A_TIME]):
        undos = ContactEvent.objects.filter(kind=events.UNDO, supersedes__in=ids).values_list("pk", flat=True)
        with connection.cursor() as cursor:
            cursor.execute(_DROP, [[*ids, *undos]])
            dropped = cursor.fetchone()[0]
        done += dropped
        if not dropped:
            raise RuntimeError("Events are only dropped in a scope on their unit.")
    return done


def _erase(rows: QuerySet[ContactEvent], stays: Stays, *, nameless: bool) -> int:
    """Keep of each event what stays. Returns of how many something went."""
    now, done = timezone.now(), 0
    changed = list(_changed(rows, stays, nameless))
    for start in range(0, len(changed), _AT_A_TIME):
        some = changed[start : start + _AT_A_TIME]
        ids, payloads = [pk for pk, _kept in some], [json.dumps(kept) for _pk, kept in some]
        with connection.cursor() as cursor:
            cursor.execute(_ERASE, [ids, payloads, nameless, now])
            done += cursor.fetchone()[0]
    return done


def _changed(rows: QuerySet[ContactEvent], stays: Stays, nameless: bool) -> Iterator[tuple[UUID, dict]]:
    fields = ("pk", "kind", "payload", "number", "erased_at", "quarantine_reason")
    for pk, kind, payload, number, erased_at, reason in rows.values_list(*fields).iterator(chunk_size=_AT_A_TIME):
        # What could not be read may hold anything anywhere.
        kept = {} if reason in _UNREAD else stays(kind, payload)
        is_named = nameless and number is not None
        # From now on no row is made of it again.
        has_rows = kind in _WITH_ROWS and erased_at is None
        if kept != payload or is_named or has_rows:
            yield pk, kept


def _coded(unit: int) -> dict[str, set[str]]:
    """Return, by version of a survey, the questions that are answered by a code, codes or a number."""
    bodies = SurveyVersion.objects.filter(unit=unit).values_list("pk", "body")
    return {
        str(pk): {question["key"] for question in body["questions"] if question["kind"] != surveys.TEXT}
        for pk, body in bodies
    }
