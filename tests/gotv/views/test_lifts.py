"""Pages of lifts: noting one, giving it to a driver, how it ended; and whose lifts a committee room sees."""

from __future__ import annotations

import datetime
from urllib.parse import quote

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from access import scoping
from access.models import AuditEvent, Grant
from access.roles import RoleName
from gotv.actions import drivers, lifts, rooms
from gotv.enums import RoomDuty
from gotv.models import Driver, Lift, Voted
from tests import cast as people
from tests.everywhere import everywhere
from tests.factories import gotv as make
from tests.gotv.conftest import Day


def _url(day: Day, name: str, **kwargs: object) -> str:
    return reverse(f"gotv:{name}", kwargs={"unit": "wexcombe", "election": day.poll.pk} | kwargs)


def _get(day: Day, name: str, query: str = "", **kwargs: object) -> str:
    answer = day.cast.client(day.cast.osei).get(_url(day, name, **kwargs) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def _post(day: Day, name: str, data: dict | None = None, query: str = "", **kwargs: object) -> str:
    answer = day.cast.client(day.cast.osei).post(_url(day, name, **kwargs) + query, data or {}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def _lift(day: Day, **facts: object) -> Lift:
    return make.lift(day.poll, day.elsie, **facts)


def test_a_lift_is_noted_for_somebody_of_the_knock_up_list(day: Day) -> None:
    assert "No lift to do" in _get(day, "lifts")
    found = _get(day, "ask_lift", f"?q={quote(f'HH1 {day.elsie.number}')}")
    assert "Elsie Marchbank" in found
    assert "Zofia" not in found
    assert "Elsie Marchbank" in _get(day, "ask_lift", "?q=marchb")
    assert "Graham" not in _get(day, "ask_lift", "?q=marchb")  # no promise: nobody else is looked up
    page = _get(day, "ask_lift", f"?elector={day.elsie.pk}")
    assert "For Elsie Marchbank, 23, Tanyard Row" in page
    wish = {
        "people": "2",
        "begins": "14:00",
        "ends": "15:30",
        "needs": ["frame", "ring_first"],
        "phone": "01632 960400",
    }
    page = _post(day, "ask_lift", wish, f"?elector={day.elsie.pk}")
    assert "The lift is noted" in page
    page = _get(day, "lifts")
    for words in ("Elsie Marchbank", "14:00 to 15:30", "2 people", "Walking frame, Ring before coming", "nobody yet"):
        assert words in page
    assert "Still to do (1)" in page


def test_a_lift_is_noted_for_a_name_and_an_address(day: Day) -> None:
    page = _post(day, "ask_lift", {"people": "1", "begins": "15:00", "ends": "14:00", "name": "Dot"})
    assert "This is before the other time" in page
    assert 'value="Dot"' in page
    _post(day, "ask_lift", {"people": "1", "name": "Dot Larkspur", "address": "2 Quay Street"})
    page = _get(day, "lifts")
    assert "Dot Larkspur" in page
    assert "at any time" in page


def test_a_lift_goes_from_a_driver_to_done_and_back(day: Day) -> None:
    lift, car = _lift(day), make.driver(day.poll)
    assert "Ada Okafor has it." in _post(day, "give_lift", {"driver": car.pk}, lift=lift.pk)
    assert "Under way" in _post(day, "lift_under_way", lift=lift.pk)
    page = _post(day, "lift_done", {"voted": "voted"}, lift=lift.pk)
    assert "The lift is done." in page
    with scoping.units([day.poll.unit_id]):
        assert Voted.objects.get().elector == day.elsie
    page = _post(day, "undo_lift", lift=lift.pk)
    assert "Undone. The lift is: A driver has it." in page
    with scoping.units([day.poll.unit_id]):
        assert not Voted.objects.exists()
    page = _post(day, "call_off_lift", {"reason": ""}, lift=lift.pk)
    assert "The lift is called off" not in page
    _post(day, "call_off_lift", {"reason": "Goes with a neighbour"}, lift=lift.pk)
    page = _get(day, "lifts", "?state=called_off")
    assert "Goes with a neighbour" in page
    assert "Elsie" not in _get(day, "lifts")


def test_a_second_lift_at_the_same_time_is_pointed_out(day: Day) -> None:
    begins = timezone.now()
    first = _lift(day, from_at=begins)
    with scoping.units([day.poll.unit_id]):
        car = drivers.add(election=day.poll, facts=drivers.Facts("Ada"), by=day.cast.osei)
        lifts.give(lift=first, driver=car, by=day.cast.osei)
    second = make.lift(day.poll, day.zofia, from_at=begins)
    assert "Ada has at the same time: Elsie Marchbank" in _post(day, "give_lift", {"driver": car.pk}, lift=second.pk)
    for page in (_get(day, "lifts"), _get(day, "lift", lift=first.pk)):
        assert "Same time:" in page
    assert "same time as another" in _get(day, "driver", driver=car.pk)


def test_what_is_wanted_is_changed(day: Day) -> None:
    lift = _lift(day)
    assert "Save lift" in _get(day, "edit_lift", lift=lift.pk)
    page = _post(day, "edit_lift", {"people": "3", "ends": "12:00"}, lift=lift.pk)
    assert "The lift is changed." in page
    assert "by 12:00" in page


def test_a_late_lift_says_so(day: Day) -> None:
    _lift(day, until_at=timezone.now() - datetime.timedelta(minutes=5))
    assert "late" in _get(day, "lifts")


def test_a_committee_room_sees_its_own_lifts_first(day: Day) -> None:
    castle, mill = make.room(day.poll, "Castle", day.hh1), make.room(day.poll, "Mill", day.hh2)
    _lift(day)
    make.lift(day.poll, day.imran)
    with scoping.units([day.poll.unit_id]):
        rooms.add_officer(room=mill, user=day.cast.osei, duty=RoomDuty.LIFTS, by=None)
    page = _get(day, "lifts")
    assert "Imran" in page
    assert "Elsie" not in page
    assert "Elsie" in _get(day, "lifts", f"?room={castle.pk}")
    page = _get(day, "lifts", "?room=all")
    assert "Elsie" in page
    assert "Imran" in page


def test_lifts_of_another_ward_are_not_found(day: Day) -> None:
    ours, theirs = _lift(day), make.lift(day.poll, day.imran)  # HH2 lies in no ward
    with everywhere():
        Grant.objects.filter(user=day.cast.osei).update(area=[f"ward:{day.hh1.ward_id}"])
    page = _get(day, "lifts")
    assert "Elsie" in page
    assert "Imran" not in page
    assert "Imran" not in _get(day, "ask_lift", "?q=imran")
    browser = day.cast.client(day.cast.osei)
    assert browser.get(_url(day, "lift", lift=ours.pk)).status_code == 200
    assert browser.get(_url(day, "ask_lift") + f"?elector={day.imran.pk}").status_code == 404
    for name in ("lift", "edit_lift"):
        assert browser.get(_url(day, name, lift=theirs.pk)).status_code == 404
    for name in ("give_lift", "lift_under_way", "lift_done", "call_off_lift", "undo_lift"):
        assert browser.post(_url(day, name, lift=theirs.pk), {"reason": "x"}).status_code == 404
    assert AuditEvent.objects.filter(verb="access.out_of_area", actor_id=day.cast.osei.pk).count() >= 8


def test_the_list_does_not_ask_more_for_more_lifts(day: Day) -> None:
    browser = day.cast.client(day.cast.osei)
    with scoping.units([day.poll.unit_id]):
        car = drivers.add(election=day.poll, facts=drivers.Facts("Ada"), by=day.cast.osei)
    counts = []
    for _round in range(2):
        for elector in (day.elsie, day.zofia, day.imran):
            made = make.lift(day.poll, elector, from_at=timezone.now())
            with scoping.units([day.poll.unit_id]):
                lifts.give(lift=made, driver=car, by=day.cast.osei)
        with CaptureQueriesContext(connection) as asked:
            browser.get(_url(day, "lifts"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_committee_room_role_does_all_of_it(day: Day) -> None:
    nell = people.newcomer()
    people.grant(nell, day.cast.wexcombe, RoleName.COMMITTEE_ROOM)
    people.passed_everything([nell])
    lift, car = _lift(day), make.driver(day.poll)
    browser = people.sign_in(nell)
    assert browser.get(_url(day, "lifts")).status_code == 200
    browser.post(_url(day, "give_lift", lift=lift.pk), {"driver": car.pk})
    browser.post(_url(day, "lift_done", lift=lift.pk), {"voted": "voted"})
    with scoping.units([day.poll.unit_id]):
        assert Voted.objects.get().elector == day.elsie


def test_drivers_are_added_changed_and_go_home(day: Day) -> None:
    assert "No driver yet" in _get(day, "drivers")
    facts = {"name": "Ada Okafor", "phone": "01632 960401", "seats": "4", "takes": ["wheelchair"], "begins": "09:00"}
    page = _post(day, "new_driver", facts)
    assert "Ada Okafor is added." in page
    page = _get(day, "drivers")
    for words in ("4 seats", "Wheelchair comes along", "from 09:00"):
        assert words in page
    with scoping.units([day.poll.unit_id]):
        car = Driver.objects.get()
    assert 'value="09:00"' in _get(day, "edit_driver", driver=car.pk)
    _post(day, "edit_driver", {"name": "Ada Okafor", "seats": "2"}, driver=car.pk)
    assert "2 seats" in _get(day, "drivers")
    assert "Ada Okafor has gone home" in _post(day, "driver_home", driver=car.pk)
    assert "Ada Okafor is there again" in _post(day, "driver_home", driver=car.pk)


def _page_of(day: Day, car: Driver) -> str:
    page = _get(day, "driver", driver=car.pk)
    return page.split('readonly value="http://testserver')[1].split('"')[0]


def test_a_drivers_own_page_shows_their_lifts_without_an_account(day: Day) -> None:
    car, lift = make.driver(day.poll), _lift(day, phone="01632 960402", needs=["wheelchair"])
    make.lift(day.poll, day.imran)
    with scoping.units([day.poll.unit_id]):
        drivers.change(driver=car, facts=drivers.Facts("Ada", takes=["wheelchair"]), by=day.cast.osei)
        lifts.give(lift=lift, driver=car, by=day.cast.osei)
    url, phone = _page_of(day, car), day.cast.client(None)
    page = phone.get(url).content.decode()
    for words in ("Elsie Marchbank", "23, Tanyard Row", "01632 960402", "Wheelchair comes along", "I am on the way"):
        assert words in page
    assert "Imran" not in page
    assert "HH1" not in page  # what a driver need not know
    page = phone.post(url, {"lift": lift.pk, "what": "set_off"}, follow=True).content.decode()
    assert "Home again: done" in page
    page = phone.post(url, {"lift": lift.pk, "what": "done"}, follow=True).content.decode()
    assert "No lift for you just now" in page
    with scoping.units([day.poll.unit_id]):
        lift.refresh_from_db()
        assert (lift.state, lift.settled_by) == ("done", None)
        assert not Voted.objects.exists()
    page = phone.post(url, {"lift": lift.pk, "what": "back"}, follow=True).content.decode()
    assert "I am on the way" in page
    phone.post(url, {"lift": lift.pk, "what": "back"})  # what the room gave is not the driver's to undo
    with scoping.units([day.poll.unit_id]):
        lift.refresh_from_db()
        assert lift.state == "planned"
    assert AuditEvent.objects.filter(verb="driver.looked").exists()


def test_a_driver_touches_nobody_elses_lift(day: Day) -> None:
    car, lift = make.driver(day.poll), _lift(day)
    phone, url = day.cast.client(None), _page_of(day, make.driver(day.poll, "Jo"))
    with scoping.units([day.poll.unit_id]):
        lifts.give(lift=lift, driver=car, by=day.cast.osei)
    for key in (lift.pk, "made up"):
        page = phone.post(url, {"lift": key, "what": "done"}, follow=True).content.decode()
        assert "not yours any more" in page


def test_an_old_or_forged_link_opens_nothing(day: Day) -> None:
    car = make.driver(day.poll)
    phone, url = day.cast.client(None), _page_of(day, car)
    assert phone.get(url).status_code == 200
    assert "This is a new link" in _post(day, "new_driver_link", driver=car.pk)
    assert phone.get(url).status_code == 404
    assert phone.get(reverse("gotv:driver_page", kwargs={"token": "1-0-made-up"})).status_code == 404
    newer = _page_of(day, car)
    _post(day, "driver_home", driver=car.pk)
    answer = phone.get(newer)
    assert answer.status_code == 410
    assert "You have gone home" in answer.content.decode()
