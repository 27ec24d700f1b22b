"""The keys under which phones seal finished answers: made when first asked for, new every year, two at a time."""

from __future__ import annotations

import base64
import datetime
import functools
import json
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection, transaction
from django.utils import timezone

from access import sealing
from access.actions import audit
from access.models import SealingKey

_YEAR = datetime.timedelta(days=365)
_LIVE = 2
_BITS = 2048
_OAEP = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)


class Unopenable(Exception):
    """It was sealed with a key that is gone or never was ours, or it was damaged."""


def public() -> dict[str, str]:
    """Return the newest key for phones: its id, and its public half as base64 of the SPKI. Makes the first one."""
    # From the database and from no cache: what is sealed with a key that a restored database lacks, nobody opens.
    newest = SealingKey.objects.first() or rotate()
    return {"key": str(newest.pk), "spki": newest.public}


@transaction.atomic
def rotate() -> SealingKey:
    """Make a new key and retire all but the two newest. Done at once when there is none yet; else see `sweep`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('access.sealing'))")
    newest = SealingKey.objects.first()
    if newest is not None and timezone.now() - newest.created_at < _YEAR:
        return newest  # somebody else was quicker
    pair = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    made = SealingKey.objects.create(public=_public_text(pair), private=sealing.lock(_private_text(pair)))
    kept = list(SealingKey.objects.values_list("pk", flat=True)[:_LIVE])
    old = SealingKey.objects.exclude(pk__in=kept).filter(retired_at=None)
    retired = old.update(private="", retired_at=timezone.now())
    audit.record("sealing.rotated", by=None, obj=made, retired=retired)
    return made


def sweep() -> None:
    """Once a year, make a new key. Before the first phone asked there is none, and none is made here."""
    if SealingKey.objects.exists():
        rotate()


def open_sealed(sealed: object) -> dict[str, Any]:
    """Return the event that a phone sealed: {v: 1, key, wrapped, iv, data}, base64. Raises Unopenable."""
    try:
        if not isinstance(sealed, dict) or sealed["v"] != 1:
            raise Unopenable
        key = _private(UUID(sealed["key"])).decrypt(_bytes(sealed["wrapped"]), _OAEP)
        found = json.loads(AESGCM(key).decrypt(_bytes(sealed["iv"]), _bytes(sealed["data"]), None))
    except (KeyError, TypeError, ValueError, InvalidTag, RecursionError, AttributeError) as error:
        raise Unopenable from error
    if not isinstance(found, dict):
        raise Unopenable
    return found


def _private(pk: UUID) -> rsa.RSAPrivateKey:
    locked = SealingKey.objects.filter(pk=pk).values_list("private", flat=True).first()
    if not locked:
        raise Unopenable
    return _load(locked)


@functools.lru_cache(maxsize=_LIVE)
def _load(locked: str) -> rsa.RSAPrivateKey:
    try:
        text = sealing.unlock(locked)
    except sealing.SealBroken as error:
        raise Unopenable from error
    found = serialization.load_der_private_key(base64.b64decode(text), password=None)
    if not isinstance(found, rsa.RSAPrivateKey):
        raise Unopenable
    return found


def _bytes(text: object) -> bytes:
    if not isinstance(text, str):
        raise Unopenable
    return base64.b64decode(text, validate=True)


def _public_text(pair: rsa.RSAPrivateKey) -> str:
    form = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(pair.public_key().public_bytes(*form)).decode()


def _private_text(pair: rsa.RSAPrivateKey) -> str:
    form = (serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return base64.b64encode(pair.private_bytes(*form)).decode()
