"""Boundaries from GeoJSON: read what can be trusted, refuse the rest with its reason, propose what its columns mean."""

from __future__ import annotations

import gzip
import io
import json
import math
import re
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from canvass.enums import BoundaryKind
from canvass.rules.geography.bounds import is_in_kingdom
from kit.errors import Refused

MAX_BYTES = 25 * 1024 * 1024
MAX_UNPACKED = 80 * 1024 * 1024
MAX_FEATURES = 2_000
MAX_POINTS = 1_000_000
# A tenth of a metre; what files say beyond that is noise.
_DECIMALS = 6
_DEGREES = re.compile(r"(CRS84|EPSG:+(\d[\d.]*:)?4326|WGS ?-?84)$", re.IGNORECASE)
# What an ONS code's first letters enclose.
_KINDS = {
    BoundaryKind.WARD: ("E05", "W05", "S13", "N08"),
    BoundaryKind.CONSTITUENCY: ("E14", "W07", "S14", "N06"),
}
_ONS = re.compile(r"[EWSN]\d{8}")
_CODE_WORDS = re.compile(r"cd$|code|ref|^pd|^id$|_id$", re.IGNORECASE)
_NAME_WORDS = re.compile(r"nm$|name|ward|title|label", re.IGNORECASE)
LONGEST_CODE, LONGEST_NAME = 16, 120


@dataclass(frozen=True)
class Proposal:
    """What the columns of a file seem to hold; "" where nothing speaks for any."""

    kind: str
    code: str
    name: str


def read(data: bytes) -> list[dict[str, Any]]:
    """Return the features of a GeoJSON file, packed with gzip or not: {"properties": texts, "geometry": ...}.

    Raises Refused, saying why, for what is no collection of polygons in degrees.
    """
    found = _parsed(_unpacked(data))
    if not isinstance(found, dict) or found.get("type") != "FeatureCollection":
        raise Refused(_not_a_collection(found))
    _check_crs(found.get("crs"))
    features = found.get("features")
    if not isinstance(features, list) or not features:
        raise Refused(_("This file holds no boundaries: its list of features is empty. Nothing was changed."))
    if len(features) > MAX_FEATURES:
        raise Refused(
            _("This file has %(count)s features, and %(most)s is the most. Cut out your own area first.")
            % {"count": len(features), "most": MAX_FEATURES}
        )
    budget = [MAX_POINTS]
    return [_feature(at, feature, budget) for at, feature in enumerate(features, 1)]


def properties(features: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Return the values of each property that any feature has, in the order of the features, "" where one has none."""
    names = dict.fromkeys(name for one in features for name in one["properties"])
    return {name: [one["properties"].get(name, "") for one in features] for name in names}


def propose(features: Sequence[Mapping[str, Any]], districts: Collection[str] = ()) -> Proposal:
    """Say what the columns seem to be. `districts` are the codes of the polling districts that are held."""
    known = {code.upper() for code in districts}
    columns = {
        name: values
        for name, values in properties(features).items()
        if all(values) and len(set(values)) == len(values) and not all(map(_is_decimal, values))
    }
    for kind, starts in _KINDS.items():
        for name, values in columns.items():
            if all(_ONS.fullmatch(value) and value.startswith(starts) for value in values):
                return Proposal(kind, name, _name_among(columns, name))
    codes = {name: values for name, values in columns.items() if all(_may_be_code(value) for value in values)}
    ranked = sorted(
        codes,
        key=lambda name: (
            -sum(value.upper() in known for value in codes[name]),
            not _CODE_WORDS.search(name),
            sum(map(len, codes[name])),
        ),
    )
    code = ranked[0] if ranked else ""
    is_district = bool(code) and any(value.upper() in known for value in codes[code])
    looks_so = is_district or (bool(code) and all(any(letter.isdigit() for letter in one) for one in codes[code]))
    if not looks_so:
        return Proposal("", "", _name_among(columns, ""))
    return Proposal(BoundaryKind.DISTRICT, code, _name_among(columns, code))


def _name_among(columns: Mapping[str, Sequence[str]], code: str) -> str:
    """Return the column that most likely names the places: words, not the code's."""
    words = [
        name
        for name, values in columns.items()
        if name != code and all(any(letter.isalpha() for letter in value) for value in values)
    ]
    words.sort(key=lambda name: not _NAME_WORDS.search(name))
    return words[0] if words else ""


def _may_be_code(value: str) -> bool:
    return len(value) <= LONGEST_CODE and " " not in value.strip()


def _is_decimal(value: str) -> bool:
    try:
        return not float(value).is_integer()
    except ValueError:
        return False


def _unpacked(data: bytes) -> bytes:
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        with gzip.open(io.BytesIO(data)) as file:
            text = file.read(MAX_UNPACKED + 1)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise Refused(_("This packed file is damaged or was cut short. Nothing was changed. Send it again.")) from error
    if len(text) > MAX_UNPACKED:
        raise Refused(_("This file unpacks to far more than boundaries need, so it was not read. Nothing was changed."))
    return text


def _parsed(data: bytes) -> Any:
    if data.startswith(b"PK\x03\x04"):
        raise Refused(
            _(
                "This is a zip archive, perhaps with shapefiles in it. Nothing was changed. "
                "Download the boundaries as GeoJSON."
            )
        )
    if data.lstrip()[:5].lower() in {b"<?xml", b"<kml "}:
        raise Refused(_("This is XML, such as KML or GML. Nothing was changed. Download the boundaries as GeoJSON."))
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Refused(_("This is not GeoJSON, or it was cut short on its way. Nothing was changed.")) from error


def _no_number(name: str) -> float:
    raise ValueError(name)


def _not_a_collection(found: Any) -> str:
    kind = found.get("type") if isinstance(found, dict) else None
    if kind == "Topology":
        return _("This is TopoJSON. Nothing was changed. Download the boundaries as GeoJSON.")
    if kind in {"Feature", "Polygon", "MultiPolygon", "GeometryCollection"}:
        return _("This is a single %(kind)s and no FeatureCollection, so nothing says what it is called.") % {
            "kind": kind
        }
    return _("This is JSON, but no GeoJSON FeatureCollection. Nothing was changed.")


def _check_crs(crs: Any) -> None:
    if crs is None:
        return
    name = crs.get("properties", {}).get("name", "") if isinstance(crs, dict) else ""
    if not isinstance(name, str) or not _DEGREES.search(name):
        raise Refused(
            _(
                "This file says that its coordinates are %(system)s. Rosette reads longitude and latitude "
                "(WGS 84) only. Nothing was changed. Download it as WGS 84, also called EPSG:4326 or CRS84."
            )
            % {"system": str(name)[:60] or _("of an unnamed kind")}
        )


def _feature(at: int, feature: Any, budget: list[int]) -> dict[str, Any]:
    """Return one feature as it is kept. `budget` is how many points the file may still have."""
    held: Any = feature.get("geometry") if isinstance(feature, dict) else None
    geometry: dict[str, Any] = held if isinstance(held, dict) else {}
    kind = geometry.get("type")
    if kind not in {"Polygon", "MultiPolygon"}:
        raise Refused(
            _("Feature %(at)s is %(kind)s, and only areas (Polygon, MultiPolygon) are boundaries. Nothing was changed.")
            % {"at": at, "kind": str(kind)[:30] if kind else _("without a place")}
        )
    polygons: Any = [geometry.get("coordinates")] if kind == "Polygon" else geometry.get("coordinates")
    try:
        kept = [[_ring(ring, budget) for ring in polygon] for polygon in polygons]
    except (TypeError, ValueError, KeyError, IndexError) as error:
        raise Refused(_("The outline of feature %(at)s can’t be read. Nothing was changed.") % {"at": at}) from error
    if not kept or not all(kept):
        raise Refused(_("The outline of feature %(at)s can’t be read. Nothing was changed.") % {"at": at})
    columns = feature.get("properties")
    texts = {str(name)[:100]: _text(value) for name, value in columns.items()} if isinstance(columns, dict) else {}
    return {
        "properties": texts,
        "geometry": {"type": kind, "coordinates": kept[0] if kind == "Polygon" else kept},
    }


def _ring(ring: Iterable[Sequence[float]], budget: list[int]) -> list[list[float]]:
    points = []
    for point in ring:
        budget[0] -= 1
        if budget[0] < 0:
            raise Refused(
                _("This file has more than a million points. Nothing was changed. Download generalised boundaries.")
            )
        lon, lat = float(point[0]), float(point[1])
        if not (math.isfinite(lon) and math.isfinite(lat)):
            raise ValueError("no number")
        _check_place(lon, lat)
        points.append([round(lon, _DECIMALS), round(lat, _DECIMALS)])
    if len(points) < 4 or points[0] != points[-1]:
        raise ValueError("no closed ring")
    return points


def _check_place(lon: float, lat: float) -> None:
    if is_in_kingdom(lat, lon):
        return
    if abs(lon) > 180 or abs(lat) > 90:
        raise Refused(
            _(
                "The coordinates of this file are metres of a national grid, not degrees. Rosette reads longitude "
                "and latitude (WGS 84) only. Nothing was changed. Download it as WGS 84, also called EPSG:4326."
            )
        )
    if is_in_kingdom(lon, lat):
        raise Refused(
            _("Latitude and longitude are swapped in this file. Nothing was changed. GeoJSON puts longitude first.")
        )
    raise Refused(_("This file has places outside the United Kingdom. Nothing was changed."))


def _text(value: object) -> str:
    if isinstance(value, bool) or value is None or isinstance(value, list | dict):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split())[:200]
