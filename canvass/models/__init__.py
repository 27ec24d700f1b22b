"""The register, places, boards, and what was recorded at the doors."""

from canvass.models.boards import Board, BoardDoor, Handing
from canvass.models.contacts import ContactEvent, LatestContact, LatestVisit, SyncBatch
from canvass.models.imports import ChangeSample, RegisterImport, RejectedRow
from canvass.models.keeping import KeptObjection
from canvass.models.mappings import LayoutMapping
from canvass.models.matches import DoubtfulMatch
from canvass.models.places import Boundary, DistrictWard, RoadGroup, RoadGroupStreet
from canvass.models.quality import QualityFigure
from canvass.models.register import (
    AddressLines,
    Council,
    Elector,
    Household,
    PastEntry,
    PollingDistrict,
    RegisterEdition,
    Street,
    Ward,
)

__all__ = [
    "AddressLines",
    "Board",
    "BoardDoor",
    "Boundary",
    "ChangeSample",
    "ContactEvent",
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
    "PollingDistrict",
    "QualityFigure",
    "RegisterEdition",
    "RegisterImport",
    "RejectedRow",
    "RoadGroup",
    "RoadGroupStreet",
    "Street",
    "SyncBatch",
    "Ward",
]
