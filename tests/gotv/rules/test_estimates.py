from __future__ import annotations

import math

import pytest

from gotv.rules import estimates
from gotv.rules.estimates import Box, Range, estimate, promises_in


def test_what_is_counted_everywhere_needs_no_estimate() -> None:
    assert estimate([Box(1000, 300), Box(500, 100)]) == Range(400, 400)


@pytest.mark.parametrize("boxes", [[], [Box(1000, None)], [Box(0, 3), Box(10, None)]])
def test_nothing_to_go_by_is_no_range(boxes: list[Box]) -> None:
    assert estimate(boxes) is None


def test_where_a_box_is_missing_it_is_a_range_and_never_a_point() -> None:
    found = estimate([Box(1000, 300), Box(1000, None)])
    assert found is not None
    assert 300 < found.low < 600 < found.high < 1300


def test_more_counted_boxes_that_agree_make_it_narrower() -> None:
    few, many = (estimate([*[Box(1000, 300)] * count, Box(1000, None)]) for count in (1, 8))
    assert few is not None
    assert many is not None
    assert many.high - many.low < few.high - few.low


def test_counted_boxes_that_differ_make_it_wider() -> None:
    alike = estimate([*[Box(1000, 300)] * 6, Box(1000, None)])
    unlike = estimate([*[Box(1000, 150), Box(1000, 450)] * 3, Box(1000, None)])
    assert alike is not None
    assert unlike is not None
    assert unlike.high - unlike.low > alike.high - alike.low


@pytest.mark.parametrize(("size", "counted"), [(10, 0), (10, 10), (1, 1), (3000, 0), (100, 120)])
def test_it_stays_between_what_is_counted_and_everybody(size: int, counted: int) -> None:
    found = estimate([Box(size, counted), Box(50, None)])
    assert found is not None
    assert counted <= found.low < found.high <= counted + 50


def test_a_box_that_nobody_can_use_changes_nothing() -> None:
    assert estimate([Box(1000, 300), Box(0, None)]) == Range(300, 300)


@pytest.mark.parametrize(("freedom", "quantile"), [(6, 1.943), (7, 1.895), (10, 1.812), (30, 1.697)])
def test_the_quantile_is_that_of_the_tables(freedom: int, quantile: float) -> None:
    assert math.isclose(estimates._student(freedom), quantile, abs_tol=0.001)


def test_promises_are_a_range_even_when_every_box_was_counted() -> None:
    found = promises_in(Range(1800, 1800), 3600, 500)
    assert 200 < found.low < 250 < found.high < 300


@pytest.mark.parametrize(
    ("voted", "electors", "promises", "expected"),
    [
        (Range(0, 0), 1000, 200, Range(0, 0)),
        (Range(1000, 1000), 1000, 200, Range(200, 200)),
        (Range(5, 5), 1000, 0, Range(0, 0)),
        (Range(5, 5), 0, 10, Range(0, 0)),
    ],
)
def test_promises_at_the_ends(voted: Range, electors: int, promises: int, expected: Range) -> None:
    assert promises_in(voted, electors, promises) == expected


def test_no_more_promises_voted_than_people_did() -> None:
    assert promises_in(Range(2, 3), 1000, 900).high <= 3
