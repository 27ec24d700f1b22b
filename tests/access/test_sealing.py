"""A secret in the database is sealed."""

from __future__ import annotations

import pytest

from access import sealing


def test_what_is_sealed_can_be_opened_and_not_read() -> None:
    sealed = sealing.seal("pässword ✓")
    assert "pässword".encode() not in sealed
    assert sealing.unseal(memoryview(sealed)) == "pässword ✓"


def test_damage_and_another_key_are_noticed(settings: object) -> None:
    sealed = sealing.seal("secret")
    with pytest.raises(sealing.SealBroken):
        sealing.unseal(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with pytest.raises(sealing.SealBroken):
        sealing.unseal(b"not sealed at all")
    settings.SECRET_KEY = "another" * 10
    with pytest.raises(sealing.SealBroken):
        sealing.unseal(sealed)
