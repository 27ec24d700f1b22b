from __future__ import annotations

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.everywhere import SCOPE
from tests.factories import canvass


def _url(name: str) -> str:
    return reverse(f"canvass:{name}", kwargs={"unit": "wexcombe"})


def _page(cast: Cast, name: str) -> str:
    return cast.client(cast.marian).get(_url(name)).content.decode()


def test_without_districts_the_page_says_where_they_come_from(cast: Cast) -> None:
    assert "There are no districts yet" in _page(cast, "places")
    assert "No wards are known yet" in _page(cast, "wards")


def test_lists_districts_with_ward_electors_doors_and_what_is_located(cast: Cast) -> None:
    ward = canvass.ward(cast.wexcombe, "Harrow Hill")
    district = canvass.district(cast.wexcombe, "HH1", "Tanyard", ward)
    canvass.elector(canvass.household(canvass.street(cast.wexcombe), 1, in_district=district))
    page = _page(cast, "places")
    assert "HH1" in page
    assert "Harrow Hill" in page
    assert "0%" in page
    assert "Harrow Hill" in _page(cast, "wards")


@pytest.mark.parametrize("districts", [1, 4])
def test_the_list_costs_the_same_whatever_its_length(
    cast: Cast, districts: int, django_assert_num_queries: object
) -> None:
    canvass.bulk(cast.wexcombe, districts=districts, streets=1, doors=2)
    browser = cast.client(cast.marian)
    browser.get(_url("places"))
    with django_assert_num_queries(5 + SCOPE):  # type: ignore[operator]
        browser.get(_url("places"))


def test_a_canvasser_sees_no_places(cast: Cast) -> None:
    for name in ("boundaries", "coordinates", "ward_questions", "road_groups"):
        assert cast.client(cast.alun).get(_url(name)).status_code == 403
        assert cast.client(cast.rival).get(_url(name)).status_code == 404
