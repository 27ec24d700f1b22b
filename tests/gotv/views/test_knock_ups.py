from __future__ import annotations

import pytest
from django.urls import reverse

from access.models import AuditEvent
from tests.everywhere import SCOPE
from tests.factories import canvass
from tests.factories import gotv as make
from tests.gotv.conftest import Day


def _url(day: Day, name: str, **kwargs: object) -> str:
    return reverse(f"gotv:{name}", kwargs={"unit": "wexcombe", "election": day.poll.pk} | kwargs)


def _page(day: Day, name: str, query: str = "", **kwargs: object) -> str:
    answer = day.cast.client(day.cast.osei).get(_url(day, name, **kwargs) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_districts_with_how_many_are_left(day: Day) -> None:
    make.mark(day.hall, day.zofia)
    page = _page(day, "knock_ups")
    assert "2 people said Labour" in page
    assert page.index("HH1 Tanyard") < page.index("HH2 Brickfields")


def test_the_list_of_a_district_names_promises_and_why(day: Day) -> None:
    page = _page(day, "knock_up_list", district=day.hh1.pk)
    assert "Elsie Marchbank" in page
    assert "Said Labour on 3 May" in page
    assert "not marked as voted</span>" in page
    assert "Graham" not in page
    make.mark(day.hall, day.elsie)
    assert "Elsie" not in _page(day, "knock_up_list", district=day.hh1.pk)


def test_empty_lists_say_why(day: Day) -> None:
    for elector in (day.elsie, day.zofia):
        make.mark(day.hall, elector)
    assert "Nobody to knock up here" in _page(day, "knock_up_list", district=day.hh1.pk)
    assert "There is nothing to print" in _page(day, "knock_up_sheets", district=day.hh1.pk)
    make.mark(make.station(day.poll, "Kiln Lane Hall", day.hh2), day.imran)
    assert "Nobody to knock up" in _page(day, "knock_ups")


def test_a_page_holds_whole_streets(day: Day) -> None:
    for number in range(40):
        for street in ("Ash Way", "Bell Lane", "Cook Street"):
            door = canvass.household(canvass.street(day.cast.wexcombe, street), number + 1, in_district=day.hh1)
            make.promise(canvass.elector(door, f"{street} {number}"))
    first = _page(day, "knock_up_list", district=day.hh1.pk)
    assert "1 to 40 of 122" in first
    assert first.count("Ash Way") >= 40
    assert "Bell Lane" not in first
    assert "41 to 80 of 122" in _page(day, "knock_up_list", "?page=2", district=day.hh1.pk)
    assert "81 to 122 of 122" in _page(day, "knock_up_list", "?page=3", district=day.hh1.pk)
    assert "81 to 122" in _page(day, "knock_up_list", "?page=99", district=day.hh1.pk)
    assert "1 to 40" in _page(day, "knock_up_list", "?page=x", district=day.hh1.pk)
    assert "1 to 40" not in _page(day, "knock_up_sheets", district=day.hh1.pk)


def test_the_sheets_have_a_page_a_street_the_imprint_and_boxes(day: Day) -> None:
    page = _page(day, "knock_up_sheets", district=day.hh1.pk)
    assert page.count('<section class="sheet"') == 1
    assert "Promoted by M. Teale" in page
    assert page.count('class="box"') == 6
    assert "They vote at: Library. Bring photo ID" in page
    row = AuditEvent.objects.get(verb="knock_ups.printed")
    assert row.actor_id == day.cast.osei.pk
    assert row.detail == {"district": day.hh1.pk, "people": 2}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("knock_ups", 7), ("knock_up_list", 15), ("knock_up_sheets", 14)])
def test_the_pages_cost_the_same_whatever_their_length(
    day: Day, rows: int, name: str, queries: int, django_assert_num_queries: object
) -> None:
    for number in range(rows - 1):
        row = canvass.street(day.cast.wexcombe, f"Street {number}")
        for place in (day.hh1, canvass.district(day.cast.wexcombe, f"HX{number}")):
            make.promise(canvass.elector(canvass.household(row, 1, in_district=place)))
    url = _url(day, name, **({} if name == "knock_ups" else {"district": day.hh1.pk}))
    browser = day.cast.client(day.cast.osei)
    browser.get(url)
    with django_assert_num_queries(queries + SCOPE):  # type: ignore[operator]
        browser.get(url)
