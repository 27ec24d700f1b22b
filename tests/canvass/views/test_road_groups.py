from __future__ import annotations

import pytest
from django.urls import reverse

from canvass.models import PollingDistrict, RoadGroup, RoadGroupStreet, Street
from tests.cast import Cast
from tests.everywhere import SCOPE, everywhere
from tests.factories import canvass


def _url(name: str, **kwargs: object) -> str:
    return reverse(f"canvass:{name}", kwargs={"unit": "wexcombe"} | kwargs)


@pytest.fixture
def district(cast: Cast) -> PollingDistrict:
    """Three streets in one district of the ward West."""
    found = canvass.district(cast.wexcombe, "A", in_ward=canvass.ward(cast.wexcombe, "West"))
    for name in ("Bell Road", "Mill Lane", "Quay"):
        canvass.elector(canvass.household(canvass.street(cast.wexcombe, name), 1, in_district=found))
    return found


def _make(cast: Cast, district: PollingDistrict, *names: str, called: str = "Town") -> str:
    with everywhere():
        ticked = [f"{district.pk}-{Street.objects.get(name=name).pk}" for name in names]
    url = f"{_url('road_group_new')}?district={district.pk}"
    return cast.client(cast.osei).post(url, {"name": called, "streets": ticked}, follow=True).content.decode()


def _group() -> RoadGroup:
    with everywhere():
        return RoadGroup.objects.get()


def _parts() -> dict[str, int]:
    with everywhere():
        return dict(RoadGroupStreet.objects.order_by("position").values_list("street__name", "pk"))


def test_makes_a_group_of_ticked_streets(cast: Cast, district: PollingDistrict) -> None:
    browser = cast.client(cast.osei)
    assert "Make a road group" in browser.get(_url("road_group_new")).content.decode()
    assert "Mill Lane" in browser.get(f"{_url('road_group_new')}?district={district.pk}").content.decode()
    page = _make(cast, district, "Bell Road", "Mill Lane")
    assert "Town is made." in page
    assert "In West. Streets in walking order." in page
    assert "Town" in browser.get(_url("road_groups")).content.decode()


def test_a_board_begins_with_the_streets_of_the_group_ticked(cast: Cast, district: PollingDistrict) -> None:
    page = _make(cast, district, "Mill Lane")
    start = page.index(f"{_url('board_new')}?")
    url = page[start : page.index('"', start)].replace("&amp;", "&")
    board = cast.client(cast.osei).get(url).content.decode()
    assert board.count("checked") == 1


def test_nothing_ticked_and_no_name_are_said(cast: Cast, district: PollingDistrict) -> None:
    page = _make(cast, district, called="")
    assert "Give the road group a name." in page
    assert "No street is ticked, so nothing was added." in page


def test_order_taking_out_adding_and_another_name(cast: Cast, district: PollingDistrict) -> None:
    _make(cast, district, "Bell Road", "Mill Lane")
    group, browser = _group(), cast.client(cast.osei)
    parts = _parts()
    browser.post(_url("road_group_move", group=group.pk, part=parts["Mill Lane"]), {"to": "up"})
    assert list(_parts()) == ["Mill Lane", "Bell Road"]
    out = _url("road_group_take_out", group=group.pk, part=parts["Bell Road"])
    assert "Bell Road is out of Town." in browser.post(out, follow=True).content.decode()
    with everywhere():
        quay = Street.objects.get(name="Quay").pk
    url = f"{_url('road_group_add', group=group.pk)}?district={district.pk}"
    page = browser.post(url, {"streets": [f"{district.pk}-{quay}"]}, follow=True).content.decode()
    assert "One street is added." in page
    page = browser.post(_url("road_group", group=group.pk), {"name": "Harbour"}, follow=True).content.decode()
    assert "The name is changed." in page
    assert list(_parts()) == ["Mill Lane", "Quay"]


def test_deleting_can_be_undone(cast: Cast, district: PollingDistrict) -> None:
    _make(cast, district, "Bell Road")
    browser = cast.client(cast.osei)
    page = browser.post(_url("road_group_delete", group=_group().pk), follow=True).content.decode()
    assert "Town is deleted." in page
    start = page.index(_url("road_group_restore", token="x").removesuffix("x/"))
    page = browser.post(page[start : page.index('"', start)], follow=True).content.decode()
    assert "Town is back." in page
    assert list(_parts()) == ["Bell Road"]


def test_a_group_of_another_clp_is_not_there(cast: Cast, district: PollingDistrict) -> None:
    _make(cast, district, "Bell Road")
    url = reverse("canvass:road_group", kwargs={"unit": "marsham", "group": _group().pk})
    assert cast.client(cast.rival).get(url).status_code == 404


@pytest.mark.parametrize("names", [("Bell Road",), ("Bell Road", "Mill Lane", "Quay")])
def test_a_group_costs_the_same_whatever_its_length(
    cast: Cast, district: PollingDistrict, names: tuple[str, ...], django_assert_num_queries: object
) -> None:
    _make(cast, district, *names)
    browser, url = cast.client(cast.osei), _url("road_group", group=_group().pk)
    browser.get(url)
    with django_assert_num_queries(5 + SCOPE):  # type: ignore[operator]
        browser.get(url)
