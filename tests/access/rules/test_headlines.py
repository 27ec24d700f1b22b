"""The headline counts in words."""

from __future__ import annotations

import pytest

from access.rules.headlines import needs_you


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "Nothing needs you today"),
        (1, "One thing needs you today"),
        (4, "Four things need you today"),
        (9, "Nine things need you today"),
        (10, "10 things need you today"),
        (34, "34 things need you today"),
    ],
)
def test_it_says_how_many_things_need_you(count: int, words: str) -> None:
    assert needs_you(count) == words
