"""The pack's endpoint: who gets one, what others are told in JSON, and that it is noted who looked."""

from __future__ import annotations

import datetime
import gzip
import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from access import scoping
from access.models import AuditEvent, Grant
from canvass.models import Board, Handing
from tests.canvass.conftest import Doorstep
from tests.everywhere import everywhere
from tests.factories import canvass

URL = reverse("canvass:sync_pack")


def ask(client: Client, board: Board) -> tuple[int, dict]:
    answer = client.get(URL, {"board": str(board.pk)})
    assert answer["Cache-Control"] == "no-store, private"
    return answer.status_code, answer.json()


def test_the_pack_comes_with_what_the_phone_needs_besides(doorstep: Doorstep) -> None:
    client = doorstep.cast.client(doorstep.cast.alun)
    status, body = ask(client, doorstep.board)
    assert status == 200
    assert body["board"]["id"] == str(doorstep.board.pk)
    assert {"server_time", "idle_minutes", "seal", "recall"} < set(body)
    assert set(body["seal"]) == {"key", "spki"}
    assert body["urls"]["hand_back"] == f"/canvass/board/{doorstep.board.pk}/hand-back/"
    assert client.cookies["rosette_csrftoken"].value  # the phone asks for its token without a page that holds one


def test_it_is_noted_who_looked_and_at_how_many(doorstep: Doorstep) -> None:
    ask(doorstep.cast.client(doorstep.cast.alun), doorstep.board)
    row = AuditEvent.objects.get(verb="people.seen")
    assert (row.actor_id, row.object_id) == (doorstep.cast.alun.pk, str(doorstep.board.pk))
    assert row.detail["count"] > 0


def test_the_page_itself_shows_nobody_and_notes_nothing(doorstep: Doorstep) -> None:
    client = doorstep.cast.client(doorstep.cast.alun)
    client.get(reverse("canvass:phone_board", kwargs={"board": doorstep.board.pk}))
    assert not AuditEvent.objects.filter(verb="people.seen").exists()


def test_nobody_in_particular_is_asked_to_sign_in(doorstep: Doorstep) -> None:
    status, body = ask(Client(), doorstep.board)
    assert (status, body["code"]) == (401, "SIGN_IN")


@pytest.mark.parametrize("who", ["osei", "marian", "rival", "tess", "noor"])
def test_others_get_404_in_json(doorstep: Doorstep, who: str) -> None:
    status, body = ask(doorstep.cast.client(getattr(doorstep.cast, who)), doorstep.board)
    assert (status, body["code"]) == (404, "NOT_YOURS")
    assert AuditEvent.objects.filter(verb__in=["board.not_theirs", "access.forged_id"]).count() == 1


def test_a_role_that_ended_yesterday_closes_it(doorstep: Doorstep) -> None:
    Grant.objects.filter(user=doorstep.cast.alun).update(ends_on=datetime.date(2021, 1, 1))
    assert ask(doorstep.cast.client(doorstep.cast.alun), doorstep.board)[0] == 404


@pytest.mark.parametrize("field", ["read_until", "returned_at"])
def test_when_its_time_is_over_nothing_is_read(doorstep: Doorstep, field: str) -> None:
    with everywhere():
        Handing.objects.update(**{field: timezone.now() - datetime.timedelta(minutes=1)})
    status, body = ask(doorstep.cast.client(doorstep.cast.alun), doorstep.board)
    assert (status, body["code"]) == (410, "OVER")
    assert not AuditEvent.objects.filter(verb="people.seen").exists()


@pytest.mark.parametrize("query", [{}, {"board": "nonsense"}, {"list": "4"}, {"board": ""}])
def test_whatever_is_asked_for_the_answer_is_json(doorstep: Doorstep, query: dict) -> None:
    answer = doorstep.cast.client(doorstep.cast.alun).get(URL, query)
    assert answer.status_code in {400, 404}
    assert answer.json()["code"] in {"MALFORMED", "NOT_YOURS"}


def test_four_hundred_electors_fit_into_forty_kilobytes(doorstep: Doorstep) -> None:
    town = canvass.bulk(doorstep.cast.wexcombe, streets=4, doors=50, per_door=2)
    with scoping.units([doorstep.cast.wexcombe.pk]):
        board = canvass.board(doorstep.cast.osei, *town.districts[0].households.order_by("pk"))
    canvass.hand(board, doorstep.cast.alun, doorstep.cast.osei)
    answer = doorstep.cast.client(doorstep.cast.alun).get(URL, {"board": str(board.pk)})
    people = [one for door in json.loads(answer.content)["doors"] for one in door["people"]]
    assert len(people) == 400
    assert len(gzip.compress(answer.content)) <= 40_000
