"""Calling people back from phones that are out: who is told what, when, and who hasn't heard it."""

from __future__ import annotations

import datetime
import json
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from access.models import DeviceGrant
from canvass.actions import recall as actions
from canvass.enums import RecallKind
from canvass.models import Elector, Handing, Recall
from canvass.queries import recall
from tests.canvass.conftest import Doorstep
from tests.everywhere import everywhere


@pytest.fixture(autouse=True)
def sees_everything(doorstep: Doorstep) -> Any:
    with everywhere():
        yield


def commands(doorstep: Doorstep, **more: object) -> list[dict]:
    """Send an empty batch, as a phone that asks whether it is still wanted. Returns what it is told."""
    now = timezone.now().isoformat()
    device = str(doorstep.phone.grant.device_id or uuid.uuid4())
    batch = {"batch_id": str(uuid.uuid4()), "device_id": device, "app_version": "2", "device_now": now}
    answer = Client().post(
        reverse("canvass:sync_events"),
        json.dumps({**batch, "queue_depth": 0, "events": [], **more}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {doorstep.phone.token}", "X-Sync-Version": "1"},
    )
    assert answer.status_code == 202, answer.content
    doorstep.phone.grant.refresh_from_db()
    return answer.json()["commands"]


def call_back(doorstep: Doorstep, *electors: Elector) -> int:
    return actions.note(
        unit=doorstep.cast.wexcombe, electors=[one.pk for one in electors], kind=RecallKind.DO_NOT_CONTACT
    )


def test_a_phone_is_told_until_it_says_that_it_has_heard(doorstep: Doorstep) -> None:
    assert commands(doorstep) == []
    assert call_back(doorstep, doorstep.elsie) == 1
    number = Recall.objects.get().number
    door = {"household": doorstep.door.pk, "electors": [doorstep.elsie.pk]}
    told = [{"command": "recall", "number": number, "doors": [door]}]
    assert commands(doorstep) == told
    assert commands(doorstep) == told
    assert commands(doorstep, heard=number) == []
    assert doorstep.phone.grant.heard_recall == number
    assert commands(doorstep) == []


def test_a_phone_is_never_told_why(doorstep: Doorstep) -> None:
    call_back(doorstep, doorstep.elsie)
    assert "contact" not in json.dumps(commands(doorstep))


def test_nothing_is_written_where_no_board_is_out(doorstep: Doorstep) -> None:
    Handing.objects.update(read_until=timezone.now() - datetime.timedelta(hours=1))
    assert call_back(doorstep, doorstep.elsie) == 0
    assert not Recall.objects.exists()


def test_a_new_pack_has_it_in_it(doorstep: Doorstep) -> None:
    call_back(doorstep, doorstep.elsie)
    client = doorstep.cast.client(doorstep.cast.alun)
    pack = client.get(reverse("canvass:sync_pack"), {"board": str(doorstep.board.pk)}).json()
    assert pack["recall"] == Recall.objects.get().number


def test_a_board_that_was_taken_back_is_withdrawn(doorstep: Doorstep) -> None:
    Handing.objects.update(returned_at=timezone.now())
    assert commands(doorstep) == [{"command": "withdrawn"}]


def test_the_office_sees_who_has_not_heard(doorstep: Doorstep) -> None:
    url = reverse("canvass:devices", kwargs={"unit": "wexcombe"})
    office = doorstep.cast.client(doorstep.cast.osei)
    call_back(doorstep, doorstep.elsie)
    assert b"1 phone has not heard the recall" in office.get(url).content
    commands(doorstep, heard=Recall.objects.get().number)
    assert b"heard the recall" not in office.get(url).content
    assert recall.unheard(list(DeviceGrant.objects.all())) == set()


def test_a_second_phone_with_the_same_token_is_refused_and_noted(doorstep: Doorstep) -> None:
    commands(doorstep)
    headers = {"Authorization": f"Bearer {doorstep.phone.token}", "X-Sync-Version": "1"}
    batch = {"batch_id": str(uuid.uuid4()), "device_id": str(uuid.uuid4()), "app_version": "2", "queue_depth": 0}
    body = json.dumps({**batch, "device_now": timezone.now().isoformat(), "events": []})
    answer = Client().post(reverse("canvass:sync_events"), body, content_type="application/json", headers=headers)
    assert answer.status_code == 401
    doorstep.phone.grant.refresh_from_db()
    assert doorstep.phone.grant.second_device_at is not None


def test_what_is_long_over_is_forgotten(doorstep: Doorstep) -> None:
    call_back(doorstep, doorstep.elsie)
    assert actions.forget() == 0
    Recall.objects.update(at=timezone.now() - datetime.timedelta(days=91))
    assert actions.forget() == 1
