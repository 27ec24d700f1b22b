"""Ballot boxes numbered by hand, and what becomes of them when districts move."""

from __future__ import annotations

import pytest

from access.models import AuditEvent, Unit
from gotv.actions import stations
from gotv.models import BallotBox, PollingStation
from gotv.queries import stations as queries
from kit.errors import Refused
from tests.factories import gotv as make
from tests.gotv.conftest import Day


def _boxes(station: PollingStation) -> dict[str, list[str]]:
    rows = BallotBox.objects.filter(station=station).order_by("pk")
    return {box.number: [use.district.code for use in box.districts.all()] for box in rows}


def _number(day: Day, *numbers: str) -> int:
    return stations.number_boxes(election=day.poll, boxes_of={day.hall: numbers}, by=day.cast.osei)


def test_a_box_is_for_all_districts_of_its_station(scope: Unit, day: Day) -> None:
    assert queries.without_box(day.poll) == ["Library"]
    assert _number(day, "3", "B6/1", "3") == 1
    assert _boxes(day.hall) == {"3": ["HH1"], "B6/1": ["HH1"]}
    assert queries.without_box(day.poll) == []
    assert AuditEvent.objects.filter(verb="stations.boxes_numbered").count() == 1
    assert _number(day, "3", "B6/1") == 0


def test_a_box_that_stays_keeps_what_is_known_of_it(scope: Unit, day: Day) -> None:
    box = make.box(day.hall, "3", day.hh1, electors=500)
    _number(day, "3", "4")
    assert box.districts.get().electors == 500
    _number(day, "4")
    assert list(_boxes(day.hall)) == ["4"]


def test_a_box_that_was_counted_stays(scope: Unit, day: Day) -> None:
    make.count(make.box(day.hall, "3", day.hh1), 2, by=day.cast.osei)
    with pytest.raises(Refused, match="Box 3 at Library was counted already"):
        _number(day, "4")
    assert list(_boxes(day.hall)) == ["3"]


def test_boxes_follow_districts_that_move(scope: Unit, day: Day) -> None:
    _number(day, "3")
    club = make.station(day.poll, "Club")
    make.box(club, "9")
    stations.arrange(election=day.poll, places={day.hh1: "Club", day.hh2: "Club"}, by=None)
    assert _boxes(day.hall) == {"3": []}
    assert _boxes(club) == {"9": ["HH1", "HH2"]}
    stations.change(station=club, name="Club", address="", districts=[day.hh2], by=day.cast.osei)
    assert _boxes(club) == {"9": ["HH2"]}


def test_boxes_that_have_their_own_districts_keep_them(scope: Unit, day: Day) -> None:
    stations.arrange(election=day.poll, places={day.hh2: "Library"}, by=None)
    BallotBox.objects.filter(station=day.hall).delete()
    make.box(day.hall, "1", day.hh1)
    make.box(day.hall, "2", day.hh2)
    stations.change(station=day.hall, name="Hall", address="", districts=[day.hh1, day.hh2], by=day.cast.osei)
    assert _boxes(day.hall) == {"1": ["HH1"], "2": ["HH2"]}
