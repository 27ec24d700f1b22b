"""The backup file: a tar in the age format, made and read as a stream, so that nothing lies about in the clear.

Without Rosette: `age -d -i backup-key.txt FILE | tar x`, then `cat database/* | pg_restore -d ...`.
"""

from __future__ import annotations

import io
import json
import os
import sys
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pyrage

from runner import servers
from runner.console import Problem, say

MANIFEST = "manifest.json"
DATABASE = "database/"
FILES = "files/"
# Of the dump, held in memory at a time: its length is not known before it ends, and tar asks for lengths first.
_PIECE = 4 * 1024 * 1024
_BY_PASSPHRASE = b"-> scrypt "


@dataclass(frozen=True)
class Key:
    """What opens the backups of this installation: a passphrase, or the key in a file."""

    identity: pyrage.x25519.Identity | None
    passphrase: str | None
    source: str


def key_path() -> Path:
    """Return where the key is: BACKUP_KEY_FILE, else DATA_DIR/backup-key.txt."""
    return Path(os.environ.get("BACKUP_KEY_FILE") or Path(os.environ["DATA_DIR"]) / "backup-key.txt")


def key(*, make: bool) -> Key:
    """Return this installation's key; `make` makes one where there is none, and says loudly where it is.

    Raises Problem when there is none, or when the file holds something else.
    """
    passphrase = servers.named("BACKUP_PASSPHRASE")
    if passphrase:
        return Key(None, passphrase, "the passphrase in BACKUP_PASSPHRASE")
    path = key_path()
    if not path.exists():
        if not make:
            raise Problem(
                f"There is no key at {path} to open this backup with. Copy the backup-key.txt of the installation "
                "that made it there (or name it by BACKUP_KEY_FILE=...), or give BACKUP_PASSPHRASE=... if it was made "
                "with one. Nothing was changed."
            )
        _make_key(path)
    lines = path.read_text(encoding="ascii", errors="replace").splitlines()
    secret = next((line for line in lines if line.startswith("AGE-SECRET-KEY-")), "")
    try:
        return Key(pyrage.x25519.Identity.from_str(secret.strip()), None, f"the key in {path}")
    except pyrage.IdentityError as error:
        raise Problem(f"{path} holds no age key: it needs a line that begins with AGE-SECRET-KEY-1.") from error


def _make_key(path: Path) -> None:
    identity = pyrage.x25519.Identity.generate()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"# Opens the backups of this Rosette. public key: {identity.to_public()}\n{identity}\n")
    say(
        f"{'=' * 100}\n"
        f"  A key for the backups was made: {path}\n"
        "  KEEP A COPY SOMEWHERE ELSE, such as a password manager or paper in a safe. Without it no backup can be\n"
        "  opened, and if this machine is lost, the key on it is lost too.\n"
        f"{'=' * 100}"
    )


def write(target: Path, opener: Key, manifest: dict[str, object], dump: IO[bytes], files: Path) -> None:
    """Write the encrypted archive: the manifest, the dump in pieces, then the files below `files`."""

    def fill(stream: IO[bytes]) -> None:
        with tarfile.open(fileobj=stream, mode="w|") as archive:
            _add(archive, MANIFEST, json.dumps(manifest, indent=1).encode())
            for number, piece in enumerate(iter(lambda: dump.read(_PIECE), b"")):
                _add(archive, f"{DATABASE}{number:06d}", piece)
            for path in sorted(files.rglob("*")) if files.is_dir() else ():
                if path.is_file():
                    archive.add(path, f"{FILES}{path.relative_to(files)}", recursive=False)

    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        if opener.identity is None:
            whole = io.BytesIO()
            fill(whole)
            file.write(pyrage.passphrase.encrypt(whole.getvalue(), opener.passphrase))
        else:
            with _piped(fill) as stream:
                pyrage.encrypt_io(stream, file, [opener.identity.to_public()])
        file.flush()
        os.fsync(file.fileno())


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    archive.addfile(entry, io.BytesIO(content))


@contextmanager
def _piped(fill: Callable[[IO[bytes]], None]) -> Iterator[IO[bytes]]:
    """Give the reading end of a pipe that `fill` writes to beside us; what it raises is raised here at the end."""
    reading, writing = os.pipe()
    raised: list[BaseException] = []

    def work() -> None:
        try:
            with os.fdopen(writing, "wb") as stream:
                fill(stream)
        except BaseException as error:  # noqa: BLE001 - carried over to the waiting thread, whatever it is
            raised.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        with os.fdopen(reading, "rb") as stream:
            yield stream
    finally:
        # What the reader met is often only the consequence: a key that does not fit looks like an empty file to it.
        thread.join()
        if raised and (isinstance(raised[0], pyrage.DecryptError) or sys.exc_info()[0] is None):
            raise raised[0]


@contextmanager
def read(source: Path, opener: Key) -> Iterator[tuple[dict[str, object], Iterator[tuple[str, IO[bytes]]]]]:
    """Give the manifest, and the archive's other entries as (name, stream), in their order.

    Raises Problem when the key does not fit, or when the file was changed or cut short.
    """
    _look_at_kind(source, opener)

    def decrypt(stream: IO[bytes]) -> None:
        with source.open("rb") as file:
            if opener.identity is None:
                stream.write(pyrage.passphrase.decrypt(file.read(), opener.passphrase))
            else:
                pyrage.decrypt_io(file, stream, [opener.identity])

    try:
        with _piped(decrypt) as stream, tarfile.open(fileobj=stream, mode="r|") as archive:
            entries = _entries(archive)
            name, content = next(entries, ("", io.BytesIO(b"{}")))
            manifest = json.loads(content.read())
            if name != MANIFEST or manifest.get("format") != 1:
                raise Problem(f"{source} is not a backup that this version of Rosette can read.")
            yield manifest, entries
            while stream.read(_PIECE):  # to the end, so that a changed last byte is noticed too
                pass
    except (pyrage.DecryptError, tarfile.TarError, ValueError, OSError) as error:
        raise Problem(
            f"{source} can't be opened with {opener.source}: {error}.\n"
            "Either it was made with another key, or the file was changed or cut short on its way. "
            "Fetch it again, or use another backup. Nothing was changed."
        ) from error


def _entries(archive: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    for entry in archive:
        content = archive.extractfile(entry) if entry.isfile() else None
        if content is not None:
            yield entry.name, content


def _look_at_kind(source: Path, opener: Key) -> None:
    """Say it plainly when a passphrase is offered for a key's backup, or a key for a passphrase's."""
    with source.open("rb") as file:
        head = file.read(256)
    if not head.startswith(b"age-encryption.org/v1\n"):
        raise Problem(f"{source} is not a Rosette backup (it does not begin as an age file does). Nothing was changed.")
    if (_BY_PASSPHRASE in head) != (opener.passphrase is not None):
        wanted = "a passphrase: set BACKUP_PASSPHRASE" if _BY_PASSPHRASE in head else "a key: unset BACKUP_PASSPHRASE"
        raise Problem(f"{source} was made with {wanted}, and start again. Nothing was changed.")
