"""Where places lie on a sheet. No database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvass.rules import maps
from canvass.rules.geography.outlines import Outline
from kit.errors import Refused

LATITUDES, LONGITUDES = st.floats(49.5, 60.5), st.floats(-8, 2)
_PLACES = st.lists(st.tuples(LATITUDES, LONGITUDES), min_size=1, max_size=12)


def square(west: float, south: float, size: float) -> Outline:
    ring = [[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]
    return Outline({"type": "Polygon", "coordinates": [ring]})


@given(LATITUDES, LONGITUDES, st.integers(6, 19))
def test_the_middle_of_a_window_is_the_place_asked_for(latitude: float, longitude: float, zoom: int) -> None:
    sheet = maps.window(latitude, longitude, zoom)
    assert sheet.at(latitude, longitude) == (maps.WIDTH // 2, maps.HEIGHT // 2)
    assert sheet.centre == pytest.approx((latitude, longitude), abs=2e-6)


@given(_PLACES, st.sampled_from([1, 0.25]))
def test_everything_is_in_view(places: list[tuple[float, float]], part: float) -> None:
    sheet = maps.around(places, part=part)
    assert (sheet.zoom / part).is_integer()
    for place in places:
        x, y = sheet.at(*place)
        if sheet.zoom > maps.FARTHEST:  # which is as far as one can go
            assert 0 <= x <= maps.WIDTH
            assert 0 <= y <= maps.HEIGHT


def test_a_drawing_without_tiles_fills_its_sheet() -> None:
    corners = [(53.0, -2.3), (53.2, -1.9)]
    (left, top), (right, bottom) = (
        maps.around(corners, part=0.25).at(*corner) for corner in ((53.2, -2.3), (53.0, -1.9))
    )
    assert max((right - left) / maps.WIDTH, (bottom - top) / maps.HEIGHT) > 0.88 / 2**0.25


def test_a_place_lies_where_tile_servers_put_it() -> None:
    # The corners of tiles that everybody who serves them agrees on: the equator at Greenwich, and the first row's end.
    middle = next(tile for tile in maps.window(0, 0, 10).tiles() if (tile.column, tile.row) == (512, 512))
    assert (middle.x, middle.y) == (maps.WIDTH // 2, maps.HEIGHT // 2)
    first = next(tile for tile in maps.window(66.51326044, 0, 6).tiles() if (tile.column, tile.row) == (32, 16))
    assert (first.x, first.y) == (maps.WIDTH // 2, maps.HEIGHT // 2)


def test_tiles_cover_the_sheet_without_a_gap() -> None:
    sheet = maps.window(53.6, 0.95, 14)
    tiles = sheet.tiles()
    assert min(tile.x for tile in tiles) <= 0
    assert max(tile.x for tile in tiles) + maps.TILE >= maps.WIDTH
    assert min(tile.y for tile in tiles) <= 0
    assert max(tile.y for tile in tiles) + maps.TILE >= maps.HEIGHT
    assert len(tiles) <= 20


def test_one_goes_to_the_side_by_half_a_sheet_and_no_closer_than_can_be() -> None:
    sheet = maps.window(53.6, 0.95, 19)
    assert sheet.moved(1, 0).at(53.6, 0.95) == (0, maps.HEIGHT // 2)
    assert sheet.zoomed(1).zoom == 19
    assert maps.window(53.6, 0.95, 2).zoom == maps.FARTHEST


def test_an_outline_is_drawn_where_it_crosses_the_sheet_and_only_there() -> None:
    sheet = maps.window(53.6, 0.95, 14)
    assert sheet.path(square(0.94, 53.59, 0.02)).startswith("M")
    assert sheet.path(square(0.94, 53.59, 0.02)).count("L") == 4
    assert sheet.path(square(-2, 51, 0.1)) == ""
    assert sheet.path(square(0.95, 53.6, 0.000001)) == ""  # smaller than a dot


def test_a_unit_without_a_door_sees_the_country() -> None:
    assert maps.around([]).zoom == maps.FARTHEST


def test_corners_are_read_a_line_each() -> None:
    found = maps.corners("53.55, 0.9\n\n 53.56;0.9 \n53.56,0.95\n")
    assert found == [(53.55, 0.9), (53.56, 0.9), (53.56, 0.95)]
    assert maps.enclosed(found).holds(53.558, 0.91)
    assert not maps.enclosed(found).holds(53.551, 0.94)
    assert maps.corners("  ") == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("53.55, 0.9\n53.56, 0.9", "three corners"),
        ("53.55, 0.9\n53.55, 0.9\n53.55, 0.9", "three corners"),
        ("0.9, 53.55\n53.5, 0.9\n53.6, 1", "Line 1 is no place"),
        ("53.55, 0.9\nhere\n53.6, 1", "Line 2 is no place"),
        ("nan, nan\n53.5, 0.9\n53.6, 1", "Line 1 is no place"),
        ("53.55, 0.9\n" * 201, "more than 200"),
    ],
)
def test_what_encloses_nothing_is_refused(text: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        maps.corners(text)
