"""The list of phones, and reporting one lost."""

from __future__ import annotations

import uuid

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client

from access.models import AuditEvent, DeviceGrant
from gotv.actions import phone_rounds as rounds
from gotv.actions import tellers
from tests import cast as people
from tests.canvass.conftest import Doorstep
from tests.everywhere import everywhere
from tests.factories import canvass, phones
from tests.factories import gotv as make

LIST = "/u/wexcombe/canvass/phones/"


def lost(phone: DeviceGrant) -> str:
    return f"{LIST}{phone.pk}/lost/"


def is_signed_in(browser: Client) -> bool:
    return SESSION_KEY in browser.session


@pytest.mark.parametrize(
    ("who", "status"), [("marian", 200), ("osei", 200), ("alun", 403), ("tess", 403), ("rival", 404)]
)
def test_who_may_see_phones(doorstep: Doorstep, who: str, status: int) -> None:
    browser = people.sign_in(getattr(doorstep.cast, who))
    assert browser.get(LIST).status_code == status
    assert browser.post(lost(doorstep.phone.grant)).status_code == (302 if status == 200 else status)


def test_the_list_says_whose_and_what_for_and_how_it_stands(doorstep: Doorstep) -> None:
    doorstep.phone.send(doorstep.phone.answer(doorstep.elsie), queue_depth=4)
    html = people.sign_in(doorstep.cast.osei).get(LIST).content.decode()
    for word in ("Alun Prosser", "HH1: Tanyard Row", "3 to send"):
        assert word in html


def test_one_phone_with_two_boards_is_one_line_and_stops_as_one(doorstep: Doorstep) -> None:
    other = phones.phone(canvass.board(doorstep.cast.osei, doorstep.door, name="Another"), doorstep.cast.alun)
    for phone in (doorstep.phone, other):
        phone.device_id = doorstep.phone.device_id
        phone.send()
    osei = people.sign_in(doorstep.cast.osei)
    html = osei.get(LIST).content.decode()
    assert html.count("Stop this phone") == 1
    assert "Another" in html
    osei.post(lost(other.grant))
    assert set(DeviceGrant._base_manager.values_list("stopped_why", flat=True)) == {"LOST"}
    for phone in (doorstep.phone, other):
        answer = phone.post(phone.batch()).json()
        assert [one["command"] for one in answer["commands"]] == ["wipe"]


def test_a_lost_phone_signs_its_person_out_and_is_on_the_record(doorstep: Doorstep) -> None:
    alun = people.sign_in(doorstep.cast.alun)
    assert alun.get("/canvass/").status_code == 200
    osei = people.sign_in(doorstep.cast.osei)
    assert "is stopped" in osei.post(lost(doorstep.phone.grant), follow=True).content.decode()
    assert alun.get("/canvass/").status_code == 302
    assert osei.get(LIST).status_code == 200
    [line] = AuditEvent.objects.filter(verb="phone.lost")
    assert (line.actor_id, line.detail["user"]) == (doorstep.cast.osei.pk, doorstep.cast.alun.pk)
    assert "stopped already" in osei.post(lost(doorstep.phone.grant), follow=True).content.decode()


def test_ones_own_phone_is_reported_from_another(doorstep: Doorstep) -> None:
    at_home, on_phone = people.sign_in(doorstep.cast.alun), people.sign_in(doorstep.cast.alun)
    assert "HH1: Tanyard Row" in at_home.get("/canvass/phones/").content.decode()
    answer = at_home.post(f"/canvass/phones/{doorstep.phone.grant.pk}/lost/", follow=True)
    assert "is stopped" in answer.content.decode()
    assert at_home.get("/canvass/").status_code == 200
    assert on_phone.get("/canvass/").status_code == 302


def test_somebody_elses_phone_is_not_ones_own(doorstep: Doorstep) -> None:
    for who in (doorstep.cast.osei, doorstep.cast.rival, doorstep.cast.noor):
        answer = people.sign_in(who).post(f"/canvass/phones/{doorstep.phone.grant.pk}/lost/")
        assert answer.status_code == 404
    assert DeviceGrant._base_manager.get().revoked_at is None


def test_a_canvasser_sees_no_list_of_others(doorstep: Doorstep) -> None:
    html = people.sign_in(doorstep.cast.tess).get("/canvass/phones/").content.decode()
    assert "Tanyard Row" not in html
    assert "You have no phone here" in html


def test_tellers_phones_are_for_whoever_sets_polling_day_up(doorstep: Doorstep) -> None:
    DeviceGrant._base_manager.update(kind="teller", scope={"election": 1, "station": 1})
    assert "Alun Prosser" in people.sign_in(doorstep.cast.osei).get(LIST).content.decode()
    people.grant(doorstep.cast.noor, doorstep.cast.wexcombe, people.RoleName.BOARD_RUNNER)
    runner = people.sign_in(doorstep.cast.noor)
    assert "Alun Prosser" not in runner.get(LIST).content.decode()
    assert runner.post(lost(doorstep.phone.grant)).status_code == 404


def test_the_list_names_rounds_and_stations(doorstep: Doorstep) -> None:
    cast = doorstep.cast
    with everywhere():
        poll = make.election(cast.wexcombe, rehearsal=True)
        one = make.round(poll, doorstep.elsie.polling_district, cast.osei, cast.alun)
        hall = make.station(poll, "Harrow Hill Library")
        rounds.let_in(one=one, device_id=uuid.uuid4(), by=cast.alun)
        tellers.let_in(station=hall, device_id=uuid.uuid4(), by=cast.tess)
    html = people.sign_in(cast.marian).get(LIST).content.decode()
    assert f"{doorstep.elsie.polling_district}, round 1" in html
    assert "telling: Harrow Hill Library" in html
    assert (
        f"{doorstep.elsie.polling_district}, round 1"
        in people.sign_in(cast.alun).get("/canvass/phones/").content.decode()
    )
    own = people.sign_in(cast.tess).get("/canvass/phones/").content.decode()
    assert "telling: Harrow Hill Library" in own
    assert "round 1" not in own
