from __future__ import annotations

import datetime
import re

import pytest
from django.urls import reverse

from access import scoping
from access.models import AuditEvent
from gotv.actions import shifts
from gotv.models import TellerShift
from gotv.rules.hours import Hours
from kit import clock
from tests.everywhere import SCOPE
from tests.factories import canvass
from tests.factories import gotv as make
from tests.gotv.conftest import Day


def _url(day: Day, name: str, **kwargs: object) -> str:
    return reverse(f"gotv:{name}", kwargs={"unit": "wexcombe", "election": day.poll.pk} | kwargs)


def _shifts(day: Day) -> list[TellerShift]:
    with scoping.units([day.cast.wexcombe.pk]):
        return list(TellerShift.objects.order_by("starts_at").select_related("user", "station"))


def _shift(day: Day, begins: int, ends: int, **who: object) -> TellerShift:
    with scoping.units([day.cast.wexcombe.pk]):
        hours = Hours(clock.at(day.poll.polling_on, begins), clock.at(day.poll.polling_on, ends))
        return shifts.add(station=day.hall, hours=hours, by=None, **who)  # type: ignore[arg-type]


def test_hours_at_a_station_where_no_district_votes_any_more_still_stand_on_the_rota(day: Day) -> None:
    make.shift(day.hall, 7, 9, day.cast.tess)
    with scoping.units([day.cast.wexcombe.pk]):
        day.hall.districts.clear()
    make.station(day.poll, "Chapel", day.hh2)
    url = reverse("gotv:rota", kwargs={"unit": "wexcombe", "election": day.poll.pk})
    assert "Library" in day.cast.client(day.cast.osei).get(url).content.decode()


def test_the_rota_shows_who_stands_where_and_which_hours_are_empty(day: Day) -> None:
    _shift(day, 7, 9, user=day.cast.tess)
    make.station(day.poll, "Scout hut", day.hh2)
    page = day.cast.client(day.cast.osei).get(_url(day, "rota")).content.decode()
    assert day.cast.tess.name in page
    assert "09:00–22:00" in page
    assert "07:00–22:00" in page
    assert "28 of 30 hours are empty" in page
    assert "One station has nobody at all" in page


def test_without_stations_the_rota_says_what_comes_first(day: Day) -> None:
    other = make.election(day.cast.wexcombe, "Another", rehearsal=True)
    url = reverse("gotv:rota", kwargs={"unit": "wexcombe", "election": other.pk})
    page = day.cast.client(day.cast.osei).get(url).content.decode()
    assert "No stations yet" in page


@pytest.mark.parametrize("rows", [1, 6])
def test_the_rota_costs_the_same_whatever_its_length(day: Day, rows: int, django_assert_num_queries: object) -> None:
    for n in range(rows):
        hall = make.station(day.poll, f"Hall {n}", canvass.district(day.cast.wexcombe, f"ZZ{n}"))
        with scoping.units([day.cast.wexcombe.pk]):
            hours = Hours(clock.at(day.poll.polling_on, 7), clock.at(day.poll.polling_on, 9))
            shifts.add(station=hall, hours=hours, name="Kitty", by=None)
    browser = day.cast.client(day.cast.osei)
    browser.get(_url(day, "rota"))
    with django_assert_num_queries(8 + SCOPE):  # type: ignore[operator]
        browser.get(_url(day, "rota"))


def test_the_office_gives_and_takes_hours(day: Day) -> None:
    browser = day.cast.client(day.cast.osei)
    url = _url(day, "station_shifts", station=day.hall.pk)
    assert "07:00–22:00" in browser.get(url).content.decode()
    browser.post(url, {"user": day.cast.tess.pk, "begins": "7", "ends": "9"})
    browser.post(url, {"user": "", "name": "Kitty", "phone": "01632 960007", "begins": "9", "ends": "12"})
    assert [(one.user or one.name, one.phone) for one in _shifts(day)] == [
        (day.cast.tess, ""),
        ("Kitty", "01632 960007"),
    ]
    page = browser.get(url).content.decode()
    assert "12:00–22:00" in page
    assert "tel:01632 960007" in page
    browser.post(_url(day, "remove_shift", shift=_shifts(day)[0].pk))
    assert [one.name for one in _shifts(day)] == ["Kitty"]


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"begins": "7", "ends": "9"}, "Choose a teller"),
        ({"name": "Kitty", "begins": "9", "ends": "9"}, "after the one they begin"),
        ({"name": "Kitty", "begins": "6", "ends": "9"}, "6"),
    ],
)
def test_what_is_wrong_is_said(day: Day, form: dict, words: str) -> None:
    answer = day.cast.client(day.cast.osei).post(_url(day, "station_shifts", station=day.hall.pk), form)
    assert words in answer.content.decode()
    assert _shifts(day) == []


def test_the_rota_prints(day: Day) -> None:
    _shift(day, 9, 11, name="Kitty", phone="01632 960007")
    page = day.cast.client(day.cast.osei).get(_url(day, "rota_sheets")).content.decode()
    assert "01632 960007" in page
    assert re.findall(r'scope="row">(\d\d:\d\d)', page) == ["07:00", "09:00", "11:00"]  # as the day goes on
    first, kitty, last = page.split("<tbody>")[1].split("</tr>")[:3]
    assert "nobody yet" in first
    assert "Kitty" in kitty
    assert "nobody yet" in last


def test_a_teller_takes_an_empty_hour_and_gives_it_back(day: Day) -> None:
    _shift(day, 7, 9, name="Kitty Marchbank")
    tess = day.cast.client(day.cast.tess)
    mine = reverse("gotv:my_shifts")
    page = tess.get(mine).content.decode()
    assert "Library" in page
    assert "09:00–22:00" in page
    assert "Kitty" not in page
    take = reverse("gotv:take_shift", kwargs={"station": day.hall.pk})
    assert "Kitty" not in tess.get(take).content.decode()
    assert "meanwhile" in tess.post(take, {"begins": "8", "ends": "10"}).content.decode()
    assert tess.post(take, {"begins": "9", "ends": "11"})["Location"] == mine
    own = _shifts(day)[1]
    assert own.user == day.cast.tess
    assert "09:00–11:00" in tess.get(mine).content.decode()
    tess.post(reverse("gotv:give_back_shift", kwargs={"shift": own.pk}))
    assert [one.name for one in _shifts(day)] == ["Kitty Marchbank"]


def test_nobody_gives_back_the_hours_of_another(day: Day) -> None:
    shift = _shift(day, 7, 9, user=day.cast.tess)
    url = reverse("gotv:give_back_shift", kwargs={"shift": shift.pk})
    assert day.cast.client(day.cast.osei).post(url).status_code == 404
    assert _shifts(day) == [shift]


@pytest.mark.parametrize(("who", "status"), [("noor", 404), ("rival", 404), ("priya", 404), ("alun", 403)])
def test_hours_are_for_tellers_of_the_clp(day: Day, who: str, status: int) -> None:
    url = reverse("gotv:take_shift", kwargs={"station": day.hall.pk})
    browser = day.cast.client(getattr(day.cast, who))
    assert browser.post(url, {"begins": "9", "ends": "11"}).status_code == status
    assert _shifts(day) == []
    assert AuditEvent.objects.filter(verb="access.refused").count() == (status == 403)


def test_a_day_that_is_over_has_no_hours_to_take(day: Day) -> None:
    past = make.election(day.cast.wexcombe, "Past", on=clock.today() - datetime.timedelta(days=1))
    hall = make.station(past, "Chapel", day.hh1)
    tess = day.cast.client(day.cast.tess)
    assert "Chapel" not in tess.get(reverse("gotv:my_shifts")).content.decode()
    take = reverse("gotv:take_shift", kwargs={"station": hall.pk})
    assert "is over" in tess.post(take, {"begins": "9", "ends": "11"}).content.decode()
