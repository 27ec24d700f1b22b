from __future__ import annotations

import datetime
import uuid

import pytest
import time_machine
from django.utils import timezone

from access.models import Unit
from canvass.enums import ElectorKind
from canvass.models import PollingDistrict
from gotv.actions import marks
from gotv.actions.tallies import keep
from gotv.enums import CountKind
from gotv.models import (
    BallotBox,
    BoxDistrict,
    CampaignFigures,
    Count,
    DistrictTally,
    Election,
    PollingStation,
    Round,
)
from gotv.queries import dashboard
from gotv.rules.polled import How
from kit import clock
from tests.cast import Cast
from tests.factories import canvass
from tests.factories import gotv as make


@pytest.fixture
def poll(scope: Unit) -> Election:
    """Two wards: in one, HH1 (3 electors, 2 promises) and HH2 (1 elector, a promise); in the other, WE1 (1 elector)."""
    hill = canvass.ward(scope, "Harrow Hill")
    road = canvass.street(scope)
    hh1 = canvass.district(scope, "HH1", "Tanyard", hill)
    hh2 = canvass.district(scope, "HH2", "Brickfields", hill)
    we1 = canvass.district(scope, "WE1", "Station Road", canvass.ward(scope, "Wexcombe East"))
    for number, place in ((1, hh1), (2, hh1), (3, hh1), (4, hh2), (5, we1)):
        elector = canvass.elector(canvass.household(road, number, in_district=place), f"No {number}")
        if number in {1, 2, 4}:
            make.promise(elector)
    canvass.district(scope, "OLD")  # of an earlier register, without electors
    return make.election(scope, rehearsal=True)


def _vote(poll: Election, hall: object, *names: str) -> None:
    from canvass.models import Elector

    for name in names:
        make.mark(hall, Elector.objects.get(forenames=name))  # type: ignore[arg-type]


def test_counts_promises_and_turnout_by_district_and_ward(poll: Election) -> None:
    hall = make.station(poll)
    _vote(poll, hall, "No 1", "No 3")
    found = dashboard.count(poll)
    rows = {row.code: row.tally for row in found.districts}
    assert set(rows) == {"HH1", "HH2", "WE1"}
    shares = {row.code: row.polled for row in found.districts}
    assert (rows["HH1"].electors, rows["HH1"].voted) == (3, 2)
    told = shares["HH1"]
    assert told is not None
    assert (told.from_, told.to, told.how) == (67, 67, How.TOLD)
    assert (rows["HH1"].promises, rows["HH1"].promises_in, rows["HH1"].left) == (2, 1, 1)
    likely = shares["HH2"]
    assert likely is not None
    assert likely.low < likely.high
    assert likely.how == How.LIKELY
    assert rows["HH2"].left == 1
    assert (found.whole.promises, found.whole.left, found.heard) == (3, 2, 1)
    assert [(w.name, len(w.districts), w.heard, w.tally.left) for w in found.wards] == [
        ("Harrow Hill", 2, 1, 2),
        ("Wexcombe East", 1, 0, 0),
    ]
    assert found.promises_in_by_source == {"teller": 1}


def test_the_most_promises_left_come_first(poll: Election) -> None:
    assert [row.code for row in dashboard.count(poll).by_left] == ["HH1", "HH2", "WE1"]
    _vote(poll, make.station(poll), "No 1", "No 2")
    assert [row.code for row in dashboard.count(poll).by_left] == ["HH2", "HH1", "WE1"]


def test_a_voided_mark_counts_nowhere(poll: Election, cast: Cast) -> None:
    from canvass.models import Elector

    mark = make.mark(make.station(poll), Elector.objects.get(forenames="No 1"))
    marks.take_back(mark=mark, reason="wrong", by=cast.osei)
    found = dashboard.count(poll)
    assert (found.whole.voted, found.whole.promises_in, found.promises_in_by_source) == (0, 0, {})
    assert found.heard == 1  # a teller is there


def test_an_elector_without_a_door_is_an_elector_and_no_promise(poll: Election, scope: Unit) -> None:
    place = canvass.district(scope, "HH1")
    make.promise(canvass.elector(None, "Sealed", kind=ElectorKind.ANONYMOUS, in_district=place))
    tally = dashboard.count(poll).districts[0].tally
    assert (tally.electors, tally.promises) == (4, 2)


def test_districts_without_a_ward_stand_together_at_the_end(poll: Election, scope: Unit) -> None:
    place = canvass.district(scope, "AA1")
    canvass.elector(canvass.household(canvass.street(scope), 9, in_district=place))
    assert dashboard.count(poll).wards[-1].name == ""


def test_stations_that_were_not_heard_from_lately_are_silent(poll: Election, scope: Unit) -> None:
    now = dashboard.timezone.now()
    heard = make.station(poll, "Heard", canvass.district(scope, "HH1"))
    quiet = make.station(poll, "Quiet", canvass.district(scope, "HH2"))
    make.station(poll, "Nobody rehearses here", canvass.district(scope, "WE1"))
    make.station(poll, "No districts yet")
    _vote(poll, heard, "No 1")
    from canvass.models import Elector

    an_hour_ago = now - datetime.timedelta(hours=1)
    make.mark(quiet, Elector.objects.get(forenames="No 4"), when=an_hour_ago)
    found = dashboard.count(poll)
    assert [place.name for place in found.stations] == ["Heard", "Nobody rehearses here", "Quiet"]
    silent = {place.name for place in found.silent}
    # Within the first hour of the rehearsal's day the opening is what counts.
    assert silent in ({"Quiet"}, set())
    if now - dashboard.stations.expected_hours(poll).opens > datetime.timedelta(hours=1):
        assert silent == {"Quiet"}


def test_on_another_day_nobody_is_silent(scope: Unit) -> None:
    coming = make.election(scope, on=clock.today() + datetime.timedelta(days=3))
    make.station(coming, "Hall", canvass.district(scope, "HH1"))
    assert dashboard.count(coming).silent == []


def test_the_version_changes_with_what_is_shown_and_not_with_the_clock(poll: Election) -> None:
    first = dashboard.count(poll)
    assert dashboard.count(poll).version == first.version
    _vote(poll, make.station(poll), "No 3")
    assert dashboard.count(poll).version != first.version


def test_another_clp_counts_its_own(poll: Election, cast: Cast) -> None:
    from access import scoping

    with scoping.units([cast.marsham.pk]):
        other = make.election(cast.marsham, rehearsal=True)
        found = dashboard.count(other)
    assert (found.districts, found.whole.promises) == ((), 0)


# --- Boxes ------------------------------------------------------------------------------------------------------------


def _box(hall: PollingStation, number: str, *districts: PollingDistrict, **numbers: int) -> BallotBox:
    box = BallotBox.objects.create(unit_id=hall.unit_id, station=hall, number=number)
    for place in districts:
        BoxDistrict.objects.create(unit_id=hall.unit_id, box=box, district=place, **numbers)
    return box


def _count(box: BallotBox, value: int, **facts: object) -> Count:
    return Count.objects.create(
        id=uuid.uuid4(),
        unit_id=box.unit_id,
        election=box.station.election,
        kind=CountKind.TURNOUT,
        box=box,
        value=value,
        **{"counted_at": timezone.now(), **facts},
    )


def test_papers_in_the_box_are_the_turnout_there_and_say_what_is_likely_elsewhere(poll: Election, scope: Unit) -> None:
    hh1, hh2 = (canvass.district(scope, code) for code in ("HH1", "HH2"))
    hall = make.station(poll, "Hall", hh1, hh2)
    counted, other = _box(hall, "1", hh1), _box(hall, "2", hh2)
    _count(counted, 1, counted_at=timezone.now() - datetime.timedelta(minutes=30))
    _count(counted, 2)
    _count(other, 1, invalidated_at=timezone.now(), invalid_because="misread")
    found = dashboard.count(poll)
    boxes = {box.number: box for box in found.boxes}
    share = boxes["1"].polled
    assert share is not None
    assert (boxes["1"].counted, share.low, share.high, share.size, share.how) == (2, 2, 2, 3, How.COUNTED)
    assert (boxes["1"].promises, boxes["1"].promises_in, boxes["1"].left) == (2, 0, 2)
    assert boxes["2"].counted is None
    likely = boxes["2"].polled
    assert likely is not None
    assert likely.how == How.LIKELY
    assert [row.polled.how for row in found.districts if row.polled] == [How.COUNTED, How.LIKELY, How.LIKELY]


def test_promises_are_told_apart_by_box_where_numbers_say_which(poll: Election, scope: Unit) -> None:
    hh1, hh2 = (canvass.district(scope, code) for code in ("HH1", "HH2"))
    hall = make.station(poll, "Hall", hh1, hh2)
    last = max(hh1.electors.values_list("number", flat=True))
    _box(hall, "1", hh1, highest=last - 1)
    _box(hall, "2", hh1, lowest=last)
    _box(hall, "3", hh2)
    _box(hall, "4", hh2)
    boxes = {box.number: box for box in dashboard.count(poll).boxes}
    assert [boxes[number].promises for number in "12"] == [2, 0]
    assert [boxes[number].promises for number in "34"] == [None, None]  # nobody can say who uses which


def test_kept_tallies_equal_a_recount_voids_included(poll: Election, cast: Cast) -> None:
    from canvass.models import Elector

    hall = make.station(poll)
    keep(election=poll, read=dashboard.counted(poll)[1])
    _vote(poll, hall, "No 1", "No 3")
    mark = make.mark(hall, Elector.objects.get(forenames="No 2"))
    found, read = dashboard.counted(poll)
    assert len(read.counted) == 1  # of the district whose counter has moved
    keep(election=poll, read=read)
    assert (found.whole.promises_in, found.whole.left) == (2, 1)
    marks.take_back(mark=mark, reason="wrong", by=cast.osei)
    after = dashboard.count(poll)
    DistrictTally.objects.all().delete()
    assert after.districts == dashboard.count(poll).districts
    assert (after.whole.promises_in, after.whole.left) == (1, 2)


def test_who_is_a_promise_is_counted_anew_once_a_minute(poll: Election, scope: Unit) -> None:
    from canvass.models import Elector

    noon = timezone.now()
    with time_machine.travel(noon, tick=False) as clock_face:
        keep(election=poll, read=dashboard.counted(poll)[1])
        make.promise(Elector.objects.get(forenames="No 3"))
        assert dashboard.count(poll).whole.promises == 3
        clock_face.shift(60)
        assert dashboard.count(poll).whole.promises == 4


def test_postal_voters_are_no_part_of_the_turnout_at_the_station(poll: Election) -> None:
    from canvass.models import Elector

    make.absent(Elector.objects.get(forenames="No 3"), poll)
    _vote(poll, make.station(poll), "No 1")
    share = next(row.polled for row in dashboard.count(poll).districts if row.code == "HH1")
    assert share is not None
    assert (share.low, share.size) == (1, 2)


# --- Where to go next -------------------------------------------------------------------------------------------------


def test_a_team_that_is_out_counts_and_is_not_sent_again(poll: Election, scope: Unit, cast: Cast) -> None:
    hh1 = canvass.district(scope, "HH1")
    assert [row.code for row in dashboard.next_places(dashboard.count(poll).districts)] == ["HH1", "HH2"]
    Round.objects.create(unit=scope, election=poll, polling_district=hh1, number=1, team="Osei’s team")
    found = dashboard.count(poll)
    assert [row.code for row in dashboard.next_places(found.districts)] == ["HH2", "HH1"]
    assert found.all.teams == 1


def test_a_room_has_its_districts_together(poll: Election, scope: Unit) -> None:
    make.room(poll, "Hill room", canvass.district(scope, "HH1"), canvass.district(scope, "HH2"))
    rooms = dashboard.count(poll).rooms
    assert [(room.name, len(room.districts), room.tally.promises) for room in rooms] == [("Hill room", 2, 3)]


def test_without_a_register_promises_in_are_a_range(scope: Unit) -> None:
    poll = make.election(scope, "Counts alone", rehearsal=True, counts_only=True)
    place = canvass.district(scope, "AA1")
    CampaignFigures.objects.create(
        unit=scope,
        ward_name="Castle",
        code="AA1",
        district=place,
        electors=1200,
        promises=300,
        postal_electors=200,
        postal_promises=100,
    )
    box = _box(make.station(poll, "Hall", place), "1", place)
    before = dashboard.count(poll).whole
    assert (before.electors, before.promises, before.left_at_least) == (1200, 200, None)
    _count(box, 500)
    tally = dashboard.count(poll).whole
    assert tally.left_at_least is not None
    assert 0 < tally.left_at_least < 100 < tally.left < 200
