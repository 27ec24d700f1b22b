from __future__ import annotations

import re

import pytest
from django.urls import reverse

from access import scoping
from gotv.actions import rooms
from gotv.models import CommitteeRoom, RoomDistrict
from tests.everywhere import SCOPE
from tests.gotv.conftest import Day


def _url(day: Day, name: str, **kwargs: object) -> str:
    return reverse(f"gotv:{name}", kwargs={"unit": "wexcombe", "election": day.poll.pk} | kwargs)


def _room(day: Day, name: str = "Castle", **facts: object) -> CommitteeRoom:
    with scoping.units([day.cast.wexcombe.pk]):
        return rooms.add(election=day.poll, facts=rooms.Facts(name, **facts), districts=[], by=None)  # type: ignore[arg-type]


def _rooms(day: Day) -> list[CommitteeRoom]:
    with scoping.units([day.cast.wexcombe.pk]):
        return list(CommitteeRoom.objects.all())


def _whose(day: Day) -> dict[str, str]:
    with scoping.units([day.cast.wexcombe.pk]):
        return dict(RoomDistrict.objects.values_list("polling_district__code", "room__name"))


def test_an_empty_list_says_what_a_room_is_for(day: Day) -> None:
    page = day.cast.client(day.cast.osei).get(_url(day, "rooms")).content.decode()
    assert "No committee rooms yet" in page
    assert _url(day, "new_room") in page


def test_a_page_below_another_says_where_one_is(day: Day) -> None:
    office = day.cast.client(day.cast.osei)
    for name in ("rooms", "new_room"):
        page = office.get(_url(day, name)).content.decode()
        assert re.findall(r'href="([^"]+)" aria-current="page"><b>', page) == [_url(day, "rooms")]


def test_makes_a_room_and_goes_on_to_its_people(day: Day) -> None:
    form = {"name": "Castle", "planned_cars": "2", "districts": [day.hh1.pk]}
    answer = day.cast.client(day.cast.osei).post(_url(day, "new_room"), form)
    room = _rooms(day)[0]
    assert answer["Location"] == _url(day, "room_officers", room=room.pk)
    assert (room.planned_cars, _whose(day)) == (2, {"HH1": "Castle"})
    page = day.cast.client(day.cast.osei).get(_url(day, "rooms")).content.decode()
    assert "One district is no room’s yet" in page
    assert "2 cars" in page
    assert "nobody yet" in page


def test_what_is_wrong_is_said_and_what_was_typed_stays(day: Day) -> None:
    _room(day)
    answer = day.cast.client(day.cast.osei).post(_url(day, "new_room"), {"name": "Castle", "planned_cars": "2"})
    page = answer.content.decode()
    assert "already" in page
    assert 'value="2"' in page
    assert len(_rooms(day)) == 1


def test_changes_a_room(day: Day) -> None:
    room = _room(day, phone="01632 960001")
    browser = day.cast.client(day.cast.osei)
    assert "01632 960001" in browser.get(_url(day, "edit_room", room=room.pk)).content.decode()
    answer = browser.post(_url(day, "edit_room", room=room.pk), {"name": "Quay", "districts": [day.hh2.pk]})
    assert answer["Location"] == _url(day, "rooms")
    assert (_rooms(day)[0].name, _whose(day)) == ("Quay", {"HH2": "Quay"})


def test_a_refused_change_keeps_the_old_name_in_the_heading(day: Day) -> None:
    _room(day, "Quay")
    room = _room(day)
    page = day.cast.client(day.cast.osei).post(_url(day, "edit_room", room=room.pk), {"name": "Quay"}).content.decode()
    assert "Change Castle" in page


def test_all_districts_on_one_page(day: Day) -> None:
    browser = day.cast.client(day.cast.osei)
    assert "Add a room first" in browser.get(_url(day, "arrange_rooms")).content.decode()
    room = _room(day)
    form = {f"room_{day.hh1.pk}": room.pk, f"room_{day.hh2.pk}": ""}
    assert browser.post(_url(day, "arrange_rooms"), form)["Location"] == _url(day, "rooms")
    assert _whose(day) == {"HH1": "Castle"}
    assert f'<option value="{room.pk}" selected>' in browser.get(_url(day, "arrange_rooms")).content.decode()


def test_people_are_put_in_and_taken_off(day: Day) -> None:
    room = _room(day)
    browser = day.cast.client(day.cast.osei)
    url = _url(day, "room_officers", room=room.pk)
    page = browser.get(url).content.decode()
    assert "Nobody yet" in page
    assert day.cast.tess.name in page
    assert day.cast.noor.name not in page
    browser.post(url, {"user": day.cast.tess.pk, "duty": "numbers"})
    with scoping.units([day.cast.wexcombe.pk]):
        officer = room.officers.get()
    assert (officer.user, officer.duty) == (day.cast.tess, "numbers")
    browser.post(_url(day, "remove_room_officer", room=room.pk, officer=officer.pk))
    with scoping.units([day.cast.wexcombe.pk]):
        assert not room.officers.exists()


def test_a_removed_room_comes_back(day: Day) -> None:
    room = _room(day)
    browser = day.cast.client(day.cast.osei)
    answer = browser.post(_url(day, "remove_room", room=room.pk))
    assert _rooms(day) == []
    assert "Castle is removed" in browser.get(answer["Location"]).content.decode()
    token = answer["Location"].partition("=")[2]
    browser.post(_url(day, "restore_room", token=token))
    assert [one.name for one in _rooms(day)] == ["Castle"]
    assert browser.post(_url(day, "restore_room", token="made-up")).status_code == 404


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_costs_the_same_whatever_its_length(day: Day, count: int, django_assert_num_queries: object) -> None:
    for n in range(count):
        _room(day, f"Room {n}")
    browser = day.cast.client(day.cast.osei)
    browser.get(_url(day, "rooms"))
    with django_assert_num_queries(8 + SCOPE):  # type: ignore[operator]
        browser.get(_url(day, "rooms"))
