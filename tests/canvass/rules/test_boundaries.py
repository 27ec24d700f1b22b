from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from canvass.enums import BoundaryKind
from canvass.rules import boundaries
from kit.errors import Refused

RING = [[-2.4, 53.4], [-2.3, 53.4], [-2.3, 53.5], [-2.4, 53.4]]


def _file(*features: dict[str, Any], **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more}).encode()


def _area(coordinates: Any = None, kind: str = "Polygon", **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": kind, "coordinates": [RING] if coordinates is None else coordinates},
    }


def _crs(name: str) -> dict[str, Any]:
    return {"crs": {"type": "name", "properties": {"name": name}}}


def test_reads_polygons_packed_or_not() -> None:
    data = _file(_area(code="HH1", name="Harrow Hill", lat=53.45, none=None))
    for one in (data, gzip.compress(data), b"\xef\xbb\xbf" + data):
        [feature] = boundaries.read(one)
        assert feature["properties"] == {"code": "HH1", "name": "Harrow Hill", "lat": "53.45", "none": ""}
        assert feature["geometry"] == {"type": "Polygon", "coordinates": [RING]}


def test_height_and_noise_are_dropped() -> None:
    ring = [[-2.4000000001, 53.4, 12.0], [-2.3, 53.4, 12.0], [-2.3, 53.5, 12.0], [-2.4000000001, 53.4, 12.0]]
    [feature] = boundaries.read(_file(_area([[ring]], "MultiPolygon")))
    assert feature["geometry"]["coordinates"] == [[RING]]


@pytest.mark.parametrize(
    "name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326", "urn:ogc:def:crs:OGC::CRS84"]
)
def test_degrees_by_any_name_are_read(name: str) -> None:
    assert boundaries.read(_file(_area(), **_crs(name)))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (
            _file(_area(), **_crs("urn:ogc:def:crs:EPSG::27700")),
            ("This file says that its coordinates are urn:ogc:def:crs:EPSG::27700. Rosette reads longitude and "
            "latitude (WGS 84) only. Nothing was changed. Download it as WGS 84, also called EPSG:4326 or CRS84."),
        ),
        (
            _file(_area([[[380000, 395000], [381000, 395000], [381000, 396000], [380000, 395000]]])),
            ("The coordinates of this file are metres of a national grid, not degrees. Rosette reads longitude and "
            "latitude (WGS 84) only. Nothing was changed. Download it as WGS 84, also called EPSG:4326."),
        ),
        (
            _file(_area([[[53.4, -2.4], [53.4, -2.3], [53.5, -2.3], [53.4, -2.4]]])),
            "Latitude and longitude are swapped in this file. Nothing was changed. GeoJSON puts longitude first.",
        ),
        (
            _file(_area([[[13.4, 52.5], [13.5, 52.5], [13.5, 52.6], [13.4, 52.5]]])),
            "This file has places outside the United Kingdom. Nothing was changed.",
        ),
        (_file(), "This file holds no boundaries: its list of features is empty. Nothing was changed."),
        (
            _file(_area([-2.4, 53.4], "Point")),
            "Feature 1 is Point, and only areas (Polygon, MultiPolygon) are boundaries. Nothing was changed.",
        ),
        (_file(_area([RING[:3]])), "The outline of feature 1 can’t be read. Nothing was changed."),
        (_file(_area(), _area([[*RING[:3], [0, 53]]])), "The outline of feature 2 can’t be read. Nothing was changed."),
        (_file(_area([])), "The outline of feature 1 can’t be read. Nothing was changed."),
        (
            _file(_area([[["a", "b"]] * 4])),
            "The outline of feature 1 can’t be read. Nothing was changed.",
        ),
        (b'{"type": "Topology"}', "This is TopoJSON. Nothing was changed. Download the boundaries as GeoJSON."),
        (b"[1, 2]", "This is JSON, but no GeoJSON FeatureCollection. Nothing was changed."),
        (
            json.dumps(_area()).encode(),
            "This is a single Feature and no FeatureCollection, so nothing says what it is called.",
        ),
        (b"PK\x03\x04rest", ("This is a zip archive, perhaps with shapefiles in it. Nothing was changed. "
         "Download the boundaries as GeoJSON.")),
        (b"<?xml version='1.0'?>", ("This is XML, such as KML or GML. Nothing was changed. "
         "Download the boundaries as GeoJSON.")),
        (_file(_area())[:-20], "This is not GeoJSON, or it was cut short on its way. Nothing was changed."),
        (b"\xff\xfe\x00", "This is not GeoJSON, or it was cut short on its way. Nothing was changed."),
        (b"[" * 200_000, "This is not GeoJSON, or it was cut short on its way. Nothing was changed."),
        (_file(_area([[[float("nan"), 53.4]] * 4])), ("This is not GeoJSON, or it was cut short on its way. "
         "Nothing was changed.")),
        (gzip.compress(_file(_area()), mtime=0)[:-30], ("This packed file is damaged or was cut short. "
         "Nothing was changed. Send it again.")),
    ],
)  # fmt: skip
def test_what_can_not_be_trusted_is_refused_with_its_reason(data: bytes, says: str) -> None:
    with pytest.raises(Refused) as refused:
        boundaries.read(data)
    assert str(refused.value) == says


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boundaries, "MAX_UNPACKED", 1_000_000)
    with pytest.raises(Refused, match="unpacks to far more than boundaries need"):
        boundaries.read(gzip.compress(b" " * 2_000_000))


def test_too_many_points_or_places_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boundaries, "MAX_POINTS", 7)
    with pytest.raises(Refused, match="more than a million points"):
        boundaries.read(_file(_area(), _area()))
    monkeypatch.setattr(boundaries, "MAX_FEATURES", 1)
    with pytest.raises(Refused, match="2 features, and 1 is the most"):
        boundaries.read(_file(_area(), _area()))


def test_proposes_wards_by_their_ons_codes() -> None:
    features = boundaries.read(
        _file(
            _area(WD23CD="E05015239", WD23NM="Altrincham", OBJECTID=1, lat=53.1),
            _area(WD23CD="E05015240", WD23NM="Ashton", OBJECTID=2, lat=53.2),
        )
    )
    assert boundaries.propose(features) == boundaries.Proposal(BoundaryKind.WARD, "WD23CD", "WD23NM")


def test_proposes_constituencies() -> None:
    features = boundaries.read(_file(_area(PCON24CD="E14001065", PCON24NM="Altrincham")))
    assert boundaries.propose(features).kind == BoundaryKind.CONSTITUENCY


def test_proposes_districts_by_the_codes_that_are_held() -> None:
    features = boundaries.read(_file(_area(area="AA", ward="Bowdon"), _area(area="AB", ward="Bowdon")))
    assert boundaries.propose(features, {"AA"}) == boundaries.Proposal(BoundaryKind.DISTRICT, "area", "")


def test_proposes_districts_by_codes_with_figures() -> None:
    features = boundaries.read(_file(_area(area="1BDF", lat=53.11), _area(area="1BDE", lat=53.12)))
    assert boundaries.propose(features) == boundaries.Proposal(BoundaryKind.DISTRICT, "area", "")


def test_proposes_nothing_where_nothing_speaks_for_it() -> None:
    features = boundaries.read(_file(_area(name="Town"), _area(name="Country")))
    assert boundaries.propose(features) == boundaries.Proposal("", "", "name")
