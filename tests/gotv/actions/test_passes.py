"""Tellers' codes: one phone each, three a station, said on the telephone, handed over, taken back."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from access import scoping
from access.models import AuditEvent, DeviceGrant, Unit
from canvass.enums import EventStatus
from canvass.models import ContactEvent
from gotv.actions import passes, tellers
from gotv.models import TellerPass, Voted, VoteMark
from gotv.queries import passes as queries
from gotv.rules.passes import MOST_PHONES, SPOKEN_FOR, SPOKEN_TRIES
from kit.errors import Refused
from tests.cast import Cast
from tests.factories import canvass
from tests.factories import gotv as make

_NOON = datetime.datetime(2026, 5, 7, 11, tzinfo=datetime.UTC)
_TWO_DAYS = datetime.timedelta(days=2)


@pytest.fixture
def day(cast: Cast, scope: Unit) -> Iterator[SimpleNamespace]:
    """Noon on polling day, a station with one district of two electors, and a code for it."""
    with time_machine.travel(_NOON, tick=False) as travel:
        poll = make.election(scope)
        hh1 = canvass.district(scope, "HH1")
        door = canvass.household(canvass.street(scope), 1, in_district=hh1)
        hall = make.station(poll, "Library", hh1)
        yield SimpleNamespace(
            poll=poll,
            hall=hall,
            electors=[canvass.elector(door) for _n in range(2)],
            code=passes.make(station=hall, by=cast.osei),
            osei=cast.osei,
            tess=cast.tess,
            travel=travel,
        )


def _use(day: SimpleNamespace, code: TellerPass | None = None) -> TellerPass:
    return passes.use(found=code or day.code, name="Edna Marsh", phone="01632 960001")


def _send(code: TellerPass, token: str, device: uuid.UUID, number: int) -> dict:
    """Send one number from the phone of a code; return its result with the commands of the answer."""
    now = timezone.now().isoformat()
    event = {
        "id": str(uuid.uuid4()),
        "device_seq": number,
        "kind": "teller.number",
        "schema_v": 2,
        "device_time": now,
        "device_utc_offset": 60,
        "district": "HH1",
        "number": number,
        "suffix": 0,
        "payload": {"typed": str(number)},
    }
    body = {
        "batch_id": str(uuid.uuid4()),
        "device_id": str(device),
        "app_version": "2",
        "device_now": now,
        "queue_depth": 1,
        "events": [event],
    }
    headers = {"authorization": f"Bearer {token}", "x-sync-version": "1"}
    url = reverse("canvass:sync_events")
    answer = Client().post(url, json.dumps(body), content_type="application/json", headers=headers)
    assert answer.status_code == 202, answer.content
    found = answer.json()
    return {**found["results"][0], "commands": [one["command"] for one in found["commands"]]}


def test_a_code_is_a_hash_of_128_bits_and_of_one_station(day: SimpleNamespace) -> None:
    token = queries.token(day.code)
    assert len(token) == 64
    assert token not in str(TellerPass.objects.values().get())
    assert queries.by_token(token) == day.code
    assert queries.by_token(token[:-1] + ("0" if token[-1] != "0" else "1")) is None
    assert queries.by_token("x" * 64) is None


def test_the_first_phone_keeps_it(day: SimpleNamespace) -> None:
    used = _use(day)
    assert used.grant is not None
    assert used.grant.scope == {"election": day.poll.pk, "station": day.hall.pk}
    assert used.grant.user is None
    assert (used.name, used.phone, used.used_at) == ("Edna Marsh", "01632 960001", _NOON)
    with pytest.raises(Refused, match="used already"):
        _use(day)
    assert AuditEvent.objects.get(verb="teller.let_in").actor_id is None


def test_a_code_dies_with_the_tellers_hours(day: SimpleNamespace) -> None:
    day.travel.move_to(day.code.expires_at)
    with pytest.raises(Refused, match="over"):
        _use(day)
    with pytest.raises(Refused):
        passes.make(station=day.hall, by=day.osei)


def test_numbers_come_in_under_it_without_an_account(day: SimpleNamespace) -> None:
    device = uuid.uuid4()
    used = _use(day)
    _grant, token = passes.token_for(found=used, device_id=device)
    result = _send(used, token, device, day.electors[0].number)
    assert (result["status"], result["detail"]) == ("stored", {"verdict": "counted"})
    mark = VoteMark.objects.get()
    assert (mark.actor, mark.device_id, mark.station) == (None, used.grant_id, day.hall)
    assert queries.of_station(day.hall)[0].last_entry_at == mark.marked_at


def test_a_new_token_ends_the_one_before(day: SimpleNamespace) -> None:
    used = _use(day)
    _grant, first = passes.token_for(found=used, device_id=uuid.uuid4())
    passes.token_for(found=used, device_id=uuid.uuid4())
    headers = {"authorization": f"Bearer {first}", "x-sync-version": "1"}
    answer = Client().post(reverse("canvass:sync_events"), "{}", content_type="application/json", headers=headers)
    assert answer.status_code == 401


def test_at_most_three_phones_a_station(day: SimpleNamespace) -> None:
    _use(day)
    tellers.let_in(station=day.hall, device_id=uuid.uuid4(), by=day.tess)  # an account's phone is one too
    more = [passes.make(station=day.hall, by=day.osei) for _n in range(MOST_PHONES - 1)]
    _use(day, more[0])
    with pytest.raises(Refused, match="3 phones"):
        _use(day, more[1])
    passes.revoke(found=more[0], by=day.osei)
    assert _use(day, more[1]).grant is not None
    other = make.station(day.poll, "Chapel")
    assert _use(day, passes.make(station=other, by=day.osei)).grant is not None


def test_what_comes_after_a_code_was_taken_back_waits_and_the_phone_is_wiped(day: SimpleNamespace) -> None:
    device = uuid.uuid4()
    used = _use(day)
    _grant, token = passes.token_for(found=used, device_id=device)
    _send(used, token, device, day.electors[0].number)
    passes.revoke(found=used, by=day.osei)
    passes.revoke(found=used, by=day.osei)
    result = _send(used, token, device, day.electors[1].number)
    assert (result["status"], result["code"], result["commands"]) == ("quarantined", "GRANT_REVOKED", ["wipe"])
    assert Voted.objects.count() == 1
    assert ContactEvent.objects.filter(status=EventStatus.QUARANTINED).count() == 1
    with pytest.raises(Refused):
        passes.token_for(found=used, device_id=device)
    assert AuditEvent.objects.filter(verb="teller.code_revoked").count() == 1


def test_an_unused_code_that_was_taken_back_opens_nothing(day: SimpleNamespace) -> None:
    passes.revoke(found=day.code, by=day.osei)
    with pytest.raises(Refused, match="taken back"):
        _use(day)
    assert DeviceGrant.objects.count() == 0


def test_what_is_said_is_good_for_ten_minutes(day: SimpleNamespace) -> None:
    passes.speak(found=day.code, by=day.osei)
    day.code.refresh_from_db()
    said = queries.spoken(day.code)
    assert len(said) == 8
    assert queries.by_finder(said) == day.code
    assert passes.listen(found=day.code, code=said)
    day.travel.move_to(_NOON + SPOKEN_FOR)
    assert queries.by_finder(said) is None
    assert queries.spoken(day.code) == ""


def test_what_is_said_is_good_for_five_tries(day: SimpleNamespace) -> None:
    passes.speak(found=day.code, by=day.osei)
    day.code.refresh_from_db()
    said = queries.spoken(day.code)
    wrong = said[:4] + ("2222" if said[4:] != "2222" else "3333")
    assert [passes.listen(found=day.code, code=wrong) for _n in range(SPOKEN_TRIES)] == [False] * SPOKEN_TRIES
    assert not passes.listen(found=day.code, code=said)
    passes.speak(found=day.code, by=day.osei)
    day.code.refresh_from_db()
    assert passes.listen(found=day.code, code=queries.spoken(day.code))


def test_a_phone_finds_a_code_without_any_scope_and_no_other_row(day: SimpleNamespace) -> None:
    passes.speak(found=day.code, by=day.osei)
    day.code.refresh_from_db()
    with scoping.units([]):
        assert TellerPass.objects.count() == 0
        assert queries.by_finder(queries.spoken(day.code)) == day.code
        assert queries.by_token(queries.token(day.code)) == day.code


def test_the_next_teller_takes_over_on_another_phone(day: SimpleNamespace) -> None:
    device = uuid.uuid4()
    first = _use(day)
    _grant, token = passes.token_for(found=first, device_id=device)
    for _n in range(MOST_PHONES - 1):
        _use(day, passes.make(station=day.hall, by=day.osei))
    code = passes.hand_over(station=day.hall, before=first, by=None)
    assert passes.hand_over(station=day.hall, before=first, by=None) == code  # pressed twice
    second = _use(day, code)  # it takes the place of the first, so three remain
    first.refresh_from_db()
    assert first.followed_by == second
    assert queries.is_followed(first)
    assert queries.phones(day.hall) == MOST_PHONES
    assert _send(first, token, device, day.electors[0].number)["status"] == "stored"  # what it still held counts
    day.travel.shift(60)
    late = _send(first, token, device, day.electors[1].number)
    assert (late["status"], late["code"]) == ("quarantined", "RELIEVED")
    assert VoteMark.objects.count() == 1


def test_a_phone_is_tried_before_the_day(day: SimpleNamespace) -> None:
    day.travel.move_to(_NOON - _TWO_DAYS)
    used = _use(day)
    with pytest.raises(Refused, match="Nothing was tried"):  # it has sent nothing yet
        passes.checked(found=used)
    DeviceGrant.objects.filter(pk=used.grant_id).update(last_seen_at=timezone.now())
    used.grant.refresh_from_db()
    passes.checked(found=used)
    used.refresh_from_db()
    assert used.checked_at == _NOON - _TWO_DAYS


def test_names_and_telephone_numbers_go_four_weeks_after_the_poll(day: SimpleNamespace) -> None:
    used = _use(day)
    day.travel.move_to(_NOON + datetime.timedelta(days=28))
    assert passes.forget(unit_id=used.unit_id) == 0
    day.travel.move_to(_NOON + datetime.timedelta(days=29))
    assert passes.forget(unit_id=used.unit_id) == 1
    assert DeviceGrant.objects.filter(pk=used.grant_id).exists()  # what it sent still says which phone it was
