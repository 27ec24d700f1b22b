from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from access.models import AuditEvent
from canvass.models import Board, CanvassSession, Household, Street
from canvass.queries import maps
from tests.canvass.conftest import Doorstep
from tests.cast import Cast
from tests.everywhere import everywhere
from tests.factories import canvass, places


def _url(name: str = "map", unit: str = "wexcombe", **kwargs: object) -> str:
    return reverse(f"canvass:{name}", kwargs={"unit": unit} | kwargs)


def _put(*doors: Household, latitude: float = 53.05, longitude: float = -2.25) -> None:
    """Put doors on the map, a few metres apart."""
    with everywhere():
        for at, door in enumerate(doors):
            Household.objects.filter(pk=door.pk).update(latitude=latitude + at / 10_000, longitude=longitude)


def _drawn(page: str) -> list[str]:
    """Return the states of the shapes on the drawing."""
    sheet = page[page.index("data-map") : page.index("data-drawn")]
    return re.findall(r"mark-+(open|tried|spoke|closed)", sheet)


def test_doors_stand_on_the_map_by_what_happened_there(doorstep: Doorstep) -> None:
    third = canvass.household(canvass.street(doorstep.cast.wexcombe), 27)
    canvass.elector(third)
    _put(doorstep.door, doorstep.next_door, third)
    doorstep.phone.send(doorstep.phone.answer(doorstep.elsie))
    doorstep.phone.send(doorstep.phone.outcome("not_in", household=doorstep.next_door))
    page = doorstep.cast.client(doorstep.cast.osei).get(_url()).content.decode()
    assert sorted(_drawn(page)) == ["open", "spoke", "tried"]
    assert "Still to try: 1" in page
    assert "Spoken to: 1" in page
    assert reverse("canvass:household", kwargs={"unit": "wexcombe", "household": third.pk}) in page
    assert "Elsie" not in page


def test_a_board_a_district_a_list_and_a_session_have_their_own(doorstep: Doorstep) -> None:
    browser = doorstep.cast.client(doorstep.cast.osei)
    _put(doorstep.door, doorstep.next_door)
    elsewhere = canvass.household(canvass.street(doorstep.cast.wexcombe, "Mill Lane"), 1)
    canvass.elector(elsewhere)
    _put(elsewhere, longitude=-2.249)
    with everywhere():
        session = CanvassSession.objects.create(
            unit=doorstep.cast.wexcombe,
            name="Saturday",
            meets_at="2026-11-21T10:00Z",
            back_at="2026-11-21T12:00Z",
            meeting_point="The Old Forge",
            leader=doorstep.cast.osei,
            made_by=doorstep.cast.osei,
        )
        Board.objects.filter(pk=doorstep.board.pk).update(session=session)
    for url in (_url("board_map", board=doorstep.board.pk), _url("session_map", session=session.pk)):
        page = browser.get(url).content.decode()
        assert len(_drawn(page)) == 2
        assert "Mill Lane" not in page
    district = doorstep.door.polling_district_id
    assert len(_drawn(browser.get(_url("map_district", district=district)).content.decode())) == 3


def test_boundaries_are_drawn_around_them(doorstep: Doorstep) -> None:
    _put(doorstep.door)
    with everywhere():
        places.bring_in(doorstep.cast.wexcombe, *places.DISTRICTS, kind="district", makes_districts=True)
        places.bring_in(doorstep.cast.wexcombe, *places.OLD_WARDS, kind="ward")
    page = doorstep.cast.client(doorstep.cast.osei).get(f"{_url()}?lat=53.05&lon=-2.2&z=11").content.decode()
    assert page.count("turf-line--ward") == 2
    assert page.count("turf-line--district") == 3


def test_too_many_doors_are_drawn_street_by_street(cast: Cast) -> None:
    canvass.bulk(cast.wexcombe, streets=3, doors=150, per_door=1)
    with everywhere():
        for at, street in enumerate(Street.objects.order_by("name")):
            Household.objects.filter(street=street).update(latitude=53.05 + at / 1000, longitude=-2.25)
    response = cast.client(cast.osei).get(_url())
    page = response.content.decode()
    assert "a disc is a street" in page
    assert len(_drawn(page)) == 3
    assert len(response.content) < 60_000
    closer = unescape(re.findall(r'<a href="(\?[^"]+)" tabindex="-1"', page)[0])
    zoom = float(re.findall(r'data-zoom="([\d.]+)"', page)[0])
    assert f"z={zoom + 2:g}" in closer


def test_from_far_off_a_disc_is_a_district(cast: Cast) -> None:
    town = canvass.bulk(cast.wexcombe, districts=2, streets=65, doors=4, per_door=1)
    with everywhere():
        for at, district in enumerate(town.districts):
            Household.objects.filter(polling_district=district).update(latitude=53.05 + at / 20, longitude=-2.25)
    page = cast.client(cast.osei).get(_url()).content.decode()
    assert len(_drawn(page)) == 2
    assert page.count(">260</text>") == 2


def test_flats_at_one_place_are_one_disc(doorstep: Doorstep) -> None:
    _put(doorstep.door)
    _put(doorstep.next_door)
    page = doorstep.cast.client(doorstep.cast.osei).get(_url()).content.decode()
    assert "2 doors</title>" in page


def test_doors_without_coordinates_are_counted_and_in_the_list(doorstep: Doorstep) -> None:
    browser = doorstep.cast.client(doorstep.cast.osei)
    page = browser.get(_url()).content.decode()
    assert "No door here has coordinates yet" in page
    assert "Tanyard Row" in page
    _put(doorstep.door)
    assert "One door has no coordinates and is in the list alone." in browser.get(_url()).content.decode()


@pytest.mark.parametrize("query", ["?lat=x", "?lat=nan&lon=1&z=3", "?lat=1e9&lon=0&z=1", "?lat=53&lon=-2&z=99999"])
def test_a_window_that_is_none_shows_what_there_is(doorstep: Doorstep, query: str) -> None:
    _put(doorstep.door)
    assert doorstep.cast.client(doorstep.cast.osei).get(_url() + query).status_code == 200


def test_streets_inside_an_area_go_on_to_the_board_form(doorstep: Doorstep) -> None:
    _put(doorstep.door)
    _put(doorstep.next_door, latitude=53.09)
    browser = doorstep.cast.client(doorstep.cast.osei)
    corners = "53.04, -2.26\n53.04, -2.24\n53.06, -2.24\n53.06, -2.26"
    page = browser.get(_url(), {"corners": corners}).content.decode()
    assert "One door is inside." in page
    assert "the streets below come to 2 doors" in page
    found = re.search(rf'href="({re.escape(_url("board_new"))}\?[^"]+)"', page)
    assert found is not None
    assert browser.get(unescape(found[1])).content.decode().count("checked") == 1


def test_corners_that_are_none_are_said(doorstep: Doorstep) -> None:
    _put(doorstep.door)
    page = doorstep.cast.client(doorstep.cast.osei).get(_url(), {"corners": "here"}).content.decode()
    assert "Line 1 is no place here." in page
    assert ">here</textarea>" in page


def test_no_tile_server_is_asked_unless_one_is_set(doorstep: Doorstep) -> None:
    _put(doorstep.door)
    browser = doorstep.cast.client(doorstep.cast.osei)
    assert "<image" not in browser.get(_url()).content.decode()
    tiles = {"MAP_TILES_URL": "https://t.example/{z}/{x}/{y}.png", "MAP_TILES_ATTRIBUTION": "© Somebody & co"}
    with override_settings(**tiles):
        page = browser.get(f"{_url()}?lat=53.05&lon=-2.25&z=15").content.decode()
    assert re.search(r'<image href="https://t\.example/15/\d+/\d+\.png"', page)
    assert "© Somebody &amp; co" in page


@pytest.mark.parametrize("name", ["map", "map_district", "board_map", "session_map", "target_list_map"])
def test_a_canvasser_may_not(doorstep: Doorstep, name: str) -> None:
    kwargs = {
        "map_district": {"district": doorstep.door.polling_district_id},
        "board_map": {"board": doorstep.board.pk},
        "session_map": {"session": doorstep.board.pk},
        "target_list_map": {"target_list": doorstep.board.pk},
    }.get(name, {})
    assert doorstep.cast.client(doorstep.cast.alun).get(_url(name, **kwargs)).status_code == 403


def test_another_clps_board_has_no_map(doorstep: Doorstep) -> None:
    url = _url("board_map", unit="marsham", board=doorstep.board.pk)
    assert doorstep.cast.client(doorstep.cast.rival).get(url).status_code == 404
    assert AuditEvent.objects.filter(verb="access.forged_id", unit_id=doorstep.cast.wexcombe.pk).exists()


def test_a_map_asks_the_database_no_more_for_more_doors(cast: Cast, django_assert_max_num_queries: object) -> None:
    canvass.bulk(cast.wexcombe, streets=2, doors=100, per_door=2)
    with everywhere():
        Household.objects.update(latitude=53.05, longitude=-2.25)
        scope = maps.Scope(cast.wexcombe, timezone.now())
        with django_assert_max_num_queries(3):  # type: ignore[operator] # pytest-django's fixture
            assert sum(one.doors for one in maps.streets(scope)) == 200
