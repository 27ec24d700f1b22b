"""The register, places, boards, and what was recorded at the doors."""

from canvass.models.boards import Board, BoardDoor, Handing
from canvass.models.contacts import ContactEvent, LatestContact, LatestVisit, SyncBatch
from canvass.models.coordinates import CoordinatesFile, PlacedDoor
from canvass.models.councils import Council, RegisterEdition
from canvass.models.finding import SearchEntry, SearchState, SearchWord
from canvass.models.imports import ChangeSample, RegisterImport, RejectedRow
from canvass.models.keeping import KeptObjection, PurgeReport
from canvass.models.mappings import LayoutMapping
from canvass.models.matches import DoubtfulMatch
from canvass.models.places import (
    Boundary,
    BoundaryFile,
    DistrictWard,
    PollingDistrict,
    RoadGroup,
    RoadGroupStreet,
    Street,
    Ward,
)
from canvass.models.quality import QualityFigure
from canvass.models.register import AddressLines, Elector, Household, PastEntry, PastHousehold

__all__ = [
    "AddressLines",
    "Board",
    "BoardDoor",
    "Boundary",
    "BoundaryFile",
    "ChangeSample",
    "ContactEvent",
    "CoordinatesFile",
    "Council",
    "DistrictWard",
    "DoubtfulMatch",
    "Elector",
    "Handing",
    "Household",
    "KeptObjection",
    "LatestContact",
    "LatestVisit",
    "LayoutMapping",
    "PastEntry",
    "PastHousehold",
    "PlacedDoor",
    "PollingDistrict",
    "PurgeReport",
    "QualityFigure",
    "RegisterEdition",
    "RegisterImport",
    "RejectedRow",
    "RoadGroup",
    "RoadGroupStreet",
    "SearchEntry",
    "SearchState",
    "SearchWord",
    "Street",
    "SyncBatch",
    "Ward",
]
