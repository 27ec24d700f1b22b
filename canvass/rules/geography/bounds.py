"""Where the United Kingdom is, roughly: what lies outside is a mistake, most often latitude and longitude swapped."""

from __future__ import annotations

# The British Isles with some sea.
_SOUTH, _NORTH, _WEST, _EAST = 49.0, 61.5, -9.5, 2.5


def is_in_kingdom(latitude: float, longitude: float) -> bool:
    """Say whether a place (degrees) may be in the United Kingdom. ONSPD's "not known", near the North Pole, is not."""
    return _SOUTH <= latitude <= _NORTH and _WEST <= longitude <= _EAST
