"""The wire: what the answer looks like whatever goes wrong, and that no cookie opens it."""

from __future__ import annotations

import json
import random
import re
import uuid
from collections.abc import Iterator
from unittest import mock

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client
from redis.exceptions import ConnectionError as RedisDown

from access import scoping
from access.models import DeviceGrant
from canvass.actions import sync as actions
from canvass.models import ContactEvent
from canvass.views import sync as views
from tests.canvass.conftest import Doorstep
from tests.everywhere import everywhere
from tests.factories import canvass, gotv, phones
from tests.factories.phones import EVENTS, PING


def stored() -> int:
    with everywhere():
        return ContactEvent.objects.count()


@pytest.fixture
def refused(doorstep: Doorstep) -> Iterator[None]:
    """Whatever the test does, nothing may have been taken in."""
    yield
    assert stored() == 0


def is_refusal(response: object, status: int, code: str) -> bool:
    """Say whether a response is JSON that no client takes for an acknowledgement."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/json"
    assert "X-Sync-Ack" not in response
    assert response.json()["code"] == code
    assert response.json()["message"]
    return True


def test_the_answer(doorstep: Doorstep) -> None:
    event = doorstep.phone.answer(doorstep.elsie)
    body = doorstep.phone.batch(event)
    response = doorstep.phone.post(body)
    assert response.status_code == 202
    assert response["X-Sync-Ack"] == "1"
    assert response["Content-Type"] == "application/json"
    assert response["Cache-Control"] == "no-store, private"
    answer = response.json()
    assert set(answer) == {"batch_id", "server_time", "results", "commands"}
    assert answer["batch_id"] == body["batch_id"]
    assert answer["results"] == [{"id": event["id"], "status": "stored"}]
    assert answer["commands"] == []


def test_a_reason_is_given_in_words(doorstep: Doorstep) -> None:
    with scoping.units([doorstep.cast.wexcombe.pk]):
        DeviceGrant.objects.update(revoked_at=doorstep.handing.handed_at)
    result = doorstep.phone.send(doorstep.phone.answer(doorstep.elsie))[0]
    assert result["code"] == "GRANT_REVOKED"
    assert "stopped" in result["message"]


def test_a_ping_says_what_it_was_told(db: None) -> None:
    response = Client().get(PING, {"nonce": "abc"})
    assert response.json()["nonce"] == "abc"
    assert response.json()["server_time"]
    assert response["Cache-Control"] == "no-store, private"
    assert len(Client().get(PING, {"nonce": "x" * 5000}).json()["nonce"]) == 100
    assert Client().post(PING).status_code == 405


@pytest.mark.usefixtures("refused")
class TestNothingIsTakenIn:
    def test_from_a_cookie_alone(self, doorstep: Doorstep) -> None:
        body = json.dumps(doorstep.phone.batch(doorstep.phone.answer(doorstep.elsie)))
        signed_in = doorstep.cast.client(doorstep.cast.alun)
        response = signed_in.post(EVENTS, body, content_type="application/json", headers={"X-Sync-Version": "1"})
        assert is_refusal(response, 401, "GRANT_UNKNOWN")

    @pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Bearer nonsense", "Basic abc", "nonsense"])
    def test_with_a_token_that_is_none(self, doorstep: Doorstep, header: str) -> None:
        response = doorstep.phone.post(doorstep.phone.batch(), Authorization=header)
        assert is_refusal(response, 401, "GRANT_UNKNOWN")

    def test_from_a_second_phone_with_the_same_token(self, doorstep: Doorstep) -> None:
        doorstep.phone.send()
        doorstep.phone.device_id = uuid.uuid4()
        response = doorstep.phone.post(doorstep.phone.batch(doorstep.phone.answer(doorstep.elsie)))
        assert is_refusal(response, 401, "GRANT_UNKNOWN")

    @pytest.mark.parametrize(
        "headers",
        [
            {"Origin": "https://evil.example"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Origin": "null"},
        ],
    )
    def test_from_another_site(self, doorstep: Doorstep, headers: dict) -> None:
        body = doorstep.phone.batch(doorstep.phone.answer(doorstep.elsie))
        assert is_refusal(doorstep.phone.post(body, **headers), 403, "OTHER_SITE")

    @pytest.mark.parametrize("version", ["", "0", "2"])
    def test_in_another_version(self, doorstep: Doorstep, version: str) -> None:
        body = doorstep.phone.batch(doorstep.phone.answer(doorstep.elsie))
        assert is_refusal(doorstep.phone.post(body, **{"X-Sync-Version": version}), 409, "UPGRADE_REQUIRED")

    @pytest.mark.parametrize("method", ["get", "put", "delete", "head"])
    def test_by_another_method(self, doorstep: Doorstep, method: str) -> None:
        assert getattr(Client(), method)(EVENTS).status_code == 405

    def test_in_another_type(self, doorstep: Doorstep) -> None:
        response = Client().post(EVENTS, {"events": "[]"}, headers=doorstep.phone.headers())
        assert is_refusal(response, 415, "CONTENT_TYPE")

    @pytest.mark.parametrize(
        "body",
        [
            b" ",
            b"{",
            b"[]",
            b"\xff\xfe",
            b'{"events": NaN}',
            b"[" * 60_000,
            b'{"a":' * 9_000,
            b"9" * 60_000,
            json.dumps({"events": []}).encode(),
        ],
    )
    def test_that_is_no_batch(self, doorstep: Doorstep, body: bytes) -> None:
        assert is_refusal(doorstep.phone.post(body), 400, "MALFORMED")

    @pytest.mark.parametrize(
        "broken",
        [
            {"batch_id": "x"},
            {"device_id": None},
            {"device_now": "now"},
            {"app_version": "v" * 21},
            {"queue_depth": -1},
            {"queue_depth": True},
            {"events": {}},
        ],
    )
    def test_with_a_broken_envelope(self, doorstep: Doorstep, broken: dict) -> None:
        body = doorstep.phone.batch(doorstep.phone.answer(doorstep.elsie)) | broken
        assert is_refusal(doorstep.phone.post(body), 400, "MALFORMED")

    def test_with_more_than_fifty(self, doorstep: Doorstep) -> None:
        events = [doorstep.phone.answer(doorstep.elsie) for _ in range(51)]
        assert is_refusal(doorstep.phone.post(doorstep.phone.batch(*events)), 413, "TOO_LARGE")

    @pytest.mark.parametrize("size", [70_000, 2_000_000])
    def test_with_too_many_bytes(self, doorstep: Doorstep, size: int) -> None:
        body = doorstep.phone.batch(padding="x" * size)
        assert is_refusal(doorstep.phone.post(body), 413, "TOO_LARGE")

    def test_from_a_phone_gone_wild(self, doorstep: Doorstep, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(views, "BATCHES_A_MINUTE", 2)
        answers = [doorstep.phone.post(doorstep.phone.batch()) for _ in range(6)]
        slowed = [answer for answer in answers if answer.status_code == 429]
        assert slowed, "the minute may change once in between, not twice"
        assert is_refusal(slowed[0], 429, "SLOW_DOWN")
        assert int(slowed[0]["Retry-After"]) > 0

    def test_while_the_database_is_down(self, doorstep: Doorstep) -> None:
        body = doorstep.phone.batch(doorstep.phone.answer(doorstep.elsie))
        with mock.patch.object(actions, "receive", side_effect=OperationalError("the server closed the connection")):
            response = doorstep.phone.post(body)
        assert is_refusal(response, 503, "UNAVAILABLE")
        assert int(response["Retry-After"]) > 0

    def test_when_something_breaks_half_way(self, doorstep: Doorstep) -> None:
        body = doorstep.phone.batch(doorstep.phone.answer(doorstep.elsie))
        with mock.patch.object(actions.contacts, "recompute", side_effect=ZeroDivisionError):
            assert is_refusal(doorstep.phone.post(body), 500, "SERVER_ERROR")


def test_a_dead_cache_keeps_nobody_out(doorstep: Doorstep) -> None:
    with mock.patch.object(cache, "add", side_effect=RedisDown):
        assert doorstep.phone.send(doorstep.phone.answer(doorstep.elsie))[0]["status"] == "stored"


def test_our_own_pages_may_send(doorstep: Doorstep) -> None:
    body = doorstep.phone.batch(doorstep.phone.answer(doorstep.elsie))
    headers = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
    assert doorstep.phone.post(body, **headers).status_code == 202


def test_fifty_fit(doorstep: Doorstep) -> None:
    events = [doorstep.phone.answer(doorstep.elsie) for _ in range(50)]
    assert len(doorstep.phone.send(*events)) == 50


def test_no_log_line_holds_what_was_said(doorstep: Doorstep, caplog: pytest.LogCaptureFixture) -> None:
    doorstep.phone.send(doorstep.phone.answer(doorstep.elsie, "green"), {"id": "x", "payload": {"intention": "green"}})
    doorstep.phone.post(b'{"name": "Elsie Marchbank"')
    assert caplog.text
    for secret in ("green", "Elsie", doorstep.phone.token):
        assert secret not in caplog.text


def test_what_is_sent_back_is_told_to_whoever_reads_the_log(
    doorstep: Doorstep, caplog: pytest.LogCaptureFixture
) -> None:
    """No client of ours sends such a thing: somebody should look, and needs no words of anybody for that."""
    event = doorstep.phone.answer(doorstep.elsie, said={"note": "Her bins", "colour": "Teal"})
    assert doorstep.phone.send(event)[0]["status"] == "rejected"
    assert "sync_rejected" in caplog.text
    assert "payload may hold" in caplog.text
    assert not {"bins", "Teal", "Marchbank"} & set(re.findall(r"\w+", caplog.text))


def test_a_teller_phone_cannot_send_answers(doorstep: Doorstep) -> None:
    with scoping.units([doorstep.cast.wexcombe.pk]):
        DeviceGrant.objects.update(kind="teller")
    result = doorstep.phone.send(doorstep.phone.answer(doorstep.elsie))[0]
    assert (result["status"], result["code"]) == ("rejected", "MALFORMED")
    assert stored() == 0


def test_two_phones_of_two_units_never_meet(doorstep: Doorstep) -> None:
    """The same event sent with the token of another CLP is not theirs to send."""
    marsham = doorstep.cast.marsham
    door = canvass.household(canvass.street(marsham), 1, in_district=canvass.district(marsham, "MV1"))
    other = phones.phone(canvass.board(doorstep.cast.rival, door), doorstep.cast.rival)
    event = doorstep.phone.answer(doorstep.elsie, board_id=None)
    assert other.send(event)[0]["code"] == "WRONG_ORG"
    assert doorstep.phone.send(event)[0]["status"] == "stored"


# --- Text that is out to break something ---------------------------------------------------------------------------

HOSTILE = {
    "NUL": "\0",
    "NUL inside": "a\0b",
    "half a pair": "\ud800",
    "the other half": "x\udfff",
    "right to left": "\u202egnp.exe",
    "a bell": "\a\b\x1b[31m",
    "no character": "\uffff\ufffe",
    "SQL": "'); DROP TABLE canvass_contactevent; --",
    "percent": "%s %(unit)s %%",
    "backslashes": "\\u0000 \\x00 \\",
    "very long": "x" * 3000,
    "Arabic digits": "١٢٣",
    "a number of its own": "²³½",
    "markup": "<script>alert(1)</script>",
}
FIELDS = ("id", "kind", "device_time", "board_id", "household", "elector", "district", "number", "suffix", "supersedes")


def _sent(doorstep: Doorstep, body: dict) -> tuple[int, dict]:
    """Post a batch as a hostile client would: whatever Python can write as JSON, half pairs too."""
    response = doorstep.phone.post(json.dumps(body))
    assert response["Content-Type"] == "application/json"
    return response.status_code, response.json()


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_in_an_event_is_malformed_and_holds_up_no_other(doorstep: Doorstep, text: str) -> None:
    phone = doorstep.phone
    for field in (*FIELDS, "schema_v", "device_seq", "device_utc_offset", "payload", text):
        good = phone.answer(doorstep.zofia)
        status, answer = _sent(doorstep, phone.batch(phone.answer(doorstep.elsie) | {field: text}, good))
        assert status == 202, (field, answer)
        bad, fine = answer["results"]
        assert (bad["status"], bad.get("code")) == ("rejected", "MALFORMED") or field in {"district", text}, (
            field,
            bad,
        )
        assert fine["status"] == "stored"


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_in_a_payload_is_malformed_or_kept_for_a_person(doorstep: Doorstep, text: str) -> None:
    phone = doorstep.phone
    payloads = (
        {"intention": text, "labour_scale": None, "issues": []},
        {"intention": None, "labour_scale": None, "issues": [text]},
        {"intention": "labour", "labour_scale": text, "issues": []},
        {text: "x"},
        {"intention": {text: [text]}},
    )
    for payload in payloads:
        for schema in (1, 0):  # the second is one that this version doesn't read, and keeps as it came
            event = phone.answer(doorstep.elsie) | {"payload": payload, "schema_v": schema}
            status, answer = _sent(doorstep, phone.batch(event))
            assert status == 202, (payload, answer)
            [result] = answer["results"]
            assert (result["status"], result["code"]) in {
                ("rejected", "MALFORMED"),
                ("rejected", "TOO_LARGE"),
                ("quarantined", "OLD_SCHEMA"),
            }
            if "\0" in text or text in {"\ud800", "x\udfff"}:
                assert result["code"] == "MALFORMED"


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize(
    "field", ["batch_id", "device_id", "app_version", "device_now", "queue_depth", "events", "other"]
)
def test_hostile_text_in_the_envelope_is_answered(doorstep: Doorstep, field: str, text: str) -> None:
    body = doorstep.phone.batch(doorstep.phone.answer(doorstep.elsie)) | {field: text}
    status, answer = _sent(doorstep, body)
    assert (status, answer.get("code")) == (400, "MALFORMED") or (status == 202 and field in {"app_version", "other"})


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_tellers_number_may_be_anything(doorstep: Doorstep, text: str) -> None:
    station = gotv.station(
        gotv.election(doorstep.cast.wexcombe, rehearsal=True), "Hall", canvass.district(doorstep.cast.wexcombe)
    )
    grant = doorstep.phone.grant
    with everywhere():
        DeviceGrant._base_manager.filter(pk=grant.pk).update(
            kind="teller", scope={"election": station.election_id, "station": station.pk}, user=doorstep.cast.tess
        )
    phone = doorstep.phone
    for typed, district in ((text, "HH1"), ("12", text), (text[:20], text[:12])):
        event = phone.event("teller.number", {"typed": typed}, district=district, number=12, suffix=0, board_id=None)
        status, answer = _sent(doorstep, phone.batch(event))
        assert status == 202, (typed, district, answer)
        assert answer["results"][0]["status"] in {"stored", "rejected"}


@pytest.mark.parametrize(
    "body",
    [
        b"\xff\xfe",
        b'{"events": [\xc3\x28]}',
        b"[" * 20_000,
        b'{"a":' * 5000,
        b"\0",
        b'"\\ud800"',
        b"1e999",
        b"null",
    ],
)
def test_bytes_that_are_no_batch_are_malformed(doorstep: Doorstep, refused: None, body: bytes) -> None:
    assert is_refusal(doorstep.phone.post(body), 400, "MALFORMED")


@pytest.mark.parametrize("number", ["1e400", "-1", "0.5", "9" * 400, "true", "null", "[]", "{}", '"7"'])
def test_numbers_that_are_none_are_malformed(doorstep: Doorstep, number: str) -> None:
    for field in ("household", "elector", "number", "suffix", "device_seq", "schema_v"):
        event = json.dumps(doorstep.phone.answer(doorstep.elsie) | {field: "@"}).replace('"@"', number)
        batch = json.dumps(doorstep.phone.batch() | {"events": "@"}).replace('"@"', f"[{event}]")
        response = doorstep.phone.post(batch)
        assert response.status_code == 202, (field, response.content)
        [result] = response.json()["results"]
        assert result["status"] in ({"stored", "quarantined", "rejected"} if number == "null" else {"rejected"}), field


@pytest.mark.parametrize("id", [[], {}, {"a": [1]}, 7, True, None, "x"])
def test_an_id_that_is_none_comes_back_as_it_was_sent(doorstep: Doorstep, id: object) -> None:  # noqa: A002
    good = doorstep.phone.answer(doorstep.elsie)
    status, answer = _sent(doorstep, doorstep.phone.batch(doorstep.phone.answer(doorstep.zofia) | {"id": id}, good))
    assert status == 202
    assert answer["results"][0] == {
        "id": str(id),
        "status": "rejected",
        "code": "MALFORMED",
        "message": "id is a UUID.",
    }
    assert answer["results"][1]["status"] == "stored"


def test_batches_of_noise_break_nothing(doorstep: Doorstep) -> None:
    """Any value in any place: what comes back is JSON, and never the server's own fault."""
    dice = random.Random(20261122)
    values = [
        *HOSTILE.values(),
        None,
        True,
        -1,
        0.1,
        2**70,
        [],
        {},
        [[]],
        {"": ""},
        "2026-01-01T00:00:00+00:00",
        "١" * 32,
    ]
    for _round in range(300):
        event = doorstep.phone.answer(doorstep.elsie)
        for _change in range(dice.randint(1, 4)):
            place = dice.choice((event, event["payload"] if isinstance(event["payload"], dict) else event))
            place[dice.choice([*event, "extra"])] = dice.choice(values)
        status, answer = _sent(doorstep, doorstep.phone.batch(event))
        assert status in {202, 413}, (event, answer)
