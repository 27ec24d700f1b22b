from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from access import scoping
from gotv.models import PollingStation
from kit import clock
from tests.everywhere import SCOPE
from tests.factories import canvass
from tests.factories import gotv as make
from tests.gotv.conftest import Day


def _url(day: Day, name: str, **kwargs: object) -> str:
    return reverse(f"gotv:{name}", kwargs={"unit": "wexcombe", "election": day.poll.pk} | kwargs)


def _votes_at(day: Day) -> dict[str, str]:
    with scoping.units([day.cast.wexcombe.pk]):
        return dict(PollingStation.objects.filter(districts__isnull=False).values_list("districts__code", "name"))


def _page(day: Day, name: str, **kwargs: object) -> str:
    return day.cast.client(day.cast.marian).get(_url(day, name, **kwargs)).content.decode()


def test_the_list_names_the_districts_that_vote_nowhere(day: Day) -> None:
    page = _page(day, "stations")
    assert "One district votes nowhere yet" in page
    assert reverse("gotv:teller", kwargs={"station": day.hall.pk}) in page


def test_without_a_register_the_list_says_why_it_is_empty(day: Day) -> None:
    poll = make.election(day.cast.marsham)
    url = reverse("gotv:stations", kwargs={"unit": "marsham", "election": poll.pk})
    page = day.cast.client(day.cast.rival).get(url).content.decode()
    assert "The register isn’t in yet" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(day: Day, rows: int, django_assert_num_queries: object) -> None:
    for n in range(rows - 1):
        make.station(day.poll, f"Hall {n}")
    browser = day.cast.client(day.cast.marian)
    browser.get(_url(day, "stations"))
    with django_assert_num_queries(10 + SCOPE):  # type: ignore[operator]
        browser.get(_url(day, "stations"))


def test_adds_a_station(day: Day) -> None:
    form = {"name": "Scout hut", "address": "", "districts": [day.hh2.pk]}
    answer = day.cast.client(day.cast.osei).post(_url(day, "new_station"), form)
    assert answer["Location"] == _url(day, "stations")
    assert _votes_at(day) == {"HH1": "Library", "HH2": "Scout hut"}


def test_a_district_that_votes_elsewhere_is_refused_with_words(day: Day) -> None:
    assert "now at Library" in _page(day, "new_station")
    form = {"name": "Scout hut", "districts": [day.hh1.pk, day.hh2.pk]}
    answer = day.cast.client(day.cast.osei).post(_url(day, "new_station"), form)
    page = answer.content.decode()
    assert "HH1 (Library)" in page
    assert 'value="Scout hut"' in page
    assert _votes_at(day) == {"HH1": "Library"}


def test_a_district_of_another_clp_is_no_choice(day: Day) -> None:
    stranger = canvass.district(day.cast.marsham, "MV1")
    form = {"name": "Scout hut", "districts": [stranger.pk]}
    answer = day.cast.client(day.cast.osei).post(_url(day, "new_station"), form)
    assert answer.status_code == 200
    assert _votes_at(day) == {"HH1": "Library"}


def test_two_tabs_can_not_give_one_district_to_two_stations(day: Day) -> None:
    first, second = day.cast.client(day.cast.osei), day.cast.client(day.cast.osei)
    for browser in (first, second):
        browser.get(_url(day, "new_station"))
    first.post(_url(day, "new_station"), {"name": "Scout hut", "districts": [day.hh2.pk]})
    answer = second.post(_url(day, "new_station"), {"name": "Chapel", "districts": [day.hh2.pk]})
    assert "HH2 (Scout hut)" in answer.content.decode()
    assert _votes_at(day)["HH2"] == "Scout hut"


def test_changes_a_station(day: Day) -> None:
    url = _url(day, "edit_station", station=day.hall.pk)
    assert 'value="Library"' in _page(day, "edit_station", station=day.hall.pk)
    day.cast.client(day.cast.osei).post(url, {"name": "Town library", "districts": [day.hh1.pk, day.hh2.pk]})
    assert _votes_at(day) == {"HH1": "Town library", "HH2": "Town library"}


def test_a_removed_station_can_be_brought_back(day: Day) -> None:
    browser = day.cast.client(day.cast.osei)
    answer = browser.post(_url(day, "remove_station", station=day.hall.pk), follow=True)
    assert _votes_at(day) == {}
    page = answer.content.decode()
    assert "Library is removed" in page
    token = answer.redirect_chain[0][0].split("removed=")[1]
    browser.post(_url(day, "restore_station", token=token))
    assert _votes_at(day) == {"HH1": "Library"}
    twice = browser.post(_url(day, "restore_station", token=token), follow=True)
    assert "HH1 (Library)" in twice.content.decode()
    assert _votes_at(day) == {"HH1": "Library"}


def test_a_token_of_another_election_brings_nothing_back(day: Day) -> None:
    browser = day.cast.client(day.cast.osei)
    answer = browser.post(_url(day, "remove_station", station=day.hall.pk))
    token = answer["Location"].split("removed=")[1]
    other = make.election(day.cast.wexcombe, "Another")
    url = reverse("gotv:restore_station", kwargs={"unit": "wexcombe", "election": other.pk, "token": token})
    assert browser.post(url).status_code == 404
    assert browser.post(_url(day, "restore_station", token="made-up")).status_code == 404
    assert _votes_at(day) == {}


def test_a_station_with_marks_is_not_removed(day: Day) -> None:
    make.mark(day.hall, day.elsie)
    url = _url(day, "remove_station", station=day.hall.pk)
    page = day.cast.client(day.cast.osei).post(url, follow=True).content.decode()
    assert "A teller has worked at Library" in page
    assert _votes_at(day) == {"HH1": "Library"}


def test_sets_all_districts_in_one_go(day: Day) -> None:
    form = {f"place_{day.hh1.pk}": "Library", f"place_{day.hh2.pk}": "Scout hut"}
    answer = day.cast.client(day.cast.osei).post(_url(day, "arrange_stations"), form, follow=True)
    assert "Saved: one district" in answer.content.decode()
    assert _votes_at(day) == {"HH1": "Library", "HH2": "Scout hut"}


def test_a_pasted_list_fills_in_the_rows_and_saves_nothing(day: Day) -> None:
    form = {"paste": "1", "pasted": "Code\tPlace\nHH1\tTown hall\nHH2\tScout hut\nHH9\tNowhere"}
    page = day.cast.client(day.cast.osei).post(_url(day, "arrange_stations"), form).content.decode()
    assert 'value="Town hall"' in page
    assert 'value="Scout hut"' in page
    assert "Line 4: HH9" in page
    assert _votes_at(day) == {"HH1": "Library"}


def test_pasting_nothing_says_so_and_keeps_the_rows(day: Day) -> None:
    page = day.cast.client(day.cast.osei).post(_url(day, "arrange_stations"), {"paste": "1"}).content.decode()
    assert "required" in page
    assert 'value="Library"' in page


def test_a_place_that_is_too_long_is_refused_and_kept_on_the_page(day: Day) -> None:
    long = "x" * 161
    answer = day.cast.client(day.cast.osei).post(_url(day, "arrange_stations"), {f"place_{day.hh1.pk}": long})
    assert "160" in answer.content.decode()
    assert long in answer.content.decode()
    assert _votes_at(day) == {"HH1": "Library"}


def test_after_the_day_nothing_can_be_changed(day: Day) -> None:
    past = make.election(day.cast.wexcombe, "Past", on=clock.today() - datetime.timedelta(days=1))
    url = reverse("gotv:arrange_stations", kwargs={"unit": "wexcombe", "election": past.pk})
    page = day.cast.client(day.cast.osei).post(url, {f"place_{day.hh1.pk}": "Hall"}).content.decode()
    assert "is over" in page
    listing = reverse("gotv:stations", kwargs={"unit": "wexcombe", "election": past.pk})
    assert "it is over" in day.cast.client(day.cast.osei).get(listing).content.decode()
