from __future__ import annotations

import datetime

import pytest

from access.models import AuditEvent, Unit
from access.roles import RoleName
from gotv.actions import shifts
from gotv.models import PollingStation, TellerShift
from gotv.queries import shifts as queries
from gotv.rules.hours import Hours
from kit import clock
from kit.errors import Refused
from tests import cast as people
from tests.cast import Cast
from tests.factories import canvass
from tests.factories import gotv as make


@pytest.fixture
def hall(scope: Unit) -> PollingStation:
    return make.station(make.election(scope, rehearsal=True), "Library", canvass.district(scope))


def _span(begins: int, ends: int) -> Hours:
    return Hours(clock.at(clock.today(), begins), clock.at(clock.today(), ends))


def test_somebody_gets_hours_by_account_or_by_name(cast: Cast, hall: PollingStation) -> None:
    shifts.add(station=hall, hours=_span(7, 9), user=cast.tess, by=cast.osei)
    shifts.add(station=hall, hours=_span(7, 8), name=" Kitty ", phone="01632 960007", by=cast.osei)
    row = queries.rota(hall.election, [hall])[0]
    assert [cell.names for cell in row.cells[:3]] == [(cast.tess.name, "Kitty"), (cast.tess.name,), ()]
    assert row.hours_empty == 13
    assert AuditEvent.objects.filter(verb="shift.added").count() == 2


@pytest.mark.parametrize(
    ("hours", "words"), [((6, 9), "whole hours"), ((21, 23), "whole hours"), ((9, 9), "whole hours")]
)
def test_hours_that_can_not_be_are_refused(cast: Cast, hall: PollingStation, hours: tuple, words: str) -> None:
    with pytest.raises(Refused, match=words):
        shifts.add(station=hall, hours=_span(*hours), user=cast.tess, by=cast.osei)
    assert not TellerShift.objects.exists()


def test_nobody_is_no_teller(cast: Cast, hall: PollingStation) -> None:
    with pytest.raises(Refused, match="type a name"):
        shifts.add(station=hall, hours=_span(7, 9), name="  ", by=cast.osei)


def test_nobody_stands_in_two_places_at_once(cast: Cast, hall: PollingStation) -> None:
    other = make.station(hall.election, "Scout hut", canvass.district(hall.unit, "HH2"))
    shifts.add(station=hall, hours=_span(7, 9), user=cast.tess, by=cast.osei)
    with pytest.raises(Refused, match="Library from 07:00 to 09:00"):
        shifts.add(station=other, hours=_span(8, 10), user=cast.tess, by=cast.osei)
    shifts.add(station=other, hours=_span(9, 10), user=cast.tess, by=cast.osei)


def test_a_teller_takes_empty_hours_and_only_those(cast: Cast, hall: PollingStation) -> None:
    shifts.add(station=hall, hours=_span(7, 9), name="Kitty", by=cast.osei)
    with pytest.raises(Refused, match="meanwhile"):
        shifts.take(station=hall, hours=_span(8, 10), by=cast.tess)
    made = shifts.take(station=hall, hours=_span(9, 11), by=cast.tess)
    assert (made.user, made.made_by) == (cast.tess, cast.tess)


def test_hours_are_given_back_by_whoever_has_them(cast: Cast, hall: PollingStation) -> None:
    made = shifts.take(station=hall, hours=_span(9, 11), by=cast.tess)
    with pytest.raises(Refused, match="not your hours"):
        shifts.give_back(shift=made, by=cast.alun)
    shifts.give_back(shift=made, by=cast.tess)
    assert not TellerShift.objects.exists()


def test_a_polling_agent_of_that_day_is_no_teller(cast: Cast, hall: PollingStation) -> None:
    people.grant(cast.alun, cast.wexcombe, RoleName.POLLING_AGENT)
    with pytest.raises(Refused, match="polling agent"):
        shifts.add(station=hall, hours=_span(7, 9), user=cast.alun, by=cast.osei)


def test_nothing_changes_when_the_day_is_over(cast: Cast, scope: Unit) -> None:
    past = make.station(make.election(scope, on=clock.today() - datetime.timedelta(days=1)), "Library")
    with pytest.raises(Refused, match="is over"):
        shifts.add(station=past, hours=_span(7, 9), user=cast.tess, by=cast.osei)


def test_how_full_the_rota_is(cast: Cast, hall: PollingStation) -> None:
    make.station(hall.election, "Scout hut", canvass.district(hall.unit, "HH2"))
    make.station(hall.election, "Nobody votes here")
    shifts.add(station=hall, hours=_span(7, 9), user=cast.tess, by=cast.osei)
    cover = queries.cover(hall.election)
    assert (cover.stations, cover.hours, cover.empty) == (2, 30, 28)
    assert [station.name for station in cover.without] == ["Scout hut"]
    assert [empty for _slot, empty in cover.by_hour[:3]] == [1, 1, 2]


def test_one_name_has_an_hour_at_a_station_once(cast: Cast, hall: PollingStation) -> None:
    other = make.station(hall.election, "Scout hut", canvass.district(hall.unit, "HH2"))
    shifts.add(station=hall, hours=_span(7, 9), name="Kitty Marsh", by=cast.osei)
    with pytest.raises(Refused, match="Kitty Marsh is at Library from 07:00 to 09:00"):
        shifts.add(station=hall, hours=_span(8, 10), name="kitty marsh", by=cast.osei)
    shifts.add(station=hall, hours=_span(9, 10), name="Kitty Marsh", by=cast.osei)
    shifts.add(station=other, hours=_span(7, 9), name="Kitty Marsh", by=cast.osei)  # another of that name, perhaps
    assert TellerShift.objects.count() == 3
