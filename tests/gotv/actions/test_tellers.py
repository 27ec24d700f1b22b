"""What a teller's phone sends, through the protocol itself, and what the page does without it."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from access.models import AuditEvent, DeviceGrant, Unit
from canvass.enums import EventStatus
from canvass.models import ContactEvent
from gotv.actions import tellers
from gotv.models import DistrictCounter, MarkVoid, Voted, VoteMark
from gotv.rules.numbers import RollNumber
from kit.errors import Refused
from tests.cast import Cast
from tests.everywhere import SCOPE
from tests.factories import canvass
from tests.factories import gotv as make

_NOON = datetime.datetime(2026, 5, 7, 11, tzinfo=datetime.UTC)
_CLOSES = datetime.datetime(2026, 5, 7, 21, 30, tzinfo=datetime.UTC)  # 22:30 in summer time


@pytest.fixture
def day(cast: Cast, scope: Unit) -> Iterator[SimpleNamespace]:
    """Noon on polling day, a station with one district of three electors, and Tess's phone let in there."""
    with time_machine.travel(_NOON, tick=False) as travel:
        poll = make.election(scope)
        hh1 = canvass.district(scope, "HH1")
        road = canvass.street(scope)
        electors = [canvass.elector(canvass.household(road, n, in_district=hh1)) for n in (1, 2, 3)]
        hall = make.station(poll, "Library", hh1)
        grant, token = tellers.let_in(station=hall, device_id=uuid.uuid4(), by=cast.tess)
        yield SimpleNamespace(
            poll=poll, hall=hall, hh1=hh1, electors=electors, grant=grant, token=token, travel=travel, cast=cast
        )


@pytest.fixture
def phone(day: SimpleNamespace) -> Callable[..., list[dict]]:
    """Send events from the phone; return the results."""
    count = iter(range(1, 1000))

    def send(*events: dict) -> list[dict]:
        now = timezone.now().isoformat()
        body = {
            "batch_id": str(uuid.uuid4()),
            "device_id": str(day.grant.device_id),
            "app_version": "1",
            "device_now": now,
            "queue_depth": len(events),
            "events": [
                {
                    "id": str(uuid.uuid4()),
                    "device_seq": next(count),
                    "kind": "teller.number",
                    "schema_v": 1,
                    "device_time": now,
                    "device_utc_offset": 60,
                    "payload": {},
                }
                | event
                for event in events
            ],
        }
        answer = Client().post(
            reverse("canvass:sync_events"),
            json.dumps(body),
            content_type="application/json",
            headers={"authorization": f"Bearer {day.token}", "x-sync-version": "1"},
        )
        assert answer.status_code == 202, answer.content
        return answer.json()["results"]

    return send


def _number(typed: str, district: str = "HH1", **more: object) -> dict:
    return {"district": district, "payload": {"typed": typed}} | more


def test_numbers_from_a_phone_get_their_verdicts(day: SimpleNamespace, phone: Callable) -> None:
    results = phone(_number("1"), _number("1"), _number("3"), _number("999"), _number("..", number=None))
    assert [r["status"] for r in results] == ["stored"] * 5
    verdicts = [r["detail"]["verdict"] for r in results]
    assert verdicts == ["counted", "already_in", "counted", "not_here", "not_here"]
    assert DistrictCounter.objects.get().voted == 2
    mark = VoteMark.objects.get(pk=results[0]["id"])
    assert (mark.station, mark.actor, mark.device, mark.source) == (day.hall, day.cast.tess, day.grant, "teller")
    assert mark.typed == "HH1 1"


def test_the_same_batch_again_counts_nothing_twice(day: SimpleNamespace, phone: Callable) -> None:
    again = _number("1", id=str(uuid.uuid4()), device_seq=7)
    assert phone(again)[0]["status"] == "stored"
    assert phone(again)[0]["status"] == "duplicate"
    assert VoteMark.objects.count() == 1
    assert DistrictCounter.objects.get().voted == 1


def test_fifty_numbers_take_as_many_statements_as_one(
    day: SimpleNamespace, phone: Callable, django_assert_num_queries: Callable
) -> None:
    """Two to know whose phone it is; ten take in whatever the batch holds, its place in the record among them."""
    phone(_number("1"))
    with django_assert_num_queries(12 + SCOPE):
        assert phone(_number("3"))[0]["detail"] == {"verdict": "counted"}
    with django_assert_num_queries(12 + SCOPE):
        assert len(phone(*[_number(str(number)) for number in range(1, 51)])) == 50
    assert VoteMark.objects.count() == ContactEvent.objects.count() == 52
    assert AuditEvent.objects.filter(verb="marks.recorded").count() == 3


def test_a_number_typed_offline_is_marked_when_it_was_typed(day: SimpleNamespace, phone: Callable) -> None:
    typed_at = timezone.now() + datetime.timedelta(minutes=20)
    day.travel.move_to(_NOON + datetime.timedelta(hours=2))
    result = phone(_number("1", device_time=typed_at.isoformat()))[0]
    assert VoteMark.objects.get(pk=result["id"]).marked_at == typed_at
    assert DistrictCounter.objects.get().last_mark_at == typed_at


def test_a_phone_that_was_out_of_signal_may_send_after_the_close(day: SimpleNamespace, phone: Callable) -> None:
    typed_at = _CLOSES - datetime.timedelta(minutes=1)
    day.travel.move_to(_CLOSES + datetime.timedelta(hours=10))
    assert phone(_number("1", device_time=typed_at.isoformat()))[0]["detail"] == {"verdict": "counted"}


def test_a_number_typed_after_the_close_waits_for_a_person(day: SimpleNamespace, phone: Callable) -> None:
    day.travel.move_to(_CLOSES)
    result = phone(_number("1"))[0]
    assert (result["status"], result["code"]) == ("quarantined", "AFTER_HOURS")
    assert "detail" not in result
    assert not VoteMark.objects.exists()


def test_a_late_number_that_somebody_accepts_counts(day: SimpleNamespace, phone: Callable) -> None:
    day.travel.move_to(_CLOSES)
    event = ContactEvent.objects.get(pk=phone(_number("1"))[0]["id"])
    event.status = EventStatus.LIVE
    event.save(update_fields=["status"])
    assert tellers.apply_numbers([event]) == {event.pk: {"verdict": "counted"}}
    event.refresh_from_db()
    assert event.status == EventStatus.LIVE


def test_an_undo_takes_the_mark_back(day: SimpleNamespace, phone: Callable) -> None:
    first = phone(_number("1"))[0]["id"]
    undo = phone({"kind": "undo", "supersedes": first, "payload": {}})[0]
    assert undo["status"] == "stored"
    assert MarkVoid.objects.get().mark_id == uuid.UUID(first)
    assert MarkVoid.objects.get().voided_by == day.cast.tess
    assert not Voted.objects.exists()
    assert DistrictCounter.objects.get().voted == 0


def test_an_undo_in_the_same_batch_as_its_number(day: SimpleNamespace, phone: Callable) -> None:
    first = str(uuid.uuid4())
    phone(_number("1", id=first), {"kind": "undo", "supersedes": first, "payload": {}}, _number("2"))
    assert DistrictCounter.objects.get().voted == 1
    assert Voted.objects.get().elector == day.electors[1]


def test_an_undo_leaves_an_elector_whom_another_teller_typed(day: SimpleNamespace, phone: Callable) -> None:
    first = phone(_number("1"))[0]["id"]
    make.mark(day.hall, day.electors[0], by=day.cast.osei)
    phone({"kind": "undo", "supersedes": first, "payload": {}})
    assert DistrictCounter.objects.get().voted == 1
    assert Voted.objects.get().mark.actor == day.cast.osei


@pytest.mark.parametrize("payload", [{}, {"typed": ""}, {"typed": 12}, {"typed": "1" * 25}, {"typed": "   "}])
def test_a_payload_that_no_phone_of_ours_sends_is_sent_back(
    day: SimpleNamespace, phone: Callable, payload: dict
) -> None:
    result = phone({"district": "HH1", "payload": payload})[0]
    assert (result["status"], result["code"]) == ("rejected", "MALFORMED")
    assert not ContactEvent.objects.exists()


def test_a_tellers_phone_can_not_send_answers_from_a_door(day: SimpleNamespace, phone: Callable) -> None:
    elector = day.electors[0]
    result = phone({"kind": "answer", "elector": elector.pk, "household": elector.household_id})[0]
    assert (result["status"], result["code"]) == ("rejected", "MALFORMED")


def test_letting_a_phone_in_keeps_no_token(day: SimpleNamespace) -> None:
    kept = DeviceGrant.objects.get()
    assert day.token.encode() not in bytes(kept.token_sha256)
    assert kept.scope == {"election": day.poll.pk, "station": day.hall.pk}
    assert kept.write_until == _CLOSES + datetime.timedelta(days=14)
    assert AuditEvent.objects.filter(verb="teller.let_in").count() == 1


@pytest.mark.parametrize("at", [_NOON.replace(hour=5, minute=29), _CLOSES])
def test_nothing_is_let_in_or_typed_outside_the_hours(day: SimpleNamespace, at: datetime.datetime) -> None:
    day.travel.move_to(at)
    with pytest.raises(Refused, match=r"opens at 06:30|is over for today"):
        tellers.let_in(station=day.hall, device_id=uuid.uuid4(), by=day.cast.tess)
    with pytest.raises(Refused, match=r"opens at 06:30|is over for today"):
        tellers.type_number(
            station=day.hall, form_id=uuid.uuid4(), district="HH1", number=RollNumber(1), by=day.cast.tess
        )
    assert not VoteMark.objects.exists()


def test_one_may_take_back_ones_own_last_three(day: SimpleNamespace) -> None:
    road = canvass.street(day.hall.unit)
    more = [canvass.elector(canvass.household(road, n, in_district=day.hh1)) for n in (4, 5)]
    made = []
    for minute, elector in enumerate([*day.electors, *more]):
        when = _NOON + datetime.timedelta(minutes=minute)
        made.append(make.mark(day.hall, elector, by=day.cast.tess, when=when))
    with pytest.raises(Refused, match="last three"):
        tellers.undo(mark=made[1], by=day.cast.tess)
    with pytest.raises(Refused, match="last three"):
        tellers.undo(mark=made[4], by=day.cast.osei)
    tellers.undo(mark=made[4], by=day.cast.tess)
    tellers.undo(mark=made[1], by=day.cast.tess)  # the last three that still stand reach further back now
    assert DistrictCounter.objects.get().voted == 3
