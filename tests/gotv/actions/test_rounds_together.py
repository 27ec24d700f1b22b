"""Two committee rooms that send a team to the same streets in the same moment: one team goes."""

from __future__ import annotations

import pytest

from access import scoping
from canvass.models import PollingDistrict
from gotv.actions import rounds
from gotv.models import Round
from kit.errors import Refused
from tests import cast as people
from tests.factories import canvass
from tests.factories import gotv as make
from tests.gotv.actions.test_marks_together import _together

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_team_a_place_though_four_rooms_press_the_button() -> None:
    cast = people.make()
    unit = cast.wexcombe
    canvass.bulk(unit, districts=1, streets=1, doors=4, per_door=1)
    poll = make.election(unit, rehearsal=True)

    def send(team: str) -> str:
        with scoping.units([unit.pk]):
            try:
                place = PollingDistrict.objects.get()
                rounds.begin(election=poll, district=place, road_group=None, team=team, runner=None, by=cast.osei)
            except Refused as error:
                return str(error)
            return "out"

    answers = _together(*[lambda team=team: send(team) for team in ("Red", "Blue", "Green", "Grey")])  # type: ignore[misc]
    assert sum(answer == "out" for answer in answers) == 1
    assert all("is out there already" in str(answer) for answer in answers if answer != "out")
    with scoping.units([unit.pk]):
        assert Round.objects.get().number == 1
