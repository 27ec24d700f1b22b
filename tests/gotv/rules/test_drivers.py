"""The token of a driver's link."""

from __future__ import annotations

import pytest

from gotv.rules import drivers


def test_a_token_names_the_driver_and_which_link_it_is() -> None:
    made = drivers.token(12, 3)
    assert drivers.read(made) == (12, 3)
    assert drivers.token(12, 4) != made


@pytest.mark.parametrize("typed", ["", "12", "12-3", "12-3-", "12-3-abc", "a-b-c", "٣-1-x", "-1-2", f"{'9' * 40}-1-x"])
def test_anything_else_is_nothing(typed: str) -> None:
    assert drivers.read(typed) is None
    assert drivers.read(drivers.token(12, 3).replace("12-", "13-", 1)) is None
