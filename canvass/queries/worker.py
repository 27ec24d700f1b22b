"""What the service worker keeps on a phone: the shell's files, and a name for just this version of them."""

from __future__ import annotations

import functools
import hashlib
import posixpath
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

from canvass.rules import worker


def files(pages: list[str]) -> list[str]:
    """Return the addresses of all static files that these pages (HTML) need, with all that those ask for."""
    prefix = settings.STATIC_URL
    waiting = [one for page in pages for one in worker.named_by_page(page, prefix)]
    found: dict[str, None] = {}
    collected = set(getattr(staticfiles_storage, "hashed_files", {}).values())
    while waiting:
        address = waiting.pop(0)
        name = address.removeprefix(prefix)
        if address in found or (collected and name not in collected):
            continue  # a mention in a comment keeps its plain name, which no page asks for
        found[address] = None
        folder = posixpath.dirname(name)
        asked = worker.named_by_file(name, _text(name))
        waiting += [prefix + posixpath.normpath(posixpath.join(folder, one)) for one in asked]
    return sorted(found)


def version(parts: list[str]) -> str:
    """Return a short name that changes with any of these texts."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def digest(addresses: list[str]) -> str:
    """Return a name for what the files hold, for an installation whose file names don't say it already."""
    whole = hashlib.sha256()
    for address in addresses:
        whole.update(address.encode() + b"\0" + _bytes(address.removeprefix(settings.STATIC_URL)))
    return whole.hexdigest()


def source(name: str) -> str:
    """Return the text of one of our own scripts."""
    return (Path(settings.BASE_DIR) / "static" / name).read_text(encoding="utf-8")


def _text(name: str) -> str:
    return _bytes(name).decode("utf-8", "replace") if name.endswith((".js", ".css")) else ""


@functools.lru_cache(maxsize=256)
def _for_good(path: Path) -> bytes:
    """Return a file whose name holds the hash of what it says: read once, though each phone asks for the worker."""
    return path.read_bytes()


def _bytes(name: str) -> bytes:
    """Return a static file as it is served: collected under its hashed name, else as it lies in the source."""
    collected = Path(settings.STATIC_ROOT) / name
    if collected.is_file() and name in getattr(staticfiles_storage, "hashed_files", {}).values():
        return _for_good(collected)
    lying = finders.find(name)
    if isinstance(lying, str):
        return Path(lying).read_bytes()
    return collected.read_bytes() if collected.is_file() else b""
