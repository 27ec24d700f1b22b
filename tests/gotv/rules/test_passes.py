"""Codes that are said on the telephone."""

from __future__ import annotations

import datetime

import pytest

from gotv.rules import passes

_UNTIL = datetime.datetime(2026, 5, 7, 6, 10, tzinfo=datetime.UTC)


def test_what_is_said_follows_from_the_code_and_its_time() -> None:
    said = passes.spoken("secret", _UNTIL)
    assert passes.heard(said) == said
    assert passes.spoken("secret", _UNTIL) == said
    assert passes.spoken("secret", _UNTIL + passes.SPOKEN_FOR) != said
    assert passes.spoken("another", _UNTIL) != said
    assert passes.heard(passes.grouped(said).lower()) == said


@pytest.mark.parametrize("typed", ["", "A2C4 E6G", "A2C4 E6G88", "A2C4 E6GO", "A2C4 E6G1", "ÄÖÜ2 4444"])
def test_what_can_be_no_code_is_none(typed: str) -> None:
    assert passes.heard(typed) == ""
