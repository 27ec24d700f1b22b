"""The page on which a phone's file is brought in: who may, what it says, and what is refused before it is read."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from access.models import DeviceGrant
from canvass.models import ConsentWording, ContactEvent, DoorFlag, DoorstepConsent, Found
from canvass.rules import phone_files as rules
from tests.canvass.conftest import Doorstep
from tests.everywhere import everywhere

PAGE = reverse("canvass:phone_file", kwargs={"unit": "wexcombe"})


@pytest.fixture
def osei(doorstep: Doorstep) -> Client:
    with everywhere():
        DeviceGrant.objects.update(device_id=doorstep.phone.device_id)
    return doorstep.cast.client(doorstep.cast.osei)


def a_file(doorstep: Doorstep, *events: dict, **more: Any) -> SimpleUploadedFile:
    body = {"rosette": 2, "unit": "wexcombe", "user": doorstep.cast.alun.pk, "queue": f"board:{doorstep.board.pk}"}
    rows = [{"event": event, "behind": None} for event in events]
    body |= {"device_id": str(doorstep.phone.device_id), "events": rows}
    return SimpleUploadedFile("rosette-202611221512.json", json.dumps(body | more).encode())


def text(response: Any) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_who_may(doorstep: Doorstep) -> None:
    cast = doorstep.cast
    asked = {name: cast.client(getattr(cast, name)).get(PAGE).status_code for name in ("osei", "alun", "tess", "rival")}
    assert asked == {"osei": 200, "alun": 403, "tess": 403, "rival": 404}
    assert Client().get(PAGE).status_code == 302


def test_it_is_found_from_the_page_of_what_waits(doorstep: Doorstep, osei: Client) -> None:
    assert PAGE in text(osei.get(reverse("canvass:answers", kwargs={"unit": "wexcombe"})))


def test_what_became_of_each_record_is_said(doorstep: Doorstep, osei: Client) -> None:
    said = doorstep.phone.answer(doorstep.elsie)
    page = text(osei.post(PAGE, {"file": a_file(doorstep, {}, said)}))
    assert "<dt>wait for a check now</dt><dd>1</dd>" in page
    assert "Number 1 in the file: it can’t be read" in page
    assert f"It is from the phone of {doorstep.cast.alun.name}." in page
    page = text(osei.post(PAGE, {"file": a_file(doorstep, said)}))
    assert "<dt>were here already</dt><dd>1</dd>" in page
    waiting = text(osei.get(reverse("canvass:answers", kwargs={"unit": "wexcombe"})))
    assert "It came in a file that somebody brought in from this person’s phone." in waiting


def test_of_an_unknown_phone_nobody_is_named(doorstep: Doorstep, osei: Client) -> None:
    page = text(osei.post(PAGE, {"file": a_file(doorstep, doorstep.phone.answer(doorstep.elsie), user=1)}))
    assert "Nothing shows whose phone it is from" in page
    waiting = text(osei.get(reverse("canvass:answers", kwargs={"unit": "wexcombe"})))
    assert "nobody knows whose phone" in waiting
    assert doorstep.cast.alun.name not in waiting.split("<main", 1)[1]


def test_a_file_with_nothing_in_it_says_so(doorstep: Doorstep, osei: Client) -> None:
    assert "There was nothing in the file" in text(osei.post(PAGE, {"file": a_file(doorstep)}))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "This file is empty, so nothing was kept."),
        (b"x" * (rules.MAX_BYTES + 1), "Nothing was kept. Ask who made it."),
        (b"elector,name\n1,x", "not a file from Rosette’s phone page, or it was cut off"),
        (
            b'{"rosette": 2, "queue": "board:<script>", "events": []}',
            "Choose the one whose name",
        ),
    ],
)
def test_another_kind_of_file_is_refused(doorstep: Doorstep, osei: Client, data: bytes, said: str) -> None:
    assert said in text(osei.post(PAGE, {"file": SimpleUploadedFile("a.json", data)}))
    with everywhere():
        assert not ContactEvent.objects.exists()


def test_another_clps_file_shows_nothing_of_itself(doorstep: Doorstep, osei: Client) -> None:
    page = text(osei.post(PAGE, {"file": a_file(doorstep, unit="<b>marsham</b>")}))
    assert "another CLP, “&lt;b&gt;marsham&lt;/b&gt;”" in page


def test_without_a_file_it_asks_for_one(osei: Client) -> None:
    assert "Choose a file first." in text(osei.post(PAGE))


def test_it_is_limited_and_opening_the_page_is_not(doorstep: Doorstep, osei: Client, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"phone_file": "2/m/user"}
    sent = [osei.post(PAGE, {"file": a_file(doorstep)}).status_code for _each in range(3)]
    assert sent == [200, 200, 429]
    assert osei.get(PAGE).status_code == 200


def test_every_kind_of_record_of_an_unknown_phone_can_count(doorstep: Doorstep, osei: Client) -> None:
    phone, cast = doorstep.phone, doorstep.cast
    with everywhere():
        wording = ConsentWording.objects.create(unit=cast.wexcombe, channel="phone", text="May we?", made_by=cast.osei)
    events = [
        phone.answer(doorstep.elsie, issues=["buses"], said={"note": "Bus 7", "wishes": ["poster"]}),
        phone.outcome("moved", elector=doorstep.graham),
        phone.consent(doorstep.zofia, wording.pk),
        phone.flag(doorstep.next_door, "dog"),
        phone.found("Rear of 14", "Maria Ferrante", street=doorstep.door.street_id),
    ]
    osei.post(PAGE, {"file": a_file(doorstep, *events, device_id=str(uuid.uuid4()))})
    page = osei.post(
        reverse("canvass:answers_accept", kwargs={"unit": "wexcombe"}),
        {"event": [event["id"] for event in events]},
        follow=True,
    )
    assert "5 answers count now." in text(page)
    with everywhere():
        assert {row.status for row in ContactEvent.objects.all()} == {"live"}
        assert [model.objects.count() for model in (DoorFlag, DoorstepConsent, Found)] == [1, 1, 1]
    for name in ("flags", "consents", "found", "answers"):
        assert osei.get(reverse(f"canvass:{name}", kwargs={"unit": "wexcombe"})).status_code == 200, name
    person = reverse("canvass:elector", kwargs={"unit": "wexcombe", "elector": doorstep.elsie.pk})
    assert osei.get(person).status_code in {200, 403}
