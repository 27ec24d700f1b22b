"""Uploaded files at rest: under names of our own, readable by this user alone, and for a week at most."""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

_FOLDER = "registers"
_CHUNK = 64 * 1024


@dataclass(frozen=True)
class Stored:
    """A file at rest. `name` is relative to settings.PRIVATE_FILES."""

    name: str
    size: int
    sha256: str


def store(chunks: Iterable[bytes]) -> Stored:
    """Write the chunks to a new file that only this user can read. A file that can't be finished is removed."""
    name = f"{_FOLDER}/{uuid.uuid4()}"
    path = where(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    sha256, size = hashlib.sha256(), 0
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            for chunk in chunks:
                file.write(chunk)
                sha256.update(chunk)
                size += len(chunk)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Stored(name, size, sha256.hexdigest())


def where(name: str) -> Path:
    """Return the path of a stored file."""
    return Path(settings.PRIVATE_FILES) / name


def remove(name: str) -> None:
    """Remove a stored file. One that has gone already, or "" for none, is no fault."""
    if name:
        where(name).unlink(missing_ok=True)


@contextmanager
def for_a_moment(chunks: Iterable[bytes]) -> Iterator[Path]:
    """Store the chunks for the length of the block: for what is read at once and not kept."""
    stored = store(chunks)
    try:
        yield where(stored.name)
    finally:
        remove(stored.name)


def fingerprint(path: Path) -> Stored:
    """Return size and SHA-256 of a file that stays where it is; `name` is empty."""
    sha256 = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            sha256.update(chunk)
    return Stored("", path.stat().st_size, sha256.hexdigest())


def strays(known: set[str], older_than: float) -> list[str]:
    """Return the names of stored files that no import knows and that were last written before `older_than` (epoch)."""
    folder = where(_FOLDER)
    if not folder.is_dir():
        return []
    return [
        name
        for path in folder.iterdir()
        if (name := f"{_FOLDER}/{path.name}") not in known and path.stat().st_mtime < older_than
    ]
