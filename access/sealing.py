"""Keeping a secret in the database: sealed with a key made from SECRET_KEY.

`seal` is for what is rarely opened: the age format makes guessing the key slow, and the opening too. `lock` is for
what is opened in the middle of a page: quick, and only as strong as SECRET_KEY is long.
"""

from __future__ import annotations

import base64
import functools

import pyrage
from cryptography.fernet import Fernet, InvalidToken
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


def lock(secret: str) -> str:
    """Return the secret unreadable without SECRET_KEY, in letters and digits. Quick."""
    return _fernet().encrypt(secret.encode()).decode()


def unlock(locked: str, for_seconds: int | None = None) -> str:
    """Return what was locked, at most so many seconds ago where a number is given. Raises SealBroken. Quick."""
    try:
        return _fernet().decrypt(locked.encode(), ttl=for_seconds).decode()
    except InvalidToken as error:
        raise SealBroken from error


def _fernet() -> Fernet:
    key = salted_hmac("access.sealing", "fernet", secret=settings.SECRET_KEY, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
