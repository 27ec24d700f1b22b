"""What a car must offer, and which state a step back leads to."""

from __future__ import annotations

import pytest

from gotv.rules import lifts


def test_a_car_lacks_only_what_is_of_the_car() -> None:
    assert lifts.lacking(["frame", "ring_first", "carer"], []) == []
    assert lifts.lacking(["wheelchair", "frame"], ["step_free"]) == ["wheelchair"]
    assert lifts.lacking(["wheelchair", "child_seat"], ["wheelchair", "child_seat"]) == []


@pytest.mark.parametrize(
    ("state", "has_driver", "before"),
    [
        ("wanted", False, None),
        ("planned", True, "wanted"),
        ("under_way", True, "planned"),
        ("done", True, "planned"),
        ("done", False, "wanted"),
        ("called_off", False, "wanted"),
    ],
)
def test_a_step_back(state: str, has_driver: bool, before: str | None) -> None:
    assert lifts.before(state, has_driver=has_driver) == before
