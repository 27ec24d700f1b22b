"""The way out for mail: which server, how it is written, what leaves."""

from __future__ import annotations

import email
import email.policy

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import send_mail

from access import transport
from access.actions import deliveries, mail
from access.enums import MailSecurity
from access.models import MailServer
from access.rules.mail import Outcome
from tests.cast import Cast
from tests.faults.sink import Sink


@pytest.mark.parametrize(
    ("url", "host", "port", "security", "username", "password"),
    [
        ("smtp://mail.example.org", "mail.example.org", 25, MailSecurity.NONE, "", ""),
        ("smtp://127.0.0.1:1025", "127.0.0.1", 1025, MailSecurity.NONE, "", ""),
        ("smtp+tls://u:p%40ss@mail.example.org", "mail.example.org", 587, MailSecurity.STARTTLS, "u", "p@ss"),
        ("smtps://u:p@mail.example.org", "mail.example.org", 465, MailSecurity.TLS, "u", "p"),
        ("smtp+ssl://u:p@mail.example.org:2465", "mail.example.org", 2465, MailSecurity.TLS, "u", "p"),
    ],
)
def test_an_address_of_a_server_is_read(
    url: str, host: str, port: int, security: str, username: str, password: str
) -> None:
    found = transport.from_url(url)
    assert (found.host, found.port, found.security) == (host, port, security)
    assert (found.username, found.password) == (username, password)


@pytest.mark.parametrize("url", ["mail.example.org", "http://mail.example.org", "smtp://", "smtp+carrier-pigeon://x"])
def test_what_is_no_server_is_refused_with_the_remedy(url: str, settings: object) -> None:
    with pytest.raises(ImproperlyConfigured):
        transport.from_url(url)
    settings.EMAIL_URL, settings.MAIL_IS_CAUGHT = url, False
    assert "access.E003" in [problem.id for problem in run_checks()]


def test_a_sender_without_an_address_is_refused_at_start(settings: object) -> None:
    settings.DEFAULT_FROM_EMAIL = "Rosette"
    assert "access.E004" in [problem.id for problem in run_checks()]


def test_catching_mail_in_public_is_warned_of(settings: object) -> None:
    settings.HTTPS = True
    assert "access.W002" in [problem.id for problem in run_checks(include_deployment_checks=True)]


def test_the_environment_goes_before_what_is_stored(db: None, settings: object) -> None:
    MailServer.objects.create(from_email="a@b.org", host="stored.example.org", port=587, security="starttls")
    assert isinstance(transport.choose(), transport.Caught)
    settings.MAIL_IS_CAUGHT, settings.EMAIL_URL = False, "smtp://given.example.org"
    assert transport.choose()._backend.host == "given.example.org"
    settings.EMAIL_URL = ""
    stored = transport.choose()
    assert (stored._backend.host, stored._backend.use_tls) == ("stored.example.org", True)
    MailServer.objects.all().delete()
    assert transport.choose() is None


def test_what_leaves_is_a_proper_email(cast: Cast) -> None:
    message = mail.queue(
        to="jo@example.org",
        kind="service",
        purpose="t",
        subject="Croeso: gwybodaeth i aelodau newydd, ŵy a dŵr",
        text="Helo Siân",
        html="<p>Helo Siân</p>",
        unit=cast.wexcombe,
    )
    written = transport._email(message, "Rosette <rosette@example.org>").message().as_bytes()
    read = email.message_from_bytes(written, policy=email.policy.default)
    assert read["Subject"].strip() == "Croeso: gwybodaeth i aelodau newydd, ŵy a dŵr"
    assert (read["To"], read["From"]) == ("jo@example.org", "Rosette <rosette@example.org>")
    assert read["Reply-To"] == "wexcombe@example.org"
    assert read["Message-ID"] == message.message_id
    assert read["Auto-Submitted"] == "auto-generated"
    assert "Siân" in read.get_body(("plain",)).get_content()
    assert "Siân" in read.get_body(("html",)).get_content()


@pytest.mark.parametrize("host", ["smtp..example.org", "127.0.0.1"])
def test_a_server_that_is_not_there_is_a_shut_way(host: str) -> None:
    server = transport.Server(host, 9, "", "", MailSecurity.NONE, "a@b.org")
    with pytest.raises(transport.Shut):
        transport.try_out(server)


@pytest.mark.parametrize("security", [MailSecurity.TLS, MailSecurity.STARTTLS])
def test_a_server_that_offers_no_encryption_is_not_used_without(security: str) -> None:
    with Sink() as sink, pytest.raises(transport.Shut):
        transport.try_out(transport.Server("127.0.0.1", sink.port, "", "", security, "a@b.org"))


def test_the_server_that_was_entered_is_signed_in_to_and_sends(cast: Cast, settings: object) -> None:
    settings.EMAIL_URL, settings.MAIL_IS_CAUGHT = "", False
    with Sink(users={"rosette": "s3cret"}) as sink:
        server = transport.Server("127.0.0.1", sink.port, "rosette", "s3cret", MailSecurity.NONE, "rosette@example.org")
        mail.set_server(server=server, by=cast.marian, unit=cast.wexcombe)
        message = mail.send_test(to=cast.marian, unit=cast.wexcombe)
        assert deliveries.sweep() == 1
    assert [(receipt.to, receipt.message_id) for receipt in sink.receipts] == [
        ("marian@example.org", message.message_id)
    ]


def test_a_message_that_cannot_be_written_fails_alone(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    way = transport.Smtp(transport.Server("127.0.0.1", 9, "", "", MailSecurity.NONE, "no address"))
    monkeypatch.setattr(way._backend, "open", lambda: True)

    def write(_messages: object) -> int:
        raise ValueError("Invalid address")

    monkeypatch.setattr(way._backend, "send_messages", write)
    message = mail.queue(to="jo@example.org", kind="service", purpose="t", subject="S", text="T")
    outcome, words = way.deliver(message)
    assert outcome is Outcome.REFUSED
    assert "Invalid address" not in words


def test_djangos_own_door_is_shut(settings: object) -> None:
    settings.EMAIL_BACKEND = "access.mail_backend.OutboxOnlyBackend"
    with pytest.raises(RuntimeError, match="never through send_mail"):
        send_mail("S", "T", None, ["jo@example.org"])
