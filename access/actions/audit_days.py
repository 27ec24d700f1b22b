"""Sealing the record, a day at a time."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from access.actions import mail
from access.enums import MailKind
from access.models import AuditDay
from access.queries import audit_days as queries
from kit import clock

# A deed that began before midnight may be committed after it; nothing here runs longer than a job's 15 minutes.
SETTLED_AT_HOUR = 2


def seal() -> int:
    """Seal every day (London's) that is over and not sealed yet, oldest first; return how many.

    Each in a transaction of its own, so that a stop half way leaves a whole chain. Safe to run twice and at once:
    the day is the key, and whoever comes second adds nothing. Days without entries are sealed too, so that a
    day which vanishes later is noticed.
    """
    sealed = 0
    while _seal_next():
        sealed += 1
    if sealed:
        _send_out()
    return sealed


@transaction.atomic
def _seal_next() -> bool:
    """Seal the day after the last sealed one, if it is over; say whether there was one."""
    last = AuditDay.objects.order_by("-day").first()
    day = last.day + queries.ONE_DAY if last else queries.first_day()
    if day is None or timezone.now() < clock.at(day + queries.ONE_DAY, SETTLED_AT_HOUR):
        return False
    found = queries.digest(day, bytes(last.digest) if last else b"")
    row = AuditDay(day=day, rows=found.rows, digest=found.digest, sealed_at=timezone.now())
    AuditDay.objects.bulk_create([row], ignore_conflicts=True)
    return True


def _send_out() -> None:
    """Mail the newest digest out of the house, where an address for it is set: whoever rewrites the whole chain
    can't rewrite that mail."""
    if not settings.AUDIT_SEAL_EMAIL:
        return
    last = AuditDay.objects.latest("day")
    context = {"day": last, "digest": bytes(last.digest).hex(), "base_url": settings.BASE_URL}
    mail.queue(
        to=settings.AUDIT_SEAL_EMAIL,
        kind=MailKind.SERVICE,
        purpose="audit_seal",
        subject=_("Seal of the record for %(day)s") % {"day": last.day.isoformat()},
        text=render_to_string("access/emails/audit_seal.txt", context),
        dedupe_key=f"audit_seal:{last.day.isoformat()}",
    )
