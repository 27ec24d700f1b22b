from __future__ import annotations

import datetime

import pytest
from django.core.cache import cache
from redis.exceptions import ConnectionError as NoCache

from access.models import Unit
from canvass.enums import ElectorKind
from gotv.actions import marks
from gotv.models import Election
from gotv.queries import dashboard
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
    assert (rows["HH1"].electors, rows["HH1"].voted, rows["HH1"].turnout) == (3, 2, 67)
    assert (rows["HH1"].promises, rows["HH1"].promises_in, rows["HH1"].left) == (2, 1, 1)
    assert (rows["HH2"].turnout, rows["HH2"].left) == (None, 1)
    assert (found.whole.promises, found.whole.left, found.whole.turnout, found.heard) == (3, 2, 67, 1)
    assert [(w.name, w.districts, w.heard, w.tally.left) for w in found.wards] == [
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


def test_figures_are_kept_for_a_moment(poll: Election) -> None:
    first = dashboard.figures(poll)
    _vote(poll, make.station(poll), "No 1")
    assert dashboard.figures(poll) == first
    cache.clear()
    assert dashboard.figures(poll).whole.voted == 1


def test_without_the_cache_they_are_counted_afresh(poll: Election, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*_args: object, **_kwargs: object) -> None:
        raise NoCache("nobody there")

    for name in ("get", "set"):
        monkeypatch.setattr(cache, name, down)
    hall = make.station(poll)
    assert dashboard.figures(poll).whole.voted == 0
    _vote(poll, hall, "No 1")
    assert dashboard.figures(poll).whole.voted == 1


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
