"""Sending what is in the outbox: claim, commit, SMTP, settle, commit (docs/adr/0006).

A worker that dies between claim and settle leaves a lease behind, which the sweep finds. No transaction is ever
open across the network, and each is of one unit: senders go from unit to unit, one message at a time.
"""

from __future__ import annotations

import datetime
import random
import time
import uuid
from collections import deque
from collections.abc import Iterator

import structlog
from django.conf import settings
from django.db import connection
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from access import scoping, transport
from access.actions import audit
from access.enums import MailKind, MailState
from access.models import MailTransport, OutboxMessage
from access.queries import mail as queries
from access.rules import mail as rules
from access.rules.mail import Outcome

log = structlog.get_logger(__name__)

# Campaign mail that was perhaps sent waits this long before its one second try.
CAMPAIGN_DOUBT = datetime.timedelta(minutes=15)
# A sweep comes every minute; one that runs longer than this leaves the rest to the next.
SWEEP_SECONDS = 50

# One statement: pick, check objections and lateness, take the lease. Nobody else can pick the same row, and an
# objection that was committed before it began is always seen.
_CLAIM = """
WITH due AS (
    SELECT m.id, m.not_after <= %(now)s AS late,
           EXISTS (SELECT 1 FROM access_suppression s
                   WHERE s.email_hash = m.email_hash AND (s.scope = 'all' OR s.scope = m.kind)) AS objected
    FROM access_outboxmessage m
    WHERE m.state = 'queued' AND m.next_try_at <= %(now)s AND (%(id)s::uuid IS NULL OR m.id = %(id)s::uuid)
    ORDER BY m.next_try_at, m.id
    LIMIT 1
    FOR UPDATE OF m SKIP LOCKED)
UPDATE access_outboxmessage m
SET state = CASE WHEN objected THEN 'suppressed' WHEN late THEN 'late' ELSE 'sending' END,
    attempts = CASE WHEN objected OR late THEN attempts ELSE attempts + 1 END,
    lease_id = CASE WHEN objected OR late THEN NULL ELSE %(lease)s::uuid END,
    lease_until = CASE WHEN objected OR late THEN NULL ELSE %(until)s END
FROM due WHERE m.id = due.id
RETURNING m.id
"""


def claim(unit: int, message: uuid.UUID | str | None = None) -> OutboxMessage | None:
    """Take the lease on this unit's next message that is due, or on this one, and return it; None for none.

    `unit` is scoping.WHOLE for mail of no unit. What comes back may be in the state "suppressed" or "late" instead
    of "sending": it is settled already. Must not be called inside a transaction: the lease has to be committed
    before the message goes out.
    """
    now = timezone.now()
    with scoping.units([unit]):
        with connection.cursor() as cursor:
            cursor.execute(
                _CLAIM,
                {
                    "now": now,
                    "id": str(message) if message else None,
                    "lease": str(uuid.uuid4()),
                    "until": now + datetime.timedelta(seconds=settings.MAIL_LEASE_SECONDS),
                },
            )
            found = cursor.fetchone()
        return OutboxMessage.objects.select_related("unit").get(pk=found[0]) if found else None


def send_due(*, message: uuid.UUID | str | None = None, unit: int | None = None, seconds: float = SWEEP_SECONDS) -> int:
    """Send this message of this unit first and then all others that are due, for at most that long.

    Returns how many the server took. Does nothing where this message is not due any more, where there is no mail
    server yet, or while everything waits for the one there is.
    """
    units = deque(queries.units_to_see_to(timezone.now()))
    if message is not None and unit is not None:
        if not _is_due(message, unit):
            return 0
        units = deque([unit, *(other for other in units if other != unit)])
    failures = _go_ahead() if units else None
    if failures is None:
        return 0
    sent = 0
    try:
        way = transport.choose()
        if way is None:
            return 0
        try:
            for taken in _send_all(way, units, message, time.monotonic() + seconds):
                sent += taken
        finally:
            way.close()
    except transport.Shut as shut:
        _shut(failures, str(shut))
    return sent


def _is_due(message: uuid.UUID | str, unit: int) -> bool:
    with scoping.units([unit]):
        due = OutboxMessage.objects.filter(state=MailState.QUEUED, next_try_at__lte=timezone.now())
        return due.filter(pk=message).exists()


def _send_all(
    way: transport.Caught | transport.Smtp, units: deque[int], message: uuid.UUID | str | None, until: float
) -> Iterator[bool]:
    """Claim, deliver and settle one message after the other; yield for each whether the server took it.

    The units take turns, so that one with much mail keeps nobody waiting. Raises transport.Shut when nothing can go;
    the message in hand is given back first.
    """
    while units and time.monotonic() < until:
        unit = units.popleft()
        # Before the claim: however long it takes to connect, no lease runs meanwhile.
        way.open()
        claimed = claim(unit, message)
        message = None
        if claimed is None:
            # Nothing more here, or somebody else has the message we were rung for; whoever it is goes on.
            continue
        units.append(unit)
        if claimed.state != MailState.SENDING:
            continue
        outcome, words = way.deliver(claimed)
        settled = settle(claimed, outcome, words)
        if outcome is Outcome.STUCK:
            raise transport.Shut(words)
        _open()
        yield settled and outcome is Outcome.SENT


def settle(message: OutboxMessage, outcome: Outcome, words: str) -> bool:
    """Write down what became of a claimed message, if the lease is still ours. Returns whether it was.

    A worker that was stopped past its lease must not overwrite what another one found out meanwhile.
    """
    now = timezone.now()
    change: dict[str, object] = {"lease_id": None, "lease_until": None, "last_answer": words[:200]}
    if outcome is Outcome.SENT:
        change |= {"state": MailState.SENT, "sent_at": now}
    elif outcome is Outcome.REFUSED:
        change |= {"state": MailState.FAILED}
    elif outcome is Outcome.STUCK:
        change |= {"state": MailState.QUEUED, "attempts": F("attempts") - 1, "last_answer": message.last_answer}
    elif outcome is Outcome.DOUBTFUL:
        change |= _doubt(now)
    else:
        change |= _later(message, now)
    if message.has_secret and outcome in {Outcome.SENT, Outcome.REFUSED} and not settings.MAIL_IS_CAUGHT:
        # The link has left the house, or never will: a copy of the database must not open an account.
        change |= {"text": "", "html": ""}
    with scoping.units([message.unit_id or scoping.WHOLE]):
        ours = OutboxMessage.objects.filter(pk=message.pk, state=MailState.SENDING, lease_id=message.lease_id)
        mine = ours.update(**change) == 1
    log.info("mail_settled" if mine else "mail_lease_lost", message=str(message.pk), outcome=outcome.value)
    return mine


def _later(message: OutboxMessage, now: datetime.datetime) -> dict[str, object]:
    at = rules.next_try(
        attempts=message.attempts,
        now=now,
        not_after=message.not_after,
        minutes=settings.MAIL_RETRY_MINUTES,
        jitter=random.random(),  # noqa: S311 - spreads retries; nothing to guess
    )
    return {"state": MailState.LATE} if at is None else {"state": MailState.QUEUED, "next_try_at": at}


def _doubt(now: datetime.datetime) -> dict[str, object]:
    return {
        "state": MailState.UNKNOWN,
        "doubts": F("doubts") + 1,
        "lease_id": None,
        "lease_until": None,
        "next_try_at": Case(When(kind=MailKind.CAMPAIGN, then=Value(now + CAMPAIGN_DOUBT)), default=Value(now)),
    }


def sweep() -> int:
    """Find everything that a lost doorbell, a dead worker or a mail server that was away has left, and send it.

    Safe to run at any time, by any number of workers at once. Returns how many messages were sent.
    """
    now = timezone.now()
    for unit in queries.units_to_see_to(now):
        with scoping.units([unit]):
            _see_to(now)
    return send_due()


def _see_to(now: datetime.datetime) -> None:
    """Bring a unit's messages to where time has moved them."""
    lost = OutboxMessage.objects.filter(state=MailState.SENDING, lease_until__lt=now).update(**_doubt(now))
    if lost:
        log.warning("mail_leases_ran_out", count=lost)
    OutboxMessage.objects.filter(
        state=MailState.UNKNOWN, doubts=1, has_secret=False, next_try_at__lte=now, not_after__gt=now
    ).update(state=MailState.QUEUED)
    OutboxMessage.objects.filter(state=MailState.QUEUED, not_after__lte=now).update(state=MailState.LATE)


def _go_ahead() -> int | None:
    """Return how often in a row the way out was shut, or None when nobody may try now.

    While it is shut, one worker at a time wins the right to try again.
    """
    state, _made = MailTransport.objects.get_or_create(pk=1)
    if state.failures == 0:
        return 0
    now = timezone.now()
    pause = now + datetime.timedelta(minutes=1)
    won = MailTransport.objects.filter(pk=1, failures=state.failures, try_again_at__lte=now).update(try_again_at=pause)
    return state.failures if won else None


def _shut(failures: int, why: str) -> None:
    """Note that the way out is shut. Of several workers that find out at once, one counts."""
    now = timezone.now()
    pause = datetime.timedelta(minutes=rules.pause_minutes(failures + 1))
    first = MailTransport.objects.filter(pk=1, failures=failures).update(
        failures=failures + 1,
        stuck_since=Case(When(Q(stuck_since=None), then=Value(now)), default=F("stuck_since")),
        stuck_reason=why[:200],
        try_again_at=now + pause,
    )
    log.warning("mail_stuck", failures=failures + 1)
    if first and failures == 0:
        audit.record("mail.stuck", by=None)


def _open() -> None:
    """Note that the mail server answers, where it didn't before."""
    again = MailTransport.objects.filter(pk=1, failures__gt=0).update(
        failures=0, stuck_since=None, stuck_reason="", try_again_at=None
    )
    if again:
        audit.record("mail.flows_again", by=None)
