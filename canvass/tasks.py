"""Jobs of canvass: ids in, one action, safe to run twice."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from canvass.actions import imports, sync


@shared_task(name="canvass.read_import")
def read_import(*, register_import: str, **_later: object) -> None:
    """Read an uploaded register file and compare it with the register that is held."""
    imports.read(UUID(register_import))


@shared_task(name="canvass.apply_import")
def apply_import(*, register_import: str, **_later: object) -> None:
    """Bring in an approved register file."""
    imports.apply(UUID(register_import))


@shared_task(name="canvass.sweep_imports")
def sweep_imports(**_later: object) -> None:
    """Every minute: take over imports whose worker died, and throw away what was kept long enough."""
    imports.sweep()


@shared_task(name="canvass.forget_sync_batches")
def forget_sync_batches(**_later: object) -> None:
    """Every day: forget the counts of batches that phones sent more than 90 days ago."""
    sync.forget()
