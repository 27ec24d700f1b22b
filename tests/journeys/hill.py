"""Polling day on the hill: what the stories of the office are played on."""

from __future__ import annotations

from dataclasses import dataclass

from access.models import User
from access.roles import RoleName
from canvass.models import Elector, PollingDistrict
from gotv.models import CommitteeRoom, Election, PollingStation
from tests import cast as people
from tests.everywhere import everywhere
from tests.factories import canvass
from tests.factories import gotv as make


@dataclass(frozen=True)
class Hill:
    """A rehearsal today, so that the hour of the test doesn't matter: HH1 with a promise behind each of six doors of
    Tanyard Row, its station and its committee room.
    """

    cast: people.Cast
    poll: Election
    hh1: PollingDistrict
    hall: PollingStation
    room: CommitteeRoom
    electors: list[Elector]

    @property
    def path(self) -> str:
        return f"/u/wexcombe/gotv/{self.poll.pk}/"


def set_up() -> Hill:
    """Make the cast and the hill."""
    cast = people.make()
    unit = cast.wexcombe
    with everywhere():
        poll = make.election(unit, rehearsal=True)
        hh1 = canvass.district(unit, "HH1", "Tanyard", canvass.ward(unit, "Harrow Hill East"))
        road = canvass.street(unit, "Tanyard Row")
        doors = [canvass.household(road, number, in_district=hh1) for number in (1, 3, 5, 7, 9, 11)]
        electors = [
            canvass.elector(door, name, number=100 + at)
            for at, (door, name) in enumerate(
                zip(doors, ("Ada", "Bert", "Cora", "Dev", "Elsie", "Frank"), strict=True), start=1
            )
        ]
        for elector in electors:
            make.promise(elector)
        hall = make.station(poll, "Harrow Hill Library", hh1)
        room = make.room(poll, "Harrow Hill Club", hh1)
    return Hill(cast, poll, hh1, hall, room, electors)


def with_role(hill: Hill, user: User, role: RoleName) -> User:
    """Give somebody a role in Wexcombe."""
    people.grant(user, hill.cast.wexcombe, role)
    return user
