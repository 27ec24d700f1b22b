"""The register, boards, and what was recorded at the doors."""

from canvass.models.boards import Board, BoardDoor, Handing
from canvass.models.contacts import ContactEvent, LatestContact, LatestVisit, SyncBatch
from canvass.models.imports import RegisterImport, RejectedRow
from canvass.models.register import (
    AddressLines,
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
    "ContactEvent",
    "Elector",
    "Handing",
    "Household",
    "LatestContact",
    "LatestVisit",
    "PastEntry",
    "PollingDistrict",
    "RegisterEdition",
    "RegisterImport",
    "RejectedRow",
    "Street",
    "SyncBatch",
    "Ward",
]
