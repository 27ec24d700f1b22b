"""Reading settings from the environment: strictly, and with the remedy in every error.

A setting that is wrong stops the program at start, with a sentence that says what to type; a self-hoster
is not a Django person. Every secret NAME may also be given as NAME_FILE, the path of a file that holds it.
"""

from __future__ import annotations

import datetime
import os
import re
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str | None = None) -> str:
    """Return the setting, or `default`. Raises ImproperlyConfigured when it is missing and has no default."""
    value = os.environ.get(name)
    if value is None or value == "":
        if default is None:
            raise ImproperlyConfigured(
                f"{name} is not set. Start with `python3 run.py`, which sets it, or put {name}=... in the environment "
                "(for compose: in .env; every name is explained in docs/operations.md)."
            )
        return default
    return value


def secret(name: str, default: str | None = None) -> str:
    """Like `text`, and reads the file named by NAME_FILE first, so that secrets need not stand in the environment."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(
                f"{name}_FILE names {path}, which can't be read ({error.strerror}). "
                f"Make that file readable for this user, or set {name} itself."
            ) from error
    return text(name, default)


def flag(name: str, default: bool) -> bool:
    """Return a yes/no setting. Anything but true/false, yes/no, on/off, 1/0 is refused."""
    value = os.environ.get(name)
    if value is None:
        return default
    word = value.strip().lower()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}, which is neither yes nor no. Set {name}=true or {name}=false.")


def number(name: str, default: int) -> int:
    """Return a whole number."""
    value = os.environ.get(name, "")
    if value == "":
        return default
    try:
        return int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is {value!r}, which is not a whole number, such as {default}.") from error


def day(name: str) -> datetime.date | None:
    """Return a day such as 2028-06-01, or None where it isn't set."""
    value = os.environ.get(name, "").strip()
    if not value:
        return None
    try:
        return datetime.date.fromisoformat(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is {value!r}, which is not a day, such as 2028-06-01.") from error


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated setting as a list, without empty parts."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def tiles(name: str) -> str:
    """Return the address of a tile server with {z}, {x} and {y} in its path, or "" where none is set.

    The host is let into the pages' Content-Security-Policy, so it must be one, and nothing else.
    """
    value = os.environ.get(name, "").strip()
    whole = re.fullmatch(r"https://[A-Za-z0-9.-]+(:[0-9]+)?/[^\s\"'<>;,]*", value)
    if value and (whole is None or not all(part in value for part in ("{z}", "{x}", "{y}"))):
        raise ImproperlyConfigured(
            f"{name} is {value!r}, which is no address of map tiles. Set it as "
            f"{name}=https://tiles.example.org/{{z}}/{{x}}/{{y}}.png, or leave it empty for maps without a background."
        )
    return value


def database(name: str, default: str | None = None) -> dict:
    """Return Django's database settings from a URL such as postgresql://user:password@host/name.

    Only PostgreSQL is taken: the code uses COPY, partial indexes, SKIP LOCKED and triggers.
    """
    url = secret(name, default)
    if not url.startswith(("postgres://", "postgresql://")):
        raise ImproperlyConfigured(
            f"{name} begins with {url.split(':', 1)[0]!r}. Rosette needs PostgreSQL: "
            f"{name}=postgresql://user:password@host/database"
        )
    return dict(environ.Env.db_url_config(url))
