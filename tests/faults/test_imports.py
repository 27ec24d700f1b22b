"""Bringing in a register under fire: SIGKILL at each stage, and two people who approve at once."""

from __future__ import annotations

import datetime
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection, connections
from django.utils import timezone

from access import scoping
from access.models import Unit, User
from canvass.actions import imports
from canvass.enums import ImportState
from canvass.models import Elector, RegisterEdition, RegisterImport
from kit.errors import Refused
from tests import cast as people
from tests.cast import Cast
from tests.everywhere import everywhere
from tests.factories import canvass, registers

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).resolve().parents[2]
DAY = datetime.date(2025, 12, 1)
_APPLY = """
import sys, uuid, django
django.setup()
from canvass.actions import imports
imports.apply(uuid.UUID(sys.argv[1]))
"""
# Where a worker can be held by a lock on a table, so that it is surely at that stage when it is killed.
STAGES = {"households": "canvass_household", "people": "canvass_elector"}


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return people.make()


@pytest.fixture
def wexcombe(cast: Cast, settings: LazySettings, tmp_path: Path) -> Iterator[Unit]:
    """The CLP with a register of ten people; files go where the worker finds them too."""
    settings.PRIVATE_FILES = tmp_path / "files"
    path = registers.xpress(tmp_path / "old.csv", registers.street(houses=5))
    imports.bring_in_file(path=path, unit=cast.wexcombe, dated_on=DAY)
    with everywhere():  # and no scope, which would be one long transaction
        yield cast.wexcombe


def checked(unit: Unit, cast: Cast, tmp_path: Path, name: str = "new.csv") -> RegisterImport:
    """Return a file that waits for approval: everybody has another number, and there are forty more."""
    people_then = registers.street(houses=25, start=100)
    content = registers.xpress(tmp_path / name, people_then).read_bytes()
    made = imports.upload(
        unit=unit,
        file_name=name,
        chunks=[content],
        council=canvass.council(unit, "The council"),
        dated_on=timezone.localdate(),
        by=cast.marian,
    )
    made.refresh_from_db()
    assert made.state == ImportState.CHECKED  # read at once: the suite's workers are eager
    return made


def environment(data: Path) -> dict[str, str]:
    base, _question, query = os.environ["DATABASE_URL"].partition("?")
    database = f"{base.rpartition('/')[0]}/{connection.settings_dict['NAME']}"
    return os.environ | {
        "DATABASE_URL": database + (f"?{query}" if query else ""),
        "DATA_DIR": str(data),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LOG_LEVEL": "ERROR",
    }


def wait_for(condition: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end, f"waited 30 seconds for {what}"
        time.sleep(0.02)


@contextmanager
def held(table: str) -> Iterator[None]:
    """Let nobody write to a table for the length of the block; reading goes on."""
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
        yield
    finally:
        other.rollback()
        other.close()


def at_work() -> int:
    """Return how many other sessions of this database are in a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND xact_start IS NOT NULL"
        )
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("stage", STAGES)
def test_killed_half_way_the_old_register_stays_and_the_sweeper_finishes(
    wexcombe: Unit, cast: Cast, tmp_path: Path, stage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = checked(wexcombe, cast, tmp_path)
    before = list(Elector.objects.order_by("pk").values())
    edition = RegisterEdition.objects.get()
    with monkeypatch.context() as quiet:
        quiet.setattr("kit.jobs.enqueue", lambda *_args, **_ids: None)
        imports.approve(register_import=made, by=cast.marian)
    with held(STAGES[stage]):
        worker = subprocess.Popen([sys.executable, "-c", _APPLY, str(made.pk)], cwd=ROOT, env=environment(tmp_path))
        wait_for(lambda: RegisterImport.objects.filter(pk=made.pk, stage=stage).exists(), stage)
        worker.send_signal(signal.SIGKILL)
        worker.wait(timeout=10)
    wait_for(lambda: at_work() == 0, "the killed worker's session to end")

    made.refresh_from_db()
    assert made.state == ImportState.APPLYING
    assert list(Elector.objects.order_by("pk").values()) == before
    assert RegisterEdition.objects.get() == edition

    RegisterImport.objects.filter(pk=made.pk).update(touched_at=timezone.now() - 2 * imports.SILENT_AFTER)
    imports.sweep()
    made.refresh_from_db()
    assert made.state == ImportState.APPLIED
    assert Elector.objects.on_register().count() == 50
    assert {row["id"] for row in before} <= set(Elector.objects.on_register().values_list("pk", flat=True))


def approved_at_once(unit: Unit, by: User, *files: RegisterImport) -> list[str]:
    """Approve these files from a thread each, all in the same moment, and return how it went for each."""
    together = threading.Barrier(len(files))
    outcomes: list[str] = []

    def approve(file: RegisterImport) -> None:
        try:
            with scoping.units([unit.pk]):
                together.wait()
                imports.approve(register_import=file, by=by)
            outcomes.append("approved")
        except Refused:
            outcomes.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=approve, args=[file]) for file in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(outcomes)


@pytest.mark.parametrize("names", [("one.csv", "two.csv"), ("one.csv",)], ids=["two files", "one file twice"])
def test_of_two_approvals_at_once_exactly_one_wins(
    wexcombe: Unit, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...]
) -> None:
    files = [checked(wexcombe, cast, tmp_path, name) for name in names]
    monkeypatch.setattr("kit.jobs.enqueue", lambda *_args, **_ids: None)
    assert approved_at_once(wexcombe, cast.marian, files[0], files[-1]) == ["approved", "refused"]
    assert RegisterImport.objects.filter(state=ImportState.APPLYING).count() == 1
