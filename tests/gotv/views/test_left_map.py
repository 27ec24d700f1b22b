from __future__ import annotations

from django.urls import reverse

from access import scoping
from canvass.models import Household
from gotv.queries import left_map
from gotv.views.left_map import on_the_wall
from tests.factories import canvass
from tests.factories import gotv as make
from tests.gotv.conftest import Day


def _locate(day: Day) -> None:
    with scoping.units([day.cast.wexcombe.pk]):
        Household.objects.filter(polling_district=day.hh1).update(latitude=53.56, longitude=-2.11)
        Household.objects.filter(polling_district=day.hh2).update(latitude=53.57, longitude=-2.12)


def test_streets_stand_with_how_many_are_left_and_who_has_voted_is_gone(day: Day) -> None:
    make.mark(day.hall, day.elsie)
    with scoping.units([day.cast.wexcombe.pk]):
        found = [(one.code, one.name, one.people, one.doors) for one in left_map.streets(day.poll)]
    assert found == [("HH1", "Tanyard Row", 1, 1), ("HH2", "Kiln Lane", 1, 1)]


def test_the_map_and_its_list_say_the_same(day: Day) -> None:
    _locate(day)
    url = reverse("gotv:left_map", kwargs={"unit": "wexcombe", "election": day.poll.pk})
    page = day.cast.client(day.cast.osei).get(url).content.decode()
    assert page.count("left-disc") == 2
    assert "Tanyard Row, HH1: 2 promises left" in page
    assert "Kiln Lane, HH2: 1 promise left" in page
    assert page.count("/knock-ups/") >= 4  # a street on the map and in the list each lead to the list of its district
    assert "Marchbank" not in page


def test_without_places_the_list_is_there_and_the_page_says_why_nothing_is_drawn(day: Day) -> None:
    url = reverse("gotv:left_map", kwargs={"unit": "wexcombe", "election": day.poll.pk})
    page = day.cast.client(day.cast.osei).get(url).content.decode()
    assert "left-disc" not in page
    assert "Nothing to draw yet" in page
    assert "Tanyard Row" in page


def test_on_the_wall_a_street_with_few_is_counted_and_not_drawn(day: Day) -> None:
    row = canvass.street(day.cast.wexcombe, "Long Row")
    for number in range(1, 6):
        make.promise(canvass.elector(canvass.household(row, number, in_district=day.hh2), f"No {number}"))
    _locate(day)
    with scoping.units([day.cast.wexcombe.pk]):
        sheet = on_the_wall(day.cast.wexcombe, day.poll, 5)
    assert sheet is not None
    assert len(sheet.shapes) == 1
    assert [disc.label for disc in sheet.discs] == ["Long Row, HH2: 5 promises left"]
    assert sheet.few == 2
    assert [disc.url for disc in sheet.discs] == [""]
