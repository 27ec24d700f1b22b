"""Reading the outbox: how much is where, and whether the way out is open."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.conf import settings
from django.db import connection
from django.db.models import Count, Q, QuerySet

from access import scoping
from access.enums import MailState
from access.models import MailServer, MailTransport, OutboxMessage, Unit


@dataclass(frozen=True)
class Counters:
    """How many messages are in each state. Every message is in exactly one, so they add up to all there are."""

    by_state: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.by_state.values())

    @property
    def unfinished(self) -> int:
        """Messages that may still go out."""
        return self.by_state[MailState.QUEUED] + self.by_state[MailState.SENDING]


@dataclass(frozen=True)
class WayOut:
    """How mail leaves: "caught", "given" (EMAIL_URL), "stored" (first visit) or "none"; and since when it is stuck.

    `server` is the host and port of a stored server, for people; empty otherwise. `stuck_reason` is in the mail
    server's own words.
    """

    kind: str
    server: str = ""
    stuck_since: datetime.datetime | None = None
    stuck_reason: str = ""
    try_again_at: datetime.datetime | None = None


def of(unit: Unit) -> QuerySet[OutboxMessage]:
    """Return the messages of this unit; at the top of the tree also those that belong to no unit (sign-in links)."""
    mine = Q(unit=unit) if unit.parent_id is not None else Q(unit=unit) | Q(unit=None)
    return OutboxMessage.objects.filter(mine)


def counters(rows: QuerySet[OutboxMessage] | None = None) -> Counters:
    """Return the counts of these messages, or of all in scope, in one query."""
    found = (OutboxMessage.objects.all() if rows is None else rows).order_by().values("state").annotate(n=Count("pk"))
    counted = {row["state"]: row["n"] for row in found}
    return Counters({state: counted.get(state, 0) for state in MailState.values})


def way_out() -> WayOut:
    """Return how mail leaves this installation, and whether it is stuck."""
    if settings.MAIL_IS_CAUGHT:
        return WayOut("caught")
    stored = None if settings.EMAIL_URL else MailServer.objects.first()
    if not settings.EMAIL_URL and stored is None:
        return WayOut("none")
    way = WayOut("given") if stored is None else WayOut("stored", str(stored))
    state = MailTransport.objects.filter(failures__gt=0).first()
    if state is None:
        return way
    return replace(way, stuck_since=state.stuck_since, stuck_reason=state.stuck_reason, try_again_at=state.try_again_at)


def units_to_see_to(now: datetime.datetime) -> list[int]:
    """Return the ids of the units that have mail to send or to settle; scoping.WHOLE for mail of no unit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM access_units_with_mail(%s)", [now])
        return sorted(row[0] for row in cursor.fetchall())


@contextmanager
def letter_box() -> Iterator[None]:
    """Open a scope on all units there are: for /dev/mail alone, where nothing leaves the machine."""
    with scoping.units([*Unit.objects.values_list("pk", flat=True), scoping.WHOLE]):
        yield


def caught() -> QuerySet[OutboxMessage]:
    """Return every message, newest first. Wants an open letter_box()."""
    return OutboxMessage.objects.order_by("-created_at", "id")
