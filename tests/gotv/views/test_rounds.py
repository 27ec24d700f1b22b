"""Pages of rounds: sending a team out, what the room sees of it, handing on, ending, and taking a slip back."""

from __future__ import annotations

import datetime
import uuid

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from access import scoping
from access.models import AuditEvent, Grant
from canvass.actions import road_groups
from gotv.actions import knocks
from gotv.actions import rounds as actions
from gotv.models import Knock, Round, Sheet
from gotv.queries import knock_ups
from gotv.rules.sheets import spaced
from tests.everywhere import SCOPE, everywhere
from tests.factories import canvass
from tests.factories import gotv as make
from tests.gotv.conftest import Day


def _url(day: Day, name: str, **kwargs: object) -> str:
    return reverse(f"gotv:{name}", kwargs={"unit": "wexcombe", "election": day.poll.pk} | kwargs)


def _get(day: Day, name: str, query: str = "", **kwargs: object) -> str:
    answer = day.cast.client(day.cast.osei).get(_url(day, name, **kwargs) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def _begin(day: Day, **changes: object) -> Round:
    facts: dict = {"district": day.hh1, "road_group": None, "team": "Red team", "runner": None, "by": day.cast.osei}
    with scoping.units([day.cast.wexcombe.pk]):
        return actions.begin(election=day.poll, **facts | changes)


def _say(day: Day, one: Round, elector: object, said: str) -> uuid.UUID:
    key = uuid.uuid4()
    with scoping.units([day.cast.wexcombe.pk]):
        told = knocks.Said(key, elector.household_id, said, timezone.now(), elector.pk)  # type: ignore[attr-defined]
        knocks.record(one=one, said=[told], by=day.cast.alun)
    return key


def test_a_team_is_sent_where_people_are_left(day: Day) -> None:
    page = _get(day, "rounds")
    assert "No team is out" in page
    assert page.index("HH1 Tanyard") < page.index("HH2 Brickfields")
    browser = day.cast.client(day.cast.osei)
    url = _url(day, "round_begin", district=day.hh1.pk)
    data = {"team": "Red team", "runner": day.cast.alun.pk, "key": str(uuid.uuid4())}
    answer = browser.post(url, data, follow=True)
    assert f"Red team, {day.cast.alun.name} is out." in answer.content.decode()
    page = _get(day, "rounds")
    assert "Red team" in page
    again = browser.post(url, {"team": "Blue team", "runner": ""}).content.decode()
    assert "is out there already" in again
    assert "Blue team" in again  # what was typed is kept
    assert "Say who goes" in browser.post(_url(day, "round_begin", district=day.hh2.pk), {"team": " "}).content.decode()


def test_before_the_day_nobody_is_sent_and_the_page_says_when(day: Day) -> None:
    assert "Send a team" in _get(day, "rounds")
    early = datetime.datetime.combine(day.poll.polling_on, datetime.time(12), datetime.UTC) - datetime.timedelta(days=2)
    with time_machine.travel(early, tick=False):
        page = _get(day, "rounds")
    assert "Teams are sent out on the day" in page
    assert "HH1 Tanyard" in page
    assert "Send a team" not in page


def test_a_district_without_road_groups_is_gone_to_as_a_whole(day: Day) -> None:
    assert "To all of HH1 Tanyard." in _get(day, "round_begin", district=day.hh1.pk)
    street = day.elsie.household.street_id
    with scoping.units([day.cast.wexcombe.pk]):
        group = road_groups.make(unit=day.hh1.unit, name="Mill streets", picks=[(day.hh1.pk, street)], by=None)
    assert "that are in no road group" in _get(day, "round_begin", district=day.hh1.pk)
    assert "To Mill streets in" in _get(day, "round_begin", district=day.hh1.pk, road_group=group.pk)


def test_the_page_of_a_round_says_how_far_it_is(day: Day) -> None:
    made = _begin(day)
    page = _get(day, "round", round=made.pk)
    assert "Nothing has come from them yet" in page
    _say(day, made, day.elsie, "wont")
    page = _get(day, "round", round=made.pk)
    assert "People: Will not vote" in page
    assert "Elsie" not in page  # counts, and names behind a link
    browser = day.cast.client(day.cast.osei)
    page = browser.post(_url(day, "round_hand", round=made.pk), {"team": "Blue team", "runner": ""}, follow=True)
    assert "Blue team, out since" in page.content.decode()
    page = browser.post(_url(day, "round_end", round=made.pk), follow=True).content.decode()
    assert "It hid nobody" in page
    assert "Zofia" in _get(day, "knock_up_list", district=day.hh1.pk)
    page = browser.post(_url(day, "round_go_on", round=made.pk), follow=True).content.decode()
    assert "The round goes on" in page
    assert "Still out" in _get(day, "rounds_history")


def test_whoever_carries_a_round_is_shown_a_code_for_as_long_as_they_are_out(day: Day) -> None:
    carried = _begin(day, runner=day.cast.alun)
    on_paper = _begin(day, district=day.hh2)
    assert "Address of the round" in _get(day, "round", round=carried.pk)
    assert "Address of the round" not in _get(day, "round", round=on_paper.pk)
    with scoping.units([day.cast.wexcombe.pk]):
        actions.end(round=carried, by=day.cast.osei)
    assert "Address of the round" not in _get(day, "round", round=carried.pk)


def test_a_round_prints_its_sheet_which_is_typed_in_after_it_has_ended(day: Day) -> None:
    made, browser = _begin(day), day.cast.client(day.cast.osei)
    assert "No sheet was made for this round" in _get(day, "round", round=made.pk)
    answer = browser.post(_url(day, "round_sheets", round=made.pk))
    assert answer.headers["Content-Type"] == "application/pdf"
    with everywhere():
        sheet = Sheet.objects.get()
        assert (sheet.round, sheet.lines) == (made, [day.elsie.pk, day.zofia.pk])
    page = _get(day, "round", round=made.pk)
    assert spaced(sheet.code) in page
    assert "not typed in" in page
    browser.post(_url(day, "round_end", round=made.pk))
    typed = browser.post(_url(day, "sheet", code=sheet.code), {"lines": "1w 2n"}).content.decode()
    assert "Zofia Haddad: Not in" in typed
    with everywhere():
        assert {knock.round for knock in Knock.objects.all()} == {made}
    page = _get(day, "round", round=made.pk)
    assert "typed in" in page
    assert "not typed in" not in page
    assert "Make its sheets" not in page


def test_a_round_with_nobody_left_has_nothing_to_print(day: Day) -> None:
    made = _begin(day)
    for elector in (day.elsie, day.zofia):
        _say(day, made, elector, "wont")
    answer = day.cast.client(day.cast.osei).post(_url(day, "round_sheets", round=made.pk), follow=True)
    assert "nothing to print" in answer.content.decode()
    with everywhere():
        assert not Sheet.objects.exists()


def test_a_slip_is_taken_back_and_the_door_is_there_again(day: Day) -> None:
    made = _begin(day)
    key = _say(day, made, day.elsie, "voted")
    _say(day, made, day.zofia, "will")
    assert "Elsie" not in _get(day, "knock_up_list", district=day.hh1.pk)
    page = _get(day, "hidden")
    assert "Has voted" in page
    assert "if not marked as voted" in page
    looked = AuditEvent.objects.filter(verb="names.looked_at", actor_id=day.cast.osei.pk)
    assert looked.exists() or AuditEvent.objects.filter(actor_id=day.cast.osei.pk).exists()
    answer = day.cast.client(day.cast.osei).post(_url(day, "knock_take_back", knock=key), follow=True)
    assert "Taken back" in answer.content.decode()
    assert "Elsie" in _get(day, "knock_up_list", district=day.hh1.pk)
    with scoping.units([day.cast.wexcombe.pk]):
        assert Knock.objects.get(pk=key).undone_at is not None


def test_the_list_is_narrowed_and_says_so(day: Day) -> None:
    made = _begin(day)
    _say(day, made, day.elsie, "not_in")
    page = _get(day, "knock_up_list", "?show=tried", district=day.hh1.pk)
    assert "Elsie" in page
    assert "Not in, " in page
    assert "Zofia" not in page
    page = _get(day, "knock_up_list", "?show=untried&group=none", district=day.hh1.pk)
    assert "Zofia" in page
    assert "Elsie" not in page
    assert "as you have narrowed the list" in _get(day, "knock_up_list", "?show=later", district=day.hh1.pk)


def test_another_ward_is_not_found(day: Day) -> None:
    theirs = _begin(day, district=day.hh2)
    key = _say(day, theirs, day.imran, "wont")
    with everywhere():
        Grant.objects.filter(user=day.cast.osei).update(area=[f"ward:{day.hh1.ward_id}"])
    browser = day.cast.client(day.cast.osei)
    for name in ("rounds", "rounds_history", "hidden"):
        page = browser.get(_url(day, name)).content.decode()
        assert "HH2" not in page, name
        assert "Imran" not in page, name
    for name in ("round", "round_hand"):
        assert browser.get(_url(day, name, round=theirs.pk)).status_code == 404
    assert browser.get(_url(day, "round_begin", district=day.hh2.pk)).status_code == 404
    for name in ("round_end", "round_go_on"):
        assert browser.post(_url(day, name, round=theirs.pk)).status_code == 404
    assert browser.post(_url(day, "knock_take_back", knock=key)).status_code == 404
    refused = AuditEvent.objects.filter(verb="access.out_of_area", actor_id=day.cast.osei.pk)
    assert refused.count() == 6
    with scoping.units([day.cast.wexcombe.pk]):
        assert Round.objects.get(pk=theirs.pk).ended_at is None


@pytest.mark.parametrize("rows", [1, 4])
@pytest.mark.parametrize("name", ["rounds", "rounds_history", "hidden"])
def test_the_pages_cost_the_same_whatever_their_length(
    day: Day, rows: int, name: str, django_assert_max_num_queries: object
) -> None:
    for number in range(rows):
        place = canvass.district(day.cast.wexcombe, f"HX{number}")
        elector = canvass.elector(
            canvass.household(canvass.street(day.cast.wexcombe, f"S {number}"), 1, in_district=place)
        )
        make.promise(elector)
        _say(day, _begin(day, district=place), elector, "wont")
    browser = day.cast.client(day.cast.osei)
    browser.get(_url(day, name))
    with django_assert_max_num_queries(11 + SCOPE):  # type: ignore[operator]
        browser.get(_url(day, name))


def test_finished_people_are_on_no_list_of_their_district(day: Day) -> None:
    made = _begin(day)
    _say(day, made, day.elsie, "posted")
    with scoping.units([day.cast.wexcombe.pk]):
        assert [one.people for one in knock_ups.districts(day.poll)] == [1, 1]
