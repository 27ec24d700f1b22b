"""Drawing outlines: in the box, north up, numbers inside."""

from __future__ import annotations

from typing import Any

from canvass.rules import outlines
from canvass.rules.geography.outlines import Outline


def _box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def test_a_square_on_the_ground_is_a_square_on_the_drawing() -> None:
    square = Outline(_box(0.0, 60.0, 0.2, 60.1))  # a degree of longitude is half as long at 60 degrees
    frame = outlines.frame([square], width=216, highest=1000)
    assert frame is not None
    assert (frame.width, frame.height) == (216, 216)
    assert outlines.path(square, frame) == "M8 208L208 208L208 8L8 8L8 208Z"
    assert outlines.middle(square, frame)[0] == 108


def test_a_tall_drawing_is_kept_low() -> None:
    frame = outlines.frame([Outline(_box(0, 50, 0.1, 52))], width=640, highest=640)
    assert frame is not None
    assert frame.height <= 640
    assert outlines.frame([], width=640, highest=640) is None


def test_a_number_stands_inside_even_where_the_middle_is_outside() -> None:
    horseshoe = Outline(
        {
            "type": "Polygon",
            "coordinates": [[[0, 0], [4, 0], [4, 4], [3, 4], [3, 1], [1, 1], [1, 4], [0, 4], [0, 0]]],
        }
    )
    frame = outlines.frame([horseshoe], width=416, highest=2000)
    assert frame is not None
    x, y = outlines.middle(horseshoe, frame)
    longitude = frame.west + (x - 8) / frame.across
    latitude = frame.north - (y - 8) / frame.down
    assert horseshoe.holds(latitude, longitude)


def test_specks_and_fine_detail_are_left_out() -> None:
    speck = _box(0.5, 0.5, 0.5001, 0.5001)["coordinates"]
    land = _box(0, 0, 1, 1)["coordinates"]
    outline = Outline({"type": "MultiPolygon", "coordinates": [land, speck]})
    frame = outlines.frame([outline], width=116, highest=1000)
    assert frame is not None
    assert outlines.path(outline, frame).count("M") == 1
