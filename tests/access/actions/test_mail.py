"""Putting messages into the outbox, and taking note of objections."""

from __future__ import annotations

import datetime
import threading

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from access import sealing, transport
from access.actions import mail
from access.enums import MailKind, MailState
from access.models import AuditEvent, MailServer, MailTransport, OutboxMessage, Suppression
from access.scoping import WHOLE
from kit.errors import Refused
from tests.cast import Cast

SERVER = transport.Server("mail.example.org", 587, "rosette", "s3cret words", "starttls", "rosette@example.org")


def _queue(**more: object) -> OutboxMessage:
    wanted = {"to": "jo@example.org", "kind": "service", "purpose": "test", "subject": "Hello", "text": "Hello Jo"}
    return mail.queue(**(wanted | more))


def test_a_message_waits_with_a_name_of_its_own(db: None) -> None:
    first, second = _queue(), _queue()
    assert first.state == second.state == MailState.QUEUED
    assert first.message_id != second.message_id
    assert str(first.pk) in first.message_id
    assert first.not_after - first.next_try_at == datetime.timedelta(days=3)


def test_headers_and_lengths_are_made_safe(db: None) -> None:
    message = _queue(
        to=" Jo@Example.ORG ", subject="Hi\r\nBcc: all@example.org " + "x" * 300, purpose="p" * 90, text="y" * 500_000
    )
    message.refresh_from_db()
    assert message.to_email == "jo@example.org"
    assert message.subject.startswith("Hi Bcc: all@example.org xxx")
    assert (len(message.subject), len(message.purpose), len(message.text)) == (200, 40, 200_000)


@pytest.mark.parametrize(
    "to", ["", "nowhere", "jo@example.org\r\nBcc: x@example.org", "a@b.org, c@d.org", "jo @example.org"]
)
def test_what_is_no_address_is_refused(to: str, db: None) -> None:
    with pytest.raises(Refused, match="not an email address"):
        _queue(to=to)
    assert not OutboxMessage.objects.exists()


def test_an_address_that_is_too_long_is_refused(db: None) -> None:
    with pytest.raises(Refused, match="too long"):
        _queue(to=f"jo@{'long.' * 52}example.org")


@pytest.mark.django_db(transaction=True)
def test_one_occasion_is_one_message_at_the_same_moment_too() -> None:
    start, found = threading.Barrier(4), []

    def put_in() -> None:
        start.wait()
        try:
            found.append(_queue(dedupe_key="welcome:7").pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=put_in) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1


def test_one_occasion_is_one_message(db: None) -> None:
    first = _queue(dedupe_key="welcome:5")
    second = _queue(dedupe_key="welcome:5", subject="Another")
    assert (second.pk, second.subject) == (first.pk, "Hello")
    assert OutboxMessage.objects.count() == 1
    _queue(dedupe_key="welcome:6")
    assert OutboxMessage.objects.count() == 2


def test_it_stands_and_falls_with_the_callers_transaction(db: None) -> None:
    def fails_after_queueing() -> None:
        with transaction.atomic():
            _queue()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails_after_queueing()
    assert not OutboxMessage.objects.exists()


def test_the_doorbell_is_rung_on_commit_and_only_then(
    db: None, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: object
) -> None:
    rung: list[tuple[str, int]] = []
    monkeypatch.setattr("access.tasks.deliveries.send_due", lambda *, message, unit: rung.append((message, unit)))
    with django_capture_on_commit_callbacks(execute=True):
        message = _queue()
        assert rung == []
    assert rung == [(str(message.pk), WHOLE)]


def test_who_asked_for_a_message_is_on_the_record(cast: Cast) -> None:
    message = _queue(by=cast.marian, unit=cast.wexcombe)
    entry = AuditEvent.objects.get(verb="mail.queued")
    assert (entry.actor_id, entry.object_id, entry.detail) == (cast.marian.pk, str(message.pk), {"purpose": "test"})


@pytest.mark.parametrize(
    ("scope", "held_back"), [("all", {"service", "campaign"}), ("campaign", {"campaign"})], ids=["all", "campaign"]
)
def test_an_objection_holds_back_what_waits(scope: str, held_back: set[str], db: None) -> None:
    for kind in MailKind.values:
        _queue(kind=kind)
        _queue(kind=kind, to="other@example.org")
    mail.suppress(email=" JO@example.org", scope=scope, reason="asked us to stop", source="reply")
    stopped = OutboxMessage.objects.filter(state=MailState.SUPPRESSED)
    assert {(message.to_email, message.kind) for message in stopped} == {("jo@example.org", kind) for kind in held_back}


def test_an_objection_keeps_no_address_and_cannot_be_taken_away(db: None) -> None:
    objection = mail.suppress(email="jo@example.org", scope="all", reason="hard bounce", source="webhook")
    assert "jo@" not in str(vars(objection))
    assert AuditEvent.objects.get(verb="mail.suppressed").detail == {"scope": "all", "held_back": 0}
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Suppression.objects.all().delete()


def test_the_mail_password_is_kept_sealed(cast: Cast) -> None:
    mail.set_server(server=SERVER, by=cast.marian, unit=cast.wexcombe)
    stored = MailServer.objects.get()
    assert b"s3cret" not in bytes(stored.password_sealed)
    assert transport.stored_server(stored) == SERVER
    assert AuditEvent.objects.get(verb="mail.server_set").detail == {}


def test_there_is_one_mail_server(cast: Cast) -> None:
    mail.set_server(server=SERVER, by=cast.marian, unit=cast.wexcombe)
    mail.set_server(server=SERVER, by=cast.marian, unit=cast.wexcombe)
    assert MailServer.objects.count() == 1


def test_with_another_secret_key_the_password_must_be_entered_again(cast: Cast, settings: object) -> None:
    mail.set_server(server=SERVER, by=cast.marian, unit=cast.wexcombe)
    settings.SECRET_KEY = "another one altogether" * 3
    with pytest.raises(transport.Shut, match="Enter the mail server again"):
        transport.stored_server(MailServer.objects.get())


def test_a_new_server_is_tried_without_waiting_for_the_pause(cast: Cast) -> None:
    far = timezone.now() + datetime.timedelta(hours=1)
    MailTransport.objects.create(failures=3, stuck_since=timezone.now(), try_again_at=far)
    mail.set_server(server=SERVER, by=cast.marian, unit=cast.wexcombe)
    assert MailTransport.objects.get().try_again_at <= timezone.now()


def test_nothing_sealed_is_nothing() -> None:
    assert sealing.seal("") == b""
    assert sealing.unseal(b"") == ""
