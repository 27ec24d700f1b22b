"""Keeping a secret in the database: sealed with a key made from SECRET_KEY, in the age format."""

from __future__ import annotations

import functools

import pyrage
from django.conf import settings
from django.utils.crypto import salted_hmac


class SealBroken(Exception):
    """What was sealed can't be opened: SECRET_KEY is another one now, or the value was damaged."""


def seal(secret: str) -> bytes:
    """Return the secret sealed; nothing for nothing. Takes about a second, as the age format wants it."""
    return pyrage.passphrase.encrypt(secret.encode(), _passphrase()) if secret else b""


def unseal(sealed: bytes) -> str:
    """Return what was sealed. Raises SealBroken. Slow the first time, then remembered by this process."""
    return _unseal(bytes(sealed), _passphrase()) if sealed else ""


@functools.lru_cache(maxsize=4)
def _unseal(sealed: bytes, passphrase: str) -> str:
    try:
        return pyrage.passphrase.decrypt(sealed, passphrase).decode()
    except pyrage.DecryptError as error:
        raise SealBroken from error


def _passphrase() -> str:
    return salted_hmac("access.sealing", "age", secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()
