"""Jobs of access: ids in, one action, safe to run twice."""

from __future__ import annotations

from celery import shared_task

from access.actions import audit_days, breakglass, cover, deliveries, grants, requests, sealing


@shared_task(name="access.send_mail")
def send_mail(*, message: str, unit: int | None = None, **_later: object) -> None:
    """Send one message of this unit, if it still waits. The doorbell: rung when a message is queued.

    A doorbell that was rung by an earlier version names no unit: then everything that is due is sent.
    """
    deliveries.send_due(message=message, unit=unit)


@shared_task(name="access.sweep_mail")
def sweep_mail(**_later: object) -> None:
    """Every minute: send what the doorbell missed, and see to senders that died half way."""
    deliveries.sweep()


@shared_task(name="access.seal_audit")
def seal_audit(**_later: object) -> None:
    """Every hour: seal the days of the record that are over."""
    audit_days.seal()


@shared_task(name="access.sweep_grants")
def sweep_grants(**_later: object) -> None:
    """Every hour: warn of grants that end within a fortnight, and stop phones whose grant has run out."""
    grants.sweep()


@shared_task(name="access.sweep_cover")
def sweep_cover(**_later: object) -> None:
    """Every hour: tell officers, once for each occasion, where too few people are there."""
    cover.sweep()


@shared_task(name="access.sweep_break_glass")
def sweep_break_glass(**_later: object) -> None:
    """Every hour: mail the list of the weeks that are over of what was opened in an emergency, once."""
    breakglass.sweep()


@shared_task(name="access.sweep_requests")
def sweep_requests(**_later: object) -> None:
    """Every minute: send requests up whose time is over, and remind those who have them."""
    requests.sweep()


@shared_task(name="access.rotate_seals")
def rotate_seals(**_later: object) -> None:
    """Every day: once a year, make a new key for phones to seal with."""
    sealing.sweep()
