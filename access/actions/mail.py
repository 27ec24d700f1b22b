"""The outbox: putting messages in, taking note of objections, and which server they leave by.

Sending is in access/actions/deliveries.py.
"""

from __future__ import annotations

import datetime
import uuid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scoping, sealing
from access.actions import audit
from access.enums import MailKind
from access.models import MailServer, MailTransport, OutboxMessage, Suppression, Unit, User
from access.rules import mail as rules
from access.transport import Server
from kit import jobs
from kit.errors import Refused

USEFUL_FOR = datetime.timedelta(days=3)


def queue(
    *,
    to: str,
    kind: MailKind,
    purpose: str,
    subject: str,
    text: str,
    html: str = "",
    unit: Unit | None = None,
    dedupe_key: str | None = None,
    has_secret: bool = False,
    not_after: datetime.datetime | None = None,
    by: User | None = None,
) -> OutboxMessage:
    """Put one message to one address into the outbox, in the caller's transaction, and ring for a worker on commit.

    `purpose` is a word for counting ("invitation"). `has_secret` says that the text holds a one-time link, so it
    is never sent again by itself after a doubtful send. After `not_after` (three days from now unless given) it is
    not sent at all. With a `dedupe_key` that was used before, nothing is added and the first message is returned.
    A message that a person asked for (`by`) is noted in the record; the row itself is the record otherwise.
    For an account without an address nothing is stored. Raises Refused for an address that can't be one.
    """
    now = timezone.now()
    wanted = OutboxMessage(
        unit=unit,
        kind=MailKind(kind),
        purpose=purpose[:40],
        subject=rules.one_line(subject, rules.SUBJECT_LENGTH),
        text=text[: rules.TEXT_LENGTH],
        html=html[: rules.TEXT_LENGTH],
        has_secret=has_secret,
        dedupe_key=dedupe_key,
        next_try_at=now,
        not_after=not_after or now + USEFUL_FOR,
        **_addressed(to),
    )
    return wanted if rules.number_of(wanted.to_email) else _put_in(wanted, by)


@transaction.atomic
def _put_in(wanted: OutboxMessage, by: User | None) -> OutboxMessage:
    message = _once(wanted)
    if message is wanted:
        jobs.enqueue("access.send_mail", message=str(message.pk), unit=message.unit_id or scoping.WHOLE)
        if by is not None:
            audit.record("mail.queued", by=by, unit=message.unit, obj=message, purpose=message.purpose)
    return message


def _addressed(to: str) -> dict[str, Any]:
    """Return what a message has of its address, and the name it keeps over all tries. Raises Refused."""
    address, key = rules.normal_address(to), uuid.uuid4()
    try:
        validate_email(address)
    except ValidationError as error:
        raise Refused(_("This is not an email address. Nothing was sent.")) from error
    if len(address) > rules.ADDRESS_LENGTH:
        raise Refused(_("This email address is too long to be one. Nothing was sent."))
    return {
        "id": key,
        "message_id": f"<{key}@{urlsplit(settings.BASE_URL).hostname}>",
        "to_email": address,
        "email_hash": rules.address_hash(address),
    }


def _once(wanted: OutboxMessage) -> OutboxMessage:
    """Store the message, unless one with its dedupe_key is there: then return that one.

    Two that are stored at the same moment meet in the unique index; the second waits for the first to commit. A
    dedupe_key belongs to one unit: it holds the id of whatever the message is about.
    """
    if wanted.dedupe_key is None:
        wanted.save(force_insert=True)
        return wanted
    OutboxMessage.objects.bulk_create([wanted], ignore_conflicts=True)
    with scoping.units([wanted.unit_id or scoping.WHOLE]):
        stored = OutboxMessage.objects.get(dedupe_key=wanted.dedupe_key)
    return wanted if stored.pk == wanted.pk else stored


@transaction.atomic
def suppress(*, email: str, scope: str, reason: str, source: str, by: User | None = None) -> Suppression:
    """Take note that this address must not be mailed: "all" for every message, "campaign" for campaign mail.

    What waits for this address is held back in the same transaction; a message that a sender has claimed before
    may still arrive. Objections are never taken away; a second one adds a row and changes nothing else.
    """
    email_hash = rules.address_hash(rules.normal_address(email))
    objection = Suppression.objects.create(email_hash=email_hash, scope=scope, reason=reason[:200], source=source[:60])
    kinds = MailKind.values if scope == "all" else [MailKind.CAMPAIGN.value]
    with connection.cursor() as cursor:
        # Of every unit, since an objection holds everywhere; how many is all that is learnt.
        cursor.execute("SELECT access_hold_mail_back(%s, %s)", [email_hash, kinds])
        held_back = cursor.fetchone()[0]
    audit.record("mail.suppressed", by=by, obj=objection, scope=scope, held_back=held_back)
    return objection


@transaction.atomic
def set_server(*, server: Server, by: User, unit: Unit) -> None:
    """Store the mail server for the whole installation, its password sealed, and let waiting mail try it at once."""
    MailServer.objects.update_or_create(
        pk=1,
        defaults={
            "from_email": server.from_email,
            "host": server.host,
            "port": server.port,
            "security": server.security,
            "username": server.username,
            "password_sealed": sealing.seal(server.password),
        },
    )
    MailTransport.objects.filter(failures__gt=0).update(try_again_at=timezone.now())
    audit.record("mail.server_set", by=by, unit=unit)
    jobs.enqueue("access.sweep_mail")


def send_test(*, to: User, unit: Unit) -> OutboxMessage:
    """Queue a message that says that mail works."""
    return queue(
        to=to.email,
        kind=MailKind.SERVICE,
        purpose="test",
        subject=_("Mail works"),
        text=_("This is the test message that you asked for. Mail from Rosette arrives at this address.\n"),
        unit=unit,
        not_after=timezone.now() + datetime.timedelta(hours=1),
        by=to,
    )
