"""How far an election without a register is set up: figures, stations and boxes, rooms, people who count."""

from __future__ import annotations

from dataclasses import dataclass

from access.permissions import Permission as P
from canvass.models import PollingDistrict
from gotv.models import BallotBox, CampaignFigures, Election, StationFile
from gotv.queries import campaign_figures, elections, rooms, station_files, stations


@dataclass(frozen=True)
class Guide:
    """What there is so far. `without_figures` are districts that vote, of which Contact Creator says nothing.

    `without_district` are its figures of districts that can't be told, `without_box` stations that nobody could count,
    `counters` people whose role lets them send counts. `waiting` is a file of stations that nobody has approved yet.
    """

    districts: int
    figures: int
    promises: int
    without_figures: list[PollingDistrict]
    without_district: list[CampaignFigures]
    stations: int
    unplaced: list[PollingDistrict]
    waiting: StationFile | None
    boxes: int
    without_box: list[str]
    rooms: int
    unassigned: list[PollingDistrict]
    counters: int
    has_register: bool

    @property
    def has_stations(self) -> bool:
        return self.stations > 0 and not self.unplaced

    @property
    def has_boxes(self) -> bool:
        return self.boxes > 0 and not self.without_box

    @property
    def has_rooms(self) -> bool:
        return self.rooms > 0 and not self.unassigned

    @property
    def step(self) -> int:
        """The first step that is not done, from 2 (the election is the first): figures, stations, boxes, rooms, people.

        7 when all are.
        """
        done = (self.figures > 0, self.has_stations, self.has_boxes, self.has_rooms, self.counters > 0)
        return 2 + next((at for at, one in enumerate(done) if not one), len(done))


def guide(election: Election) -> Guide:
    """Return how far an election is set up. Its size adds no queries."""
    ready = elections.readiness(election)
    figures = list(campaign_figures.listing())
    known = {row.district_id for row in figures}
    here = list(rooms.districts(election))
    waiting = station_files.waiting(election)
    return Guide(
        districts=len(here),
        figures=len(figures),
        promises=campaign_figures.totals()["promises"],
        without_figures=[district for district in here if district.pk not in known],
        without_district=[row for row in figures if row.district_id is None],
        stations=ready.stations,
        unplaced=ready.unplaced,
        waiting=waiting,
        boxes=BallotBox.objects.filter(station__election=election).count(),
        without_box=stations.without_box(election),
        rooms=election.rooms.count(),
        unassigned=rooms.unassigned(election),
        counters=len(rooms.holding(election.unit, (P.ENTER_COUNTS,))),
        has_register=station_files.has_register(election.unit),
    )
