"""`python -m runner.inside.backups backup|restore FILE`: a backup counts only when it has been restored and counted.

Rights: the URL in BACKUP_DATABASE_URL, else DATABASE_OWNER_URL, else DATABASE_URL. Its role must own the database
and be allowed to make another beside it.
"""

from __future__ import annotations

import datetime
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import IO
from urllib.parse import urlsplit

import psycopg

from runner import binaries, place, servers
from runner.console import Problem, say, step
from runner.inside import archive, databases
from runner.inside.databases import Server
from runner.venv import Venv

_LARGEST = 8


def main() -> int:
    """Carry out `backup FILE` or `restore FILE`. Returns the exit code."""
    what, file = sys.argv[1], Path(sys.argv[2])
    data = Path(os.environ["DATA_DIR"])
    lock = place.Lock(data / "backup.lock")
    signal.signal(signal.SIGTERM, _stop)
    try:
        if not lock.take():
            raise Problem("Another backup or restore is running here. Wait for it, then start again.")
        {"backup": backup, "restore": restore}[what](file, data)
    except Problem as problem:
        say(f"\n{problem}")
        return 1
    except psycopg.Error as error:
        say(f"\nThe database said: {str(error).strip()}\nNo backup was written, and no database was exchanged.")
        return 1
    except KeyboardInterrupt:
        say("\nStopped; the database is as it was.")
        return 130
    return 0


def _stop(_number: int, _frame: FrameType | None) -> None:
    """Treat SIGTERM like Ctrl-C, so that the scratch database is dropped."""
    raise KeyboardInterrupt


def backup(target: Path, data: Path) -> None:
    """Write a backup, prove it, and only then give it its name. Prints the receipt."""
    server = _server()
    server.require_rights()
    clients = _clients(server)
    opener = archive.key(make=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    unproved = target.with_name(target.name + ".partial")
    try:
        with step("Dumping and encrypting, from one snapshot"):
            manifest = _write(server, clients, unproved, opener, data / "files")
        _prove(server, clients, unproved, opener)
        unproved.replace(target)
    finally:
        unproved.unlink(missing_ok=True)
    print(_receipt(f"Backup: {target} ({target.stat().st_size / 1e6:.1f} MB), opened by {opener.source}", manifest))


def restore(source: Path, data: Path) -> None:
    """Put a backup in the place of the database, after it has proved itself in a scratch database."""
    server = _server()
    server.require_rights()
    clients = _clients(server)
    opener = archive.key(make=False)
    fresh_files = data / f"files.{os.getpid()}.partial"
    try:
        with server.scratch() as scratch:
            with step("Decrypting and restoring into a scratch database"):
                manifest = _read(server, clients, source, opener, scratch, fresh_files)
            _count(server, scratch, manifest)
            _boot(scratch)
            with step("Gathering statistics for the planner"), server.connect(scratch, autocommit=True) as connection:
                connection.execute("ANALYZE")
            with step("Putting it in the place of the database"):
                kept = server.exchange(scratch)
                kept_files = _exchange_files(data / "files", fresh_files, kept)
    finally:
        shutil.rmtree(fresh_files, ignore_errors=True)
    _forget_cached()
    print(_receipt(f"Restored: {source}", manifest))
    print(f"  The database as it was before is kept as {kept}{kept_files}. To be rid of it, once all is well:")
    print(f"    python3 run.py psql --owner -c 'DROP DATABASE \"{kept}\"'")


def _server() -> Server:
    url = servers.named("BACKUP_DATABASE_URL") or servers.named("DATABASE_OWNER_URL") or servers.named("DATABASE_URL")
    return Server(url)


def _clients(server: Server) -> Path:
    return binaries.clients(Venv(Path(sys.prefix), managed=False), server.major, tls=server.uses_tls)


def _write(server: Server, clients: Path, target: Path, opener: archive.Key, files: Path) -> dict[str, object]:
    """Dump what one snapshot sees, counted in that same snapshot. Returns the manifest."""
    with server.connect() as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone()
        manifest: dict[str, object] = {
            "format": 1,
            "made_at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            "postgresql": server.major,
            "owner_role": server.owner(),
            "app_role": urlsplit(servers.named("DATABASE_URL")).username or "",
            "rows": databases.counts(connection),
        }
        dumping = databases.dump(clients, server.at(server.name), str(snapshot[0] if snapshot else ""))
        assert dumping.stdout
        with databases.heard(dumping) as words:
            archive.write(target, opener, manifest, dumping.stdout, files)
        if dumping.returncode:
            raise Problem(f"pg_dump failed, and no backup was written: {words()}")
    return manifest


def _prove(server: Server, clients: Path, file: Path, opener: archive.Key) -> None:
    """Decrypt the file that was written, restore it, boot on it, count it. Raises Problem at any difference."""
    with server.scratch() as scratch:
        with step("Decrypting it again and restoring it into a scratch database"):
            manifest = _read(server, clients, file, opener, scratch, None)
        _count(server, scratch, manifest)
        _boot(scratch)


def _read(
    server: Server, clients: Path, file: Path, opener: archive.Key, scratch: str, files: Path | None
) -> dict[str, object]:
    """Restore the file into the database `scratch`, and its files into `files` if given. Returns the manifest."""
    with archive.read(file, opener) as (manifest, entries):
        _require_fit(server, manifest)
        loading = databases.load(clients, server.at(scratch))
        assert loading.stdin
        with databases.heard(loading) as words:
            _feed(entries, loading.stdin, files)
    if loading.returncode:
        raise Problem(f"pg_restore failed: {words()}\nThe database is as it was.")
    return manifest


def _feed(entries: Iterator[tuple[str, IO[bytes]]], stdin: IO[bytes], files: Path | None) -> None:
    """Send the pieces of the dump to pg_restore, and write the files that follow it."""
    for name, content in entries:
        if name.startswith(archive.DATABASE) and not stdin.closed:
            try:
                shutil.copyfileobj(content, stdin)
            except BrokenPipeError:
                break  # it has ended: its exit code and its words say why
        elif name.startswith(archive.FILES) and files is not None:
            path = (files / name.removeprefix(archive.FILES)).resolve()
            if not path.is_relative_to(files.resolve()):
                raise Problem(f"The backup holds a file outside its place: {name}. The database is as it was.")
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                shutil.copyfileobj(content, file)


def _require_fit(server: Server, manifest: dict[str, object]) -> None:
    """Raise Problem when the dump can't go into this server: too new, or its roles are not there."""
    if int(str(manifest["postgresql"])) > server.major:
        raise Problem(
            f"The backup is of PostgreSQL {manifest['postgresql']}, and this server is {server.major}, which is older. "
            "Restore it on a server at least as new. Nothing was changed."
        )
    missing = {str(manifest["owner_role"]), str(manifest["app_role"])} - server.roles() - {""}
    if missing:
        raise Problem(
            f"The backup's tables belong to roles that this server lacks: {', '.join(sorted(missing))}. "
            "Make them first (deploy/postgres/roles.sql says how) and start again. Nothing was changed."
        )


def _count(server: Server, scratch: str, manifest: dict[str, object]) -> None:
    """Raise Problem unless every table has as many rows as when the dump was made."""
    with step("Counting every table"), server.connect(scratch) as connection:
        found = databases.counts(connection)
    expected = manifest["rows"]
    assert isinstance(expected, dict)
    wrong = [
        f"{table}: {expected.get(table, 'no table')} in the backup, {found.get(table, 'no table')} restored"
        for table in sorted({*found, *expected})
        if found.get(table) != expected.get(table)
    ]
    if wrong or not expected:
        raise Problem("The counts differ, so this backup does not count:\n  " + "\n  ".join(wrong or ["no tables"]))


def _boot(scratch: str) -> None:
    """Start Rosette on the scratch database; one that is older than this version is brought up to date first."""
    env = os.environ | _pointed_at(scratch)
    with step("Starting Rosette on it"):
        report = _boot_report(env)
    if report["ahead"]:
        raise Problem(
            f"The backup was made by a newer Rosette (it has {report['ahead'][-1]}). Upgrade this one first "
            "(docs/operations.md) and start again. The database is as it was."
        )
    if report["behind"]:
        with step(f"Bringing it up to date ({len(report['behind'])} migrations newer than the backup)"):
            _must([sys.executable, "manage.py", "migrate", "--no-input"], env)
        _boot_report(env)


def _boot_report(env: dict[str, str]) -> dict[str, list[str]]:
    return dict(json.loads(_must([sys.executable, "-m", "runner.inside.boot"], env)))


def _must(command: list[str], env: dict[str, str]) -> str:
    answer = subprocess.run(command, cwd=place.ROOT, env=env, capture_output=True, text=True, check=False)
    if answer.returncode:
        raise Problem(f"Rosette does not start on the restored database:\n{answer.stderr.strip()[-3000:]}")
    return answer.stdout


def _pointed_at(name: str) -> dict[str, str]:
    """Return the settings with which the application, as its own roles, uses another database of the same server."""
    env = {}
    for setting in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        url = servers.named(setting)
        if url:
            env[setting] = urlsplit(url)._replace(path=f"/{name}").geturl()
            env[f"{setting}_FILE"] = ""
    return env


def _exchange_files(current: Path, fresh: Path, kept_database: str) -> str:
    """Put the restored files in place. Returns words about where the old ones are, "" if there were none."""
    words = ""
    if current.exists():
        kept = current.with_name(f"files_{kept_database}")
        current.rename(kept)
        words = f", its files in {kept}"
    if fresh.exists():
        fresh.rename(current)
    return words


def _forget_cached() -> None:
    """Empty the cache: sessions and figures in it belong to the old database. Queued doorbells ring again by sweep."""
    code = "import django; django.setup(); from django.core.cache import cache; cache.clear()"
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=place.ROOT, env=env, capture_output=True, text=True, check=False
    )
    if answer.returncode:
        say("  The cache could not be emptied. Restart Valkey before anybody signs in.")


def _receipt(head: str, manifest: dict[str, object]) -> str:
    rows = manifest["rows"]
    assert isinstance(rows, dict)
    largest = sorted(rows.items(), key=lambda pair: -pair[1])[:_LARGEST]
    return "\n".join(
        [
            head,
            f"  Made {manifest['made_at']}. Restored into a scratch database, started, counted:",
            f"  {len(rows)} tables, {sum(rows.values()):,} rows.",
            *(f"    {count:>12,}  {table.removeprefix('public.')}" for table, count in largest if count),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
