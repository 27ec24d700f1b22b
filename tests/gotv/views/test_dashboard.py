from __future__ import annotations

import datetime

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from access import scoping
from access.roles import RoleName
from gotv.models import Election
from gotv.queries import dashboard
from tests import cast as people
from tests.everywhere import SCOPE
from tests.factories import canvass
from tests.factories import gotv as make
from tests.gotv.conftest import Day

_LIMIT = 12


def _url(day: Day, name: str = "dashboard", poll: object = None) -> str:
    return reverse(f"gotv:{name}", kwargs={"unit": "wexcombe", "election": getattr(poll or day.poll, "pk", None)})


def _page(day: Day, name: str = "dashboard", who: str = "osei", poll: object = None) -> str:
    cache.clear()
    answer = day.cast.client(getattr(day.cast, who)).get(_url(day, name, poll))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_shows_what_is_left_and_where_to_go_next(day: Day) -> None:
    make.mark(day.hall, day.elsie)
    page = _page(day)
    assert "<dd>2</dd>" in page
    assert "Heard from 1 of 2 districts" in page
    assert "1 of 2 districts, at" in page
    assert "No teller heard from here yet, so knock and ask." in page
    assert "no teller" in page
    assert ">0%" not in page


def test_the_wall_names_nobody(day: Day) -> None:
    make.mark(day.hall, day.elsie, by=day.cast.tess)
    for name in ("dashboard", "figures", "districts"):
        page = _page(day, name)
        for word in ("Elsie", "Marchbank", "Tess", "Tanyard Row"):
            assert word not in page


def test_a_regional_organiser_sees_figures_and_no_way_to_names(day: Day) -> None:
    for name in ("dashboard", "figures", "districts"):
        assert "knock-ups" not in _page(day, name, who="priya")
        assert "knock-ups" in _page(day, name)


def test_empty_states_say_why(day: Day) -> None:
    for elector in (day.elsie, day.zofia, day.imran):
        make.mark(day.hall, elector)
    assert "Every promise is in" in _page(day)
    marsham = make.election(day.cast.marsham)
    url = reverse("gotv:dashboard", kwargs={"unit": "marsham", "election": marsham.pk})
    page = day.cast.client(day.cast.rival).get(url).content.decode()
    assert "No districts yet" in page
    assert "No station is set up" in page
    canvass.elector(
        canvass.household(canvass.street(day.cast.marsham), 1, in_district=canvass.district(day.cast.marsham, "MV1"))
    )
    cache.clear()
    assert "No promises yet" in day.cast.client(day.cast.rival).get(url).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("dashboard", 8), ("figures", 8), ("districts", 8)])
def test_costs_at_most_twelve_queries_whatever_the_number_of_districts(
    day: Day, rows: int, name: str, queries: int, django_assert_num_queries: object
) -> None:
    assert queries <= _LIMIT
    for number in range(rows - 1):
        ward = canvass.ward(day.cast.wexcombe, f"Ward {number}")
        place = canvass.district(day.cast.wexcombe, f"HX{number}", in_ward=ward)
        elector = canvass.elector(canvass.household(canvass.street(day.cast.wexcombe), number, in_district=place))
        make.promise(elector)
        make.mark(make.station(day.poll, f"Hall {number}", place), elector)
    browser = day.cast.client(day.cast.osei)
    browser.get(_url(day, name))
    cache.delete(dashboard.key(day.poll))
    with django_assert_num_queries(queries + SCOPE):  # type: ignore[operator]
        browser.get(_url(day, name))


def test_asking_again_within_two_seconds_costs_no_counting(day: Day, django_assert_num_queries: object) -> None:
    browser = day.cast.client(day.cast.osei)
    browser.get(_url(day, "figures"))
    with django_assert_num_queries(3 + SCOPE):  # type: ignore[operator]
        browser.get(_url(day, "figures"))


def test_the_same_again_is_304_until_something_changes(day: Day) -> None:
    noon = datetime.datetime.now(datetime.UTC).replace(second=0, microsecond=0)
    browser = day.cast.client(day.cast.osei)
    with time_machine.travel(noon, tick=False) as travel:
        first = browser.get(_url(day, "figures"))
        tag = first["ETag"]
        assert tag.strip('"') in first.content.decode()
        again = browser.get(_url(day, "figures"), headers={"if-none-match": tag})
        assert (again.status_code, again.content) == (304, b"")
        make.mark(day.hall, day.elsie)
        cache.clear()
        assert browser.get(_url(day, "figures"), headers={"if-none-match": tag}).status_code == 200
        tag = browser.get(_url(day, "figures"))["ETag"]
        travel.shift(60)  # the ages on the page have changed
        assert browser.get(_url(day, "figures"), headers={"if-none-match": tag}).status_code == 200


def test_a_new_name_or_another_role_is_a_new_answer(day: Day) -> None:
    noon = datetime.datetime.now(datetime.UTC).replace(second=0, microsecond=0)
    with time_machine.travel(noon, tick=False), scoping.units([day.cast.wexcombe.pk]):
        browser = day.cast.client(day.cast.priya)
        tag = browser.get(_url(day, "figures"))["ETag"]
        people.grant(day.cast.priya, day.cast.wexcombe, RoleName.TELLER)
        second = browser.get(_url(day, "figures"), headers={"if-none-match": tag})
        assert second.status_code == 200
        Election.objects.update(name="Dress rehearsal")
        third = browser.get(_url(day, "figures"), headers={"if-none-match": second["ETag"]})
        assert third.status_code == 200
        assert "Dress rehearsal" in third.content.decode()


def test_two_readers_with_different_rights_never_share_an_answer(day: Day) -> None:
    tag = day.cast.client(day.cast.osei).get(_url(day, "figures"))["ETag"]
    other = day.cast.client(day.cast.priya).get(_url(day, "figures"), headers={"if-none-match": tag})
    assert other.status_code == 200


def test_nothing_of_it_is_kept_by_a_browser(day: Day) -> None:
    answer = day.cast.client(day.cast.osei).get(_url(day, "figures"))
    assert "no-store" in answer["Cache-Control"]


def test_works_without_a_script(day: Day) -> None:
    page = _page(day)
    assert f'href="{_url(day)}"' in page
    assert "Load again" in page


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2031-05-01T05:00+00:00", "1 h 0 min</b> <br>until polls open"),
        ("2031-05-01T15:42+00:00", "5 h 18 min</b> <br>until polls close"),
        ("2031-05-01T21:00+00:00", "Polls closed"),
        ("2031-04-28T06:00+00:00", "3 days</b> <br>until polls open"),
    ],
)
def test_the_clock_counts_to_the_close_of_the_poll(day: Day, at: str, words: str) -> None:
    poll = make.election(day.cast.wexcombe, "A real poll", on=datetime.date(2031, 5, 1))
    with time_machine.travel(datetime.datetime.fromisoformat(at), tick=False):
        assert words in _page(day, poll=poll)


def test_silent_stations_are_named_with_how_long(day: Day) -> None:
    poll = make.election(day.cast.wexcombe, "A real poll", on=datetime.date(2031, 5, 1))
    hall = make.station(poll, "Scout hut", day.hh1)
    for number in range(5):
        make.station(poll, f"Chapel {number}", canvass.district(day.cast.wexcombe, f"HX{number}"))
    make.mark(hall, day.elsie, when=datetime.datetime(2031, 5, 1, 8, tzinfo=datetime.UTC))
    with time_machine.travel(datetime.datetime(2031, 5, 1, 8, 44, tzinfo=datetime.UTC), tick=False):
        page = _page(day, poll=poll)
        assert "Scout hut" not in page
        assert page.count("never heard") == 2
        assert "longest silent, of 5." in page
    with time_machine.travel(datetime.datetime(2031, 5, 1, 8, 45, tzinfo=datetime.UTC), tick=False):
        assert "Scout hut" in _page(day, "districts", poll=poll)
        assert "longest silent, of 6." in _page(day, poll=poll)
