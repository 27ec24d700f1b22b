"""A backup counts only when it has been restored, started and counted; a restore changes nothing until it has."""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from runner.console import Problem
from runner.inside import archive, backups, databases
from runner.inside.databases import Server
from tests.ops.conftest import Installation

MANIFEST = {"format": 1, "rows": {"public.a": 1}}


def _names(site: Installation, question: str = "select name from access_unit where code = 'backed'") -> str:
    answer = site.run("psql", "-tAc", question)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.strip()


@pytest.fixture
def here(site: Installation, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """The running site, with this process set up as `run.py backup` sets up the one that does the work."""
    sockets = next(
        match[1] for line in site.processes().values() if (match := re.search(r"unix_socket_directories=(\S+)", line))
    )
    for name, role in (("DATABASE_URL", "app"), ("DATABASE_OWNER_URL", "owner")):
        monkeypatch.setenv(name, f"postgresql://rosette_{role}@/rosette?host={sockets}")
    monkeypatch.setenv("BACKUP_DATABASE_URL", f"postgresql://postgres@/rosette?host={sockets}")
    monkeypatch.setenv("SECRET_KEY_FILE", str(site.data / "secret-key"))
    monkeypatch.setenv("DATA_DIR", str(site.data))
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "config.settings")
    return site


def _scratches(url: str) -> list[str]:
    with Server(url).connect() as connection:
        found = connection.execute("select datname from pg_database where datname like '%scratch%'")
        return [str(row[0]) for row in found]


def test_there_and_back_while_the_site_runs(site: Installation) -> None:
    made = site.run("manage", "create_unit", "--kind", "clp", "--code", "backed", "--name", "As it was")
    assert made.returncode == 0, made.stderr
    (site.data / "files" / "imports").mkdir(parents=True)
    (site.data / "files" / "imports" / "register.csv").write_text("a file that waits for approval")
    file = site.data / "backups" / "there.age"
    (site.data / "backup-key.txt").unlink(missing_ok=True)  # as on the day of the first backup

    taken = site.run("backup", str(file))
    assert taken.returncode == 0, taken.stderr
    assert "KEEP A COPY SOMEWHERE ELSE" in taken.stderr
    assert re.search(r"counted:\n  \d+ tables, \d+ rows", taken.stdout)
    assert [path.name for path in file.parent.iterdir()] == ["there.age"]
    assert file.stat().st_mode & 0o777 == 0o600
    assert b"As it was" not in file.read_bytes()
    assert (site.data / "backup-key.txt").stat().st_mode & 0o777 == 0o600

    changed = site.run("psql", "--owner", "-c", "update access_unit set name = 'Spoilt' where code = 'backed'")
    assert changed.returncode == 0, changed.stderr
    shutil.rmtree(site.data / "files")
    restored = site.run("restore", str(file))
    assert restored.returncode == 0, restored.stderr
    assert _names(site) == "As it was"
    assert (site.data / "files" / "imports" / "register.csv").read_text() == "a file that waits for approval"
    assert site.get("/")[0] == 200, "the web server has found the new database"

    kept = re.search(r"rosette_before_restore_\w+", restored.stdout)
    assert kept is not None
    old = site.run("psql", "--owner", "-d", site_url(site, kept[0]), "-tAc", "select name from access_unit")
    assert "Spoilt" in old.stdout, old.stderr
    assert _names(site, "select count(*) from pg_class where relowner = 'rosette_app'::regrole") == "0"
    assert _names(site, "select count(*) from pg_database where datname like '%scratch%'") == "0"
    assert _names(site, "select count(*) from access_auditevent") == "0", "the policies came back: no scope, no row"
    delete = ("-v", "ON_ERROR_STOP=1", "-c", "delete from access_auditevent")
    assert "DELETE 0" in site.run("psql", *delete).stdout
    assert "append-only" in site.run("psql", "--owner", *delete).stderr, "the triggers came back too"


def site_url(site: Installation, database: str) -> str:
    """Return how the owner reaches another database of the site's server."""
    sockets = next(
        match[1] for line in site.processes().values() if (match := re.search(r"unix_socket_directories=(\S+)", line))
    )
    return f"postgresql://rosette_owner@/{database}?host={sockets}"


def test_a_backup_that_does_not_count_the_same_is_not_kept(
    here: Installation, monkeypatch: pytest.MonkeyPatch, directory: Path
) -> None:
    """The proof can fail: here one table comes back a row short."""
    real = databases.counts

    def short(connection: object) -> dict[str, int]:
        found = real(connection)
        if "scratch" in connection.info.dbname:
            found["public.access_unit"] -= 1
        return found

    monkeypatch.setattr(databases, "counts", short)
    file = directory / "short.age"
    with pytest.raises(Problem, match=r"(?s)counts differ.*public\.access_unit: (\d+) in the backup"):
        backups.backup(file, here.data)
    assert list(directory.glob("short.age*")) == []
    assert _scratches(backups._server().url) == []


def test_a_backup_that_does_not_start_is_not_kept(
    here: Installation, monkeypatch: pytest.MonkeyPatch, directory: Path
) -> None:
    monkeypatch.setenv("BASE_URL", "https://rosette.example")
    monkeypatch.setenv("DEBUG", "perhaps")  # a setting that stops the start
    with pytest.raises(Problem, match="does not start on the restored database"):
        backups.backup(directory / "dead.age", here.data)
    assert list(directory.glob("dead.age*")) == []


def test_a_backup_of_a_newer_rosette_is_refused(here: Installation, directory: Path) -> None:
    server = backups._server()
    with server.connect(autocommit=True) as connection:
        connection.execute("insert into django_migrations (app, name, applied) values ('access', '9999_new', now())")
        try:
            with pytest.raises(Problem, match="newer Rosette"):
                backups.backup(directory / "newer.age", here.data)
        finally:
            connection.execute("delete from django_migrations where name = '9999_new'")


def test_rights_are_asked_for_first(here: Installation, monkeypatch: pytest.MonkeyPatch, directory: Path) -> None:
    monkeypatch.setenv("BACKUP_DATABASE_URL", "")
    monkeypatch.setenv("DATABASE_OWNER_URL", "")  # so it is the application's own role, which may make nothing
    with pytest.raises(Problem, match="ALTER ROLE rosette_app CREATEDB"):
        backups.backup(directory / "poor.age", here.data)
    assert list(directory.glob("poor.age*")) == []


def test_the_owner_alone_can_take_one(
    here: Installation, monkeypatch: pytest.MonkeyPatch, directory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As with a server of one's own, where nobody has the superuser's password."""
    monkeypatch.setenv("BACKUP_DATABASE_URL", "")
    backups.backup(directory / "owner.age", here.data)
    assert "Restored into a scratch database, started, counted" in capsys.readouterr().out


def test_one_at_a_time(here: Installation, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from runner import place

    lock = place.Lock(here.data / "backup.lock")
    assert lock.take()
    try:
        monkeypatch.setattr(sys, "argv", ["backups", "backup", str(here.data / "second.age")])
        assert backups.main() == 1
        assert "Another backup or restore is running" in capsys.readouterr().err
    finally:
        lock.drop()


@pytest.mark.parametrize("harm", ["a byte changed", "the end cut off", "another kind of file"])
def test_a_harmed_file_changes_nothing(here: Installation, directory: Path, harm: str) -> None:
    whole = directory / "whole.age"
    manifest = {"format": 1, "postgresql": 15, "owner_role": "rosette_owner", "app_role": "rosette_app", "rows": {}}
    archive.write(whole, archive.key(make=True), manifest, io.BytesIO(os.urandom(300_000)), directory / "none")
    content = bytearray(whole.read_bytes())
    if harm == "a byte changed":
        content[len(content) // 2] ^= 1
    elif harm == "the end cut off":
        del content[-100:]
    else:
        content = bytearray(b"PGDMP and so on")
    (directory / "harmed.age").write_bytes(content)
    before = _names(here, "select count(*) from access_auditevent")
    answer = here.run("restore", str(directory / "harmed.age"))
    assert answer.returncode == 1
    assert "Nothing was changed" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert _names(here, "select count(*) from access_auditevent") == before
    assert _names(here, "select count(*) from pg_database where datname like '%scratch%'") == "0"


def test_a_file_that_is_not_there_is_said_so(site: Installation) -> None:
    answer = site.run("restore", "/nowhere/at/all.age")
    assert answer.returncode == 1
    assert "There is no file /nowhere/at/all.age" in answer.stderr


def test_an_empty_database_is_nothing_to_back_up(make: Callable[..., Installation]) -> None:
    answer = make("empty").run("backup")
    assert answer.returncode == 1
    assert "nothing to back up" in answer.stderr


# --- The file itself -------------------------------------------------------------------------------------------------


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    for name in ("BACKUP_PASSPHRASE", "BACKUP_PASSPHRASE_FILE", "BACKUP_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def _write(target: Path, dump: bytes = b"x" * 10_000_000) -> archive.Key:
    key = archive.key(make=True)
    archive.write(target, key, MANIFEST, io.BytesIO(dump), target.parent / "files")
    return key


def _read(source: Path, key: archive.Key) -> tuple[dict[str, object], dict[str, bytes]]:
    with archive.read(source, key) as (manifest, entries):
        return manifest, {name: stream.read() for name, stream in entries}


def test_the_file_opens_with_its_key_and_holds_what_went_in(keys: Path) -> None:
    (keys / "files").mkdir()
    (keys / "files" / "one.csv").write_bytes(b"one")
    key = _write(keys / "b.age")
    manifest, content = _read(keys / "b.age", key)
    assert manifest == MANIFEST
    pieces = [name for name in content if name.startswith(archive.DATABASE)]
    assert len(pieces) == 3, "in pieces of four megabytes"
    assert b"".join(content[name] for name in sorted(pieces)) == b"x" * 10_000_000
    assert content["files/one.csv"] == b"one"


def test_the_file_opens_with_its_passphrase(keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKUP_PASSPHRASE", "eight calm herons cross the weir")
    key = _write(keys / "b.age", b"dump")
    assert not (keys / "backup-key.txt").exists()
    assert _read(keys / "b.age", key)[1] == {"database/000000": b"dump"}
    monkeypatch.setenv("BACKUP_PASSPHRASE", "eight calm herons")
    with pytest.raises(Problem, match="can't be opened with the passphrase"):
        _read(keys / "b.age", archive.key(make=False))
    monkeypatch.delenv("BACKUP_PASSPHRASE")
    (keys / "b.age").rename(keys / "by-passphrase.age")
    _write(keys / "b.age", b"dump")
    with pytest.raises(Problem, match="set BACKUP_PASSPHRASE"):
        _read(keys / "by-passphrase.age", archive.key(make=False))


def test_another_key_does_not_open_it(keys: Path) -> None:
    _write(keys / "b.age")
    (keys / "backup-key.txt").unlink()
    with pytest.raises(Problem, match="There is no key at"):
        archive.key(make=False)
    other = archive.key(make=True)
    with pytest.raises(Problem, match="can't be opened with the key in"):
        _read(keys / "b.age", other)


def test_a_key_file_that_holds_none_is_said_so(keys: Path) -> None:
    (keys / "backup-key.txt").write_text("hello\n")
    with pytest.raises(Problem, match="holds no age key"):
        archive.key(make=False)


@pytest.mark.parametrize("at", [0.001, 0.5, 0.9999])
def test_one_changed_byte_is_noticed_wherever_it_is(keys: Path, at: float) -> None:
    key = _write(keys / "b.age")
    content = bytearray((keys / "b.age").read_bytes())
    content[int(len(content) * at)] ^= 1
    (keys / "b.age").write_bytes(content)
    with pytest.raises(Problem, match="changed or cut short"):
        _read(keys / "b.age", key)


def test_a_dump_that_breaks_off_breaks_the_backup_off(keys: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError("the disk went")

    with pytest.raises(OSError, match="the disk went"):
        archive.write(keys / "b.age", archive.key(make=True), MANIFEST, Broken(), keys / "files")
