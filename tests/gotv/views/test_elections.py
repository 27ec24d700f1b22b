from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from access import scoping
from gotv.models import Election
from kit import clock
from tests.cast import Cast
from tests.everywhere import SCOPE
from tests.factories import canvass
from tests.factories import gotv as make
from tests.gotv.conftest import Day

_DAY = datetime.timedelta(days=1)


def _url(name: str, **kwargs: object) -> str:
    return reverse(f"gotv:{name}", kwargs={"unit": "wexcombe"} | kwargs)


def _form(**fields: object) -> dict:
    known = {
        "name": "Borough council",
        "type": "local",
        "polling_on": (clock.today() + 30 * _DAY).isoformat(),
        "voting_age": "18",
    }
    return {name: value for name, value in (known | fields).items() if value is not None}


def _elections(cast: Cast) -> list[Election]:
    with scoping.units([cast.wexcombe.pk]):
        return list(Election.objects.all())


def test_an_empty_list_says_why_and_what_to_do(cast: Cast) -> None:
    page = cast.client(cast.marian).get(_url("polling_days")).content.decode()
    assert "No election yet" in page
    assert _url("new_election") in page
    figures_only = cast.client(cast.priya).get(_url("polling_days")).content.decode()
    assert "No election yet" in figures_only
    assert _url("new_election") not in figures_only


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(cast: Cast, rows: int, django_assert_num_queries: object) -> None:
    for n in range(rows):
        make.station(make.election(cast.wexcombe, f"Election {n}", on=clock.today() - n * _DAY))
    browser = cast.client(cast.marian)
    browser.get(_url("polling_days"))
    with django_assert_num_queries(4 + SCOPE):  # type: ignore[operator]
        browser.get(_url("polling_days"))


def test_sets_up_an_election_and_goes_on_to_its_stations(cast: Cast) -> None:
    answer = cast.client(cast.marian).post(_url("new_election"), _form(is_rehearsal="on"))
    made = _elections(cast)[0]
    assert answer["Location"] == _url("arrange_stations", election=made.pk)
    assert (made.name, made.is_rehearsal, made.unit) == ("Borough council", True, cast.wexcombe)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"polling_on": (datetime.date(2020, 1, 1)).isoformat()}, "gone by"),
        ({"polling_on": "soon"}, "valid date"),
        ({"voting_age": "15"}, "16"),
        ({"name": ""}, "required"),
        ({"type": "crown"}, "crown"),
        ({"name": "x" * 121}, "120"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(cast: Cast, fields: dict, words: str) -> None:
    answer = cast.client(cast.marian).post(_url("new_election"), _form(**fields))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert words in page
    assert "local" in page
    assert _elections(cast) == []


def test_sending_the_form_twice_makes_one(cast: Cast) -> None:
    browser = cast.client(cast.marian)
    browser.post(_url("new_election"), _form())
    again = browser.post(_url("new_election"), _form())
    assert "already" in again.content.decode()
    assert len(_elections(cast)) == 1


def test_changes_an_election(cast: Cast) -> None:
    made = make.election(cast.wexcombe)
    url = _url("edit_election", election=made.pk)
    browser = cast.client(cast.marian)
    assert 'value="Borough council"' in browser.get(url).content.decode()
    answer = browser.post(url, _form(name="County council"))
    assert answer["Location"] == _url("polling_days")
    assert _elections(cast)[0].name == "County council"


def test_an_election_that_is_over_can_not_be_changed(cast: Cast) -> None:
    past = make.election(cast.wexcombe, on=clock.today() - _DAY)
    url = _url("edit_election", election=past.pk)
    browser = cast.client(cast.marian)
    assert '<form class="form"' not in browser.get(url).content.decode()
    assert "is over" in browser.post(url, _form(name="Changed")).content.decode()
    assert _elections(cast)[0].name == "Borough council"


def test_the_id_is_made_shown_and_made_anew_when_the_day_moves(cast: Cast) -> None:
    browser = cast.client(cast.marian)
    browser.post(_url("new_election"), _form(polling_on="2090-05-04", place="Wexcombe"))
    made = _elections(cast)[0]
    assert made.uk_id == "local.wexcombe.2090-05-04"
    url = _url("edit_election", election=made.pk)
    assert 'value="local.wexcombe.2090-05-04"' in browser.get(url).content.decode()
    browser.post(url, _form(polling_on="2090-05-11", uk_id=made.uk_id))
    assert _elections(cast)[0].uk_id == "local.wexcombe.2090-05-11"
    browser.post(url, _form(polling_on="2090-05-11", uk_id="local.wexcombe.2090-05-11", place="Marsham"))
    assert _elections(cast)[0].uk_id == "local.marsham.2090-05-11"


@pytest.mark.parametrize(
    ("typed", "words"),
    [("local.wexcombe", "no election ID"), ("parl.wexcombe.2090-05-04", "another kind"), ("local.x.2090-05-05", "day")],
)
def test_an_id_that_can_not_be_is_said_at_its_field(cast: Cast, typed: str, words: str) -> None:
    answer = cast.client(cast.marian).post(_url("new_election"), _form(polling_on="2090-05-04", uk_id=typed))
    page = answer.content.decode()
    assert words in page
    assert f'value="{typed}"' in page
    assert _elections(cast) == []


def test_wards_and_the_day_on_which_postal_votes_go_out(cast: Cast) -> None:
    castle = canvass.ward(cast.wexcombe, "Castle")
    canvass.ward(cast.marsham, "Quay")
    browser = cast.client(cast.marian)
    assert "Quay" not in browser.get(_url("new_election")).content.decode()
    form = _form(polling_on="2090-05-04", place="Wexcombe", wards=[castle.pk], postal_dispatch_on="2090-04-18")
    browser.post(_url("new_election"), form)
    made = _elections(cast)[0]
    assert (made.uk_id, made.postal_dispatch_on) == ("local.wexcombe.castle.2090-05-04", datetime.date(2090, 4, 18))
    with scoping.units([cast.wexcombe.pk]):
        assert list(made.wards.all()) == [castle]
    page = browser.get(_url("edit_election", election=made.pk)).content.decode()
    assert f'value="{castle.pk}" ' in page
    assert "checked" in page


_WITH_DISTRICTS = (
    "numbers",
    "absent_by_hand",
    "new_station",
    "arrange_stations",
    "new_room",
    "arrange_rooms",
    "frozen_add",
    "sheets",
    "void_mark",
)


@pytest.mark.parametrize("name", _WITH_DISTRICTS)
def test_a_form_of_an_election_with_wards_offers_districts_inside_them(day: Day, name: str) -> None:
    """HH2, Brickfields, lies in no ward. Held in HH1's ward alone, the election has nothing to do with it."""
    mark = make.mark(day.hall, day.elsie)
    more = {"mark": mark.pk} if name == "void_mark" else {}
    browser, url = day.cast.client(day.cast.marian), _url(name, election=day.poll.pk, **more)
    with scoping.units([day.poll.unit_id]):
        make.frozen(day.poll, day.cast.marian)
        make.room(day.poll)
    assert "HH2" in browser.get(url).content.decode()
    with scoping.units([day.poll.unit_id]):
        assert day.hh1.ward is not None
        day.poll.wards.set([day.hh1.ward])
    page = browser.get(url).content.decode()
    assert "HH1" in page
    assert "HH2" not in page
