"""A register file on its way: uploaded, read, approved or thrown away; workers that die; files that grow old."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import time_machine
from django.conf import LazySettings
from django.db import OperationalError, connection
from django.utils import timezone

from access.models import AuditEvent, Unit
from canvass.actions import imports
from canvass.actions.imports import applying, files, running, sweeping, working
from canvass.enums import ImportState
from canvass.models import Elector, RegisterEdition, RegisterImport, RejectedRow
from kit.errors import Refused
from tests.cast import Cast
from tests.factories import canvass, registers

pytestmark = pytest.mark.usefixtures("november")

DAY = datetime.date(2026, 11, 1)
GOOD = registers.street(houses=3)
ONE_BAD = "HH1,,0,,,Hart,Ada,WX1 2AB,1 Tanyard Row,,,,,"
Upload = Callable[..., RegisterImport]
Hooks = Callable[..., object]


@pytest.fixture
def private(settings: LazySettings, tmp_path: Path) -> Path:
    settings.PRIVATE_FILES = tmp_path / "private"
    return tmp_path / "private"


@pytest.fixture
def upload(scope: Unit, cast: Cast, private: Path, tmp_path: Path) -> Upload:
    """Upload a file of people, without ringing for a worker."""

    def run(*content: bytes, people: list = GOOD) -> RegisterImport:
        chunks = content or (registers.xpress(tmp_path / "a.csv", people, ONE_BAD).read_bytes(),)
        return imports.upload(
            unit=scope,
            file_name="../../wexcombe.csv",
            chunks=chunks,
            council=canvass.council(scope, "Wexcombe Council"),
            dated_on=DAY,
            by=cast.marian,
        )

    return run


@pytest.fixture
def checked(upload: Upload) -> RegisterImport:
    made = upload()
    imports.read(made.pk)
    made.refresh_from_db()
    assert made.state == ImportState.CHECKED
    return made


def stored(private: Path) -> list[Path]:
    return [path for path in private.rglob("*") if path.is_file()]


def verbs() -> list[str]:
    return list(AuditEvent.objects.filter(verb__startswith="register.").order_by("at").values_list("verb", flat=True))


def test_an_upload_is_kept_under_a_name_of_our_own_for_this_user_alone(upload: Upload, private: Path) -> None:
    made = upload(b"one", b"two")
    (path,) = stored(private)
    assert path.read_bytes() == b"onetwo"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert (made.file_name, made.size, made.council.name) == ("wexcombe.csv", 6, "Wexcombe Council")
    assert "wexcombe" not in path.name
    assert made.state == ImportState.CHECKING
    assert verbs() == ["register.uploaded"]


def test_an_upload_that_breaks_off_leaves_no_file(upload: Upload, private: Path, scope: Unit, cast: Cast) -> None:
    def broken() -> Iterator[bytes]:
        yield b"one"
        raise OSError("the line went dead")

    with pytest.raises(OSError, match="went dead"):
        imports.upload(
            unit=scope, file_name="a.csv", chunks=broken(), council=canvass.council(scope), dated_on=DAY, by=cast.marian
        )
    assert stored(private) == []
    assert not RegisterImport.objects.exists()


def test_uploading_rings_for_a_worker(upload: Upload, django_capture_on_commit_callbacks: Hooks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        made = upload()
    made.refresh_from_db()
    assert made.state == ImportState.CHECKED


def test_reading_finds_out_and_changes_nothing(checked: RegisterImport) -> None:
    assert (checked.report["electors"], checked.report["rejected"], checked.report["added"]) == (6, 1, 6)
    assert checked.report["layout"] == "xpress_full_14"
    assert RejectedRow.objects.filter(register_import=checked).count() == 1
    assert not Elector.objects.exists()
    assert not RegisterEdition.objects.exists()


def test_reading_twice_is_reading_once(checked: RegisterImport) -> None:
    imports.read(checked.pk)
    RegisterImport.objects.update(state=ImportState.CHECKING)
    imports.read(checked.pk)
    assert RejectedRow.objects.filter(register_import=checked).count() == 1


def test_a_file_that_is_no_register_is_refused_and_removed(upload: Upload, private: Path) -> None:
    made = upload(b"%PDF-1.7")
    imports.read(made.pk)
    made.refresh_from_db()
    assert made.state == ImportState.REFUSED
    assert "PDF" in made.problem
    assert (made.stored_as, stored(private)) == ("", [])
    assert verbs() == ["register.uploaded", "register.refused"]


def test_an_import_that_has_gone_is_no_fault(db: None) -> None:
    imports.read(RegisterImport().pk)
    imports.apply(RegisterImport().pk)


def test_approving_brings_it_in(
    checked: RegisterImport, cast: Cast, private: Path, django_capture_on_commit_callbacks: Hooks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert imports.approve(register_import=checked, by=cast.marian)
    checked.refresh_from_db()
    assert checked.state == ImportState.APPLIED
    assert (checked.approved_by, checked.edition) == (cast.marian, RegisterEdition.objects.get())
    assert Elector.objects.on_register().count() == 6
    assert stored(private) == []
    assert verbs() == ["register.uploaded", "register.approved", "register.applied"]
    assert AuditEvent.objects.get(verb="register.applied").actor_id == cast.marian.pk


def test_only_what_waits_can_be_approved(checked: RegisterImport, cast: Cast) -> None:
    imports.approve(register_import=checked, by=cast.marian)
    with pytest.raises(Refused, match="Marian Teale has approved"):
        imports.approve(register_import=checked, by=cast.marian)
    imports.apply(checked.pk)
    with pytest.raises(Refused, match="Marian Teale has approved"):
        imports.approve(register_import=checked, by=cast.marian)
    with pytest.raises(Refused):
        imports.discard(register_import=checked, by=cast.marian)


def test_of_two_files_one_at_a_time_is_brought_in(checked: RegisterImport, upload: Upload, cast: Cast) -> None:
    second = upload()
    imports.read(second.pk)
    assert imports.approve(register_import=checked, by=cast.marian)
    with pytest.raises(Refused, match="Another register file"):
        imports.approve(register_import=second, by=cast.marian)


def test_a_file_checked_against_an_older_register_is_checked_again(
    checked: RegisterImport, upload: Upload, cast: Cast
) -> None:
    second = upload()
    imports.read(second.pk)
    imports.approve(register_import=checked, by=cast.marian)
    imports.apply(checked.pk)
    assert not imports.approve(register_import=second, by=cast.marian)
    second.refresh_from_db()
    assert (second.state, second.approved_by) == (ImportState.CHECKING, None)
    imports.read(second.pk)
    second.refresh_from_db()
    assert (second.report["added"], second.report["held"]) == (0, 6)
    assert imports.approve(register_import=second, by=cast.marian)


def test_a_register_that_changed_after_the_approval_sends_the_file_back(
    checked: RegisterImport, scope: Unit, cast: Cast, tmp_path: Path
) -> None:
    imports.approve(register_import=checked, by=cast.marian)
    imports.bring_in_file(path=registers.xpress(tmp_path / "b.csv", GOOD[:2]), unit=scope)
    imports.apply(checked.pk)
    checked.refresh_from_db()
    assert (checked.state, checked.approved_by) == (ImportState.CHECKING, None)
    assert Elector.objects.on_register().count() == 2


def test_throwing_away_removes_file_and_rows(
    checked: RegisterImport, cast: Cast, private: Path, django_capture_on_commit_callbacks: Hooks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        imports.discard(register_import=checked, by=cast.marian)
    checked.refresh_from_db()
    assert (checked.state, checked.stored_as) == (ImportState.DISCARDED, "")
    assert stored(private) == []
    assert not RejectedRow.objects.exists()
    assert verbs()[-1] == "register.discarded"


def test_a_file_thrown_away_while_it_is_read_stays_thrown_away(
    upload: Upload, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = upload()
    keep = running.keep_findings

    def meanwhile(row: RegisterImport, examined: running.Examined) -> None:
        keep(row, examined)
        imports.discard(register_import=made, by=cast.marian)

    monkeypatch.setattr(running, "keep_findings", meanwhile)
    imports.read(made.pk)
    assert not RejectedRow.objects.exists()


def test_a_fault_in_the_program_changes_nothing_and_says_so(
    checked: RegisterImport, cast: Cast, private: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imports.approve(register_import=checked, by=cast.marian)
    monkeypatch.setattr(applying, "_LINES", "INSERT INTO canvass_addresslines SELECT 1 / 0, ''")
    with pytest.raises(Exception, match="division by zero"):
        imports.apply(checked.pk)
    checked.refresh_from_db()
    assert checked.state == ImportState.FAILED
    assert "Nothing was changed" in checked.problem
    assert not Elector.objects.exists()
    assert stored(private) == []
    assert verbs()[-1] == "register.failed"


def test_a_database_that_went_away_is_tried_again(
    checked: RegisterImport, cast: Cast, private: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imports.approve(register_import=checked, by=cast.marian)

    def gone(*_args: object) -> None:
        raise OperationalError("the server closed the connection")

    with monkeypatch.context() as patched:
        patched.setattr(running, "examine", gone)
        for _attempt in range(working.ATTEMPTS - 1):
            with pytest.raises(OperationalError):
                imports.apply(checked.pk)
    checked.refresh_from_db()
    assert checked.state == ImportState.APPLYING
    assert len(stored(private)) == 1
    imports.apply(checked.pk)
    checked.refresh_from_db()
    assert checked.state == ImportState.APPLIED


def test_a_worker_that_always_dies_over_a_file_is_not_sent_for_ever(checked: RegisterImport, cast: Cast) -> None:
    imports.approve(register_import=checked, by=cast.marian)
    checked.refresh_from_db()
    checked.report["attempts"] = working.ATTEMPTS
    checked.save()
    imports.apply(checked.pk)
    checked.refresh_from_db()
    assert checked.state == ImportState.FAILED


def test_a_file_that_has_vanished_fails_with_words(checked: RegisterImport, cast: Cast) -> None:
    imports.approve(register_import=checked, by=cast.marian)
    files.remove(checked.stored_as)
    imports.apply(checked.pk)
    checked.refresh_from_db()
    assert checked.state == ImportState.FAILED
    assert "Bring the file in again" in checked.problem


def test_an_import_that_another_worker_is_at_is_left_alone(upload: Upload) -> None:
    made = upload()
    with held("SELECT pg_advisory_lock(hashtext('canvass.import'), hashtext(%s))", str(made.pk)):
        imports.read(made.pk)
    made.refresh_from_db()
    assert (made.state, made.report) == (ImportState.CHECKING, {}), "not even counted as an attempt"
    imports.read(made.pk)
    made.refresh_from_db()
    assert made.state == ImportState.CHECKED


def test_a_register_that_another_is_changing_is_left_alone(
    checked: RegisterImport, scope: Unit, cast: Cast, tmp_path: Path
) -> None:
    imports.approve(register_import=checked, by=cast.marian)
    with held("SELECT pg_advisory_lock(hashtext('canvass.register'), %s)", scope.pk):
        imports.apply(checked.pk)
        with pytest.raises(Refused, match="Another register"):
            imports.bring_in_file(path=registers.xpress(tmp_path / "b.csv", GOOD), unit=scope)
    checked.refresh_from_db()
    assert checked.state == ImportState.APPLYING
    assert not Elector.objects.exists()


@contextmanager
def held(lock: str, *parameters: object) -> Iterator[None]:
    """Hold a lock in another session, as another worker would. The test's own session must not have taken it."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SET lock_timeout = '5s'")
            cursor.execute(lock, parameters)
        yield
        with other.cursor() as cursor:
            # The server frees a closed session's locks only once it has noticed.
            cursor.execute("SELECT pg_advisory_unlock_all()")
    finally:
        other.close()


def test_the_sweeper_takes_over_what_fell_silent(
    upload: Upload, cast: Cast, django_capture_on_commit_callbacks: Hooks
) -> None:
    made = upload()
    with django_capture_on_commit_callbacks(execute=True):
        imports.sweep()
    made.refresh_from_db()
    assert made.state == ImportState.CHECKING, "it is not silent yet"
    with time_machine.travel(timezone.now() + sweeping.SILENT_AFTER + datetime.timedelta(seconds=1)):
        with django_capture_on_commit_callbacks(execute=True):
            imports.sweep()
        made.refresh_from_db()
        assert made.state == ImportState.CHECKED
        imports.approve(register_import=made, by=cast.marian)
    much_later = timezone.now() + 3 * sweeping.SILENT_AFTER
    with time_machine.travel(much_later), django_capture_on_commit_callbacks(execute=True):
        imports.sweep()
    made.refresh_from_db()
    assert made.state == ImportState.APPLIED


def test_a_file_that_nobody_approves_goes_after_a_week(checked: RegisterImport, private: Path) -> None:
    with time_machine.travel(timezone.now() + datetime.timedelta(days=6, hours=23)):
        imports.sweep()
    assert len(stored(private)) == 1
    with time_machine.travel(timezone.now() + datetime.timedelta(days=7, hours=1)):
        imports.sweep()
    checked.refresh_from_db()
    assert checked.state == ImportState.DISCARDED
    assert "a week" in checked.problem
    assert stored(private) == []
    assert not RejectedRow.objects.exists()
    assert verbs()[-1] == "register.expired"


def test_a_file_that_belongs_to_no_import_goes_after_a_week(checked: RegisterImport, private: Path) -> None:
    files.store([b"left behind by a crash"])
    imports.sweep()
    assert len(stored(private)) == 2
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=3000)):
        RegisterImport.objects.update(uploaded_at=timezone.now())
        imports.sweep()
    assert [path.name for path in stored(private)] == [Path(checked.stored_as).name]


def test_rows_that_were_left_out_go_after_a_month(checked: RegisterImport, cast: Cast) -> None:
    imports.approve(register_import=checked, by=cast.marian)
    imports.apply(checked.pk)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=29)):
        imports.sweep()
    assert RejectedRow.objects.count() == 1
    with time_machine.travel(timezone.now() + datetime.timedelta(days=31)):
        imports.sweep()
    assert RejectedRow.objects.count() == 0
    checked.refresh_from_db()
    assert checked.report["rejected"] == 1, "the report stays"


def test_sweeping_an_empty_place(db: None, private: Path) -> None:
    imports.sweep()
