"""A board shared with one person: on the board's page, and as that person reads it."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client

from access.models import AuditEvent, Share
from kit import clock
from tests import cast as people
from tests.canvass.conftest import Doorstep

SHARED = "/canvass/shared/"


@pytest.fixture
def osei(doorstep: Doorstep) -> Client:
    return doorstep.cast.client(doorstep.cast.osei)


def address(doorstep: Doorstep, rest: str = "") -> str:
    return f"/u/wexcombe/canvass/boards/{doorstep.board.pk}/{rest}"


def form(**more: str) -> dict[str, str]:
    until = clock.today() + datetime.timedelta(days=3)
    return {"email": "noor@example.org", "name": "Noor", "why": "Rings round", "until_on": until.isoformat()} | more


def test_a_board_is_shared_listed_and_taken_back(doorstep: Doorstep, osei: Client) -> None:
    answer = osei.post(address(doorstep, "share/"), form(), follow=True)
    assert "noor@example.org" in answer.content.decode()
    noor = doorstep.cast.client(doorstep.cast.noor)
    assert f"{SHARED}{doorstep.board.pk}/" in noor.get("/", follow=True).content.decode()
    page = noor.get(f"{SHARED}{doorstep.board.pk}/")
    assert page.status_code == 200
    assert "Elsie Marchbank" in page.content.decode()
    share = Share._base_manager.get()
    assert "no longer shared" in osei.post(address(doorstep, f"share/{share.pk}/end/"), follow=True).content.decode()
    assert noor.get(f"{SHARED}{doorstep.board.pk}/").status_code == 404
    assert osei.post(address(doorstep, f"share/{share.pk}/end/")).status_code == 404


def test_it_shows_no_opinions_and_changes_nothing(doorstep: Doorstep, osei: Client) -> None:
    doorstep.phone.send(doorstep.phone.answer(doorstep.elsie, "green", scale=2))
    osei.post(address(doorstep, "share/"), form())
    html = doorstep.cast.client(doorstep.cast.noor).get(f"{SHARED}{doorstep.board.pk}/").content.decode()
    assert "Spoken to" in html
    assert "Green" not in html
    assert "/u/wexcombe/" not in html.split("<main")[1]


def test_who_read_it_is_in_the_record_with_the_purpose(doorstep: Doorstep, osei: Client) -> None:
    osei.post(address(doorstep, "share/"), form())
    doorstep.cast.client(doorstep.cast.noor).get(f"{SHARED}{doorstep.board.pk}/")
    line = AuditEvent.objects.get(verb="people.seen", actor_id=doorstep.cast.noor.pk)
    assert (line.unit_id, line.object_id, line.detail["count"], line.detail["purpose"]) == (
        doorstep.cast.wexcombe.pk,
        str(doorstep.board.pk),
        3,
        "canvassing",
    )


def test_it_opens_once_the_terms_are_signed(doorstep: Doorstep, osei: Client) -> None:
    newcomer = people.newcomer("nina", "Nina Brook")
    osei.post(address(doorstep, "share/"), form(email=newcomer.email))
    html = people.sign_in(newcomer).get(f"{SHARED}{doorstep.board.pk}/").content.decode()
    assert "Marchbank" not in html
    assert "/training/terms/register-terms/" in html


@pytest.mark.parametrize("who", ["alun", "tess", "rival", "priya", "lewis"])
def test_nobody_else_opens_it(doorstep: Doorstep, osei: Client, who: str) -> None:
    osei.post(address(doorstep, "share/"), form())
    browser = people.sign_in(getattr(doorstep.cast, who))
    assert browser.get(f"{SHARED}{doorstep.board.pk}/").status_code == 404


def test_a_form_that_is_wrong_says_so_and_keeps_what_was_typed(doorstep: Doorstep, osei: Client) -> None:
    answer = osei.post(address(doorstep, "share/"), form(why=""))
    assert answer.status_code == 200
    assert "noor@example.org" in answer.content.decode()
    answer = osei.post(address(doorstep, "share/"), form(email="osei@example.org"))
    assert "your own address" in answer.content.decode()
    assert not Share._base_manager.exists()


def test_sharing_asks_for_a_proof_of_who_it_is(doorstep: Doorstep) -> None:
    stale = Client()
    stale.force_login(doorstep.cast.osei)
    answer = stale.post(address(doorstep, "share/"), form())
    assert answer.status_code == 302
    assert not Share._base_manager.exists()
