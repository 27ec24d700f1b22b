"""The register, places, boards, and what was recorded at the doors."""

from canvass.models.boards import Board, BoardDoor, Handing
from canvass.models.contacts import ContactEvent, LatestContact, LatestVisit, SyncBatch
from canvass.models.coordinates import CoordinatesFile, PlacedDoor
from canvass.models.councils import Council, RegisterEdition
from canvass.models.doorstep import ConsentWording, DoorFlag, DoorstepConsent, Found, LetterScheme, NoContact
from canvass.models.finding import SearchEntry, SearchState, SearchWord
from canvass.models.holds import HouseholdHold
from canvass.models.imports import ChangeSample, RegisterImport, RejectedRow
from canvass.models.issues import IssueRaised, IssueTopic
from canvass.models.keeping import KeptObjection, PurgeReport
from canvass.models.mappings import LayoutMapping
from canvass.models.matches import DoubtfulMatch
from canvass.models.newcomers import Newcomer
from canvass.models.passes import BoardPass
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
from canvass.models.recall import Recall
from canvass.models.register import AddressLines, Elector, Household, PastEntry, PastHousehold
from canvass.models.sessions import CanvassSession, Joined, Team
from canvass.models.surveys import Survey, SurveyAnswer, SurveyVersion
from canvass.models.targets import Approach, Listed, TargetList, TargetRule, TargetRuleVersion
from canvass.models.walking import StreetOrder

__all__ = [
    "AddressLines",
    "Approach",
    "Board",
    "BoardDoor",
    "BoardPass",
    "Boundary",
    "BoundaryFile",
    "CanvassSession",
    "ChangeSample",
    "ConsentWording",
    "ContactEvent",
    "CoordinatesFile",
    "Council",
    "DistrictWard",
    "DoorFlag",
    "DoorstepConsent",
    "DoubtfulMatch",
    "Elector",
    "Found",
    "Handing",
    "Household",
    "HouseholdHold",
    "IssueRaised",
    "IssueTopic",
    "Joined",
    "KeptObjection",
    "LatestContact",
    "LatestVisit",
    "LayoutMapping",
    "LetterScheme",
    "Listed",
    "Newcomer",
    "NoContact",
    "PastEntry",
    "PastHousehold",
    "PlacedDoor",
    "PollingDistrict",
    "PurgeReport",
    "QualityFigure",
    "Recall",
    "RegisterEdition",
    "RegisterImport",
    "RejectedRow",
    "RoadGroup",
    "RoadGroupStreet",
    "SearchEntry",
    "SearchState",
    "SearchWord",
    "Street",
    "StreetOrder",
    "Survey",
    "SurveyAnswer",
    "SurveyVersion",
    "SyncBatch",
    "TargetList",
    "TargetRule",
    "TargetRuleVersion",
    "Team",
    "Ward",
]
