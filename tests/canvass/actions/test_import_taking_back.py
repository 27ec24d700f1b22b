"""Taking a file back: asked for by a person, done by a worker, and told when it can't be done."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
import time_machine
from django.db import OperationalError
from django.utils import timezone

from access.models import AuditEvent, Unit
from canvass.actions import imports as actions
from canvass.actions.imports import applying, sweeping, undoing
from canvass.enums import ImportState
from canvass.models import ChangeSample, Elector, RegisterImport
from canvass.queries import imports as queries
from kit.errors import Refused
from tests.cast import Cast
from tests.factories import imports, registers

pytestmark = pytest.mark.usefixtures("november")

DECEMBER, LATER = datetime.date(2025, 12, 1), datetime.date(2026, 11, 1)
TOWN = registers.street(houses=5)


@pytest.fixture
def files(scope: Unit, tmp_path: Path) -> list[RegisterImport]:
    """A register, and the next one without the first two of it."""
    return [
        imports.bring_in(scope, registers.xpress(tmp_path / "a.csv", TOWN), dated_on=DECEMBER),
        imports.bring_in(scope, registers.xpress(tmp_path / "b.csv", TOWN[2:]), dated_on=LATER),
    ]


@pytest.fixture
def asked(files: list[RegisterImport], cast: Cast) -> RegisterImport:
    actions.take_back(register_import=files[1], by=cast.marian)
    files[1].refresh_from_db()
    return files[1]


def test_a_worker_takes_it_back(
    files: list[RegisterImport], cast: Cast, django_capture_on_commit_callbacks: Callable
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        actions.take_back(register_import=files[1], by=cast.marian)
    files[1].refresh_from_db()
    assert (files[1].state, files[1].stage, files[1].undone_by) == (ImportState.UNDONE, "", cast.marian)
    assert Elector.objects.on_register().count() == len(TOWN)
    verbs = list(
        AuditEvent.objects.filter(verb__startswith="register.und").order_by("at").values_list("verb", "actor_id")
    )
    assert verbs == [("register.undo_asked", cast.marian.pk), ("register.undone", cast.marian.pk)]


def test_until_then_it_is_in_use(asked: RegisterImport) -> None:
    assert (asked.state, asked.stage) == (ImportState.APPLIED, queries.TAKING_BACK)
    assert queries.is_at_work(asked)
    assert Elector.objects.on_register().count() == len(TOWN) - 2


def test_only_the_last_file_goes_back_and_only_once(
    files: list[RegisterImport], asked: RegisterImport, cast: Cast
) -> None:
    with pytest.raises(Refused, match=r"b\.csv was brought in after this file"):
        actions.take_back(register_import=files[0], by=cast.marian)
    with pytest.raises(Refused, match="being taken back already"):
        actions.take_back(register_import=asked, by=cast.marian)
    actions.undo(asked.pk)
    actions.undo(asked.pk)
    with pytest.raises(Refused, match="not in use"):
        actions.take_back(register_import=asked, by=cast.marian)
    actions.take_back(register_import=files[0], by=cast.marian)


def test_what_came_in_between_is_said_on_its_page(asked: RegisterImport, scope: Unit, tmp_path: Path) -> None:
    imports.bring_in(scope, registers.xpress(tmp_path / "c.csv", TOWN[3:]))
    actions.undo(asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.stage, asked.undone_by) == (ImportState.APPLIED, "", None)
    assert "c.csv was brought in after this file" in asked.problem


def test_a_fault_changes_nothing_and_says_so(asked: RegisterImport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undoing, "_RESTORE", "SELECT 1 / 0")
    with pytest.raises(Exception, match="division by zero"):
        actions.undo(asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.stage) == (ImportState.APPLIED, "")
    assert "Nothing was changed" in asked.problem
    assert Elector.objects.on_register().count() == len(TOWN) - 2


def test_a_database_that_went_away_is_tried_again(
    asked: RegisterImport, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable
) -> None:
    def gone(*_args: object) -> None:
        raise OperationalError("the server closed the connection")

    with monkeypatch.context() as patched:
        patched.setattr(undoing, "undo", gone)
        with pytest.raises(OperationalError):
            actions.undo(asked.pk)
    asked.refresh_from_db()
    assert asked.stage == queries.TAKING_BACK
    later = timezone.now() + sweeping.SILENT_AFTER + datetime.timedelta(seconds=1)
    with time_machine.travel(later), django_capture_on_commit_callbacks(execute=True):
        actions.sweep()
    asked.refresh_from_db()
    assert asked.state == ImportState.UNDONE


def test_a_register_that_another_is_changing_is_left_alone(
    asked: RegisterImport, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_unit: int) -> None:
        raise Refused("another is at it")

    monkeypatch.setattr(applying, "lock", busy)
    actions.undo(asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.stage, asked.problem) == (ImportState.APPLIED, queries.TAKING_BACK, "")


def test_a_file_that_has_gone_is_no_fault(db: None) -> None:
    actions.undo(RegisterImport().pk)


def test_no_file_is_approved_while_another_is_taken_back(asked: RegisterImport, scope: Unit, cast: Cast) -> None:
    waiting = RegisterImport.objects.create(
        unit=scope, council=asked.council, file_name="w.csv", size=1, state=ImportState.CHECKED, report=asked.report
    )
    with pytest.raises(Refused, match="Another register file is being worked on"):
        actions.approve(register_import=waiting, by=cast.marian)


def test_samples_are_kept_for_a_month(files: list[RegisterImport]) -> None:
    assert ChangeSample.objects.filter(register_import=files[1], operation="delete").count() == 2
    with time_machine.travel(timezone.now() + sweeping.ROWS_KEPT - datetime.timedelta(hours=1)):
        actions.sweep()
    assert ChangeSample.objects.exists()
    with time_machine.travel(timezone.now() + sweeping.ROWS_KEPT + datetime.timedelta(hours=1)):
        actions.sweep()
    assert not ChangeSample.objects.exists()
