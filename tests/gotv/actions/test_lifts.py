"""A lift from the asking until it is done, its driver, and a step back."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator

import pytest

from access import scoping
from gotv.actions import drivers, lifts
from gotv.actions.turnout import follow_merge
from gotv.models import Driver, Lift, MarkVoid, Voted, VoteMark
from gotv.queries import day_facts
from gotv.queries import lifts as queries
from kit import clock
from kit.errors import Refused
from tests.factories import gotv as make
from tests.gotv.conftest import Day


@pytest.fixture(autouse=True)
def scope(day: Day) -> Iterator[None]:
    with scoping.units([day.poll.unit_id]):
        yield


def _at(hour: int, minute: int = 0) -> datetime.datetime:
    return clock.at(clock.today(), hour, minute)


def _ask(day: Day, **facts: object) -> Lift:
    return lifts.ask(election=day.poll, elector=day.elsie, by=day.cast.osei, **facts)  # type: ignore[arg-type]


def _driver(day: Day, **facts: object) -> Driver:
    return drivers.add(election=day.poll, facts=drivers.Facts("Ada", **facts), by=day.cast.osei)  # type: ignore[arg-type]


def test_a_lift_goes_to_the_room_of_its_district_and_twice_is_once(day: Day) -> None:
    room, key = make.room(day.poll, "Castle", day.hh1), uuid.uuid4()
    made = _ask(day, lift_id=key)
    assert made.room == room
    assert _ask(day, lift_id=key).pk == made.pk
    assert Lift.objects.count() == 1


def test_a_form_that_is_sent_again_with_something_else_is_no_lift_noted(day: Day) -> None:
    """Whoever goes back a page and types the next person has the id of the lift before: it must not pass for noted."""
    key = uuid.uuid4()
    lifts.ask(election=day.poll, elector=None, by=None, lift_id=key, name="Dot", address="2 Quay")
    with pytest.raises(Refused, match="said something else"):
        lifts.ask(election=day.poll, elector=None, by=None, lift_id=key, name="Ada", address="9 Quay")
    with pytest.raises(Refused, match="said something else"):
        lifts.ask(election=day.poll, elector=None, by=None, lift_id=key, name="Dot", address="2 Quay", people=3)
    lifts.ask(election=day.poll, elector=None, by=None, lift_id=key, name="Dot", address="2 Quay ")
    assert [(lift.name, lift.people) for lift in Lift.objects.all()] == [("Dot", 1)]


def test_a_lift_is_somebodys(day: Day) -> None:
    with pytest.raises(Refused, match="who wants a lift"):
        lifts.ask(election=day.poll, elector=None, by=day.cast.osei, name="Dot", address=" ")
    made = lifts.ask(election=day.poll, elector=None, by=day.cast.osei, name=" Dot ", address="2 Quay")
    assert (queries.who(made), queries.where(made)) == ("Dot", "2 Quay")


def test_a_lift_is_given_driven_and_done_and_the_elector_has_voted(day: Day) -> None:
    lift, car = _ask(day), _driver(day)
    with pytest.raises(Refused, match="No driver"):
        lifts.set_off(lift=lift, by=None)
    assert lifts.give(lift=lift, driver=car, by=day.cast.osei).state == "planned"
    assert lifts.set_off(lift=lift, by=None).state == "under_way"
    made = lifts.done(lift=lift, by=day.cast.osei, has_voted=True)
    assert (made.state, made.settled_by) == ("done", day.cast.osei)
    assert VoteMark.objects.get().source == "door"
    assert Voted.objects.get().elector == day.elsie
    lifts.done(lift=lift, by=day.cast.osei, has_voted=True)
    assert VoteMark.objects.count() == 1
    with pytest.raises(Refused, match="settled already"):
        lifts.give(lift=lift, driver=car, by=day.cast.osei)


def test_a_step_back_takes_the_mark_back_and_it_can_be_done_again(day: Day) -> None:
    lift, car = _ask(day), _driver(day)
    lifts.give(lift=lift, driver=car, by=day.cast.osei)
    lifts.done(lift=lift, by=day.cast.osei, has_voted=True)
    assert lifts.step_back(lift=lift, by=day.cast.osei).state == "planned"
    assert MarkVoid.objects.count() == 1
    assert not Voted.objects.exists()
    lifts.done(lift=lift, by=day.cast.osei, has_voted=True)
    assert Voted.objects.get().elector == day.elsie
    lifts.step_back(lift=lift, by=day.cast.osei)
    back = lifts.step_back(lift=lift, by=day.cast.osei)
    assert (back.state, back.driver) == ("wanted", None)
    with pytest.raises(Refused, match="nothing to undo"):
        lifts.step_back(lift=lift, by=day.cast.osei)


def test_without_an_account_no_mark_is_made(day: Day) -> None:
    lifts.done(lift=_ask(day), by=None, has_voted=True)
    assert not VoteMark.objects.exists()


def test_what_is_called_off_can_be_wanted_again(day: Day) -> None:
    lift = _ask(day)
    lifts.call_off(lift=lift, by=day.cast.osei, reason="Goes with a neighbour")
    with pytest.raises(Refused, match="settled already"):
        lifts.done(lift=lift, by=day.cast.osei)
    back = lifts.step_back(lift=lift, by=day.cast.osei)
    assert (back.state, back.reason, back.settled_at) == ("wanted", "", None)


@pytest.mark.parametrize(
    ("wish", "car", "why"),
    [
        ({"people": 4}, {"seats": 3}, "has 3 seats"),
        ({"needs": ["wheelchair"]}, {}, "can’t take this: Wheelchair"),
    ],
)
def test_a_car_that_is_too_small_is_refused(day: Day, wish: dict, car: dict, why: str) -> None:
    lift = _ask(day, **wish)
    with pytest.raises(Refused, match=why):
        lifts.give(lift=lift, driver=_driver(day, **car), by=day.cast.osei)


def test_a_driver_is_given_no_lift_outside_their_hours(day: Day) -> None:
    car = _driver(day, from_at=_at(12), until_at=_at(16))
    for wish in ({"until_at": _at(12)}, {"from_at": _at(16)}):
        with pytest.raises(Refused, match="Ada drives 12:00 to 16:00, and this lift is wanted"):
            lifts.give(lift=_ask(day, **wish), driver=car, by=day.cast.osei)
    for wish in ({}, {"from_at": _at(11), "until_at": _at(13)}, {"from_at": _at(15)}):
        assert lifts.give(lift=_ask(day, **wish), driver=car, by=day.cast.osei).driver == car
    at_any_time = _driver(day, until_at=_at(10))
    with pytest.raises(Refused, match="drives until 10:00, and this lift is wanted from 11:00"):
        lifts.give(lift=_ask(day, from_at=_at(11)), driver=at_any_time, by=day.cast.osei)


def test_lifts_of_one_driver_at_the_same_time_are_found(day: Day) -> None:
    car = _driver(day)
    first = _ask(day, from_at=_at(12), until_at=_at(13))
    second = _ask(day, from_at=_at(12, 45))
    others = [_ask(day), _ask(day, from_at=_at(13, 30)), _ask(day, until_at=_at(12))]
    elsewhere = _ask(day, from_at=_at(12))
    given = [lifts.give(lift=one, driver=car, by=day.cast.osei) for one in (first, second, *others)]
    lifts.give(lift=elsewhere, driver=_driver(day), by=day.cast.osei)
    assert queries.at_once([*given, elsewhere]) == {first.pk: [second], second.pk: [first]}
    lifts.done(lift=second, by=day.cast.osei)
    assert queries.at_once(given[:1]) == {}


def test_whoever_goes_home_leaves_their_lifts_to_others(day: Day) -> None:
    lift, car = _ask(day), _driver(day)
    lifts.give(lift=lift, driver=car, by=day.cast.osei)
    lifts.set_off(lift=lift, by=None)
    with pytest.raises(Refused, match="under way"):
        drivers.go_home(driver=car, by=day.cast.osei)
    lifts.step_back(lift=lift, by=None)
    assert drivers.go_home(driver=car, by=day.cast.osei) == 1
    assert drivers.go_home(driver=car, by=day.cast.osei) == 0
    lift.refresh_from_db()
    assert (lift.state, lift.driver) == ("wanted", None)
    with pytest.raises(Refused, match="has gone home"):
        lifts.give(lift=lift, driver=car, by=day.cast.osei)
    drivers.come_back(driver=car, by=day.cast.osei)
    assert lifts.give(lift=lift, driver=car, by=day.cast.osei).driver == car


def test_what_is_wanted_is_changed(day: Day) -> None:
    at = clock.at(day.poll.polling_on, 14)
    made = lifts.change(
        lift=_ask(day), wish=lifts.Wish(people=2, until_at=at, needs=["frame"]), room=None, by=day.cast.osei
    )
    made.refresh_from_db()
    assert (made.people, made.until_at, made.needs, made.elector) == (2, at, ["frame"], day.elsie)


def test_a_lift_follows_whom_it_was_asked_for(day: Day) -> None:
    lift = _ask(day)
    day.elsie.merged_into = day.graham
    day.elsie.save(update_fields=["merged_into"])
    follow_merge(day.poll.unit_id, day.elsie.pk, day.graham.pk)
    lift.refresh_from_db()
    assert lift.elector == day.graham
    day.elsie.merged_into = None
    day.elsie.save(update_fields=["merged_into"])
    follow_merge(day.poll.unit_id, day.elsie.pk, day.graham.pk)
    lift.refresh_from_db()
    assert lift.elector == day.elsie


def test_the_room_knows_how_many_lifts_are_left(day: Day) -> None:
    room = make.room(day.poll, "Castle", day.hh1)
    first, _second = _ask(day), _ask(day)
    lifts.give(lift=first, driver=_driver(day), by=day.cast.osei)
    now = clock.at(day.poll.polling_on, 12)
    facts = day_facts.facts(day.poll, now)
    assert (facts.lifts, facts.lifts_by_room, facts.lifts_by_district) == (1, {room.pk: 2}, {day.hh1.pk: 1})
    lifts.done(lift=first, by=day.cast.osei)
    assert day_facts.facts(day.poll, now).lifts_by_room == {room.pk: 1}
