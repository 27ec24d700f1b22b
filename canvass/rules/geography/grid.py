"""From the British national grid to the degrees that maps and phones use.

Formulas and constants of Ordnance Survey's "A guide to coordinate systems in Great Britain", annexes B and C. The
seven-parameter shift is good to about five metres, which finds a door's street and ward. Northern Ireland has a
grid of its own, which this is not.
"""

from __future__ import annotations

from math import atan2, cos, degrees, hypot, radians, sin, sqrt, tan

# Airy 1830, and the grid's projection: scale and true origin.
_A, _B = 6377563.396, 6356256.909
_SCALE, _LAT0, _LON0, _NORTH0, _EAST0 = 0.9996012717, radians(49), radians(-2), -100000.0, 400000.0
# WGS 84, and the shift to it from OSGB36: metres, parts per million, seconds of arc.
_WGS_A, _WGS_B = 6378137.0, 6356752.314245
_SHIFT = (446.448, -125.157, 542.060)
_PPM = -20.4894e-6
_TURN = tuple(radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))
# The grid's squares: beyond them nothing is in Great Britain.
_EAST_END, _NORTH_END = 700_000.0, 1_300_000.0


def is_on_grid(easting: float, northing: float) -> bool:
    """Say whether these metres name a place in Great Britain; 0, 0 is how exports say that they don't know."""
    return 0 < easting < _EAST_END and 0 < northing < _NORTH_END


def to_degrees(easting: float, northing: float) -> tuple[float, float]:
    """Return latitude and longitude (WGS 84, degrees) of a point of the national grid, metres."""
    lat, lon = _unprojected(easting, northing)
    x, y, z = _cartesian(lat, lon)
    dx, dy, dz = _SHIFT
    rx, ry, rz = _TURN
    scale = 1 + _PPM
    return _geodetic(
        dx + scale * x - rz * y + ry * z,
        dy + rz * x + scale * y - rx * z,
        dz - ry * x + rx * y + scale * z,
    )


def _arc(lat: float) -> float:
    """Return the developed arc of the meridian from the true origin."""
    n = (_A - _B) / (_A + _B)
    less, more = lat - _LAT0, lat + _LAT0
    return (
        _B
        * _SCALE
        * (
            (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * less
            - (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(less) * cos(more)
            + (15 / 8 * n**2 + 15 / 8 * n**3) * sin(2 * less) * cos(2 * more)
            - 35 / 24 * n**3 * sin(3 * less) * cos(3 * more)
        )
    )


def _unprojected(easting: float, northing: float) -> tuple[float, float]:
    """Return latitude and longitude on OSGB36, radians."""
    lat = _LAT0
    while True:
        left = northing - _NORTH0 - _arc(lat)
        if abs(left) < 1e-5:
            break
        lat += left / (_A * _SCALE)
    e2 = 1 - (_B / _A) ** 2
    curve = 1 - e2 * sin(lat) ** 2
    nu = _A * _SCALE / sqrt(curve)
    rho = _A * _SCALE * (1 - e2) * curve**-1.5
    eta2 = nu / rho - 1
    t, sec = tan(lat), 1 / cos(lat)
    east = easting - _EAST0
    lat2 = t / (2 * rho * nu)
    lat4 = t / (24 * rho * nu**3) * (5 + 3 * t**2 + eta2 - 9 * t**2 * eta2)
    lat6 = t / (720 * rho * nu**5) * (61 + 90 * t**2 + 45 * t**4)
    lon1 = sec / nu
    lon3 = sec / (6 * nu**3) * (nu / rho + 2 * t**2)
    lon5 = sec / (120 * nu**5) * (5 + 28 * t**2 + 24 * t**4)
    lon7 = sec / (5040 * nu**7) * (61 + 662 * t**2 + 1320 * t**4 + 720 * t**6)
    return (
        lat - lat2 * east**2 + lat4 * east**4 - lat6 * east**6,
        _LON0 + lon1 * east - lon3 * east**3 + lon5 * east**5 - lon7 * east**7,
    )


def _cartesian(lat: float, lon: float) -> tuple[float, float, float]:
    e2 = 1 - (_B / _A) ** 2
    nu = _A / sqrt(1 - e2 * sin(lat) ** 2)
    return nu * cos(lat) * cos(lon), nu * cos(lat) * sin(lon), (1 - e2) * nu * sin(lat)


def _geodetic(x: float, y: float, z: float) -> tuple[float, float]:
    e2 = 1 - (_WGS_B / _WGS_A) ** 2
    flat = hypot(x, y)
    lat = atan2(z, flat * (1 - e2))
    for _ in range(6):
        nu = _WGS_A / sqrt(1 - e2 * sin(lat) ** 2)
        lat = atan2(z + e2 * nu * sin(lat), flat)
    return degrees(lat), degrees(atan2(y, x))
