from __future__ import annotations

import pytest
from django.urls import reverse

from access.models import AuditEvent
from canvass.models import Household, PollingDistrict, Street
from canvass.queries import walking
from tests.cast import Cast
from tests.everywhere import everywhere
from tests.factories import canvass


@pytest.fixture
def street(cast: Cast) -> Street:
    made = canvass.street(cast.wexcombe)
    for number in range(1, 7):
        canvass.elector(canvass.household(made, number))
    return made


def _district(cast: Cast) -> PollingDistrict:
    return canvass.district(cast.wexcombe)


def _url(cast: Cast, street: Street, name: str = "street_order", unit: str = "wexcombe") -> str:
    return reverse(f"canvass:{name}", kwargs={"unit": unit, "district": _district(cast).pk, "street": street.pk})


def _door(street: Street, number: int) -> int:
    with everywhere():
        return Household.objects.get(street=street, number=number).pk


def _walked(cast: Cast, street: Street) -> list[int | None]:
    with everywhere():
        return [door.number for door in walking.doors(walking.of_street(_district(cast), street))]


def test_shows_the_doors_in_order_and_takes_another_way(cast: Cast, street: Street) -> None:
    browser = cast.client(cast.osei)
    page = browser.get(_url(cast, street)).content.decode()
    assert "The walk begins at 1 and ends at 2." in page
    page = browser.post(_url(cast, street), {"way": "straight"}, follow=True).content.decode()
    assert "The walk begins at 1 and ends at 6." in page
    assert "Boards that are made already keep theirs." in page
    assert "Changed by" in page


def test_earlier_later_and_from_the_other_end(cast: Cast, street: Street) -> None:
    browser = cast.client(cast.osei)
    move = _url(cast, street, "street_move")
    answer = browser.post(move, {"up": _door(street, 5)})
    assert answer["Location"].endswith(f"#door-{_door(street, 5)}")
    assert _walked(cast, street) == [1, 5, 3, 6, 4, 2]
    browser.post(move, {"up": _door(street, 5)})
    assert _walked(cast, street) == [5, 1, 3, 6, 4, 2]
    browser.post(move, {"down": _door(street, 1)})
    assert _walked(cast, street) == [5, 3, 1, 6, 4, 2]
    browser.post(move, {"down": _door(street, 2)})  # is the last already
    assert _walked(cast, street) == [5, 3, 1, 6, 4, 2]
    browser.post(move, {"round": "1"})
    assert _walked(cast, street) == [2, 4, 6, 1, 3, 5]
    browser.post(_url(cast, street, "street_undo"))
    assert _walked(cast, street) == [5, 3, 1, 6, 4, 2]


def test_a_door_is_put_after_another(cast: Cast, street: Street) -> None:
    browser = cast.client(cast.osei)
    page = browser.get(f"{_url(cast, street)}?move={_door(street, 2)}").content.decode()
    assert "Where does 2 come?" in page
    assert "Put it after 1" in page
    assert "Put it after 2" not in page
    move = _url(cast, street, "street_move")
    browser.post(move, {"door": _door(street, 2), "after": _door(street, 1)})
    assert _walked(cast, street) == [1, 2, 3, 5, 6, 4]
    browser.post(move, {"door": _door(street, 4), "after": "0"})
    assert _walked(cast, street) == [4, 1, 2, 3, 5, 6]


@pytest.mark.parametrize("said", [{}, {"up": "0"}, {"door": "x"}, {"up": "9" * 30}])
def test_what_names_no_door_changes_nothing_and_says_so(cast: Cast, street: Street, said: dict) -> None:
    page = cast.client(cast.osei).post(_url(cast, street, "street_move"), said, follow=True).content.decode()
    assert "That door is no longer on this street. Nothing was changed." in page
    assert _walked(cast, street) == [1, 3, 5, 6, 4, 2]


def test_nowhere_to_go_is_said(cast: Cast, street: Street) -> None:
    browser, move = cast.client(cast.osei), _url(cast, street, "street_move")
    page = browser.post(move, {"door": _door(street, 2), "after": "x"}, follow=True).content.decode()
    assert "Say where the door goes." in page


@pytest.mark.parametrize("name", ["street_order", "street_move", "street_undo"])
class TestWhoMay:
    def _ask(self, cast: Cast, street: Street, name: str, who: str, unit: str = "wexcombe") -> int:
        client = cast.client(getattr(cast, who))
        return (client.get if name == "street_order" else client.post)(_url(cast, street, name, unit)).status_code

    def test_a_canvasser_may_not(self, cast: Cast, street: Street, name: str) -> None:
        assert self._ask(cast, street, name, "alun") == 403

    def test_another_clp_finds_nothing_and_that_is_recorded(self, cast: Cast, street: Street, name: str) -> None:
        assert self._ask(cast, street, name, "rival", "marsham") == 404
        assert AuditEvent.objects.filter(verb="access.forged_id", unit_id=cast.wexcombe.pk).exists()


def test_a_street_that_has_no_door_in_the_district_has_no_page(cast: Cast, street: Street) -> None:
    other = canvass.street(cast.wexcombe, "Mill Lane")
    assert cast.client(cast.osei).get(_url(cast, other)).status_code == 404
