from __future__ import annotations

import datetime
import uuid

import pytest

from access.models import AuditEvent, Unit
from canvass.models import PollingDistrict
from gotv.actions import passes, sheets, stations, tellers
from gotv.models import Election, PollingStation, Sheet, TellerPass, TellerShift
from kit import clock
from kit.errors import Refused
from tests.cast import Cast
from tests.factories import canvass
from tests.factories import gotv as make


@pytest.fixture
def poll(scope: Unit) -> Election:
    return make.election(scope, rehearsal=True)


@pytest.fixture
def districts(scope: Unit) -> list[PollingDistrict]:
    return [canvass.district(scope, code) for code in ("HH1", "HH2", "HH3")]


def _votes_at(poll: Election) -> dict[str, str]:
    rows = PollingStation.objects.filter(election=poll, districts__isnull=False)
    return dict(rows.values_list("districts__code", "name"))


def test_adds_a_station_and_notes_it(poll: Election, districts: list[PollingDistrict], cast: Cast) -> None:
    stations.add(election=poll, name=" Library ", address="4 High St", districts=districts[:2], by=cast.marian)
    assert _votes_at(poll) == {"HH1": "Library", "HH2": "Library"}
    assert AuditEvent.objects.get(verb="station.added").detail == {"districts": [d.pk for d in districts[:2]]}


def test_a_district_votes_at_one_station(poll: Election, districts: list[PollingDistrict], cast: Cast) -> None:
    make.station(poll, "Library", districts[0])
    with pytest.raises(Refused, match=r"HH1 \(Library\)"):
        stations.add(election=poll, name="Hall", address="", districts=districts, by=cast.marian)
    hall = make.station(poll, "Hall", districts[1])
    with pytest.raises(Refused, match=r"HH1 \(Library\)"):
        stations.change(station=hall, name="Hall", address="", districts=districts, by=cast.marian)
    assert _votes_at(poll) == {"HH1": "Library", "HH2": "Hall"}


def test_in_another_election_it_may_vote_elsewhere(
    poll: Election, districts: list[PollingDistrict], cast: Cast
) -> None:
    make.station(poll, "Library", districts[0])
    other = make.election(poll.unit, "Another")
    stations.add(election=other, name="Library", address="", districts=districts[:1], by=cast.marian)
    assert _votes_at(other) == {"HH1": "Library"}


def test_refuses_a_name_that_is_taken(poll: Election, cast: Cast) -> None:
    make.station(poll, "Library")
    with pytest.raises(Refused, match="Number the rooms"):
        stations.add(election=poll, name="Library", address="", districts=[], by=cast.marian)


def test_changes_a_station(poll: Election, districts: list[PollingDistrict], cast: Cast) -> None:
    hall = make.station(poll, "Hall", districts[0])
    stations.change(station=hall, name="Hall, room 1", address="", districts=districts[1:], by=cast.marian)
    assert _votes_at(poll) == {"HH2": "Hall, room 1", "HH3": "Hall, room 1"}


def test_what_is_removed_can_be_brought_back(poll: Election, districts: list[PollingDistrict], cast: Cast) -> None:
    hall = make.station(poll, "Hall", *districts)
    was = stations.remove(station=hall, by=cast.marian)
    assert not PollingStation.objects.exists()
    back = PollingDistrict.objects.filter(pk__in=was["districts"])
    stations.add(election=poll, name=was["name"], address=was["address"], districts=back, by=cast.marian)
    assert set(_votes_at(poll)) == {"HH1", "HH2", "HH3"}


def test_a_station_with_marks_stays(poll: Election, districts: list[PollingDistrict], cast: Cast) -> None:
    hall = make.station(poll, "Hall", districts[0])
    make.mark(hall, canvass.elector(canvass.household(canvass.street(poll.unit), 1)))
    with pytest.raises(Refused, match="stays"):
        stations.remove(station=hall, by=cast.marian)
    assert PollingStation.objects.get() == hall


def test_a_station_where_a_phone_was_let_in_stays(poll: Election, cast: Cast) -> None:
    hall = make.station(poll, "Hall")
    tellers.let_in(station=hall, device_id=uuid.uuid4(), by=cast.tess)
    with pytest.raises(Refused, match="stays"):
        stations.remove(station=hall, by=cast.marian)


def test_a_station_with_hours_a_code_or_a_pad_stays(poll: Election, cast: Cast) -> None:
    """Nothing would bring them back: the rota is filled, the code is printed, the pad is out."""
    rota, code, pad = (make.station(poll, name) for name in ("Rota", "Code", "Pad"))
    make.shift(rota, 7, 9, cast.tess)
    passes.make(station=code, by=cast.marian)
    sheets.make_pads(election=poll, station=pad, pages=1, by=cast.marian)
    for station in (rota, code, pad):
        with pytest.raises(Refused, match="stays"):
            stations.remove(station=station, by=cast.marian)
    assert (TellerShift.objects.count(), TellerPass.objects.count(), Sheet.objects.count()) == (1, 1, 1)


def test_arranges_all_districts_at_once(poll: Election, districts: list[PollingDistrict], cast: Cast) -> None:
    hh1, hh2, hh3 = districts
    make.station(poll, "Library", hh1, hh2)
    moved = stations.arrange(election=poll, places={hh1: "library", hh2: " Hall ", hh3: "Hall"}, by=cast.marian)
    assert moved == 2
    assert _votes_at(poll) == {"HH1": "Library", "HH2": "Hall", "HH3": "Hall"}
    assert AuditEvent.objects.get(verb="stations.arranged").detail == {"districts": [hh2.pk, hh3.pk]}


def test_an_empty_place_takes_the_district_off(poll: Election, districts: list[PollingDistrict], cast: Cast) -> None:
    make.station(poll, "Library", *districts[:2])
    assert stations.arrange(election=poll, places={districts[0]: ""}, by=cast.marian) == 1
    assert _votes_at(poll) == {"HH2": "Library"}


def test_arranging_the_same_again_changes_nothing(poll: Election, districts: list[PollingDistrict], cast: Cast) -> None:
    places = dict.fromkeys(districts, "Hall")
    assert stations.arrange(election=poll, places=places, by=cast.marian) == 3
    assert stations.arrange(election=poll, places=places, by=cast.marian) == 0
    assert AuditEvent.objects.filter(verb="stations.arranged").count() == 1
    assert PollingStation.objects.count() == 1


def test_nothing_changes_once_the_election_is_over(scope: Unit, districts: list[PollingDistrict], cast: Cast) -> None:
    past = make.election(scope, on=clock.today() - datetime.timedelta(days=1))
    hall = make.station(past, "Hall", districts[0])
    deeds = (
        lambda: stations.add(election=past, name="Library", address="", districts=[], by=cast.marian),
        lambda: stations.change(station=hall, name="Library", address="", districts=[], by=cast.marian),
        lambda: stations.remove(station=hall, by=cast.marian),
        lambda: stations.arrange(election=past, places={districts[0]: ""}, by=cast.marian),
    )
    for deed in deeds:
        with pytest.raises(Refused, match="is over"):
            deed()
    assert _votes_at(past) == {"HH1": "Hall"}
