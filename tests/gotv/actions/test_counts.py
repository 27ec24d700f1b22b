from __future__ import annotations

import datetime
import uuid

import pytest
import time_machine

from access import scoping
from access.models import AuditEvent
from gotv.actions import counts as actions
from gotv.actions import station_files, stations
from gotv.enums import CountKind
from gotv.models import BallotBox, Count
from gotv.queries import counts
from kit import clock
from kit.errors import Refused
from tests.factories import gotv as make
from tests.gotv.conftest import Day


@pytest.fixture
def box(day: Day) -> BallotBox:
    """A box of 500 electors, as the council's file says."""
    return make.box(day.hall, "3", day.hh1, electors=500)


@pytest.fixture(autouse=True)
def in_wexcombe(day: Day) -> object:
    """It is half past four of the day, so that there are earlier times to count at."""
    with time_machine.travel(clock.at(day.poll.polling_on, 16, 30)), scoping.units([day.cast.wexcombe.pk]):
        yield


def _enter(day: Day, place: counts.Counted, value: int, **more: object) -> Count:
    facts: dict = {"id": uuid.uuid4(), "election": day.poll, "kind": CountKind.TURNOUT, "by": day.cast.osei}
    return actions.enter(place=place, value=value, **(facts | more))


def _hour(day: Day, hour: int) -> datetime.datetime:
    return clock.at(day.poll.polling_on, hour)


def _last(day: Day, box: BallotBox) -> int | None:
    found = counts.latest(day.poll, CountKind.TURNOUT).get((CountKind.TURNOUT, box.pk))
    return found.value if found else None


def test_the_newest_by_when_it_was_counted_holds(day: Day, box: BallotBox) -> None:
    _enter(day, box, 200, counted_at=_hour(day, 12))
    _enter(day, box, 90, counted_at=_hour(day, 9))  # typed later, from paper
    assert _last(day, box) == 200
    assert (
        list(AuditEvent.objects.filter(verb="count.entered").values_list("actor_id", flat=True))
        == [day.cast.osei.pk] * 2
    )


def test_twice_is_once(day: Day, box: BallotBox) -> None:
    form = uuid.uuid4()
    first, second = _enter(day, box, 100, id=form), _enter(day, box, 100, id=form)
    assert first.pk == second.pk
    with pytest.raises(Refused, match="another count"):  # gone back to, and another number typed
        _enter(day, box, 300, id=form)
    assert [one.value for one in Count.objects.all()] == [100]


def test_a_form_of_another_box_is_refused(day: Day, box: BallotBox) -> None:
    form = uuid.uuid4()
    _enter(day, box, 100, id=form)
    with pytest.raises(Refused, match="another count"):
        _enter(day, make.box(day.hall, "4", day.hh1), 1, id=form)


@pytest.mark.parametrize(("value", "words"), [(-50, "nought or more"), (501, "more than the 500 electors")])
def test_never_negative_and_never_above_the_roll(day: Day, box: BallotBox, value: int, words: str) -> None:
    with pytest.raises(Refused, match=words):
        _enter(day, box, value)
    assert _enter(day, box, 500).value == 500


def test_the_roll_is_the_registers_where_no_file_counts(day: Day) -> None:
    ours = make.box(day.hall, "4", day.hh1)
    with pytest.raises(Refused, match="more than the 3 electors"):
        _enter(day, ours, 4)
    assert _enter(day, ours, 3).value == 3


def test_it_falls_only_with_a_reason(day: Day, box: BallotBox) -> None:
    _enter(day, box, 200, counted_at=_hour(day, 12))
    with pytest.raises(actions.Falls, match="150 is less than the 200 counted at 12:00"):
        _enter(day, box, 150)
    assert _last(day, box) == 200
    assert _enter(day, box, 150, reason="It was read out wrongly").reason == "It was read out wrongly"
    assert _last(day, box) == 150


def test_nor_is_an_earlier_one_higher_than_a_later_one(day: Day, box: BallotBox) -> None:
    _enter(day, box, 200, counted_at=_hour(day, 12))
    with pytest.raises(actions.Falls, match="250 is more than the 200 counted later, at 12:00"):
        _enter(day, box, 250, counted_at=_hour(day, 11))


def test_a_wrong_one_is_taken_back_and_the_one_before_holds(day: Day, box: BallotBox) -> None:
    _enter(day, box, 100, counted_at=_hour(day, 9))
    bad = _enter(day, box, 400, counted_at=_hour(day, 12))
    with pytest.raises(Refused, match="Say why"):
        actions.invalidate(count=bad, because=" ", by=day.cast.osei)
    for _twice in range(2):
        actions.invalidate(count=bad, because="The other box", by=day.cast.marian)
    bad.refresh_from_db()
    assert (bad.invalidated_by, bad.invalid_because) == (day.cast.marian, "The other box")
    assert _last(day, box) == 100
    assert AuditEvent.objects.filter(verb="count.invalidated").count() == 1
    assert _enter(day, box, 120).value == 120  # and what was taken back stands in nobody's way


def test_passes_add_up_and_stay_within_the_district(day: Day) -> None:
    wrong = _enter(day, day.hh1, 1, kind=CountKind.WARP)
    _enter(day, day.hh1, 2, kind=CountKind.WARP)
    assert counts.sums(day.poll) == {day.hh1.pk: 3}
    with pytest.raises(Refused, match="4 is more than the 3 electors"):
        _enter(day, day.hh1, 1, kind=CountKind.WARP)
    actions.invalidate(count=wrong, because="Counted twice", by=day.cast.osei)
    assert counts.sums(day.poll) == {day.hh1.pk: 2}


def test_a_rooms_stock_rises_and_falls_freely(day: Day) -> None:
    room = make.room(day.poll, "Castle", day.hh1)
    for value in (9, 4):
        _enter(day, room, value, kind=CountKind.CANVASSERS)
    assert counts.latest(day.poll)[CountKind.CANVASSERS, room.pk].value in {9, 4}
    with pytest.raises(Refused, match="more than a room can have"):
        _enter(day, room, 1000, kind=CountKind.CARS)


def test_not_of_a_time_to_come_nor_outside_the_day(day: Day, box: BallotBox) -> None:
    with pytest.raises(Refused, match="still to come"):
        _enter(day, box, 1, counted_at=_hour(day, 20))
    with (
        time_machine.travel(_hour(day, 12) + datetime.timedelta(days=1)),
        pytest.raises(Refused, match="on the day alone"),
    ):
        _enter(day, box, 1)


def test_boxes_that_were_counted_stay(day: Day, box: BallotBox) -> None:
    _enter(day, box, 1)
    with pytest.raises(Refused, match="was counted already"):
        stations.remove(station=day.hall, by=day.cast.osei)
    assert BallotBox.objects.filter(pk=box.pk).exists()
    assert station_files.boxes.refuse_counted([]) is None
