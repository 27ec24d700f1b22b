"""A PostgreSQL of our own: on a Unix socket only, without a password, for this user's processes alone."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from runner import console, place, processes
from runner.binaries import SHARED, PostgresBinaries
from runner.console import Problem

OWNER, APP, DATABASE = "rosette_owner", "rosette_app", "rosette"
ROLES_SQL = place.ROOT / "deploy" / "postgres" / "roles.sql"

# A suite's cluster is thrown away, so nothing need survive a power cut. Tests of faults and the bench don't use this.
QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "2GB"}


class Cluster:
    """One PostgreSQL data directory and its server.

    `data`: the directory that holds it (data/postgres is the cluster). `durable=False` trades safety for speed.
    """

    def __init__(self, binaries: PostgresBinaries, data: Path, *, durable: bool = True) -> None:
        self.binaries = binaries
        self.account = place.server_account()
        self.home = data
        self.directory = _cluster_directory(data, self.account)
        self.sockets = place.socket_directory(data, "pg", self.account)
        self.log = data / "logs" / "postgres.log"
        self.child = processes.Child(
            name="PostgreSQL",
            command=self._command(durable),
            log=self.log,
            env=_quiet_environment(),
            stop_signal=signal.SIGINT,  # "fast": ends sessions, writes a checkpoint
            orphan_signal=signal.SIGINT,
            stop_seconds=60,
            account=self.account,
            directory=Path("/"),
        )

    def _command(self, durable: bool) -> list[str]:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "max_connections": "100",
            # Compiling a plan costs more than our longest page; the dashboard would pay it at each count.
            "jit": "off",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_line_prefix": "%m [%p] ",
            **({} if durable else QUICK),
        }
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        return [self.binaries["postgres"], "-D", str(self.directory), *options]

    def url(self, role: str = APP, database: str = DATABASE) -> str:
        """Return the URL of a database here, in the form that psql, libpq and Django's settings all read."""
        return f"postgresql://{role}@/{database}?host={self.sockets}"

    def exists(self) -> bool:
        """Say whether the cluster was made already."""
        return (self.directory / "PG_VERSION").exists()

    def start(self) -> bool:
        """Start the server, making the cluster first if there is none. Returns whether it was made now.

        Raises Problem when the data is another major version's, or when the server does not come up.
        """
        fresh = not self.exists()
        if fresh:
            self._initialise()
        self._check_version()
        place.give(self.directory, self.account)
        self.directory.chmod(0o700)
        self._end_leftover()
        self.come_up()
        self.set_up_roles()
        return fresh

    def answers(self) -> bool:
        """Say whether the server takes connections."""
        command = [self.binaries["psql"], "-XqtA", "-d", self.url("postgres", "postgres"), "-c", "select 1"]
        return subprocess.run(command, capture_output=True, check=False, env=_quiet_environment()).returncode == 0

    def stop(self) -> None:
        """Stop it: sessions are ended, a checkpoint is written."""
        self.child.stop()

    def query(self, sql: str, *, role: str = "postgres", database: str = DATABASE) -> str:
        """Return what a statement answers, unaligned, without header. Raises Problem with the server's words."""
        return psql(self.binaries, self.url(role, database), sql)

    def set_up_roles(self) -> None:
        """Make the two roles and the database, if they are not there: the same file serves the containers.

        Safe to run again; it runs at every start, so a change of the file reaches old clusters.
        """
        command = [
            *(self.binaries["psql"], "-Xq", "-v", "ON_ERROR_STOP=1", "-d", self.url("postgres", "postgres")),
            *("-v", f"database={DATABASE}", "-v", f"owner_role={OWNER}", "-v", f"app_role={APP}"),
            *("-f", str(ROLES_SQL)),
        ]
        answer = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            env=_quiet_environment() | {"PGOPTIONS": "-c client_min_messages=warning"},
        )
        if answer.returncode:
            raise Problem(f"The database roles could not be made:\n{answer.stderr.strip()}")

    def _initialise(self) -> None:
        unfinished = self.directory.with_name(self.directory.name + ".partial")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700, parents=True)
        place.give(unfinished, self.account)
        # The same sort order on every machine. The built-in provider came with version 17.
        locale = (
            ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
            if self.binaries.major >= 17
            else ["--locale=C.UTF-8"]
        )
        command = [
            *(self.binaries["initdb"], "-D", str(unfinished), "-U", "postgres", "-E", "UTF8"),
            *("--auth-local=trust", "--auth-host=reject", "--no-instructions", "--no-sync"),
            *locale,
        ]
        answer = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env=_quiet_environment(),
            user=self.account,
            group=self.account,
            extra_groups=[] if self.account is not None else None,
        )
        if answer.returncode:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise Problem(f"PostgreSQL could not make its data directory:\n{answer.stdout}{answer.stderr}".rstrip())
        unfinished.rename(self.directory)  # so that a half-made cluster is never taken for a whole one

    def _check_version(self) -> None:
        found = (self.directory / "PG_VERSION").read_text(encoding="ascii").strip()
        if found != str(self.binaries.major):
            raise Problem(
                f"The data in {self.directory} was written by PostgreSQL {found}, and this is PostgreSQL "
                f"{self.binaries.major}. Nothing was changed. PostgreSQL {found} must write it out once more:\n"
                f"  1. go back to the version of Rosette that ran it (or install PostgreSQL {found}) and take a "
                "backup: python3 run.py backup FILE\n"
                f"  2. move {self.directory} aside, come back to this version, and: python3 run.py restore FILE"
            )

    def _end_leftover(self) -> None:
        """End a server that a killed run left on this data directory; take away the lock files of one that has gone.

        PostgreSQL takes any living process with the old number for the old server, so a number that was used again
        would stop the start for ever.
        """
        pid_file = self.directory / "postmaster.pid"
        try:
            pid = int(pid_file.read_text(encoding="ascii").split("\n", 1)[0])
        except (OSError, ValueError):
            pid = 0
        words = processes.command_line(pid)
        born = processes.started_at(pid) if pid else None
        if born is not None and "postgres" in words and str(self.directory) in words:
            processes.end(pid, born, patience=30)
        for lock in (pid_file, *self.sockets.glob(".s.PGSQL.*")):
            lock.unlink(missing_ok=True)

    def come_up(self) -> None:
        """Start the server. The sessions of a killed one let go of its memory within a second or two: try again."""
        for attempt in range(20):
            self.child.start()
            if self._is_up(60):
                return
            self.child.stop()
            if "still in use" not in console.last_lines(self.log, 6) or attempt == 19:
                break
            time.sleep(0.5)
        raise Problem(f"PostgreSQL did not start. The end of {self.log}:\n{console.last_lines(self.log)}")

    def recover(self) -> None:
        """Bring the server back after it died while we ran. Raises Problem when it does not come up."""
        self._end_leftover()
        self.come_up()

    def _is_up(self, seconds: float) -> bool:
        """Wait until it takes connections (after a crash it replays its log first) or has ended."""
        processes.wait_until(lambda: self.answers() or not self.child.is_running(), seconds)
        return self.answers()


def psql(binaries: PostgresBinaries, url: str, sql: str) -> str:
    """Return what a statement answers, unaligned, without header. Raises Problem with the server's words."""
    answer = subprocess.run(
        [binaries["psql"], "-XqtA", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", sql],
        capture_output=True,
        text=True,
        check=False,
        env=_quiet_environment(),
    )
    if answer.returncode:
        raise Problem(f"PostgreSQL said: {answer.stderr.strip()}")
    return answer.stdout.strip()


def _quiet_environment() -> dict[str, str]:
    """The environment without PG*, which would turn our programs to somebody else's server, and in English."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    return kept | {"LC_ALL": "C", "LANG": "C"}


def _cluster_directory(data: Path, account: int | None) -> Path:
    """Return where the cluster lives: in the data directory, unless PostgreSQL's account can't walk there.

    Then it is under /var/lib/rosette, and data/postgres is a link to it, so that a moved clone finds its data.
    """
    directory = data / "postgres"
    if directory.is_symlink():
        return directory.resolve()
    if account is None or directory.exists() or place.reachable_by_others(data):
        return directory
    away = SHARED / place.fingerprint(data)
    away.mkdir(mode=0o755, parents=True, exist_ok=True)
    SHARED.chmod(0o755)
    away.chmod(0o755)
    directory.symlink_to(away / "postgres")
    return away / "postgres"
