"""Jobs of access: ids in, one action, safe to run twice."""

from __future__ import annotations

from celery import shared_task

from access.actions import audit_days, deliveries


@shared_task(name="access.send_mail")
def send_mail(*, message: str, **_later: object) -> None:
    """Send one message, if it still waits. The doorbell: rung when a message is queued."""
    deliveries.send_due(message=message)


@shared_task(name="access.sweep_mail")
def sweep_mail(**_later: object) -> None:
    """Every minute: send what the doorbell missed, and see to senders that died half way."""
    deliveries.sweep()


@shared_task(name="access.seal_audit")
def seal_audit(**_later: object) -> None:
    """Every hour: seal the days of the record that are over."""
    audit_days.seal()
