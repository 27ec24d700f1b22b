"""Saying that one is away, on its page."""

from __future__ import annotations

import datetime

import pytest

from access.models import Absence
from access.permissions import Permission as P
from access.queries import accesses
from kit import clock
from tests.cast import Cast
from tests.everywhere import everywhere
from tests.factories.requests import away


def _days(first: int, last: int) -> dict[str, str]:
    today = clock.today()
    return {
        "from_on": (today + datetime.timedelta(days=first)).isoformat(),
        "until_on": (today + datetime.timedelta(days=last)).isoformat(),
    }


def test_away_with_a_deputy_and_back_early(cast: Cast) -> None:
    browser = cast.client(cast.marian)
    response = browser.post("/u/wexcombe/access/away/", _days(0, 5) | {"deputy": str(cast.alun.pk)}, follow=True)
    page = response.content.decode()
    assert "Alun Prosser stands in." in page
    assert accesses.of(cast.alun).may(P.GIVE_ACCESS, cast.wexcombe)
    with everywhere():
        made = Absence.objects.get()
    browser.post(f"/u/wexcombe/access/away/{made.pk}/back/")
    assert not accesses.of(cast.alun).may(P.GIVE_ACCESS, cast.wexcombe)
    assert "Nobody has said that they are away" in browser.get("/u/wexcombe/access/away/").content.decode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"from_on": ""}, "This field is required"),
        ({"until_on": "2020-01-01"}, "can’t be before"),
        ({"deputy": "999999"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said(change: dict[str, str], words: str, cast: Cast) -> None:
    response = cast.client(cast.marian).post("/u/wexcombe/access/away/", _days(0, 5) | change)
    assert words in response.content.decode()


def test_who_gives_no_roles_is_offered_no_deputies(cast: Cast) -> None:
    browser = cast.client(cast.osei)
    assert "Who stands in" not in browser.get("/u/wexcombe/access/away/").content.decode()
    browser.post("/u/wexcombe/access/away/", _days(0, 5) | {"deputy": str(cast.alun.pk)})
    with everywhere():
        assert Absence.objects.get().deputy_grant is None


def test_those_above_see_it_and_are_away_in_their_own_unit(cast: Cast) -> None:
    away(cast.marian, cast.wexcombe, clock.today(), clock.today())
    page = cast.client(cast.priya).get("/u/wexcombe/access/away/").content.decode()
    assert "Marian Teale" in page
    assert "Say that I am away" not in page


def test_nobody_calls_off_for_somebody_else_or_elsewhere(cast: Cast) -> None:
    made = away(cast.marian, cast.wexcombe, clock.today(), clock.today())
    cast.client(cast.osei).post(f"/u/wexcombe/access/away/{made.pk}/back/")
    assert cast.client(cast.rival).post(f"/u/marsham/access/away/{made.pk}/back/").status_code == 404
    with everywhere():
        assert Absence.objects.get().called_off_at is None
