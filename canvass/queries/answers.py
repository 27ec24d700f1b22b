"""What waits for somebody's decision, what was decided lately, and answers that contradict each other."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from access.models import AuditEvent, Unit, User
from canvass.enums import EventStatus, Outcome, QuarantineReason
from canvass.hooks import event_kinds
from canvass.models import Board, ContactEvent, Elector, Household
from canvass.queries import areas
from canvass.queries import contacts as log
from canvass.rules import contacts

# Two different answers by different people within this time contradict each other (C2).
CONFLICT_DAYS = 14
STICKY = (Outcome.DO_NOT_CONTACT, Outcome.MOVED, Outcome.DECEASED)
# The verbs under which decisions stand in the record, and from which they are read back.
ACCEPTED, SET_ASIDE, UNDONE = "answer.accepted", "answer.set_aside", "answer.decision_undone"
ATTACHED = "answer.attached"
# What was said since %(since)s and counts, and the pairs of it that contradict each other: for any statement to begin
# with. What was recorded for an entry that was merged is about the one that it was merged into.
SAID_AND_AGAINST = """
said AS (
    SELECT now.polling_district_id AS district, now.id AS elector, v.id, v.actor_id, v.est_occurred_at AS at,
           v.received_at, v.payload->>'intention' AS intention, v.device_seq
    FROM canvass_contactevent v
    JOIN canvass_elector e ON e.id = v.elector_id
    JOIN canvass_elector now ON now.id = COALESCE(e.merged_into_id, e.id)
    WHERE v.unit_id = %(unit)s AND v.kind = 'answer' AND v.status = 'live' AND v.est_occurred_at >= %(since)s
      AND NOT EXISTS (SELECT FROM canvass_contactevent later WHERE later.supersedes = v.id AND later.status = 'live')
), against AS (
    SELECT *
    FROM (
        SELECT district, id, intention, actor_id, at, lag(id) OVER one AS earlier_id,
               lag(intention) OVER one AS earlier_intention, lag(actor_id) OVER one AS earlier_actor,
               lag(at) OVER one AS earlier_at
        FROM said WHERE intention IS NOT NULL
        WINDOW one AS (PARTITION BY elector ORDER BY at, device_seq, id)
    ) pair
    WHERE intention <> earlier_intention AND actor_id <> earlier_actor
      AND at - earlier_at <= %(days)s * interval '1 day'
)
"""
_CONFLICTS = f"""
WITH {SAID_AND_AGAINST}
SELECT earlier_id, against.id
FROM against JOIN canvass_pollingdistrict d ON d.id = against.district
WHERE %(wards)s::bigint[] IS NULL OR d.ward_id = ANY (%(wards)s::bigint[])
ORDER BY at DESC, against.id
LIMIT %(most)s
"""  # noqa: S608 - no value is put into it here


@dataclass(frozen=True)
class Answer:
    """One event with everything that a person needs to decide about it."""

    event: ContactEvent
    what: str
    who: str  # the elector's name; "" when it is about a door, or about nobody we know
    where: str  # door and street, or the number that was typed
    board: str
    why: str

    @property
    def by(self) -> str:
        if self.event.actor:
            return self.event.actor.name
        return _("nobody knows whose phone") if self.event.quarantine_reason else ""

    @property
    def names_somebody(self) -> bool:
        """Whether it is about a person, so that it could be about another entry than the one it names."""
        kind = event_kinds.get(self.event.kind)
        return kind is not None and kind.about(self.event.payload) == "elector"


@dataclass(frozen=True)
class Decision:
    """What somebody decided lately, and may undo. `now`: for whom it counts instead, "" for the one it names."""

    answer: Answer
    accepted: bool
    now: str
    by: str
    at: datetime.datetime
    reason: str


@dataclass(frozen=True)
class Conflict:
    earlier: Answer
    later: Answer


def waiting(unit: Unit, area: areas.Keys = None) -> QuerySet[ContactEvent]:
    """Return what waits in an area of the unit, or in all of it, the longest first."""
    rows = ContactEvent.objects.filter(unit=unit, status=EventStatus.QUARANTINED)
    return areas.answers(area, rows).order_by("received_at", "device_seq", "pk")


def answers(events: Iterable[ContactEvent]) -> list[Answer]:
    """Return a page of events with whom and what they are about. Four queries, however many there are."""
    events = list(events)
    named = Elector.objects.select_related("merged_into")
    people = named.in_bulk({event.elector_id for event in events if event.elector_id})
    doors = Household.objects.select_related("street").in_bulk(
        {event.household_id for event in events if event.household_id}
    )
    boards = Board.objects.in_bulk({event.board_id for event in events if event.board_id})
    actors = User.objects.in_bulk({event.actor_id for event in events if event.actor_id})
    found = []
    for event in events:
        event.actor = actors.get(event.actor_id)
        entry = people.get(event.elector_id)
        elector = entry and (entry.merged_into or entry)
        board = boards.get(event.board_id)
        found.append(
            Answer(
                event=event,
                what=_what(event),
                who=elector.name if elector else "",
                where=_where(event, doors.get(event.household_id)),
                board=board.name if board else "",
                why=_why(event.quarantine_reason),
            )
        )
    return found


def _what(event: ContactEvent) -> str:
    kind = event_kinds.get(event.kind)
    return (kind.describe(event) if kind else "") or event.kind


def _where(event: ContactEvent, door: Household | None) -> str:
    if door is not None:
        return where(door)
    if event.number is None:
        return event.district_code
    return f"{event.district_code} {event.number}{f'/{event.suffix}' if event.suffix else ''}".strip()


def where(door: Household) -> str:
    """Return a door with its street: "Flat 2, The Maltings, 12A, Mill Lane"."""
    return ", ".join(part for part in (door.door, door.street.name if door.street else "") if part)


def _why(reason: str) -> str:
    return str(QuarantineReason(reason).label) if reason in QuarantineReason.values else reason


def decided(unit: Unit, since: datetime.datetime, area: areas.Keys = None, *, most: int = 20) -> list[Decision]:
    """Return the last decisions that still stand, the latest first: those about an area, where one is given."""
    lines = AuditEvent.objects.filter(unit_id=unit.pk, at__gte=since, verb__in=(ACCEPTED, ATTACHED, SET_ASIDE, UNDONE))
    latest: dict[str, AuditEvent] = {}
    for row in lines.order_by("-at", "id")[: most * 3]:
        latest.setdefault(row.object_id, row)
    standing = [row for row in latest.values() if row.verb != UNDONE][:most]
    rows = areas.answers(area, ContactEvent.objects.filter(unit=unit))
    events = rows.in_bulk([UUID(row.object_id) for row in standing])
    by_id = {answer.event.pk: answer for answer in answers(events.values())}
    names = dict(User.objects.filter(pk__in={row.actor_id for row in standing}).values_list("pk", "name"))
    others = Elector.objects.in_bulk({row.detail["elector"] for row in standing if row.verb == ATTACHED})
    return [
        Decision(
            answer=by_id[UUID(row.object_id)],
            accepted=row.verb != SET_ASIDE,
            now=others[row.detail["elector"]].name if row.detail.get("elector") in others else "",
            by=names.get(row.actor_id or 0, ""),
            at=row.at,
            reason=row.detail.get("reason", "") if row.verb == SET_ASIDE else "",
        )
        for row in standing
        if UUID(row.object_id) in by_id
    ]


def conflicts(unit: Unit, since: datetime.datetime, area: areas.Keys = None, *, most: int = 20) -> list[Conflict]:
    """Return pairs of different intentions by different people within two weeks, both since then, the latest first.

    Where an area is given, of those who are listed in it.
    """
    asked: dict[str, Any] = {
        "unit": unit.pk,
        "since": since,
        "days": CONFLICT_DAYS,
        "most": most,
        "wards": areas.wards(area),
    }
    with connection.cursor() as cursor:
        cursor.execute(_CONFLICTS, asked)
        pairs: Sequence[tuple[UUID, UUID]] = cursor.fetchall()
    events = ContactEvent.objects.filter(unit=unit).in_bulk([pk for pair in pairs for pk in pair])
    by_id = {answer.event.pk: answer for answer in answers(events.values())}
    return [Conflict(by_id[earlier], by_id[later]) for earlier, later in pairs]


def marks(elector: Elector) -> list[tuple[str, str]]:
    """Return the marks that stand on a person, as (Outcome code, words)."""
    now = getattr(elector, "latest_contact", None)
    if now is None:
        return []
    return [(one.value, str(one.label)) for one in STICKY if getattr(now, one.value)]


def lifted(elector: Elector) -> list[tuple[str, str]]:
    """Return the marks that were lifted from a person and do not stand, as (Outcome code, words)."""
    codes = set(
        ContactEvent.objects.filter(
            elector__in={elector.pk, *log.also_known_as([elector.pk])},
            kind=contacts.OUTCOME,
            status=EventStatus.VOIDED,
            quarantine_reason="",
        ).values_list("payload__outcome", flat=True)
    )
    standing = {code for code, _label in marks(elector)}
    return [(one.value, str(one.label)) for one in STICKY if one.value in codes - standing]
