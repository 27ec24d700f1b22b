"""Which six digits are a PIN, and which anybody would try first."""

from __future__ import annotations

import pytest

from access.rules import pins


@pytest.mark.parametrize("pin", ["480173", "100200", "909091"])
def test_good(pin: str) -> None:
    assert pins.is_pin(pin)
    assert not pins.is_easy(pin)


@pytest.mark.parametrize("pin", ["000000", "123456", "654321", "890123", "121212", "123123"])
def test_easy(pin: str) -> None:
    assert pins.is_easy(pin)


@pytest.mark.parametrize("text", ["", "12345", "1234567", "12345a", "١٢٣٤٥٦"])
def test_no_pin(text: str) -> None:
    assert not pins.is_pin(text)
