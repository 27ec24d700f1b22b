from __future__ import annotations

import pytest

from canvass.rules.geography import bounds, grid, outlines
from canvass.rules.geography.outlines import Outline

SQUARE = {"type": "Polygon", "coordinates": [[[0, 50], [1, 50], [1, 51], [0, 51], [0, 50]]]}
RIGHT_THREE_QUARTERS = {"type": "Polygon", "coordinates": [[[0.25, 49], [2, 49], [2, 52], [0.25, 52], [0.25, 49]]]}
LEFT_QUARTER = {"type": "Polygon", "coordinates": [[[-1, 49], [0.25, 49], [0.25, 52], [-1, 52], [-1, 49]]]}
WITH_A_HOLE = {
    "type": "MultiPolygon",
    "coordinates": [
        [
            [[0, 50], [1, 50], [1, 51], [0, 51], [0, 50]],
            [[0.25, 50.25], [0.75, 50.25], [0.75, 50.75], [0.25, 50.75], [0.25, 50.25]],
        ],
        [[[2, 50], [2.5, 50], [2.5, 50.5], [2, 50.5], [2, 50]]],
    ],
}


@pytest.mark.parametrize(
    ("easting", "northing", "latitude", "longitude"),
    [
        # Caister water tower, the worked example of Ordnance Survey's guide (annex C), shifted to WGS 84.
        (651409.903, 313177.270, 52.657977, 1.716038),
        # A postcode of Trafford as ONS gives it in both systems would be a file's; these are well-known places.
        (530047, 180422, 51.507477, -0.127695),  # Trafalgar Square
        (325890, 673960, 55.953095, -3.188455),  # Waverley, Edinburgh
        (318280, 176380, 51.479690, -3.177970),  # Cardiff, near the castle
    ],
)
def test_the_grid_becomes_degrees_within_ten_metres(
    easting: float, northing: float, latitude: float, longitude: float
) -> None:
    found = grid.to_degrees(easting, northing)
    assert found[0] == pytest.approx(latitude, abs=0.0012)
    assert found[1] == pytest.approx(longitude, abs=0.0018)


def test_a_point_agrees_with_the_published_shift_to_the_metre() -> None:
    latitude, longitude = grid.to_degrees(651409.903, 313177.270)
    assert latitude == pytest.approx(52.657977, abs=0.00001)
    assert longitude == pytest.approx(1.716038, abs=0.00002)


@pytest.mark.parametrize(("easting", "northing"), [(0, 0), (-5, 300_000), (400_000, 2_000_000), (900_000, 300_000)])
def test_what_is_off_the_grid_is_no_place(easting: float, northing: float) -> None:
    assert not grid.is_on_grid(easting, northing)


def test_points_are_inside_or_not() -> None:
    square = Outline(SQUARE)
    assert square.holds(50.5, 0.5)
    assert not square.holds(50.5, 1.5)
    assert not square.holds(49.9, 0.5)


def test_a_hole_is_outside_and_an_island_inside() -> None:
    odd = Outline(WITH_A_HOLE)
    assert odd.holds(50.1, 0.1)
    assert not odd.holds(50.5, 0.5)
    assert odd.holds(50.2, 2.2)


def test_shares_add_up() -> None:
    found = outlines.shares(Outline(SQUARE), {"left": Outline(LEFT_QUARTER), "right": Outline(RIGHT_THREE_QUARTERS)})
    assert found["left"] == pytest.approx(0.25, abs=0.001)
    assert found["right"] == pytest.approx(0.75, abs=0.001)


def test_a_hole_takes_nothing() -> None:
    found = outlines.shares(Outline(SQUARE), {"odd": Outline(WITH_A_HOLE)})
    assert found["odd"] == pytest.approx(0.75, abs=0.005)


def test_what_it_does_not_touch_is_left_out() -> None:
    far = {"type": "Polygon", "coordinates": [[[5, 50], [6, 50], [6, 51], [5, 50]]]}
    assert outlines.shares(Outline(SQUARE), {"far": Outline(far)}) == {}


def test_the_first_outline_that_holds_a_point() -> None:
    both = {"left": Outline(LEFT_QUARTER), "right": Outline(RIGHT_THREE_QUARTERS)}
    assert outlines.which(both, 50.5, 0.1) == "left"
    assert outlines.which(both, 50.5, 0.9) == "right"
    assert outlines.which(both, 60, 0.9) is None


@pytest.mark.parametrize(
    ("latitude", "longitude", "is_in"),
    [
        (49.866, -6.4, True),  # Scilly
        (60.86, -0.885, True),  # Out Stack, Shetland
        (57.814, -8.65, True),  # St Kilda
        (52.481, 1.763, True),  # Lowestoft Ness
        (-2.3, 53.4, False),  # the two swapped
        (99.999999, 0.0, False),  # ONSPD's "not known"
        (48.85, 2.35, False),  # Paris
        (53.3, -9.51, False),
        (float("nan"), 0.0, False),
    ],
)
def test_a_place_is_in_the_kingdom_or_a_mistake(latitude: float, longitude: float, is_in: bool) -> None:
    assert bounds.is_in_kingdom(latitude, longitude) is is_in
