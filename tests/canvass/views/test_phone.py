"""The canvasser's own pages: who gets a board, what is in the pack, what the phone's token is, and handing back."""

from __future__ import annotations

import datetime
import json
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from access import scoping
from access.actions import sealing
from access.models import AuditEvent, DeviceGrant, Grant, Unit
from access.roles import RoleName
from canvass.models import Board, Elector, Handing
from tests import cast as people
from tests.canvass.conftest import Doorstep
from tests.everywhere import SCOPE, everywhere
from tests.factories import canvass

YOURS = "/canvass/"


def page(board: Board) -> str:
    return reverse("canvass:phone_board", kwargs={"board": board.pk})


def packed(board: Board) -> str:
    return f"{reverse('canvass:sync_pack')}?board={board.pk}"


def device(client: Client, board: Board, body: Any = None) -> Any:
    data = json.dumps({"device_id": str(uuid.uuid4())} if body is None else body)
    return client.post(
        reverse("canvass:phone_device", kwargs={"board": board.pk}), data, content_type="application/json"
    )


def pack(doorstep: Doorstep) -> dict:
    response = doorstep.cast.client(doorstep.cast.alun).get(packed(doorstep.board))
    assert response.status_code == 200
    return response.json()


def change_handing(**fields: Any) -> None:
    with everywhere():
        Handing.objects.update(**fields)


# --- Who gets it -----------------------------------------------------------------------------------------------


def test_whoever_was_handed_it_gets_a_page_that_names_nobody_and_a_pack_that_does(doorstep: Doorstep) -> None:
    client = doorstep.cast.client(doorstep.cast.alun)
    shown = client.get(page(doorstep.board))
    assert (shown.status_code, shown["X-Rosette-Page"]) == (200, "1")
    assert b"Elsie" not in shown.content
    assert doorstep.board.name.encode() not in shown.content
    assert b"Elsie Marchbank" in client.get(packed(doorstep.board)).content


@pytest.mark.parametrize("who", ["osei", "marian"])
def test_colleagues_get_404_and_an_entry_in_the_record(doorstep: Doorstep, who: str) -> None:
    client = doorstep.cast.client(getattr(doorstep.cast, who))
    assert client.get(page(doorstep.board)).status_code == 404
    assert device(client, doorstep.board).status_code == 404
    rows = AuditEvent.objects.filter(verb="board.not_theirs", object_id=str(doorstep.board.pk))
    assert rows.count() == 2
    assert rows[0].unit_id == doorstep.cast.wexcombe.pk


@pytest.mark.parametrize("who", ["rival", "tess", "noor", "lewis"])
def test_everybody_else_gets_404_and_an_entry_in_the_record(doorstep: Doorstep, who: str) -> None:
    client = doorstep.cast.client(getattr(doorstep.cast, who))
    assert client.get(page(doorstep.board)).status_code == 404
    assert device(client, doorstep.board).status_code == 404
    assert AuditEvent.objects.filter(verb="access.forged_id", unit_id=doorstep.cast.wexcombe.pk).count() == 2


def test_a_board_that_never_was_leaves_no_entry(doorstep: Doorstep) -> None:
    client = doorstep.cast.client(doorstep.cast.alun)
    address = reverse("canvass:phone_board", kwargs={"board": uuid.uuid4()})
    assert client.get(address).status_code == 404
    assert not AuditEvent.objects.filter(verb__in=["board.not_theirs", "access.forged_id"]).exists()


def test_without_signing_in(doorstep: Doorstep) -> None:
    answer = Client().get(page(doorstep.board))
    assert answer.status_code == 401
    assert f"/accounts/login/?next={page(doorstep.board)}" in answer.content.decode()
    answer = device(Client(), doorstep.board)
    assert (answer.status_code, answer.json()["code"]) == (401, "SIGN_IN")


def test_a_role_that_ended_yesterday_closes_the_board(doorstep: Doorstep) -> None:
    Grant.objects.filter(user=doorstep.cast.alun).update(ends_on=datetime.date(2021, 1, 1))
    client = doorstep.cast.client(doorstep.cast.alun)
    assert client.get(page(doorstep.board)).status_code == 404
    assert device(client, doorstep.board).status_code == 404


def test_when_the_time_is_over_the_page_says_so_and_names_nobody(doorstep: Doorstep) -> None:
    change_handing(read_until=timezone.now() - datetime.timedelta(minutes=1))
    client = doorstep.cast.client(doorstep.cast.alun)
    response = client.get(page(doorstep.board))
    assert response.status_code == 200
    text = response.content.decode()
    assert "The time for this board is over" in text
    assert "Osei Mensah-Hart" in text
    assert "Elsie" not in text
    answer = device(client, doorstep.board)
    assert (answer.status_code, answer.json()["code"]) == (410, "OVER")
    assert not DeviceGrant._base_manager.exclude(pk=doorstep.phone.grant.pk).exists()


def test_when_it_was_taken_back_the_page_says_so(doorstep: Doorstep) -> None:
    change_handing(returned_at=timezone.now())
    response = doorstep.cast.client(doorstep.cast.alun).get(page(doorstep.board))
    assert "board is-locked" not in response.content.decode()
    assert "taken back on" in response.content.decode()


# --- The pack ---------------------------------------------------------------------------------------------------


def test_the_pack_holds_what_a_canvasser_needs(doorstep: Doorstep) -> None:
    found = pack(doorstep)
    assert set(found) == {
        "v", "board", "unit", "issued_at", "read_until", "urls", "user", "issues", "intentions", "streets", "doors",
        "found", "team", "letters", "session", "questions", "recall", "seal", "server_time", "idle_minutes", "card",
        "only",
    }  # fmt: skip
    assert found["board"] == {"id": str(doorstep.board.pk), "name": doorstep.board.name}
    assert found["urls"] == {
        "events": "/canvass/sync/v1/events",
        "ping": "/canvass/sync/v1/ping",
        "device": f"/canvass/board/{doorstep.board.pk}/device/",
        "back": "/canvass/",
        "hand_back": f"/canvass/board/{doorstep.board.pk}/hand-back/",
    }
    assert found["streets"] == [{"name": "Tanyard Row", "district": "HH1", "id": doorstep.door.street_id}]
    assert [intention["code"] for intention in found["intentions"]][:2] == ["labour", "conservative"]
    assert found["doors"][0] == {
        "household": doorstep.door.pk,
        "position": 1,
        "street": 0,
        "door": "23",
        "side": "odd",
        "tried": None,
        "state": "open",
        "people": [
            {
                "elector": doorstep.elsie.pk,
                "district": "HH1",
                "number": 1,
                "suffix": 0,
                "name": "Elsie Marchbank",
                "note": "Never asked",
            },
            {
                "elector": doorstep.graham.pk,
                "district": "HH1",
                "number": 2,
                "suffix": 0,
                "name": "Graham Marchbank",
                "note": "Never asked",
            },
        ],
    }


def test_the_pack_never_says_what_anybody_answered(doorstep: Doorstep) -> None:
    doorstep.phone.send(doorstep.phone.answer(doorstep.elsie, "green", scale=4, issues=["buses"]))
    found = pack(doorstep)
    assert found["doors"][0]["people"][0]["note"] == "Spoken to this past week"
    told = json.dumps(found["doors"])
    for secret in ("green", "Green", "buses", "Buses", '"labour'):
        assert secret not in told
    with scoping.units([doorstep.cast.wexcombe.pk]):
        Elector.objects.filter(pk=doorstep.graham.pk).update(date_of_attainment=datetime.date(2999, 5, 3))
    assert pack(doorstep)["doors"][0]["people"][1]["note"] == "Can vote from 3 May. Never asked"
    assert "2999" not in json.dumps(pack(doorstep)["doors"])


def test_who_must_not_be_contacted_has_no_name_and_the_dead_and_the_gone_are_not_there(doorstep: Doorstep) -> None:
    phone = doorstep.phone
    phone.send(
        phone.outcome("do_not_contact", elector=doorstep.elsie), phone.outcome("deceased", elector=doorstep.zofia)
    )
    first, second = pack(doorstep)["doors"]
    assert first["people"][0] == {
        "elector": None,
        "district": "",
        "number": 0,
        "suffix": 0,
        "name": "",
        "note": "Do not contact",
    }
    assert first["people"][1]["name"] == "Graham Marchbank"
    assert second["people"] == []
    assert second["state"] == "no_contact"
    phone.send(phone.outcome("moved", elector=doorstep.graham))
    assert pack(doorstep)["doors"][0]["state"] == "no_contact"
    assert "Elsie" not in json.dumps(pack(doorstep))


def test_a_door_is_done_for_this_outing(doorstep: Doorstep) -> None:
    phone = doorstep.phone
    phone.send(phone.answer(doorstep.elsie), phone.outcome("not_in", household=doorstep.next_door))
    first, second = pack(doorstep)["doors"]
    assert (first["state"], first["tried"]["code"]) == ("done", "spoke")
    assert (second["state"], second["tried"]["code"]) == ("done", "not_in")
    assert second["tried"]["when"].endswith("nobody in")
    change_handing(handed_at=timezone.now() + datetime.timedelta(minutes=1))
    first, second = pack(doorstep)["doors"]
    assert (first["state"], second["state"]) == ("done", "open"), "the next time out, whoever was not in is tried again"


def test_last_years_visit_leaves_the_door_open(doorstep: Doorstep) -> None:
    long_ago = (timezone.now() - datetime.timedelta(days=20)).isoformat()
    doorstep.phone.send(doorstep.phone.outcome("not_in", household=doorstep.door, device_time=long_ago))
    door = pack(doorstep)["doors"][0]
    assert door["state"] == "open"
    assert door["tried"]["code"] == "not_in"


def test_flats_and_sides(doorstep: Doorstep) -> None:
    road = canvass.street(doorstep.cast.wexcombe, "Mill Lane")
    flat = canvass.household(road, 12, "A", building="The Maltings", flat="Flat 2")
    named = canvass.household(road, building="Rose Cottage")
    other_district = canvass.household(road, 4, in_district=canvass.district(doorstep.cast.wexcombe, "HH2"))
    board = canvass.board(doorstep.cast.osei, flat, named, other_district)
    for door in (flat, named, other_district):
        canvass.elector(door)
    canvass.hand(board, doorstep.cast.alun, doorstep.cast.osei)
    found = doorstep.cast.client(doorstep.cast.alun).get(packed(board)).json()
    assert [(door["door"], door["side"]) for door in found["doors"]] == [
        ("Flat 2, The Maltings, 12A", "even"),
        ("Rose Cottage", ""),
        ("4", "even"),
    ]
    assert [street["district"] for street in found["streets"]] == ["HH1", "HH2"]


def test_a_pack_costs_the_same_however_long(doorstep: Doorstep, django_assert_num_queries) -> None:
    town = canvass.bulk(doorstep.cast.wexcombe, streets=4, doors=50, per_door=2)
    with scoping.units([doorstep.cast.wexcombe.pk]):
        board = canvass.board(doorstep.cast.osei, *town.districts[0].households.order_by("pk"))
    canvass.hand(board, doorstep.cast.alun, doorstep.cast.osei)
    client = doorstep.cast.client(doorstep.cast.alun)
    sealing.public()  # the first phone of all has the key made
    for one in (doorstep.board, board):
        with django_assert_num_queries(2 + 5 + 1 + SCOPE):  # who asks, five that read, and that somebody looked
            client.get(packed(one))


# --- The token -----------------------------------------------------------------------------------------------------


def test_a_token_is_shown_once_and_kept_as_a_hash(doorstep: Doorstep) -> None:
    device_id = uuid.uuid4()
    client = doorstep.cast.client(doorstep.cast.alun)
    response = device(client, doorstep.board, {"device_id": str(device_id)})
    assert response.status_code == 201
    answer = response.json()
    assert set(answer) == {"grant", "token", "read_until", "write_until", "server_time", "earlier"}
    assert len(answer["token"]) >= 43  # 256 bits
    with scoping.units([doorstep.cast.wexcombe.pk]):
        grant = DeviceGrant.objects.get(pk=answer["grant"])
    assert (grant.user, grant.device_id, grant.scope) == (
        doorstep.cast.alun,
        device_id,
        {"board": str(doorstep.board.pk)},
    )
    assert grant.write_until - doorstep.handing.read_until == datetime.timedelta(days=14)
    assert answer["token"].encode() not in bytes(grant.token_sha256)
    assert AuditEvent.objects.get(verb="device.granted").object_id == answer["grant"]
    doorstep.phone.token, doorstep.phone.device_id = answer["token"], device_id
    assert doorstep.phone.send(doorstep.phone.answer(doorstep.elsie))[0]["status"] == "stored"


@pytest.mark.parametrize("body", [{}, [], {"device_id": "x"}, {"device_id": 7}, "text", None])
def test_a_token_is_for_a_phone_that_says_which_it_is(doorstep: Doorstep, body: Any) -> None:
    client = doorstep.cast.client(doorstep.cast.alun)
    address = reverse("canvass:phone_device", kwargs={"board": doorstep.board.pk})
    response = client.post(address, json.dumps(body) if body is not None else "{", content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (400, "MALFORMED")


def test_a_token_needs_the_forms_secret(doorstep: Doorstep) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(doorstep.cast.alun)
    assert device(strict, doorstep.board).status_code == 403
    strict.get(page(doorstep.board))
    secret = next(morsel.value for name, morsel in strict.cookies.items() if "csrftoken" in name)
    data = json.dumps({"device_id": str(uuid.uuid4())})
    address = reverse("canvass:phone_device", kwargs={"board": doorstep.board.pk})
    assert (
        strict.post(address, data, content_type="application/json", headers={"X-CSRFToken": secret}).status_code == 201
    )


# --- Your boards ------------------------------------------------------------------------------------------------------


def test_the_list_is_ones_own(doorstep: Doorstep) -> None:
    assert "HH1: Tanyard Row" in doorstep.cast.client(doorstep.cast.alun).get(YOURS).content.decode()
    assert "You have no board" in doorstep.cast.client(doorstep.cast.osei).get(YOURS).content.decode()
    noor = doorstep.cast.client(doorstep.cast.noor).get(YOURS).content.decode()
    assert "you don’t have that role" in noor
    assert Client().get(YOURS).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    doorstep: Doorstep, django_assert_num_queries, count: int
) -> None:
    for number in range(count - 1):
        canvass.hand(
            canvass.board(doorstep.cast.osei, doorstep.door, name=f"Board {number}"),
            doorstep.cast.alun,
            doorstep.cast.osei,
        )
    client = doorstep.cast.client(doorstep.cast.alun)
    with django_assert_num_queries(7 + SCOPE):
        client.get(YOURS)


def test_home_leads_a_canvasser_to_their_one_board(doorstep: Doorstep) -> None:
    client = doorstep.cast.client(doorstep.cast.alun)
    assert client.get("/").url == page(doorstep.board)
    canvass.hand(
        canvass.board(doorstep.cast.osei, doorstep.door, name="Another"), doorstep.cast.alun, doorstep.cast.osei
    )
    assert client.get("/").url == YOURS
    change_handing(returned_at=timezone.now())
    assert client.get("/").url == YOURS


def test_home_leads_nobody_with_an_office_away_from_it(doorstep: Doorstep) -> None:
    canvass.hand(
        canvass.board(doorstep.cast.osei, doorstep.door, name="Hers"), doorstep.cast.marian, doorstep.cast.osei
    )
    assert "/canvass/" not in doorstep.cast.client(doorstep.cast.marian).get("/").url


def test_a_canvasser_who_tells_too_goes_to_the_board_that_is_out(doorstep: Doorstep) -> None:
    people.grant(doorstep.cast.alun, doorstep.cast.wexcombe, RoleName.TELLER)
    client = doorstep.cast.client(doorstep.cast.alun)
    assert client.get("/").url == page(doorstep.board)


# --- Handing back ---------------------------------------------------------------------------------------------------


def back(client: Client, board: Board) -> str:
    return client.post(reverse("canvass:phone_hand_back", kwargs={"board": board.pk}), follow=True).content.decode()


def keep(client: Client, board: Board) -> str:
    return client.post(reverse("canvass:phone_keep", kwargs={"board": board.pk}), follow=True).content.decode()


def test_a_canvasser_hands_the_board_back_and_thinks_better_of_it(doorstep: Doorstep) -> None:
    client = doorstep.cast.client(doorstep.cast.alun)
    text = back(client, doorstep.board)
    assert "You handed back HH1: Tanyard Row" in text
    assert "Undo" in text
    assert client.get(packed(doorstep.board)).status_code == 410
    assert AuditEvent.objects.filter(verb="board.returned", actor_id=doorstep.cast.alun.pk).exists()
    keep(client, doorstep.board)
    assert client.get(packed(doorstep.board)).status_code == 200


def test_second_thoughts_end_when_the_board_goes_on(doorstep: Doorstep) -> None:
    client = doorstep.cast.client(doorstep.cast.alun)
    back(client, doorstep.board)
    canvass.hand(doorstep.board, doorstep.cast.marian, doorstep.cast.osei)
    assert "went on to somebody else" in keep(client, doorstep.board)
    assert client.get(packed(doorstep.board)).status_code == 410


def test_second_thoughts_end_after_ten_minutes(doorstep: Doorstep) -> None:
    change_handing(returned_at=timezone.now() - datetime.timedelta(minutes=11))
    client = doorstep.cast.client(doorstep.cast.alun)
    assert "a while ago" in keep(client, doorstep.board)
    assert "Undo" not in client.get(f"{YOURS}?returned={doorstep.handing.pk}").content.decode()


def test_nobody_hands_back_what_another_has(doorstep: Doorstep) -> None:
    back(doorstep.cast.client(doorstep.cast.osei), doorstep.board)
    assert doorstep.cast.client(doorstep.cast.alun).get(packed(doorstep.board)).status_code == 200
    for name in ("phone_hand_back", "phone_keep"):
        address = reverse(f"canvass:{name}", kwargs={"board": doorstep.board.pk})
        assert doorstep.cast.client(doorstep.cast.rival).post(address).status_code == 404
        assert doorstep.cast.client(doorstep.cast.alun).get(address).status_code == 405
    assert AuditEvent.objects.filter(verb="access.forged_id").count() == 2


@pytest.mark.parametrize("asked", ["²", "١", "9" * 400, "\0", "x"])
def test_what_was_handed_back_is_asked_for_by_number_alone(doorstep: Doorstep, asked: str) -> None:
    assert doorstep.cast.client(doorstep.cast.alun).get("/canvass/", {"returned": asked}).status_code == 200


@pytest.mark.parametrize(("code", "offered"), [("wales", "plaid"), ("scotland", "snp"), ("eastshire", "")])
def test_a_nations_own_party_is_offered_there_alone(code: str, offered: str, doorstep: Doorstep) -> None:
    Unit.objects.filter(pk=doorstep.cast.region.pk).update(code=code)
    answer = doorstep.cast.client(doorstep.cast.alun).get(packed(doorstep.board))
    codes = {one["code"] for one in answer.json()["intentions"]}
    assert codes & {"plaid", "snp"} == ({offered} if offered else set())
