"""Makes boundaries for tests: strips of land side by side, and files of them brought in.

Three districts A, B and C lie from west to east. The old wards part them after B, the new ones in the middle of B.
"""

from __future__ import annotations

import datetime
import json
from typing import Any

from access.models import Unit
from canvass.actions import boundaries
from canvass.models import BoundaryFile


def strip(west: float, east: float, **properties: str) -> dict[str, Any]:
    """Return a feature from 53.0 to 53.1 north; degrees west of Greenwich are negative."""
    ring = [[west, 53.0], [east, 53.0], [east, 53.1], [west, 53.1], [west, 53.0]]
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


DISTRICTS = (
    strip(-2.3, -2.2, code="A", name="A"),
    strip(-2.2, -2.1, code="B", name="B"),
    strip(-2.1, -2.0, code="C", name="C"),
)
OLD_WARDS = (strip(-2.3, -2.1, code="W", name="West"), strip(-2.1, -2.0, code="E", name="East"))
NEW_WARDS = (
    strip(-2.3, -2.15, code="E05000001", name="West"),
    strip(-2.15, -2.0, code="E05000002", name="Harbour"),
)


def collection(*features: dict[str, Any]) -> bytes:
    """Return a GeoJSON file of these features."""
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def waiting(unit: Unit, *features: dict[str, Any], kind: str, starts_on: datetime.date | None = None) -> BoundaryFile:
    """Upload a file and say what it is. Wants an open scope."""
    made = boundaries.upload(unit=unit, file_name="map.geojson", data=collection(*features), by=None)
    return boundaries.describe(
        file=made,
        kind=kind,
        code_property="code",
        name_property="name",
        starts_on=starts_on,
        council=None,
        source="Somebody",
        by=None,
    )


def bring_in(
    unit: Unit, *features: dict[str, Any], kind: str, starts_on: datetime.date | None = None, **options: Any
) -> BoundaryFile:
    """Upload a file, say what it is, and approve it. Wants an open scope."""
    return boundaries.approve(file=waiting(unit, *features, kind=kind, starts_on=starts_on), by=None, **options)
