"""Elections, who may vote in them and how, stations, the day itself, and who voted in the end."""

from gotv.models.absent import AbsentList, AbsentRow, AbsentVote
from gotv.models.counts import BoxTotal, Count
from gotv.models.day_reports import DayReport
from gotv.models.elections import Election, FranchiseRule, PollingStation
from gotv.models.lifts import Driver, Lift
from gotv.models.marks import DistrictCounter, MarkCheck, MarkVoid, Voted, VoteMark
from gotv.models.postal import PostalAnswer
from gotv.models.rehearsals import Rehearsal
from gotv.models.rooms import CommitteeRoom, RoomDistrict, RoomOfficer
from gotv.models.rounds import Knock, Round
from gotv.models.sheets import PaperPack, Sheet
from gotv.models.snapshots import KnockUpEntry, KnockUpSnapshot
from gotv.models.stations import BallotBox, BoxDistrict, CampaignFigures, StationFile
from gotv.models.tallies import DistrictTally
from gotv.models.tellers import TellerPass, TellerShift
from gotv.models.turnout import MarkedRegister, MarkedRow, TurnoutEntry, TurnoutRecord

__all__ = [
    "AbsentList",
    "AbsentRow",
    "AbsentVote",
    "BallotBox",
    "BoxDistrict",
    "BoxTotal",
    "CampaignFigures",
    "CommitteeRoom",
    "Count",
    "DayReport",
    "DistrictCounter",
    "DistrictTally",
    "Driver",
    "Election",
    "FranchiseRule",
    "Knock",
    "KnockUpEntry",
    "KnockUpSnapshot",
    "Lift",
    "MarkCheck",
    "MarkVoid",
    "MarkedRegister",
    "MarkedRow",
    "PaperPack",
    "PollingStation",
    "PostalAnswer",
    "Rehearsal",
    "RoomDistrict",
    "RoomOfficer",
    "Round",
    "Sheet",
    "StationFile",
    "TellerPass",
    "TellerShift",
    "TurnoutEntry",
    "TurnoutRecord",
    "VoteMark",
    "Voted",
]
