"""Mail under fire: real worker processes, a real SMTP server, SIGKILL. Three ledgers must agree at the end.

The ledgers are the outbox rows, what the mail server received, and what was objected to. Nothing is lost; a kill
costs at most one message sent twice; who objected gets nothing that was claimed after; the counters add up.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from access.actions import deliveries, mail
from access.enums import MailKind, MailState
from access.models import MailTransport, OutboxMessage
from access.queries import mail as queries
from tests.faults import dice
from tests.faults.sink import Sink

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).resolve().parents[2]
MESSAGES, KILLS, WORKERS = (20_000, 12, 3) if dice.FULL else (300, 4, 2)
LEASE_SECONDS = 3


def _environment(sink_url: str) -> dict[str, str]:
    """Return the environment of a worker on this test's database."""
    database = connection.settings_dict["NAME"]
    base, _slash, _name = os.environ["DATABASE_URL"].partition("?")[0].rpartition("/")
    query = os.environ["DATABASE_URL"].partition("?")[2]
    return os.environ | {
        "DATABASE_URL": f"{base}/{database}" + (f"?{query}" if query else ""),
        "EMAIL_URL": sink_url,
        "MAIL_LEASE_SECONDS": str(LEASE_SECONDS),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LOG_LEVEL": "ERROR",
    }


class Crew:
    """Worker processes that are replaced when they are killed."""

    def __init__(self, sink: Sink, size: int) -> None:
        self._env = _environment(sink.url)
        self.workers = [self.start() for _ in range(size)]
        self.kills = 0

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", "tests.faults.mail_worker", *arguments], cwd=ROOT, env=self._env)

    def kill_one(self) -> None:
        number = random.randrange(len(self.workers))
        victim = self.workers[number]
        victim.send_signal(signal.SIGKILL)
        victim.wait(timeout=10)
        self.kills += 1
        self.workers[number] = self.start()

    def stop(self) -> None:
        for worker in self.workers:
            worker.send_signal(signal.SIGKILL)
            worker.wait(timeout=10)


@contextmanager
def _crew(sink: Sink, size: int) -> Iterator[Crew]:
    crew = Crew(sink, size)
    try:
        yield crew
    finally:
        crew.stop()


def _until(condition: Callable[[], bool], what: str, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail(f"Not within {seconds:.0f} seconds: {what}. {queries.counters().by_state}")
        time.sleep(0.02)


def _queue(number: int, kind: MailKind = MailKind.SERVICE, **more: object) -> OutboxMessage:
    return mail.queue(
        to=f"person{number}@example.org", kind=kind, purpose="fault", subject=f"No. {number}", text="Hello", **more
    )


@contextmanager
def _no_doorbell(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Lose every doorbell, so that the workers of the test do the sending and not this process."""
    with monkeypatch.context() as patch:
        patch.setattr("kit.jobs.enqueue", lambda *_args, **_ids: None)
        yield


def test_nothing_is_lost_when_workers_are_killed_while_sending(monkeypatch: pytest.MonkeyPatch) -> None:
    seed = dice.SEED
    random.seed(seed)
    with _no_doorbell(monkeypatch), transaction.atomic():
        for number in range(MESSAGES):
            _queue(number, MailKind.CAMPAIGN if number % 3 == 0 else MailKind.SERVICE)
    objected = {f"person{number}@example.org" for number in range(0, MESSAGES, 30)}
    for address in objected:
        mail.suppress(email=address, scope="campaign", reason="asked us to stop", source="test")
    share = MESSAGES // (KILLS + 1)
    # Slow enough for a kill to land inside a delivery, quick enough for the suite.
    with Sink(delay=0 if dice.FULL else 0.01) as sink, _crew(sink, WORKERS) as crew:
        for kill in range(1, KILLS + 1):
            _until(lambda done=kill * share: len(sink.receipts) >= done, "the crew to go on", 600)
            objected.add(_object_while_sending())
            crew.kill_one()
        _until(_all_is_settled, "everything to be settled", 600)
    copies = sink.copies()
    rows = list(OutboxMessage.objects.all())
    lost = [row.pk for row in rows if row.state != MailState.SUPPRESSED and row.message_id not in copies]
    assert lost == [], f"seed {seed}"
    assert set(copies) <= {row.message_id for row in rows}
    assert sum(copies.values()) - len(copies) <= crew.kills
    assert not objected & {receipt.to for receipt in sink.receipts}, "somebody who had objected was mailed"
    settled = {MailState.SENT, MailState.SUPPRESSED, MailState.UNKNOWN}
    assert [(row.state, row.attempts, row.doubts, row.last_answer) for row in rows if row.state not in settled] == []
    counted = queries.counters()
    assert counted.total == len(rows) == MESSAGES
    assert counted.by_state[MailState.SUPPRESSED] == len(objected)
    assert counted.by_state[MailState.SENT] + counted.by_state[MailState.UNKNOWN] == MESSAGES - len(objected)


def _object_while_sending() -> str:
    """Somebody far down the queue says no. Their message has not been claimed, so it must never arrive."""
    waiting = OutboxMessage.objects.filter(state=MailState.QUEUED, kind=MailKind.CAMPAIGN, attempts=0)
    address = waiting.latest("next_try_at").to_email
    mail.suppress(email=address, scope="campaign", reason="asked us to stop", source="test")
    return address


def _all_is_settled() -> bool:
    """Campaign mail in doubt waits a quarter of an hour for its second try; the test doesn't.

    What may still move is counted in one statement: between two, a message could go from "sending" to "unknown".
    """
    in_doubt = Q(state=MailState.UNKNOWN, doubts=1)
    OutboxMessage.objects.filter(in_doubt).update(next_try_at=timezone.now())
    moving = Q(state__in=[MailState.QUEUED, MailState.SENDING]) | in_doubt
    return not OutboxMessage.objects.filter(moving).exists()


def test_a_worker_that_was_stopped_past_its_lease_cannot_settle_what_another_one_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with _no_doorbell(monkeypatch):
        message = _queue(1)
    with Sink() as sink, _crew(sink, 0) as crew:
        sink.mode = "hold"
        sleeper = crew.start("--once")
        crew.workers.append(sleeper)
        assert sink.holding.wait(30)
        sleeper.send_signal(signal.SIGSTOP)
        sink.mode = "take"
        _until(lambda: _lease_is_over(message), "the lease to run out", LEASE_SECONDS + 10)
        second = crew.start("--once")
        assert second.wait(timeout=30) == 0
        message.refresh_from_db()
        assert message.state == MailState.SENT
        assert (message.attempts, message.doubts) == (2, 1)
        settled_at = message.sent_at
        sink.release.set()
        sleeper.send_signal(signal.SIGCONT)
        assert sleeper.wait(timeout=30) == 0
    message.refresh_from_db()
    assert message.state == MailState.SENT
    assert message.sent_at == settled_at, "the first worker overwrote what the second had settled"
    assert sink.copies() == {message.message_id: 2}


def _lease_is_over(message: OutboxMessage) -> bool:
    message.refresh_from_db()
    return message.lease_until is not None and message.lease_until < timezone.now()


def test_a_message_with_a_secret_is_not_sent_again_after_a_kill(monkeypatch: pytest.MonkeyPatch) -> None:
    with _no_doorbell(monkeypatch):
        message = _queue(1, has_secret=True)
    with Sink() as sink, _crew(sink, 0) as crew:
        sink.mode = "hold"
        victim = crew.start("--once")
        crew.workers.append(victim)
        assert sink.holding.wait(30)
        victim.send_signal(signal.SIGKILL)
        victim.wait(timeout=10)
        sink.mode = "take"
        _until(lambda: _lease_is_over(message), "the lease to run out", LEASE_SECONDS + 10)
        assert crew.start("--once").wait(timeout=30) == 0
        assert crew.start("--once").wait(timeout=30) == 0
    message.refresh_from_db()
    assert message.state == MailState.UNKNOWN
    assert sink.copies() == {message.message_id: 1}


@pytest.fixture
def outbox(settings: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sink]:
    """Send from this process to a sink, without doorbells."""
    with Sink() as sink, _no_doorbell(monkeypatch):
        settings.EMAIL_URL, settings.MAIL_IS_CAUGHT = sink.url, False
        yield sink


def _make_due() -> None:
    OutboxMessage.objects.filter(state=MailState.QUEUED).update(next_try_at=timezone.now())
    MailTransport.objects.filter(failures__gt=0).update(try_again_at=timezone.now() - timedelta(seconds=1))


def test_a_storm_of_421_makes_every_message_wait_and_none_is_lost(outbox: Sink) -> None:
    messages = [_queue(number) for number in range(5)]
    outbox.mode = "busy"
    assert deliveries.sweep() == 0
    for message in messages:
        message.refresh_from_db()
        assert (message.state, message.attempts) == (MailState.QUEUED, 1)
        assert message.last_answer.startswith("421")
        assert timedelta(seconds=55) < message.next_try_at - timezone.now() < timedelta(seconds=75)
    outbox.mode = "take"
    assert deliveries.sweep() == 0, "the wait was not kept"
    _make_due()
    assert deliveries.sweep() == 5
    assert sorted(outbox.copies().values()) == [1] * 5


def test_a_mailbox_that_does_not_exist_fails_for_good_with_the_servers_words(outbox: Sink) -> None:
    message = _queue(1)
    outbox.mode = "refuse"
    deliveries.sweep()
    message.refresh_from_db()
    assert message.state == MailState.FAILED
    assert message.last_answer == "550 5.1.1 No such mailbox"
    _make_due()
    outbox.mode = "take"
    assert deliveries.sweep() == 0


def test_a_full_mailbox_is_tried_again(outbox: Sink) -> None:
    message = _queue(1)
    outbox.mode = "full"
    deliveries.sweep()
    message.refresh_from_db()
    assert (message.state, message.last_answer) == (MailState.QUEUED, "452 4.2.2 Mailbox full")


def test_a_server_that_hangs_before_it_has_the_message_is_tried_again_later(
    outbox: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("access.transport.TIMEOUT_SECONDS", 0.3)
    message = _queue(1, has_secret=True)
    outbox.mode = "hang"
    deliveries.sweep()
    message.refresh_from_db()
    assert (message.state, message.attempts, message.doubts) == (MailState.QUEUED, 1, 0)


def test_a_server_that_hangs_with_the_message_leaves_a_doubt(outbox: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    """Service mail goes once more; one that holds a secret doesn't."""
    monkeypatch.setattr("access.transport.TIMEOUT_SECONDS", 0.3)
    secret, plain = _queue(1, has_secret=True), _queue(2)
    outbox.mode = "hold"
    deliveries.sweep()
    for message in (secret, plain):
        message.refresh_from_db()
        assert (message.state, message.doubts) == (MailState.UNKNOWN, 1)
    outbox.mode = "take"
    outbox.release.set()
    assert deliveries.sweep() == 1
    for message in (secret, plain):
        message.refresh_from_db()
    assert (secret.state, plain.state) == (MailState.UNKNOWN, MailState.SENT)
    assert outbox.copies() == {secret.message_id: 1, plain.message_id: 2}


def test_a_refused_sign_in_stops_everything_and_burns_no_attempt(settings: object, outbox: Sink) -> None:
    messages = [_queue(number) for number in range(3)]
    with Sink(users={"rosette": "right"}) as guarded:
        settings.EMAIL_URL = f"smtp://rosette:wrong@127.0.0.1:{guarded.port}"
        assert deliveries.sweep() == 0
        way = queries.way_out()
        assert way.stuck_since is not None
        assert way.stuck_reason.startswith("535")
        for message in messages:
            message.refresh_from_db()
            assert (message.state, message.attempts) == (MailState.QUEUED, 0)
        settings.EMAIL_URL = f"smtp://rosette:right@127.0.0.1:{guarded.port}"
        assert deliveries.sweep() == 0, "the pause was not kept"
        _make_due()
        assert deliveries.sweep() == 3
        assert queries.way_out().stuck_since is None
        assert sorted(guarded.copies().values()) == [1] * 3


def test_a_server_that_is_away_stops_everything_and_is_tried_again(settings: object, outbox: Sink) -> None:
    message = _queue(1)
    with Sink() as other:
        gone = other.url
    settings.EMAIL_URL = gone
    assert deliveries.sweep() == 0
    assert "refused" in queries.way_out().stuck_reason
    _make_due()
    assert deliveries.sweep() == 0
    state = MailTransport.objects.get()
    assert state.failures == 2
    assert timedelta(seconds=100) < state.try_again_at - timezone.now() <= timedelta(seconds=120)
    settings.EMAIL_URL = outbox.url
    _make_due()
    assert deliveries.sweep() == 1
    message.refresh_from_db()
    assert (message.state, message.attempts) == (MailState.SENT, 1)
