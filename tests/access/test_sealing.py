"""A secret in the database is sealed."""

from __future__ import annotations

from collections.abc import Iterator

import pyrage
import pytest

from access import sealing


@pytest.fixture(autouse=True)
def really(quick_seals: pytest.MonkeyPatch) -> Iterator[None]:
    """Here sealing takes its time."""
    quick = sealing.pyrage
    quick_seals.undo()
    assert sealing.pyrage is pyrage
    yield
    quick_seals.setattr(sealing, "pyrage", quick)


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


def test_what_is_locked_can_be_opened_in_time_and_not_read(settings: object) -> None:
    locked = sealing.lock("pässword ✓")
    assert "ssword" not in locked
    assert sealing.unlock(locked, for_seconds=600) == "pässword ✓"
    with pytest.raises(sealing.SealBroken):
        sealing.unlock(locked[:-2] + "AA")
    settings.SECRET_KEY = "another" * 10
    with pytest.raises(sealing.SealBroken):
        sealing.unlock(locked)


def test_what_was_locked_too_long_ago_stays_locked() -> None:
    old = sealing._fernet().encrypt_at_time(b"secret", current_time=1).decode()
    assert sealing.unlock(old) == "secret"
    with pytest.raises(sealing.SealBroken):
        sealing.unlock(old, for_seconds=600)
