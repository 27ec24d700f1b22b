"""Files of polling stations, as councils' software and Contact Creator export them: recognised, read, or refused."""

from gotv.rules.station_files.layouts import LAYOUTS, StationLayout
from gotv.rules.station_files.reading import BoxUse, Found, Place, read

__all__ = ["LAYOUTS", "BoxUse", "Found", "Place", "StationLayout", "read"]
