"""A round on the phone of whoever carries it: the list, the shell, the pack and the token; nobody else gets any."""

from __future__ import annotations

import json
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from access import scoping
from access.models import AuditEvent, DeviceGrant, Grant, User
from gotv.enums import AbsentKind, ElectionType
from gotv.models import Knock, Round
from tests.everywhere import everywhere
from tests.factories import canvass
from tests.factories import gotv as make
from tests.gotv.conftest import Day

_PACK = reverse("canvass:sync_pack")


@pytest.fixture
def one(day: Day) -> Round:
    """The first round of HH1, with Alun."""
    with scoping.units([day.cast.wexcombe.pk]):
        return Round.objects.create(
            unit=day.cast.wexcombe, election=day.poll, polling_district=day.hh1, number=1, runner=day.cast.alun
        )


def _asks(day: Day, user: User, one: Round) -> tuple[int, dict]:
    answer = day.cast.client(user).get(_PACK, {"round": str(one.pk)})
    return answer.status_code, answer.json()


def test_the_pack_has_who_is_still_to_be_called_on_and_nothing_they_said(day: Day, one: Round) -> None:
    make.absent(day.zofia, day.poll, AbsentKind.POSTAL)
    status, pack = _asks(day, day.cast.alun, one)
    assert status == 200
    assert [door["door"] for door in pack["doors"]] == ["23", "25"]
    (elsie,), (zofia,) = (door["people"] for door in pack["doors"])
    assert (elsie["elector"], elsie["district"], elsie["number"]) == (day.elsie.pk, "HH1", day.elsie.number)
    assert elsie["why"] == "listed"
    assert zofia["how"] == "postal"
    assert "Library" in pack["vote"]["places"][0]
    assert "Bring photo ID" in pack["vote"]["bring"]
    assert pack["urls"]["page"] == reverse("gotv:phone_round", kwargs={"round": one.pk})
    said = json.dumps(pack)
    for word in ("labour", "Labour,", "Graham", "Imran", "date_of", "scale"):
        assert word not in said


def test_who_has_voted_or_is_finished_is_not_in_it(day: Day, one: Round) -> None:
    with scoping.units([day.cast.wexcombe.pk]):
        Knock.objects.create(
            id=uuid.uuid4(),
            unit=day.cast.wexcombe,
            election=day.poll,
            elector=day.zofia,
            household=day.zofia.household,
            said="wont",
            at=timezone.now(),
        )
    make.mark(day.hall, day.elsie)
    assert _asks(day, day.cast.alun, one)[1]["doors"] == []


def test_nobody_else_gets_it_and_it_is_on_the_record(day: Day, one: Round) -> None:
    assert _asks(day, day.cast.osei, one)[0] == 404
    page = reverse("gotv:phone_round", kwargs={"round": one.pk})
    assert day.cast.client(day.cast.osei).get(page).status_code == 404
    assert Client().get(page).status_code == 401
    assert Client().get(_PACK, {"round": str(one.pk)}).status_code == 401
    with scoping.units([day.cast.wexcombe.pk]):
        assert AuditEvent.objects.filter(verb="round.not_theirs").count() == 2


def test_a_role_for_another_ward_opens_no_round(day: Day, one: Round) -> None:
    away = canvass.ward(day.cast.wexcombe, "Elsewhere")
    with scoping.units([day.cast.wexcombe.pk]):
        Grant.objects.filter(user=day.cast.alun).update(area=[f"ward:{away.pk}"])
    assert _asks(day, day.cast.alun, one)[0] == 404


def test_whoever_sees_to_another_ward_neither_sees_nor_stops_the_phone(day: Day, one: Round) -> None:
    device = reverse("gotv:phone_round_device", kwargs={"round": one.pk})
    given = {"device_id": str(uuid.uuid4())}
    day.cast.client(day.cast.alun).post(device, json.dumps(given), content_type="application/json")
    browser, mine = day.cast.client(day.cast.osei), Grant.objects.filter(user=day.cast.osei)
    listed = reverse("canvass:devices", kwargs={"unit": "wexcombe"})
    with everywhere():
        grant = DeviceGrant.objects.get()
    stop = reverse("canvass:device_lost", kwargs={"unit": "wexcombe", "phone": grant.pk})
    with everywhere():
        mine.update(area=[f"ward:{canvass.ward(day.cast.wexcombe, 'Elsewhere').pk}"])
    assert "Alun" not in browser.get(listed).content.decode()
    assert browser.post(stop).status_code == 404
    with everywhere():
        assert AuditEvent.objects.filter(verb="access.out_of_area").exists()
        assert DeviceGrant.objects.get().revoked_at is None
        mine.update(area=[f"ward:{day.hh1.ward_id}"])
    assert "Alun" in browser.get(listed).content.decode()
    assert browser.post(stop).status_code == 302
    with everywhere():
        assert DeviceGrant.objects.get().revoked_at is not None


def test_an_ended_round_is_over_and_gives_no_token(day: Day, one: Round) -> None:
    with scoping.units([day.cast.wexcombe.pk]):
        Round.objects.filter(pk=one.pk).update(ended_at=timezone.now())
    assert _asks(day, day.cast.alun, one)[0] == 410
    device = reverse("gotv:phone_round_device", kwargs={"round": one.pk})
    body = json.dumps({"device_id": str(uuid.uuid4())})
    answer = day.cast.client(day.cast.alun).post(device, body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (410, "OVER")


def test_the_token_is_for_this_round_alone(day: Day, one: Round) -> None:
    device = reverse("gotv:phone_round_device", kwargs={"round": one.pk})
    alun = day.cast.client(day.cast.alun)
    assert alun.post(device, "{}", content_type="application/json").status_code == 400
    body = json.dumps({"device_id": str(uuid.uuid4())})
    assert day.cast.client(day.cast.osei).post(device, body, content_type="application/json").status_code == 404
    answer = alun.post(device, body, content_type="application/json")
    assert answer.status_code == 201
    with scoping.units([day.cast.wexcombe.pk]):
        grant = DeviceGrant.objects.get(pk=answer.json()["grant"])
        assert grant.scope == {"round": str(one.pk), "practice": True}, "of a rehearsal"


def test_it_stands_on_the_list_and_below_the_boards(day: Day, one: Round) -> None:
    alun = day.cast.client(day.cast.alun)
    for name in ("gotv:phone_rounds", "canvass:phone"):
        assert reverse("gotv:phone_round", kwargs={"round": one.pk}) in alun.get(reverse(name)).content.decode()
    assert "You have no round" in day.cast.client(day.cast.osei).get(reverse("gotv:phone_rounds")).content.decode()


def test_the_shell_is_the_same_for_everybody(day: Day, one: Round) -> None:
    shell = reverse("gotv:phone_round_shell")
    alun = day.cast.client(day.cast.alun)
    assert alun.get(shell).content == Client().get(shell).content
    page = alun.get(reverse("gotv:phone_round", kwargs={"round": one.pk})).content.decode()
    assert "Marchbank" not in page
    assert "Tanyard" not in page


def test_no_photo_id_where_the_law_asks_for_none(day: Day, one: Round) -> None:
    with scoping.units([day.cast.wexcombe.pk]):
        type(day.poll).objects.filter(pk=day.poll.pk).update(type=ElectionType.SENEDD, nation="wales")
    assert "No photo ID is needed" in _asks(day, day.cast.alun, one)[1]["vote"]["bring"]
