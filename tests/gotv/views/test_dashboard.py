from __future__ import annotations

import datetime

import pytest
import time_machine
from django.core.cache import cache
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from access import scoping
from access.roles import RoleName
from gotv.models import Election
from gotv.queries import dashboard
from gotv.views import dashboard as views
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
    assert "told to tellers" in page or "likely range" in page
    assert "Not knocked yet." in page
    assert ">0%" not in page


def test_the_wall_names_nobody(day: Day) -> None:
    make.mark(day.hall, day.elsie, by=day.cast.tess)
    for name in ("dashboard", "figures", "districts", "wall", "wall_figures"):
        page = _page(day, name)
        for word in ("Elsie", "Marchbank", "Tess", "Tanyard Row"):
            assert word not in page


def test_a_regional_organiser_sees_figures_and_no_way_to_names(day: Day) -> None:
    for name in ("dashboard", "figures", "districts"):
        names = [f"/knock-ups/{district.pk}/" for district in (day.hh1, day.hh2)]
        assert not any(one in _page(day, name, who="priya") for one in names)
        assert any(one in _page(day, name) for one in names)


def test_empty_states_say_why(day: Day) -> None:
    for elector in (day.elsie, day.zofia):
        make.mark(day.hall, elector)
    make.mark(make.station(day.poll, "Chapel", day.hh2), day.imran)
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
@pytest.mark.parametrize(("name", "queries"), [("dashboard", 9), ("wall", 9), ("figures", 9), ("districts", 9)])
def test_costs_at_most_twelve_queries_whatever_the_number_of_districts(
    day: Day,
    rows: int,
    name: str,
    queries: int,
    django_assert_num_queries: object,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert queries <= _LIMIT
    monkeypatch.setattr(views, "DRAWN_SECONDS", 0)
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


@pytest.mark.parametrize("name", ["dashboard", "figures", "wall", "wall_figures", "room_screen", "room_figures"])
def test_costs_as_much_at_most_when_a_number_has_just_come_in(
    day: Day, name: str, django_assert_num_queries: object
) -> None:
    room = make.room(day.poll, "Labour Hall", day.hh1)
    where = {"unit": "wexcombe", "election": day.poll.pk} | ({"room": room.pk} if "room" in name else {})
    url = reverse(f"gotv:{name}", kwargs=where)
    browser = day.cast.client(day.cast.osei)
    assert browser.get(url).status_code == 200
    make.mark(day.hall, day.elsie)
    key = dashboard.key(day.poll)
    cache.delete_many([key, f"{key}:version"])
    with django_assert_num_queries(_LIMIT - 1 + SCOPE):  # type: ignore[operator]
        browser.get(url)


def test_asking_again_within_two_seconds_costs_no_counting(day: Day, django_assert_num_queries: object) -> None:
    browser = day.cast.client(day.cast.osei)
    browser.get(_url(day, "figures"))
    with django_assert_num_queries(2 + SCOPE):  # type: ignore[operator]
        browser.get(_url(day, "figures"))


@pytest.mark.parametrize("name", ["figures", "wall_figures"])
def test_a_screen_is_drawn_once_for_all_who_may_see_the_same(
    day: Day, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And anew for whoever may see less, and once a number has come in."""
    drawn: list[str] = []

    def draw(template: str, *given: object) -> str:
        drawn.append(template)
        return render_to_string(template, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(views, "render_to_string", draw)
    with time_machine.travel(timezone.localtime().replace(hour=12, minute=0, second=5), tick=False):
        cache.clear()
        first = [day.cast.client(day.cast.osei).get(_url(day, name)).content for _ in range(3)]
        assert len(drawn) == 1
        assert len(set(first)) == 1
        assert day.cast.client(day.cast.priya).get(_url(day, name)).status_code == 200
        assert len(drawn) == 2
    make.mark(day.hall, day.elsie)
    with time_machine.travel(timezone.localtime().replace(hour=12, minute=0, second=40), tick=False):
        assert day.cast.client(day.cast.osei).get(_url(day, name)).content != first[0]
    assert len(drawn) == 3


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


def test_nothing_new_is_told_from_the_cache_alone(day: Day, django_assert_num_queries: object) -> None:
    noon = datetime.datetime.now(datetime.UTC).replace(second=0, microsecond=0)
    browser = day.cast.client(day.cast.osei)
    for name in ("figures", "wall_figures"):
        with time_machine.travel(noon, tick=False):
            tag = browser.get(_url(day, name))["ETag"]
            with django_assert_num_queries(2 + SCOPE):  # type: ignore[operator] # who it is, and what they may do
                again = browser.get(_url(day, name), headers={"if-none-match": tag})
        assert again.status_code == 304


def test_the_page_asks_with_the_tag_of_what_it_shows(day: Day) -> None:
    noon = datetime.datetime.now(datetime.UTC).replace(second=0, microsecond=0)
    with time_machine.travel(noon, tick=False):
        page = _page(day, "wall")
        assert day.cast.client(day.cast.osei).get(_url(day, "wall_figures"))["ETag"].strip('"') in page


def test_the_wall_shows_no_small_number_and_no_way_to_names(day: Day) -> None:
    page = _page(day, "wall")
    assert "under 5" in page
    assert "knock-ups" not in page


def test_a_room_sees_its_own_districts(day: Day) -> None:
    room = make.room(day.poll, "Hill room", day.hh1)
    with scoping.units([day.cast.wexcombe.pk]):
        url = reverse("gotv:room_screen", kwargs={"unit": "wexcombe", "election": day.poll.pk, "room": room.pk})
    cache.clear()
    page = day.cast.client(day.cast.osei).get(url).content.decode()
    assert "<h1>Hill room" in page
    assert "HH1" in page
    assert "HH2" not in page
    assert "not counted" in page
    elsewhere = url.replace(f"screens/{room.pk}/", "screens/999999/")
    assert day.cast.client(day.cast.osei).get(elsewhere).status_code == 404


def test_a_room_without_districts_says_so(day: Day) -> None:
    room = make.room(day.poll, "Empty room")
    url = reverse("gotv:room_screen", kwargs={"unit": "wexcombe", "election": day.poll.pk, "room": room.pk})
    assert "This room has no districts yet" in day.cast.client(day.cast.osei).get(url).content.decode()


def test_a_new_name_or_another_role_is_a_new_answer(day: Day) -> None:
    noon = datetime.datetime.now(datetime.UTC).replace(second=0, microsecond=0)
    with time_machine.travel(noon, tick=False), scoping.units([day.cast.wexcombe.pk]):
        browser = day.cast.client(day.cast.priya)
        tag = browser.get(_url(day, "figures"))["ETag"]
        people.grant(day.cast.priya, day.cast.wexcombe, RoleName.TELLER)
        second = browser.get(_url(day, "figures"), headers={"if-none-match": tag})
        assert second.status_code == 200
        Election.objects.update(name="Dress rehearsal")
        cache.clear()
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
        gaps = reverse("gotv:gaps", kwargs={"unit": "wexcombe", "election": poll.pk})
        assert f'id="silent-whom" href="{gaps}"' in page
        assert "silent-whom" not in _page(day, "wall", poll=poll)
    with time_machine.travel(datetime.datetime(2031, 5, 1, 8, 45, tzinfo=datetime.UTC), tick=False):
        assert "Scout hut" in _page(day, "districts", poll=poll)
        assert "longest silent, of 6." in _page(day, poll=poll)
