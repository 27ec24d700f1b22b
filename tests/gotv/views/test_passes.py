"""A phone is let in by a code, without an account; and the office that hands codes out."""

from __future__ import annotations

import datetime
import re
import uuid

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from access import scoping
from access.models import DeviceGrant
from access.roles import RoleName
from gotv.actions import passes, shifts
from gotv.models import MarkVoid, TellerPass, VoteMark
from gotv.queries import passes as queries
from gotv.rules.hours import Hours
from kit import clock
from tests import cast as people
from tests.factories import gotv as make
from tests.factories import phones
from tests.gotv.conftest import Day

_TELLER = {"name": "Edna Marsh", "phone": "01632 960001", "outside": "on"}


def _code(day: Day) -> TellerPass:
    with scoping.units([day.cast.wexcombe.pk]):
        return passes.make(station=day.hall, by=day.cast.osei)


def _address(code: TellerPass) -> str:
    return reverse("gotv:teller_use", kwargs={"token": queries.token(code)})


def _keypad(day: Day, name: str = "teller") -> str:
    return reverse(f"gotv:{name}", kwargs={"station": day.hall.pk})


def _let_in(day: Day) -> Client:
    browser = Client()
    answer = browser.post(_address(_code(day)), _TELLER)
    assert answer["Location"] == _keypad(day)
    return browser


def _office(day: Day, name: str, **more: object) -> str:
    return reverse(f"gotv:{name}", kwargs={"unit": "wexcombe", "election": day.poll.pk, **more})


def test_looking_at_a_code_opens_nothing_and_says_the_rules(day: Day) -> None:
    code = _code(day)
    page = Client().get(_address(code)).content.decode()
    assert "section 66" in page
    assert "I am outside the polling place" in page
    code.refresh_from_db()
    assert code.used_at is None


def test_only_somebody_outside_goes_on(day: Day) -> None:
    code = _code(day)
    answer = Client().post(_address(code), {"name": "Edna Marsh"})
    assert "Only somebody outside may type numbers" in answer.content.decode()
    with scoping.units([day.cast.wexcombe.pk]):
        code.refresh_from_db()
    assert code.used_at is None


def test_a_phone_types_numbers_without_an_account_and_sees_no_name(day: Day) -> None:
    browser = _let_in(day)
    number = str(day.elsie.number)
    form = {"number": number, "district": "HH1", "entry": str(uuid.uuid4())}
    page = browser.post(_keypad(day), form, follow=True).content.decode()
    assert "Counted" in page
    for word in ("Elsie", "Graham", "Zofia", "Marchbank", "Haddad", "Tanyard Row", "Edna"):
        assert word not in page.replace('"name": "Edna Marsh"', "")
    with scoping.units([day.cast.wexcombe.pk]):
        mark = VoteMark.objects.get()
        assert mark.actor is None
        assert mark.device is not None
    browser.post(_keypad(day, "teller_undo"), {"mark": str(mark.pk)})
    with scoping.units([day.cast.wexcombe.pk]):
        assert MarkVoid.objects.count() == 1


def test_another_phone_has_neither_the_code_nor_the_keypad(day: Day) -> None:
    code = _code(day)
    Client().post(_address(code), _TELLER)
    again = Client().post(_address(code), _TELLER)
    assert again.status_code == 410
    assert "used already" in again.content.decode()
    assert Client().get(_keypad(day)).status_code == 401


def test_the_same_phone_goes_on_to_the_keypad(day: Day) -> None:
    code = _code(day)
    browser = Client()
    browser.post(_address(code), _TELLER)
    assert browser.get(_address(code))["Location"] == _keypad(day)


@pytest.mark.parametrize("token", ["x", "0" * 64, "z" * 64])
def test_what_is_no_code_is_said(day: Day, token: str) -> None:
    assert Client().get(f"/gotv/teller/code/{token}/").status_code == 404


def test_a_code_is_of_one_station(day: Day) -> None:
    other = make.station(day.poll, "Chapel")
    assert _let_in(day).get(reverse("gotv:teller", kwargs={"station": other.pk})).status_code == 401


def test_a_phone_gets_a_token_for_the_code_it_holds(day: Day) -> None:
    browser = _let_in(day)
    answer = browser.post(_keypad(day, "teller_device"), {"device_id": str(uuid.uuid4())}, "application/json")
    assert answer.status_code == 201
    assert len(answer.json()["token"]) >= 22
    stranger = Client().post(_keypad(day, "teller_device"), {"device_id": str(uuid.uuid4())}, "application/json")
    assert stranger.status_code == 302


def test_a_code_that_was_taken_back_types_nothing_more(day: Day) -> None:
    browser = _let_in(day)
    with scoping.units([day.cast.wexcombe.pk]):
        passes.revoke(found=TellerPass.objects.get(), by=day.cast.osei)
    page = browser.get(_keypad(day)).content.decode()
    assert "taken this phone’s code back" in page
    form = {"number": "1", "district": "HH1", "entry": str(uuid.uuid4())}
    assert browser.post(_keypad(day), form).status_code == 403
    with scoping.units([day.cast.wexcombe.pk]):
        assert VoteMark.objects.count() == 0


def test_before_the_day_the_phone_is_tried(day: Day) -> None:
    early = datetime.datetime.combine(day.poll.polling_on, datetime.time(12), datetime.UTC) - datetime.timedelta(days=2)
    with time_machine.travel(early, tick=False):
        browser = _let_in(day)
        page = browser.get(_keypad(day)).content.decode()
        assert "Press to check that this phone works" in page
        assert 'id="teller"' in page
        _sends(day, browser)
        page = browser.post(_keypad(day, "teller_check"), follow=True).content.decode()
    assert "this phone works" in page
    with scoping.units([day.cast.wexcombe.pk]):
        assert TellerPass.objects.get().checked_at is not None


def _sends(day: Day, browser: Client) -> None:
    """Send an empty batch, as the page's script does."""
    device = uuid.uuid4()
    answer = browser.post(_keypad(day, "teller_device"), {"device_id": str(device)}, "application/json").json()
    with scoping.units([day.cast.wexcombe.pk]):
        grant = DeviceGrant.objects.get(pk=answer["grant"])
    phones.Phone(grant, answer["token"], None, device).send()


@pytest.mark.parametrize("sent_ago", [None, datetime.timedelta(minutes=6)])
def test_a_form_that_was_quicker_than_its_script_notes_nothing(day: Day, sent_ago: datetime.timedelta | None) -> None:
    early = datetime.datetime.combine(day.poll.polling_on, datetime.time(12), datetime.UTC) - datetime.timedelta(days=2)
    with time_machine.travel(early, tick=False) as traveller:
        browser = _let_in(day)
        if sent_ago:
            _sends(day, browser)
            traveller.shift(sent_ago)
        page = browser.post(_keypad(day, "teller_check"), follow=True).content.decode()
    assert "Nothing was tried: the page was not ready yet." in page
    with scoping.units([day.cast.wexcombe.pk]):
        assert TellerPass.objects.get().checked_at is None


def test_the_shell_holds_nobody_and_no_station(day: Day) -> None:
    page = Client().get("/gotv/teller/shell/").content.decode()
    assert "Library" not in page
    assert "csrfmiddlewaretoken" not in page
    assert 'id="keys"' in page
    worker = Client().get("/canvass/worker.js").content.decode()
    assert "/gotv/teller/shell/" in worker
    assert "gotv/keypad" in worker


def test_a_code_is_said_on_the_telephone(day: Day) -> None:
    code = _code(day)
    office = day.cast.client(day.cast.osei)
    page = office.post(_office(day, "speak_teller_pass", code=code.pk), follow=True).content.decode()
    found = re.search(r'class="spoken"[^>]*>([^<]+)<', page)
    assert found is not None
    browser = Client()
    assert "That is no code" in browser.post("/gotv/teller/code/", {"code": "2222 2222"}).content.decode()
    assert browser.post("/gotv/teller/code/", {"code": found[1].lower()})["Location"] == _address(code)


def test_the_office_makes_shows_and_takes_back_codes(day: Day) -> None:
    office = day.cast.client(day.cast.osei)
    made = office.post(_office(day, "new_teller_pass", station=day.hall.pk), {"name": "Edna"}, follow=True)
    assert "Edna scans this" in made.content.decode()
    assert "<svg" in made.content.decode()
    with scoping.units([day.cast.wexcombe.pk]):
        code = TellerPass.objects.get()
    page = office.get(_office(day, "teller_passes")).content.decode()
    assert "Edna" in page
    assert "not joined yet" in page
    Client().post(_address(code), _TELLER)
    page = office.get(_office(day, "teller_passes")).content.decode()
    assert "Joined" in page
    assert "01632 960001" in page
    page = office.post(_office(day, "revoke_teller_pass", code=code.pk), follow=True).content.decode()
    assert "Taken back" in page


def test_a_code_is_made_for_hours_on_the_rota(day: Day) -> None:
    office = day.cast.client(day.cast.osei)
    hours = Hours(clock.at(day.poll.polling_on, 7), clock.at(day.poll.polling_on, 9))
    with scoping.units([day.cast.wexcombe.pk]):
        shift = shifts.add(station=day.hall, hours=hours, name="Edna Marsh", by=day.cast.osei)
        shifts.add(station=day.hall, hours=hours, user=day.cast.tess, by=day.cast.osei)
    rota = office.get(_office(day, "station_shifts", station=day.hall.pk)).content.decode()
    way = _office(day, "new_teller_pass", station=day.hall.pk) + f"?shift={shift.pk}"
    assert rota.count("Make a code") == 1  # whoever has an account needs none
    assert f'href="{way}"' in rota
    page = office.get(way).content.decode()
    assert f'<option value="{shift.pk}" selected>07:00–09:00, Edna Marsh</option>' in page
    assert f"07:00–09:00, {day.cast.tess.name}" in page
    made = office.post(way, {"name": "", "shift": shift.pk}, follow=True)
    assert "Edna Marsh scans this" in made.content.decode()


def test_before_the_day_somebody_at_home_says_what_they_will_do(day: Day) -> None:
    early = datetime.datetime.combine(day.poll.polling_on, datetime.time(12), datetime.UTC) - datetime.timedelta(days=2)
    with time_machine.travel(early, tick=False):
        page = Client().get(_address(_code(day))).content.decode()
    assert "On polling day I will be outside the polling place." in page
    assert "I am outside" not in page


def test_handing_over_shows_a_code_for_the_next_teller(day: Day) -> None:
    first = _let_in(day)
    page = first.post(_keypad(day, "teller_hand_over")).content.decode()
    found = re.search(r'href="([^"]*/gotv/teller/code/[^"]+)"', page)
    assert found is not None
    path = found[1].removeprefix("http://testserver")
    second = Client()
    second.post(path, {**_TELLER, "name": "Bert"})
    assert 'id="teller"' in second.get(_keypad(day)).content.decode()
    assert "The next teller has taken over" in first.get(_keypad(day)).content.decode()


def test_the_next_teller_may_take_the_same_phone(day: Day) -> None:
    phone = _let_in(day)
    before = phone.get(_keypad(day)).content.decode()
    page = phone.post(_keypad(day, "teller_hand_over")).content.decode()
    found = re.search(r'href="([^"]*/gotv/teller/code/[^"]+)"', page)
    assert found is not None
    phone.post(found[1].removeprefix("http://testserver"), {**_TELLER, "name": "Bert"})
    after = phone.get(_keypad(day)).content.decode()
    stores = [re.search(r'"id": "(pass-[0-9a-f-]+)"', one) for one in (before, after)]
    assert stores[0]
    assert stores[1]
    assert stores[0][1] != stores[1][1]  # the next teller sees and undoes nothing of the one before


def test_a_teller_with_an_account_hands_over_too(day: Day) -> None:
    browser = day.cast.client(day.cast.tess)
    assert "/gotv/teller/code/" in browser.post(_keypad(day, "teller_hand_over")).content.decode()


def test_a_code_lets_no_polling_agent_in_who_is_signed_in_on_that_phone(day: Day) -> None:
    people.grant(day.cast.osei, day.cast.wexcombe, RoleName.POLLING_AGENT)
    browser = day.cast.client(day.cast.osei)
    answer = browser.post(_address(_code(day)), _TELLER)
    assert answer.status_code == 410
    assert "You are a polling agent that day" in answer.content.decode()
    with scoping.units([day.cast.wexcombe.pk]):
        assert TellerPass.objects.get().grant is None


def test_a_phone_that_was_let_in_by_a_code_types_nothing_for_a_polling_agent(day: Day) -> None:
    browser = _let_in(day)
    people.grant(day.cast.osei, day.cast.wexcombe, RoleName.POLLING_AGENT)
    browser.force_login(day.cast.osei)
    page = browser.get(_keypad(day)).content.decode()
    assert "You are a polling agent today" in page
    answer = browser.post(_keypad(day, "teller_device"), {"device_id": str(uuid.uuid4())}, "application/json")
    assert answer.status_code == 403


def test_a_polling_agent_sees_why_there_is_no_keypad(day: Day) -> None:
    people.grant(day.cast.osei, day.cast.wexcombe, RoleName.POLLING_AGENT)
    page = day.cast.client(day.cast.osei).get(_keypad(day)).content.decode()
    assert "You are a polling agent today" in page
    assert 'id="teller"' not in page
