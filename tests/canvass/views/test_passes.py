"""Codes that open one board: looking opens nothing, one phone uses it, and nothing but the board opens."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from access import scoping
from canvass.actions import boards, passes
from canvass.models import BoardPass
from tests.canvass.conftest import Doorstep
from tests.factories import canvass
from tests.factories import sessions as making


@pytest.fixture
def link(doorstep: Doorstep) -> str:
    with scoping.units([doorstep.cast.wexcombe.pk]):
        _made, token = passes.make(by=doorstep.cast.osei, handing=doorstep.handing)
    return reverse("canvass:pass", kwargs={"token": token})


def board(doorstep: Doorstep) -> str:
    return reverse("canvass:phone_board", kwargs={"board": doorstep.board.pk})


def test_looking_opens_nothing_and_one_tap_opens_the_board(doorstep: Doorstep, link: str) -> None:
    phone = Client()
    page = phone.get(link).content.decode()
    assert "For Alun Prosser" in page
    assert "Marchbank" not in page
    assert "_auth_user_id" not in phone.session
    assert phone.post(link).url == board(doorstep)
    assert phone.get(board(doorstep)).status_code == 200


def test_it_is_kept_as_a_hash(doorstep: Doorstep, link: str) -> None:
    with scoping.units([doorstep.cast.wexcombe.pk]):
        kept = BoardPass.objects.get()
    assert link.split("/")[-2].encode() not in bytes(kept.token_sha256)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/canvass/",
        "/canvass/phones/",
        "/access/mine/",
        "/accounts/email/",
        "/accounts/password/change/",
        "/u/wexcombe/",
    ],
)
def test_nothing_else_opens(doorstep: Doorstep, link: str, path: str) -> None:
    phone = Client()
    phone.post(link)
    assert phone.get(path).status_code == 403
    assert phone.post(path).status_code == 403


def test_another_board_of_the_same_person_does_not_open(doorstep: Doorstep, link: str) -> None:
    other = canvass.board(doorstep.cast.osei, doorstep.door, name="Another")
    canvass.hand(other, doorstep.cast.alun, doorstep.cast.osei)
    phone = Client()
    phone.post(link)
    path = reverse("canvass:phone_board", kwargs={"board": other.pk})
    assert phone.get(path).status_code == 403
    assert phone.post(f"{path}device/", "{}", "application/json").status_code == 403


def test_the_sign_in_of_an_officer_is_no_wider(doorstep: Doorstep) -> None:
    mine = canvass.board(doorstep.cast.osei, doorstep.door, name="Osei's own")
    handing = canvass.hand(mine, doorstep.cast.osei, doorstep.cast.osei)
    with scoping.units([doorstep.cast.wexcombe.pk]):
        _made, token = passes.make(by=doorstep.cast.osei, handing=handing)
    phone = Client()
    phone.post(reverse("canvass:pass", kwargs={"token": token}))
    assert phone.get("/u/wexcombe/canvass/register/").status_code == 403
    assert phone.get("/u/wexcombe/canvass/boards/").status_code == 403


def test_handing_back_leads_to_what_can_still_be_sent(doorstep: Doorstep, link: str) -> None:
    phone = Client()
    phone.post(link)
    answer = phone.post(reverse("canvass:phone_hand_back", kwargs={"board": doorstep.board.pk}))
    assert answer.url == board(doorstep)
    assert "This board is no longer with you" in phone.get(answer.url).content.decode()


def test_a_second_phone_is_told_to_ask_for_its_own(doorstep: Doorstep, link: str) -> None:
    Client().post(link)
    second = Client()
    assert second.get(link).status_code == 410
    assert second.post(link).status_code == 410
    assert "_auth_user_id" not in second.session


def test_the_first_phone_may_scan_it_again(doorstep: Doorstep, link: str) -> None:
    phone = Client()
    phone.post(link)
    assert phone.get(link).url == board(doorstep)


def test_a_new_code_ends_the_old_one(doorstep: Doorstep, link: str) -> None:
    office = reverse("canvass:board_pass", kwargs={"unit": "wexcombe", "board": doorstep.board.pk})
    leader = doorstep.cast.client(doorstep.cast.osei)
    assert leader.post(office).status_code == 302
    assert link not in leader.get(office).content.decode()
    assert Client().post(link).status_code == 410


def test_it_ends_with_the_handing(doorstep: Doorstep, link: str) -> None:
    with scoping.units([doorstep.cast.wexcombe.pk]):
        boards.take_back(by=doorstep.cast.osei, board=doorstep.board)
    assert Client().post(link).status_code == 410


def test_it_ends_with_the_time(doorstep: Doorstep, link: str) -> None:
    phone = Client()
    phone.post(link)
    with time_machine.travel(doorstep.handing.read_until + datetime.timedelta(minutes=1)):
        assert Client().post(link).status_code == 410
        assert "Marchbank" not in phone.get(board(doorstep)).content.decode()  # signed out
        assert "_auth_user_id" not in phone.session


def test_nonsense_is_not_found(doorstep: Doorstep) -> None:
    assert Client().get("/canvass/pass/nonsense/").status_code == 404
    assert Client().get(f"/canvass/pass/{'0' * 64}/").status_code == 404


def test_signing_in_in_full_ends_it(doorstep: Doorstep, link: str) -> None:
    phone = Client()
    phone.post(link)
    phone.post(reverse("account_logout"))
    assert "only" not in phone.session


def test_fine_is_open_where_the_board_is_of_a_session(doorstep: Doorstep) -> None:
    cast = doorstep.cast
    made = canvass.board(cast.osei, doorstep.door, name="Of a session")
    session = making.session(cast.wexcombe, cast.osei, made)
    office = reverse("canvass:session_hand_out", kwargs={"unit": "wexcombe", "session": session.pk, "board": made.pk})
    with scoping.units([cast.wexcombe.pk]):
        team = session.teams.all()[0]
    leader = cast.client(cast.osei)
    code = leader.get(leader.post(office, {"to": cast.alun.pk, "team": team.pk}).url).content.decode()
    link = "/canvass/pass/" + code.split("/canvass/pass/", 1)[1].split('"')[0]
    phone = Client()
    phone.post(link)
    outing = reverse("canvass:outing", kwargs={"session": session.pk})
    assert "All is well" in phone.get(outing).content.decode()
    assert phone.post(f"{outing}fine/").status_code == 302
    team.refresh_from_db()
    assert team.fine_at is not None
