"""A rehearsal today, so that every page is open at any hour: two districts, one station, a few promises."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from canvass.models import Elector, PollingDistrict
from gotv.models import Election, PollingStation
from tests.cast import Cast
from tests.factories import canvass
from tests.factories import gotv as make


@dataclass(frozen=True)
class Day:
    """Elsie, Graham and Zofia live in HH1, where Elsie and Zofia said Labour; Imran in HH2 did too.

    HH1 votes at the library; HH2 votes nowhere yet.
    """

    cast: Cast
    poll: Election
    hall: PollingStation
    hh1: PollingDistrict
    hh2: PollingDistrict
    elsie: Elector
    graham: Elector
    zofia: Elector
    imran: Elector


@pytest.fixture
def day(cast: Cast) -> Day:
    unit = cast.wexcombe
    hh1 = canvass.district(unit, "HH1", "Tanyard", canvass.ward(unit, "Harrow Hill East"))
    hh2 = canvass.district(unit, "HH2", "Brickfields")
    row = canvass.street(unit, "Tanyard Row")
    door, next_door = (canvass.household(row, number, in_district=hh1) for number in (23, 25))
    far = canvass.household(canvass.street(unit, "Kiln Lane"), 2, in_district=hh2)
    elsie, graham = canvass.elector(door, "Elsie"), canvass.elector(door, "Graham")
    zofia, imran = canvass.elector(next_door, "Zofia", "Haddad"), canvass.elector(far, "Imran", "Okafor")
    for elector in (elsie, zofia, imran):
        make.promise(elector)
    poll = make.election(unit, rehearsal=True)
    return Day(cast, poll, make.station(poll, "Library", hh1), hh1, hh2, elsie, graham, zofia, imran)
