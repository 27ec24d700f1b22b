"""Where things are: this clone, its data directory, and paths that other processes must be able to reach."""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
from pathlib import Path

from runner.console import Problem

ROOT = Path(__file__).resolve().parent.parent
# The account without rights that every Unix has as "nobody": PostgreSQL refuses to run as root.
NOBODY = 65534
# A Unix socket's path has 107 usable bytes; PostgreSQL adds /.s.PGSQL.5432.lock to the directory's.
_LONGEST_SOCKET_DIRECTORY = 80


def data_directory() -> Path:
    """Return DATA_DIR (default: data/ in this clone), made if it was not there."""
    path = Path(os.environ.get("DATA_DIR") or ROOT / "data").expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Problem(
            f"The data directory {path} can't be made: {error.strerror}.\n"
            "Give another one: DATA_DIR=/some/directory python3 run.py"
        ) from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise Problem(
            f"The data directory {path} can't be written to by this user.\n"
            f"Change its owner (chown), or give another one: DATA_DIR=/some/directory python3 run.py"
        )
    return path


def server_account() -> int | None:
    """Return the uid that PostgreSQL must run as, or None for the user's own. Root can't run it."""
    return NOBODY if os.geteuid() == 0 else None


def reachable_by_others(path: Path) -> bool:
    """Say whether an account other than the owner can walk to `path`: every directory above it lets others through."""
    return all(parent.stat().st_mode & 0o001 for parent in [path, *path.parents] if parent.is_dir())


def fingerprint(path: Path) -> str:
    """Return a short name that belongs to this path alone."""
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]


def give(path: Path, account: int | None) -> None:
    """Make `path` belong to the account; nothing to do for the user's own."""
    if account is not None:
        os.chown(path, account, account)


def private_directory(path: Path, account: int | None) -> Path:
    """Make a directory that only `account` (and root) can enter, and refuse one that somebody else made first."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = path.lstat()
    if path.is_symlink() or found.st_uid not in {os.geteuid(), account}:
        raise Problem(
            f"{path} belongs to somebody else. Remove it, or set TMPDIR to a directory of your own, and start again."
        )
    give(path, account)
    path.chmod(0o700)
    return path


def socket_directory(data: Path, what: str, account: int | None) -> Path:
    """Return a private directory for a server's socket, short enough, the same one for the same data directory."""
    base = Path(tempfile.gettempdir())
    name = f"rosette-{what}-{fingerprint(data)}"
    if len(str(base / name)) > _LONGEST_SOCKET_DIRECTORY or (account is not None and not reachable_by_others(base)):
        base = Path("/tmp")  # noqa: S108 - private_directory refuses what somebody else put there
    return private_directory(base / name, account)


class Lock:
    """A file lock that the kernel drops when the process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: int | None = None

    def take(self, *, wait: bool = False, shared: bool = False) -> bool:
        """Take the lock, or change the one we have. Return False if another process holds it and `wait` is False."""
        if self._file is None:
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        how = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(self._file, how | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True

    def sign(self, words: str) -> None:
        """Write who holds it."""
        if self._file is not None:
            os.ftruncate(self._file, 0)
            os.pwrite(self._file, f"{words}\n".encode(), 0)

    def holder(self) -> str:
        """Return what the holder wrote, "" if nothing."""
        try:
            return self.path.read_text(encoding="utf-8").strip()
        except OSError:
            return ""

    def drop(self) -> None:
        """Let the lock go."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
