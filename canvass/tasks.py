"""Jobs of canvass: ids in, one action, safe to run twice."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from access.actions import pins
from canvass.actions import batches, coordinates, finding, imports, keeping, newcomers, quality, recall, teams


@shared_task(name="canvass.read_import")
def read_import(*, register_import: str, **_later: object) -> None:
    """Read an uploaded register file and compare it with the register that is held."""
    imports.read(UUID(register_import))


@shared_task(name="canvass.apply_import")
def apply_import(*, register_import: str, **_later: object) -> None:
    """Bring in an approved register file, and make its people findable."""
    imports.apply(UUID(register_import))
    finding.sweep()


@shared_task(name="canvass.undo_import")
def undo_import(*, register_import: str, **_later: object) -> None:
    """Take back a register file for which that was asked."""
    imports.undo(UUID(register_import))


@shared_task(name="canvass.sweep_imports")
def sweep_imports(**_later: object) -> None:
    """Every minute: take over files whose worker died, and throw away what was kept long enough."""
    imports.sweep()
    coordinates.sweep()


@shared_task(name="canvass.load_coordinates")
def load_coordinates(*, file: str, **_later: object) -> None:
    """Give doors the coordinates of an uploaded file."""
    coordinates.work(UUID(file))


@shared_task(name="canvass.sweep_teams")
def sweep_teams(**_later: object) -> None:
    """Every minute: mail about teams that have been late for half an hour."""
    teams.sweep()


@shared_task(name="canvass.forget_newcomers")
def forget_newcomers(**_later: object) -> None:
    """Every day: forget who asked to join sessions of a week ago, and PINs whose day is over."""
    newcomers.forget()
    pins.forget()


@shared_task(name="canvass.forget_sync_batches")
def forget_sync_batches(**_later: object) -> None:
    """Every day: forget the counts of batches that phones sent more than 90 days ago."""
    batches.forget()
    recall.forget()


@shared_task(name="canvass.purge_registers")
def purge_registers(**_later: object) -> None:
    """Every hour: once a day, in the night, let go what may no longer be held of each register."""
    keeping.sweep()


@shared_task(name="canvass.measure_quality")
def measure_quality(**_later: object) -> None:
    """Every hour: once a day keep how good the data of each CLP is."""
    quality.sweep()


@shared_task(name="canvass.gather_words")
def gather_words(*, unit: int, **_later: object) -> None:
    """Bring what a unit's people are found by up to date with its register."""
    finding.gather(unit)


@shared_task(name="canvass.sweep_words")
def sweep_words(**_later: object) -> None:
    """Every minute: gather the words of registers that changed and of which nobody was told."""
    finding.sweep()
