"""The outbox: a message is a row, and the row is the truth (docs/adr/0006). Celery is only the doorbell."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, MailKind, MailSecurity, MailState, Purpose
from access.models.units import Unit
from access.permissions import Permission
from access.privacy import NotAboutPeople, Privacy, addressed


class OutboxMessage(models.Model):
    """One message to one address.

    Claimed by a lease (`lease_until`, `lease_id`), sent outside any transaction, settled by a second commit that
    names the lease, so that a worker which wakes after its lease ran out can't settle somebody else's.
    `message_id` is stable over retries: a receiver that gets it twice can tell.
    """

    privacy = Privacy(
        about="people who were written to",
        purpose=Purpose.MEMBERSHIP,
        basis=Basis.MEMBERS,
        retention="13 months",
        readers=frozenset({Permission.SEE_MAIL}),
        exporter=addressed(),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=10, choices=MailKind)
    # What the message is ("invitation", "password_reset", ...): for counting and for the reader of the record.
    purpose = models.CharField(max_length=40)
    to_email = models.EmailField(_("to"))
    email_hash = models.BinaryField(max_length=32)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    # True where the text holds a one-time link: never sent again by itself after a doubtful send.
    has_secret = models.BooleanField(default=False)
    # One message for one occasion: a second attempt to queue the same one changes nothing.
    dedupe_key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    message_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=10, choices=MailState, default=MailState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    not_after = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_id = models.UUIDField(null=True, blank=True)
    # How often a sender stopped half way, so that nobody knows whether it went. Sent again at most once after that.
    doubts = models.PositiveSmallIntegerField(default=0)
    last_answer = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [
            models.Index(fields=["next_try_at", "id"], condition=Q(state="queued"), name="access_mail_queued"),
            models.Index(fields=["lease_until"], condition=Q(state="sending"), name="access_mail_leased"),
            models.Index(fields=["unit", "-created_at"], name="access_mail_unit"),
            models.Index(fields=["email_hash"], condition=Q(state="queued"), name="access_mail_queued_hash"),
            models.Index(fields=["-created_at", "id"], name="access_mail_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sending", lease_until__isnull=False, lease_id__isnull=False)
                | (~Q(state="sending") & Q(lease_until__isnull=True, lease_id__isnull=True)),
                name="access_mail_lease_while_sending",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="access_mail_sent_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.id}"


class Suppression(models.Model):
    """Somebody who must not be mailed. Append-only; read inside the claim, so it holds from its commit on.

    `scope` is "all" (every message, after a hard bounce or complaint) or "campaign". Kept as a hash, because
    it must outlive the person's record.
    """

    privacy = Privacy(
        about="people who must not be mailed, as a digest of their address",
        purpose=Purpose.MEMBERSHIP,
        basis=Basis.MEMBERS,
        retention="for good: it must outlive the person’s record",
        readers=frozenset(),
        exporter=addressed(),
        everywhere="an objection holds in every unit, and is looked up for each message just before it is sent",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email_hash = models.BinaryField(max_length=32)
    scope = models.CharField(max_length=10, choices=[("all", _("Every message")), ("campaign", _("Campaign mail"))])
    reason = models.CharField(max_length=200)
    source = models.CharField(max_length=60)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("suppression")
        verbose_name_plural = _("suppressions")
        indexes = [models.Index(fields=["email_hash"], name="access_suppression_hash")]

    def __str__(self) -> str:
        return f"{self.scope} {self.reason}"


class MailServer(models.Model):
    """The mail server that was entered at the first visit. One row; settings.EMAIL_URL, where given, goes before it.

    The password is sealed with a key made from SECRET_KEY (access/sealing.py), so a copy of the database alone
    doesn't open the mail account.
    """

    privacy = NotAboutPeople("the mail server of the installation")

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    from_email = models.CharField(_("sender"), max_length=254)
    host = models.CharField(_("mail server"), max_length=200)
    port = models.PositiveIntegerField(_("port"))
    security = models.CharField(_("encryption"), max_length=10, choices=MailSecurity)
    username = models.CharField(_("user name"), max_length=200, blank=True)
    password_sealed = models.BinaryField(blank=True, default=b"")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("mail server")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="access_mail_server_is_one")]

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


class MailTransport(models.Model):
    """Whether the way out is open. One row; no row, or no failures, means that it is.

    When the mail server can't be reached or refuses our sign-in, every message waits until `try_again_at` and
    none of them loses an attempt.
    """

    privacy = NotAboutPeople("whether the way out for mail is open")

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    failures = models.PositiveIntegerField(default=0)
    stuck_since = models.DateTimeField(null=True, blank=True)
    stuck_reason = models.CharField(max_length=200, blank=True)
    try_again_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("way out for mail")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="access_mail_transport_is_one")]

    def __str__(self) -> str:
        return "stuck" if self.failures else "open"
