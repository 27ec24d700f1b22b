from __future__ import annotations

from pathlib import Path

import pytest

from access.models import Unit
from canvass.enums import PlaceFileState
from canvass.models import Household, PollingDistrict, Ward
from gotv.actions import station_files, stations
from gotv.models import BallotBox, BoxDistrict, Election, PollingStation, TellerShift
from gotv.queries import station_files as queries
from kit.errors import Refused
from tests.factories import canvass
from tests.factories import gotv as make
from tests.factories.stations import CONTACT_CREATOR, EROS, upload, xpress
from tests.gotv.conftest import Day


def _votes_at(election: Election) -> dict[str, str]:
    rows = PollingStation.objects.filter(election=election, districts__isnull=False)
    return dict(rows.values_list("districts__code", "name"))


def test_a_file_changes_nothing_until_it_is_approved(scope: Unit, day: Day, tmp_path: Path) -> None:
    before = _votes_at(day.poll)
    file = upload(day.poll, tmp_path, *xpress(("HH1", "Hall", "WX1 9ZZ")))
    assert _votes_at(day.poll) == before
    assert queries.nowhere(file) == ["HH2"]
    assert queries.strangers(file) == []


def test_approving_replaces_and_keeps_where_a_teller_worked(scope: Unit, day: Day, tmp_path: Path) -> None:
    make.station(day.poll, "Old club", day.hh2)
    make.mark(day.hall, day.elsie)
    file = upload(day.poll, tmp_path, *xpress(("HH1", "Hall", "WX1 9ZZ"), ("HH2", "hall", "WX1 9ZZ")))
    done = station_files.approve(file=file, chosen={}, by=None)
    assert done.report == {"made": 1, "kept": 0, "gone": 1, "in_use": 1, "districts": 2}
    assert _votes_at(day.poll) == {"HH1": "Hall", "HH2": "Hall"}
    assert set(day.poll.stations.values_list("name", flat=True)) == {"Hall", day.hall.name}


def test_taking_back_puts_stations_districts_and_boxes_back(scope: Unit, day: Day, tmp_path: Path) -> None:
    old = make.station(day.poll, "Old club", day.hh2)
    box = BallotBox.objects.create(unit=scope, station=old, number="7")
    BoxDistrict.objects.create(unit=scope, box=box, district=day.hh2, lowest=1, highest=900)
    before = (_votes_at(day.poll), set(day.poll.stations.values_list("pk", "name")))
    file = upload(day.poll, tmp_path, *xpress(("HH1", "Hall", ""), ("HH2", "Hall", "")))
    station_files.approve(file=file, chosen={}, by=None)
    assert not BallotBox.objects.exists()
    undone = station_files.undo(file=file, by=None)
    assert undone.state == PlaceFileState.UNDONE
    assert (_votes_at(day.poll), set(day.poll.stations.values_list("pk", "name"))) == before
    use = BoxDistrict.objects.get(box__station=old, box__number="7")
    assert (use.district, use.lowest, use.highest) == (day.hh2, 1, 900)


def test_a_file_takes_nobody_off_the_rota(scope: Unit, day: Day, tmp_path: Path) -> None:
    make.shift(day.hall, 7, 9, day.cast.tess)
    file = upload(day.poll, tmp_path, *xpress(("HH1", "New hall", ""), ("HH2", "New hall", "")))
    station_files.approve(file=file, chosen={}, by=None)
    assert TellerShift.objects.get().station == day.hall
    make.shift(day.poll.stations.get(name="New hall"), 9, 11, day.cast.tess)
    with pytest.raises(Refused, match="or has hours"):
        station_files.undo(file=file, by=None)


def test_taking_back_is_refused_once_a_teller_worked_there(scope: Unit, day: Day, tmp_path: Path) -> None:
    file = upload(day.poll, tmp_path, *xpress(("HH1", "New hall", "")))
    station_files.approve(file=file, chosen={}, by=None)
    make.mark(PollingStation.objects.get(name="New hall"), day.elsie)
    with pytest.raises(Refused, match="A teller has worked at New hall, which this file brought"):
        station_files.undo(file=file, by=None)
    assert _votes_at(day.poll)["HH1"] == "New hall"


def test_a_district_at_two_places_is_a_question(scope: Unit, day: Day, tmp_path: Path) -> None:
    rows = (("HH1", "Hall", ""), ("HH1", "Hall", ""), ("HH1", "Club", ""), ("HH2", "Club", ""))
    file = upload(day.poll, tmp_path, *xpress(*rows))
    [doubt] = queries.choices(file)
    assert doubt.places == [(0, "Hall", 2), (1, "Club", 1)]
    station_files.approve(file=file, chosen={}, by=None)
    assert _votes_at(day.poll) == {"HH2": "Club"}
    again = upload(day.poll, tmp_path, *xpress(*rows))
    station_files.approve(file=again, chosen={0: 1}, by=None)
    assert _votes_at(day.poll) == {"HH1": "Club", "HH2": "Club"}


def test_a_district_of_others_is_listed_and_not_made(scope: Unit, day: Day, tmp_path: Path) -> None:
    file = upload(day.poll, tmp_path, *xpress(("HH1", "Hall", ""), ("ZZ9", "Far hall", "")))
    assert queries.strangers(file) == ["ZZ9"]
    station_files.approve(file=file, chosen={}, by=None)
    assert not PollingDistrict.objects.filter(code="ZZ9").exists()


def test_without_districts_doors_say_which_vote_where(scope: Unit, day: Day, tmp_path: Path) -> None:
    road = canvass.street(scope, "Other Row")
    for number, district, postcode, uprn in (
        (1, day.hh1, "WX5 1AA", 11),
        (2, day.hh1, "WX5 1AB", None),
        (3, day.hh2, "WX5 1AE", None),
        (4, day.hh1, "WX5 1AD", None),
        (5, day.hh2, "WX5 1AD", None),
    ):
        door = canvass.household(road, number, in_district=district, postcode=postcode)
        Household.objects.filter(pk=door.pk).update(uprn=uprn)
    file = upload(
        day.poll,
        tmp_path,
        EROS,
        "1,,11,Hall,1,WX1 9ZZ",
        "2,WX5 1AB,,Hall,1,WX1 9ZZ",
        "3,WX5 1AE,,Club,2,WX1 9ZY",
        "4,WX5 1AD,,Club,2,WX1 9ZY",
        "5,WX5 9ZZ,,Club,2,WX1 9ZY",
    )
    assert file.found["by"] == "addresses"
    assert file.found["unmatched"] == 2
    assert "WX5" not in str(file.found)
    station_files.approve(file=file, chosen={}, by=None)
    assert _votes_at(day.poll) == {"HH1": "Hall", "HH2": "Club"}
    assert sorted(BallotBox.objects.values_list("number", flat=True)) == ["1", "2"]


def test_contact_creator_without_a_register_makes_districts_and_wards(scope: Unit, tmp_path: Path) -> None:
    poll = make.election(scope)
    file = upload(
        poll,
        tmp_path,
        CONTACT_CREATOR,
        "55,School,Walk,SE11 6DS,1200,310,CLAPHAM TOWN,1,1200,VBA",
        "56,School,Walk,SE11 6DS,900,200,CLAPHAM TOWN,1201,2100,VBA",
        "57,Library,Lane,SE11 4HF,800,90,ST ANNE'S,1,800,VBB",
        "58,Library,Lane,SE11 4HF,0,0,OVAL,0,0,AA",
        "59,Library,Lane,SE11 4HF,0,0,VASSALL,0,0,AA",
    )
    station_files.approve(file=file, chosen={}, by=None)
    assert _votes_at(poll) == {"VBA": "School", "VBB": "Library"}
    assert set(Ward.objects.values_list("name", flat=True)) == {"Clapham Town", "St Anne's"}
    assert queries.strangers(file) == ["AA", "AA"]  # one code in two wards: not to be told apart
    uses = BoxDistrict.objects.order_by("box__number").values_list(
        "box__number", "district__code", "lowest", "highest", "electors", "postal_electors"
    )
    assert list(uses) == [
        ("55", "VBA", 1, 1200, 1200, 310),
        ("56", "VBA", 1201, 2100, 900, 200),
        ("57", "VBB", 1, 800, 800, 90),
    ]


def test_one_code_in_two_wards_is_told_by_its_ward(scope: Unit, tmp_path: Path) -> None:
    oval = canvass.ward(scope, "Oval")
    [first, second] = (
        PollingDistrict.objects.create(unit=scope, code="AA", ward=ward, council=canvass.council(scope, name))
        for ward, name in ((oval, "Lambeth"), (canvass.ward(scope, "Vassall"), "Southwark"))
    )
    poll = make.election(scope)
    file = upload(poll, tmp_path, CONTACT_CREATOR, "1,Hall,,,0,0,VASSALL,0,0,AA", "2,Club,,,0,0,OVAL,0,0,AA")
    station_files.approve(file=file, chosen={}, by=None)
    where = {station.name: list(station.districts.all()) for station in poll.stations.all()}
    assert where == {"Hall": [second], "Club": [first]}


def test_a_discarded_file_keeps_nothing(scope: Unit, day: Day, tmp_path: Path) -> None:
    file = upload(day.poll, tmp_path, *xpress(("HH1", "Hall", "")))
    assert station_files.discard(file=file, by=None).found == {}
    with pytest.raises(Refused, match="has been dealt with already"):
        station_files.approve(file=file, chosen={}, by=None)


def test_a_removed_station_comes_back_with_its_boxes(scope: Unit, day: Day) -> None:
    club = make.station(day.poll, "Club", day.hh2)
    box = BallotBox.objects.create(unit=scope, station=club, number="7")
    BoxDistrict.objects.create(unit=scope, box=box, district=day.hh2)
    was = stations.remove(station=club, by=day.cast.marian)
    back = stations.put_back(election=day.poll, was=was, by=day.cast.marian)
    assert [(one.number, [use.district for use in one.districts.all()]) for one in back.boxes.all()] == [
        ("7", [day.hh2])
    ]
