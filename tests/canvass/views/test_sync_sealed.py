"""Sealed answers on their way in: opened before anything else, the same event as in clear, and never lost."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from access.actions import sealing
from access.models import SealingKey
from canvass.models import ContactEvent, LatestContact
from tests.canvass.conftest import Doorstep
from tests.everywhere import everywhere
from tests.factories.seals import sealed


@pytest.fixture(autouse=True)
def sees_everything(doorstep: Doorstep) -> Any:
    with everywhere():
        yield


def send(doorstep: Doorstep, *events: dict) -> list[dict]:
    now = timezone.now().isoformat()
    device = str(doorstep.phone.grant.device_id or uuid.UUID(int=7))
    batch = {"batch_id": str(uuid.uuid4()), "device_id": device, "app_version": "2", "device_now": now}
    answer = Client().post(
        reverse("canvass:sync_events"),
        json.dumps({**batch, "queue_depth": len(events), "events": events}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {doorstep.phone.token}", "X-Sync-Version": "1"},
    )
    assert answer.status_code == 202, answer.content
    doorstep.phone.grant.refresh_from_db()
    return answer.json()["results"]


def answer(doorstep: Doorstep) -> dict:
    return doorstep.phone.answer(doorstep.elsie, intention="labour", scale=8)


def test_a_sealed_answer_counts_and_in_clear_it_is_the_same_one(doorstep: Doorstep) -> None:
    said = answer(doorstep)
    [first] = send(doorstep, sealed(said, sealing.public()))
    assert first["status"] == "stored", first
    [again] = send(doorstep, said)
    [once_more] = send(doorstep, sealed(said, sealing.public()))
    assert (again["status"], once_more["status"]) == ("duplicate", "duplicate")
    assert ContactEvent.objects.count() == 1
    assert LatestContact.objects.get(elector=doorstep.elsie).intention == "labour"


def test_what_cannot_be_opened_waits_and_is_not_lost(doorstep: Doorstep) -> None:
    said = sealed(answer(doorstep), sealing.public())
    SealingKey.objects.update(private="")
    [result] = send(doorstep, said)
    assert (result["status"], result["code"]) == ("quarantined", "SEAL")
    [again] = send(doorstep, said)
    assert again["status"] == "duplicate"
    row = ContactEvent.objects.get()
    assert (str(row.pk), row.kind, row.payload) == (said["id"], "sealed", {"sealed": said["sealed"]})
    office = doorstep.cast.client(doorstep.cast.osei)
    page = office.get(reverse("canvass:answers", kwargs={"unit": "wexcombe"}))
    assert page.status_code == 200
    assert "sealed with a key that Rosette doesn’t have" in page.content.decode()


def test_nonsense_in_a_seal_never_breaks_the_server(doorstep: Doorstep) -> None:
    odd = [None, 5, "x", [], {}, {"v": 1}, {"v": 1, "key": "k", "wrapped": "", "iv": "", "data": ""}]
    events = [{"id": str(uuid.uuid4()), "device_seq": at + 1, "sealed": one} for at, one in enumerate(odd)]
    assert {result["status"] for result in send(doorstep, *events)} == {"quarantined"}
    worse = [{"sealed": {}}, {"id": [], "device_seq": 1, "sealed": {}}, {"id": str(uuid.uuid4()), "sealed": "\0"}]
    assert {result["status"] for result in send(doorstep, *worse)} == {"rejected"}
