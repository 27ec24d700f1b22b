from __future__ import annotations

import datetime
import json
import re
import uuid

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from access import scoping
from access.models import DeviceGrant
from access.roles import RoleName
from gotv.models import DistrictCounter, VoteMark
from tests import cast as people
from tests.cast import Cast
from tests.everywhere import SCOPE
from tests.factories import canvass
from tests.factories import gotv as make
from tests.gotv.conftest import Day

_UTC = datetime.UTC
_LIST = "/gotv/teller/"


def _url(day: Day, name: str = "teller") -> str:
    return reverse(f"gotv:{name}", kwargs={"station": day.hall.pk})


def _entry(browser: Client, url: str) -> str:
    """Return the id that the page's form carries."""
    found = re.search(r'name="entry" value="([0-9a-f-]{36})"', browser.get(url).content.decode())
    assert found is not None
    return found[1]


def _marks(day: Day) -> list[tuple[str, str]]:
    with scoping.units([day.cast.wexcombe.pk]):
        return list(VoteMark.objects.order_by("received_at", "marked_at").values_list("typed", "verdict"))


def _send(day: Day, number: str, district: str = "HH1", entry: str | None = None, follow: bool = True) -> str:
    browser = day.cast.client(day.cast.tess)
    form = {"number": number, "district": district, "entry": entry or str(uuid.uuid4())}
    return browser.post(_url(day), form, follow=follow).content.decode()


def test_a_number_is_recorded_and_shown_with_its_verdict(day: Day) -> None:
    page = _send(day, str(day.elsie.number))
    assert _marks(day) == [(f"HH1 {day.elsie.number}", "counted")]
    assert "Counted" in page
    assert "Not in HH1, check it" in _send(day, "4410")
    assert "Already in, not added" in _send(day, f"HH1-{day.elsie.number}")


def test_no_name_ever_stands_on_a_tellers_page(day: Day) -> None:
    pages = [_send(day, str(n)) for n in (1, 2, 3, 4410)]
    pages.append(day.cast.client(day.cast.tess).get(_LIST).content.decode())
    for page in pages:
        for word in ("Elsie", "Graham", "Zofia", "Marchbank", "Haddad", "Tanyard Row", "Said Labour"):
            assert word not in page


def test_sending_the_form_twice_is_one_number(day: Day) -> None:
    browser = day.cast.client(day.cast.tess)
    entry = _entry(browser, _url(day))
    for _ in range(2):
        _send(day, "1", entry=entry)
    assert _marks(day) == [("HH1 1", "counted")]


def test_going_back_and_typing_another_number_records_that_one_too(day: Day) -> None:
    entry = _entry(day.cast.client(day.cast.tess), _url(day))
    _send(day, "1", entry=entry)
    _send(day, "2", entry=entry)
    assert _marks(day) == [("HH1 1", "counted"), ("HH1 2", "counted")]


def test_two_tabs_record_one_voter_once(day: Day) -> None:
    browser = day.cast.client(day.cast.tess)
    first, second = _entry(browser, _url(day)), _entry(browser, _url(day))
    assert first != second
    _send(day, "1", entry=first)
    _send(day, "1", entry=second)
    assert _marks(day) == [("HH1 1", "counted"), ("HH1 1", "already_in")]
    with scoping.units([day.cast.wexcombe.pk]):
        assert DistrictCounter.objects.get().voted == 1


@pytest.mark.parametrize("typed", ["", "abc", "12-x", "HH2-1"])
def test_what_is_no_number_is_said_and_nothing_recorded(day: Day, typed: str) -> None:
    page = _send(day, typed)
    assert "Nothing was recorded" in page or "required" in page
    assert f'value="{typed}"' in page or not typed
    assert _marks(day) == []


def test_a_district_of_another_station_is_refused(day: Day) -> None:
    assert "HH2" in _send(day, "1", district="HH2")
    assert _marks(day) == []


def test_a_made_up_entry_is_refused(day: Day) -> None:
    _send(day, "1", entry="nonsense")
    assert _marks(day) == []


def test_a_station_with_two_districts_asks_which(day: Day) -> None:
    with scoping.units([day.cast.wexcombe.pk]):
        day.hall.districts.add(day.hh2)
    page = day.cast.client(day.cast.tess).get(_url(day)).content.decode()
    assert 'type="radio"' in page
    _send(day, "1", district="HH2")
    assert _marks(day) == [("HH2 1", "counted")]


def test_the_last_number_can_be_taken_back(day: Day) -> None:
    page = _send(day, "1")
    assert "Undo 1" in page
    with scoping.units([day.cast.wexcombe.pk]):
        mark = VoteMark.objects.get()
    browser = day.cast.client(day.cast.tess)
    page = browser.post(_url(day, "teller_undo"), {"mark": str(mark.pk)}, follow=True).content.decode()
    assert "Taken back" in page
    with scoping.units([day.cast.wexcombe.pk]):
        assert DistrictCounter.objects.get().voted == 0


def test_somebody_elses_number_is_not_taken_back(day: Day) -> None:
    mark = make.mark(day.hall, day.elsie, by=day.cast.osei)
    browser = day.cast.client(day.cast.tess)
    page = browser.post(_url(day, "teller_undo"), {"mark": str(mark.pk)}, follow=True).content.decode()
    assert "Only your own last three" in page
    with scoping.units([day.cast.wexcombe.pk]):
        assert DistrictCounter.objects.get().voted == 1


@pytest.mark.parametrize("mark", ["", "nonsense", "00000000-0000-7000-8000-000000000000"])
def test_taking_back_what_never_was_is_not_found(day: Day, mark: str) -> None:
    assert day.cast.client(day.cast.tess).post(_url(day, "teller_undo"), {"mark": mark}).status_code == 404


def test_the_page_carries_what_the_script_needs(day: Day) -> None:
    page = day.cast.client(day.cast.tess).get(_url(day)).content.decode()
    found = re.search(r'<script id="teller" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    pack = json.loads(found[1])
    assert pack["v"] == 1
    assert pack["districts"] == ["HH1"]
    assert pack["station"] == {"id": day.hall.pk, "name": "Library"}
    assert pack["urls"]["events"] == "/canvass/sync/v1/events"
    assert pack["urls"]["ping"] == "/canvass/sync/v1/ping"
    assert pack["urls"]["device"] == _url(day, "teller_device")
    assert datetime.datetime.fromisoformat(pack["until"]).tzinfo is not None
    assert pack["user"] == {"id": day.cast.tess.pk, "name": "Tess Okafor"}


def _let_in(day: Day, body: object) -> tuple[int, dict]:
    answer = day.cast.client(day.cast.tess).post(
        _url(day, "teller_device"), body if isinstance(body, str) else json.dumps(body), content_type="application/json"
    )
    return answer.status_code, answer.json()


def test_a_phone_is_let_in(day: Day) -> None:
    device = str(uuid.uuid4())
    status, answer = _let_in(day, {"device_id": device})
    assert status == 201
    assert set(answer) == {"grant", "token", "read_until", "write_until", "server_time"}
    assert len(answer["token"]) >= 22  # 128 bits and more
    with scoping.units([day.cast.wexcombe.pk]):
        assert str(DeviceGrant.objects.get(pk=answer["grant"]).device_id) == device


@pytest.mark.parametrize("body", ["", "[]", "{", '{"device_id": 1}', '{"device_id": "x"}', '"x"', "null"])
def test_a_request_that_no_phone_of_ours_sends_is_refused(day: Day, body: str) -> None:
    status, answer = _let_in(day, body)
    assert (status, answer["code"]) == (400, "MALFORMED")


def test_letting_a_phone_in_needs_the_csrf_token(day: Day) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(day.cast.tess)
    answer = strict.post(_url(day, "teller_device"), json.dumps({"device_id": str(uuid.uuid4())}), "application/json")
    assert answer.status_code == 403


def test_the_list_shows_todays_stations_and_the_rules(day: Day) -> None:
    page = day.cast.client(day.cast.tess).get(_LIST).content.decode()
    assert _url(day) in page
    assert "section 66" in page
    tomorrow = datetime.date.today() + datetime.timedelta(days=1)  # noqa: DTZ011 - any other day will do
    make.station(make.election(day.cast.wexcombe, "Tomorrow", on=tomorrow), "Chapel")
    assert "Chapel" not in day.cast.client(day.cast.tess).get(_LIST).content.decode()


def test_the_list_says_why_it_is_empty(cast: Cast) -> None:
    assert "No polling station today" in cast.client(cast.tess).get(_LIST).content.decode()
    assert "You are not a teller" in cast.client(cast.noor).get(_LIST).content.decode()
    assert cast.client(None).get(_LIST).status_code == 302


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(day: Day, rows: int, django_assert_num_queries: object) -> None:
    for n in range(rows - 1):
        make.station(day.poll, f"Hall {n}", canvass.district(day.cast.wexcombe, f"HX{n}"))
    browser = day.cast.client(day.cast.tess)
    browser.get(_LIST)
    with django_assert_num_queries(5 + SCOPE):  # type: ignore[operator]
        browser.get(_LIST)


# Polling days on the mornings after the clocks change, and one in summer: (date, last minute before, first minute,
# last minute, first minute after), in UTC. 06:30 to 22:30 on the wall each time.
_DAYS = [
    ("2031-05-01", "05:29", "05:30", "21:29", "21:30"),
    ("2031-03-30", "05:29", "05:30", "21:29", "21:30"),  # forward, in the night before
    ("2031-10-26", "06:29", "06:30", "22:29", "22:30"),  # back, in the night before
]


@pytest.mark.parametrize(("on", "early", "first", "last", "late"), _DAYS)
def test_the_page_opens_at_half_past_six_and_closes_at_half_past_ten(
    day: Day, on: str, early: str, first: str, last: str, late: str
) -> None:
    poll = make.election(day.cast.wexcombe, "A real poll", on=datetime.date.fromisoformat(on))
    hall = make.station(poll, "Hall", day.hh1)
    url = reverse("gotv:teller", kwargs={"station": hall.pk})
    for at, is_open in ((early, False), (first, True), (last, True), (late, False)):
        with time_machine.travel(datetime.datetime.fromisoformat(f"{on}T{at}:00+00:00"), tick=False):
            browser = day.cast.client(day.cast.tess)
            page = browser.get(url).content.decode()
            form = {"number": "1", "district": "HH1", "entry": str(uuid.uuid4())}
            answer = browser.post(url, form)
            device = browser.post(f"{url}device/", {"device_id": str(uuid.uuid4())}, content_type="application/json")
        assert ('id="teller"' in page) == is_open
        assert answer.status_code == (302 if is_open else 403)
        assert device.status_code == (201 if is_open else 403)
        if not is_open:
            assert "06:30" in page or "22:30" in page
            assert device.json()["code"] == "CLOSED"
    assert len(_marks(day)) == 2


def test_a_rehearsal_is_open_at_any_hour_of_its_date_and_at_no_other(day: Day) -> None:
    on = datetime.date(2031, 10, 26)
    hall = make.station(make.election(day.cast.wexcombe, "Dress rehearsal", on=on, rehearsal=True), "Hall", day.hh1)
    url = reverse("gotv:teller", kwargs={"station": hall.pk})
    for at, is_open in (
        ("2031-10-25T22:59+00:00", False),
        ("2031-10-25T23:00+00:00", True),  # midnight, still summer time
        ("2031-10-26T23:59+00:00", True),
        ("2031-10-27T00:00+00:00", False),
    ):
        with time_machine.travel(datetime.datetime.fromisoformat(at), tick=False):
            page = day.cast.client(day.cast.tess).get(url).content.decode()
        assert ('id="teller"' in page) == is_open


def test_a_teller_is_led_to_the_one_station_that_is_open(day: Day) -> None:
    browser = day.cast.client(day.cast.tess)
    assert browser.get("/")["Location"] == _url(day)
    make.station(day.poll, "Hall")
    assert browser.get("/")["Location"] == _LIST


def test_nobody_with_another_job_is_led_to_a_station(day: Day) -> None:
    assert day.cast.client(day.cast.marian).get("/")["Location"] == "/u/wexcombe/"
    people.grant(day.cast.tess, day.cast.wexcombe, RoleName.MEMBERSHIP_OFFICER)
    assert day.cast.client(day.cast.tess).get("/")["Location"] == "/u/wexcombe/"
    people.grant(day.cast.noor, day.cast.marsham, RoleName.TELLER)  # a teller with no station today
    assert day.cast.client(day.cast.noor).get("/")["Location"] == "/u/marsham/"


def test_the_station_of_ones_own_hours_stands_first(day: Day) -> None:
    make.station(day.poll, "Chapel", day.hh2)
    browser = day.cast.client(day.cast.tess)
    page = browser.get(_LIST).content.decode()
    assert page.index("Chapel") < page.index("Library")
    assert "your hours" not in page
    make.shift(day.hall, 9, 13, day.cast.tess)
    page = browser.get(_LIST).content.decode()
    assert page.index("Library") < page.index("Chapel")
    assert "your hours: 09:00–13:00" in " ".join(page.split())
    assert 'href="/gotv/teller/hours/"' in page
