"""Elections, stations, and who has voted."""

from gotv.models.elections import Election, PollingStation
from gotv.models.marks import DistrictCounter, MarkVoid, Voted, VoteMark

__all__ = ["DistrictCounter", "Election", "MarkVoid", "PollingStation", "VoteMark", "Voted"]
