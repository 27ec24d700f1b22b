"""`run.py backup` and `run.py restore`: the servers around runner.inside.backups, which does the work."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path

from runner import console, processes, session
from runner.console import Problem
from runner.session import Session


def backup(arguments: Sequence[str]) -> int:
    """Write an encrypted backup to a file (default: DATA_DIR/backups). Returns the exit code."""
    if len(arguments) > 1:
        raise Problem("Give one file at most: python3 run.py backup /some/where/rosette.age")
    with session.opened() as here:
        if not here.is_migrated():
            raise Problem("There is nothing to back up: the database is empty. Start Rosette once: python3 run.py")
        stamp = time.strftime("%Y-%m-%dT%H%M%SZ", time.gmtime())
        directory = Path(os.environ.get("BACKUP_DIR") or here.data / "backups").expanduser()
        target = Path(arguments[0]).expanduser() if arguments else directory / f"rosette-{stamp}.age"
        return _run(here, "backup", target)


def restore(arguments: Sequence[str]) -> int:
    """Put a backup in the place of the database. Returns the exit code."""
    if len(arguments) != 1:
        raise Problem("Name the backup: python3 run.py restore FILE")
    source = Path(arguments[0]).expanduser()
    if not source.is_file():
        raise Problem(f"There is no file {source}. Nothing was changed.")
    with session.opened() as here:
        return _run(here, "restore", source)


def _run(here: Session, what: str, file: Path) -> int:
    env = here.servers.environment()
    if here.servers.cluster:
        # Our own cluster's superuser reads every row whatever row-level security says.
        env["BACKUP_DATABASE_URL"] = here.servers.cluster.url("postgres")
    command = [str(here.venv.python), "-m", "runner.inside.backups", what, str(file.resolve())]
    console.say(f"  {what.capitalize()}: {file}")
    return processes.foreground(command, env)
