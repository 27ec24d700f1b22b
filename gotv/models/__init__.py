"""Elections, who may vote in them and how, stations, who has voted, and who voted in the end."""

from gotv.models.absent import AbsentList, AbsentRow, AbsentVote
from gotv.models.elections import Election, FranchiseRule, PollingStation
from gotv.models.marks import DistrictCounter, MarkVoid, Voted, VoteMark
from gotv.models.stations import BallotBox, BoxDistrict, CampaignFigures, StationFile
from gotv.models.turnout import MarkedRegister, MarkedRow, TurnoutEntry, TurnoutRecord

__all__ = [
    "AbsentList",
    "AbsentRow",
    "AbsentVote",
    "BallotBox",
    "BoxDistrict",
    "CampaignFigures",
    "DistrictCounter",
    "Election",
    "FranchiseRule",
    "MarkVoid",
    "MarkedRegister",
    "MarkedRow",
    "PollingStation",
    "StationFile",
    "TurnoutEntry",
    "TurnoutRecord",
    "VoteMark",
    "Voted",
]
