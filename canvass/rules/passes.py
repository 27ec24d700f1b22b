"""Tokens of links and codes: the id of what they open, and a part that only this installation can make.

The database keeps a hash of the whole. The second part follows from SECRET_KEY, so that a code can be shown again
without being kept anywhere.
"""

from __future__ import annotations

import hashlib
import uuid

from django.utils.crypto import salted_hmac

_ID = 32  # hexadecimal digits of a UUID


def token(kind: str, key: uuid.UUID, what: str = "") -> str:
    """Return the token of a kind ("pass", "join") for an id; another one for another `what`."""
    secret = salted_hmac(f"canvass.passes.{kind}", f"{key.hex}:{what}", algorithm="sha256").hexdigest()
    return f"{key.hex}{secret[:32]}"


def key_of(token: str) -> uuid.UUID | None:
    """Return the id that a token names; None for what is no token."""
    try:
        return uuid.UUID(token[:_ID]) if len(token) == 2 * _ID else None
    except ValueError:
        return None


def digest(token: str) -> bytes:
    """Return what the database keeps of a token."""
    return hashlib.sha256(token.encode()).digest()
