"""Sealing as phones do it."""

from __future__ import annotations

import base64
import json
import os

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


def seal(event: dict, public: dict[str, str]) -> dict:
    """Seal as a phone does (static/canvass/offline/sealing.js)."""
    key, iv = AESGCM.generate_key(256), os.urandom(12)
    rsa_key = serialization.load_der_public_key(base64.b64decode(public["spki"]))
    assert isinstance(rsa_key, rsa.RSAPublicKey)
    oaep = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)
    parts = {
        "wrapped": rsa_key.encrypt(key, oaep),
        "iv": iv,
        "data": AESGCM(key).encrypt(iv, json.dumps(event).encode(), None),
    }
    return {"v": 1, "key": public["key"], **{name: base64.b64encode(part).decode() for name, part in parts.items()}}


def sealed(event: dict, public: dict[str, str]) -> dict:
    """Return an event as it goes over the wire once it is finished."""
    return {"id": event["id"], "device_seq": event["device_seq"], "sealed": seal(event, public)}
