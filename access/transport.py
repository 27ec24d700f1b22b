"""The way out for mail: the only place that knows SMTP. Nothing else in the house may build or send an email."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from environ import Env

from access import sealing
from access.enums import MailSecurity
from access.models import MailServer, OutboxMessage
from access.rules.mail import Outcome, meaning, way_is_shut

# No answer in this time is no answer. Four answers make a delivery, so the lease (120 s) outlasts them.
TIMEOUT_SECONDS = 20


class Shut(Exception):
    """The mail server can't be reached or doesn't let us in. `str` says why; no message was handed over."""


@dataclass(frozen=True)
class Server:
    """How to reach a mail server."""

    host: str
    port: int
    username: str
    password: str
    security: str
    from_email: str


class Caught:
    """Keeps every message here: it counts as sent and can be read at /dev/mail."""

    def open(self) -> None:
        """Do nothing: there is nowhere to go."""

    def deliver(self, message: OutboxMessage) -> tuple[Outcome, str]:
        return Outcome.SENT, "caught"

    def close(self) -> None:
        """Do nothing."""


class Smtp:
    """One connection to a mail server. After an error it is closed, and `open` makes another."""

    def __init__(self, server: Server) -> None:
        self._from = server.from_email
        self._backend = _Backend(
            host=server.host,
            port=server.port,
            username=server.username,
            password=server.password,
            use_tls=server.security == MailSecurity.STARTTLS,
            use_ssl=server.security == MailSecurity.TLS,
            timeout=TIMEOUT_SECONDS,
        )

    def open(self) -> None:
        """Connect and sign in, where that hasn't been done. Raises Shut."""
        try:
            self._backend.open()
        except (OSError, UnicodeError) as error:
            # SMTPException, TLS faults, timeouts and refusals are all OSErrors; a host that can't be one is the other.
            self.close()
            raise Shut(way_is_shut(error)) from error

    def deliver(self, message: OutboxMessage) -> tuple[Outcome, str]:
        """Hand one message over, on the open connection, and return what became of it."""
        self._backend.handed_over = False
        try:
            self._backend.send_messages([_email(message, self._from)])
        except OSError as error:
            self.close()
            return meaning(error, handed_over=self._backend.handed_over)
        except ValueError as error:  # a header that can't be written: this message's fault, so the others go on
            return Outcome.REFUSED, f"{type(error).__name__}: can't be written as an email"
        return Outcome.SENT, "250"

    def close(self) -> None:
        """Say goodbye. A server that has gone already is no fault."""
        try:
            self._backend.close()
        except OSError:
            self._backend.connection = None


class _Backend(EmailBackend):
    """Django's SMTP connection, which also notes when a message's body is on its way."""

    handed_over = False

    @property
    def connection_class(self) -> Any:
        backend = self
        base = super().connection_class

        class Noting(base):  # type: ignore[misc, valid-type] # SMTP or SMTP_SSL
            def data(self, message: bytes) -> tuple[int, bytes]:
                backend.handed_over = True
                return super().data(message)

        return Noting


def _email(message: OutboxMessage, from_email: str) -> EmailMultiAlternatives:
    reply_to: Sequence[str] = [message.unit.contact_email] if message.unit and message.unit.contact_email else []
    email = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        from_email=from_email,
        to=[message.to_email],
        reply_to=reply_to,
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
    )
    if message.html:
        email.attach_alternative(message.html, "text/html")
    return email


def choose() -> Caught | Smtp | None:
    """Return the way out: settings.EMAIL_URL, else the server of the first visit; None where there is neither.

    Raises Shut when the stored password can't be opened any more.
    """
    if settings.MAIL_IS_CAUGHT:
        return Caught()
    if settings.EMAIL_URL:
        return Smtp(from_url(settings.EMAIL_URL))
    stored = MailServer.objects.first()
    return Smtp(stored_server(stored)) if stored is not None else None


def from_url(url: str) -> Server:
    """Read smtp://, smtp+tls:// (STARTTLS) or smtps:// and smtp+ssl:// (TLS from the start).

    Raises ImproperlyConfigured for any other form.
    """
    found = Env.email_url_config(url) if url.startswith("smtp") else {}
    host = found.get("EMAIL_HOST")
    if not host:
        raise ImproperlyConfigured(
            "EMAIL_URL is no mail server's address. Write smtp+tls://user:password@mail.example.org:587, "
            "or smtps:// for port 465, or caught:// to keep all mail here while trying out."
        )
    scheme = url.split(":", 1)[0]
    security = {"smtp+tls": MailSecurity.STARTTLS, "smtps": MailSecurity.TLS, "smtp+ssl": MailSecurity.TLS}.get(
        scheme, MailSecurity.NONE
    )
    usual = {MailSecurity.STARTTLS: 587, MailSecurity.TLS: 465, MailSecurity.NONE: 25}[security]
    return Server(
        host=host,
        port=found.get("EMAIL_PORT") or usual,
        username=found.get("EMAIL_HOST_USER") or "",
        password=found.get("EMAIL_HOST_PASSWORD") or "",
        security=security,
        from_email=settings.DEFAULT_FROM_EMAIL,
    )


def stored_server(stored: MailServer) -> Server:
    """Return the server that was entered in the browser, its password opened. Raises Shut when it can't be."""
    try:
        password = sealing.unseal(bytes(stored.password_sealed))
    except sealing.SealBroken as error:
        raise Shut(
            "The stored mail password can't be opened, because SECRET_KEY has changed. Enter the mail server again."
        ) from error
    return Server(stored.host, stored.port, stored.username, password, stored.security, stored.from_email)


def try_out(server: Server) -> None:
    """Connect and sign in, and send nothing. Raises Shut with the reason when that doesn't work."""
    way = Smtp(server)
    try:
        way.open()
    finally:
        way.close()
