"""Files of phones that could not send: kept once, never counting by themselves, and nobody's word is made up."""

from __future__ import annotations

import datetime
import json
import uuid
from typing import Any

import pytest
from django.utils import timezone

from access.actions import sealing
from access.models import AuditEvent, DeviceGrant, SealingKey, Unit
from canvass.actions import answers, phone_files
from canvass.models import ContactEvent, LatestContact
from canvass.rules import phone_files as rules
from kit.errors import Refused
from tests.canvass.conftest import Doorstep
from tests.everywhere import everywhere
from tests.factories import canvass, phones
from tests.factories.seals import sealed


@pytest.fixture(autouse=True)
def _in_scope(scope: Unit) -> None:
    """These tests look into the tables of the cast's CLP."""


@pytest.fixture(autouse=True)
def _known(doorstep: Doorstep) -> None:
    """The phone has said who it is, as with its first token."""
    DeviceGrant.objects.filter(pk=doorstep.phone.grant.pk).update(device_id=doorstep.phone.device_id)


def written(doorstep: Doorstep, *events: dict, **more: Any) -> bytes:
    """Return the file that the phone would save of these events."""
    rows = [{"event": event, "behind": 0, "refused": None} for event in events]
    body = {"rosette": 2, "unit": "wexcombe", "user": doorstep.cast.alun.pk, "queue": f"board:{doorstep.board.pk}"}
    body |= {"name": "Tanyard Row", "device_id": str(doorstep.phone.device_id), "made_at": timezone.now().isoformat()}
    return json.dumps(body | {"app_version": "1", "events": rows} | more).encode()


def bring_in(doorstep: Doorstep, *events: dict, **more: Any) -> phone_files.BroughtIn:
    cast = doorstep.cast
    return phone_files.bring_in(by=cast.osei, unit=cast.wexcombe, data=written(doorstep, *events, **more))


def test_all_of_it_waits_and_counts_once_somebody_says_so(doorstep: Doorstep) -> None:
    cast, phone = doorstep.cast, doorstep.phone
    said = phone.answer(doorstep.elsie, "labour", scale=8)
    hidden = sealed(phone.answer(doorstep.zofia, "green"), sealing.public())
    done = bring_in(doorstep, said, hidden)
    assert (done.waiting, done.here, done.left_out, done.whose) == (2, 0, [], cast.alun)
    rows = ContactEvent.objects.order_by("device_seq")
    assert [(row.status, row.quarantine_reason) for row in rows] == [("quarantined", "FILE")] * 2
    assert [(row.actor, row.device, row.payload["intention"]) for row in rows] == [
        (cast.alun, phone.grant, "labour"),
        (cast.alun, phone.grant, "green"),
    ]
    assert not LatestContact.objects.exists()
    line = AuditEvent.objects.get(verb="answers.brought_in")
    assert (line.actor_id, line.detail["stored"], line.detail["user"]) == (cast.osei.pk, 2, cast.alun.pk)

    assert answers.accept(by=cast.osei, unit=cast.wexcombe, ids=[row.pk for row in rows]) == 2
    assert LatestContact.objects.get(elector=doorstep.elsie).labour_scale == 8
    answers.undo(by=cast.osei, unit=cast.wexcombe, event=rows[0])
    assert not LatestContact.objects.filter(elector=doorstep.elsie).exists()
    answers.set_aside(by=cast.osei, unit=cast.wexcombe, ids=[rows[0].pk], reason="Alun says it was a slip")
    answers.undo(by=cast.osei, unit=cast.wexcombe, event=rows[0])
    assert ContactEvent.objects.get(pk=said["id"]).status == "quarantined"
    answers.attach(by=cast.osei, unit=cast.wexcombe, event=rows[0], elector=doorstep.graham)
    assert LatestContact.objects.get(elector=doorstep.graham).intention == "labour"


def test_the_same_event_is_kept_once_whichever_way_it_comes(doorstep: Doorstep) -> None:
    first, second = (doorstep.phone.answer(one) for one in (doorstep.elsie, doorstep.zofia))
    doorstep.phone.send(first)
    done = bring_in(doorstep, first, second, sealed(second, sealing.public()))
    assert (done.waiting, done.here) == (1, 2)
    assert ContactEvent.objects.get(pk=first["id"]).status == "live"
    assert bring_in(doorstep, first, second).here == 2
    assert [one["status"] for one in doorstep.phone.send(second)] == ["duplicate"]
    assert ContactEvent.objects.count() == 2


def test_a_long_file_comes_in_bit_by_bit(doorstep: Doorstep, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phone_files, "_AT_A_TIME", 2)
    said = [doorstep.phone.answer(doorstep.elsie, "labour", scale=scale) for scale in (1, 2, 3, 4)]
    made = [*said, doorstep.phone.undo(said[0])]
    assert bring_in(doorstep, *made[:3]).waiting == 3, "broken off here"
    done = bring_in(doorstep, *made)
    assert (done.waiting, done.here, done.left_out) == (2, 3, [])
    assert ContactEvent.objects.filter(quarantine_reason="FILE").count() == 5
    lines = AuditEvent.objects.filter(verb="answers.brought_in").values_list("detail__stored", "detail__here")
    assert sorted(lines) == [(0, 2), (1, 0), (1, 0), (1, 1), (2, 0)]


def test_a_correction_and_an_undo_come_in_with_what_they_are_about(doorstep: Doorstep) -> None:
    cast, phone = doorstep.cast, doorstep.phone
    first = phone.answer(doorstep.elsie, "green")
    second = phone.answer(doorstep.elsie, "labour", supersedes=first["id"])
    slip = phone.outcome("not_in", household=doorstep.next_door)
    undo = phone.undo(slip)
    assert bring_in(doorstep, undo, slip, second, first).waiting == 4
    assert set(ContactEvent.objects.values_list("quarantine_reason", flat=True)) == {"FILE"}
    answers.accept(by=cast.osei, unit=cast.wexcombe, ids=[one["id"] for one in (first, second, slip, undo)])
    assert LatestContact.objects.get().intention == "labour"
    row = ContactEvent.objects.get(pk=first["id"])
    answers.undo(by=cast.osei, unit=cast.wexcombe, event=row)
    assert ContactEvent.objects.get(pk=second["id"]).status == "live"


def test_a_correction_of_an_unknown_phone_outlives_the_undoing_of_what_it_corrects(doorstep: Doorstep) -> None:
    cast, phone = doorstep.cast, doorstep.phone
    first = phone.answer(doorstep.elsie, "green")
    second = phone.answer(doorstep.elsie, "labour", supersedes=first["id"])
    bring_in(doorstep, first, second, device_id=str(uuid.uuid4()))
    answers.accept(by=cast.osei, unit=cast.wexcombe, ids=[first["id"], second["id"]])
    answers.undo(by=cast.osei, unit=cast.wexcombe, event=ContactEvent.objects.get(pk=first["id"]))
    assert ContactEvent.objects.get(pk=second["id"]).status == "live"
    assert LatestContact.objects.get().intention == "labour"


@pytest.mark.parametrize(
    "claim",
    [
        {"device_id": "0190f0f0-0000-7000-8000-000000000000"},
        {"device_id": None},
        {"device_id": ["x"]},
        {"user": 987654321},
    ],
)
def test_whose_it_was_is_never_guessed(doorstep: Doorstep, claim: dict) -> None:
    done = bring_in(doorstep, doorstep.phone.answer(doorstep.elsie), **claim)
    row = ContactEvent.objects.get()
    assert (done.waiting, done.whose, row.actor, row.device, row.quarantine_reason) == (
        1,
        None,
        None,
        None,
        "FILE_UNKNOWN",
    )


def test_two_people_of_one_phone_are_told_apart_or_nobody_is_named(doorstep: Doorstep) -> None:
    tess = phones.phone(doorstep.board, doorstep.cast.tess)
    DeviceGrant.objects.filter(pk=tess.grant.pk).update(device_id=doorstep.phone.device_id)
    assert bring_in(doorstep, doorstep.phone.answer(doorstep.elsie)).whose == doorstep.cast.alun
    assert bring_in(doorstep, doorstep.phone.answer(doorstep.elsie), user=None).whose is None


def test_a_stopped_phone_is_still_known(doorstep: Doorstep) -> None:
    DeviceGrant.objects.update(revoked_at=timezone.now(), stopped_why="LOST")
    assert bring_in(doorstep, doorstep.phone.answer(doorstep.elsie)).whose == doorstep.cast.alun


def test_what_is_wrong_with_one_record_holds_up_no_other(doorstep: Doorstep) -> None:
    marsham = doorstep.cast.marsham
    elsewhere = canvass.household(canvass.street(marsham), 1, in_district=canvass.district(marsham, "MV1"))
    stranger = canvass.elector(elsewhere)
    good = doorstep.phone.answer(doorstep.elsie)
    kept = doorstep.phone.answer(doorstep.zofia)
    doorstep.phone.send(kept)
    theirs = doorstep.phone.answer(doorstep.graham) | {"elector": stranger.pk, "household": stranger.household_id}
    odd = [
        doorstep.phone.answer(doorstep.elsie, said={"note": "x\0"}),
        {},
        doorstep.phone.event("no_such_kind"),
        theirs,
        kept | {"payload": {"intention": "green"}},
        doorstep.phone.answer(doorstep.elsie, said={"note": "x" * 5000}),
    ]
    done = bring_in(doorstep, *odd, good)
    assert (done.waiting, done.here, [place for place, _why in done.left_out]) == (1, 0, [1, 2, 3, 4, 5, 6])
    why = dict(done.left_out)
    assert (why[1], why[4], why[5]) == (
        "it can’t be read",
        "it is about somebody in another CLP",
        "another record came under the same id",
    )
    with everywhere():
        assert AuditEvent.objects.get(verb="sync.wrong_org").actor_id == doorstep.cast.osei.pk


def test_what_cannot_be_opened_or_understood_waits_as_such(doorstep: Doorstep) -> None:
    shut = sealed(doorstep.phone.answer(doorstep.elsie), sealing.public())
    SealingKey.objects.update(private="")
    bring_in(doorstep, shut, doorstep.phone.answer(doorstep.zofia, schema_v=99))
    assert set(ContactEvent.objects.values_list("quarantine_reason", flat=True)) == {"SEAL", "OLD_SCHEMA"}


def test_when_it_happened_is_what_the_phones_clock_meant(doorstep: Doorstep) -> None:
    hour = datetime.timedelta(hours=1)
    slow = doorstep.phone.answer(doorstep.elsie, device_time=(timezone.now() - 3 * hour).isoformat())
    rows = [{"event": slow, "behind": hour.total_seconds() * 1000}]
    bring_in(doorstep, events=rows)
    row = ContactEvent.objects.get()
    assert abs(row.est_occurred_at - (timezone.now() - 2 * hour)) < datetime.timedelta(minutes=1)
    ahead = doorstep.phone.answer(doorstep.zofia, device_time=(timezone.now() + 9 * hour).isoformat())
    bring_in(doorstep, events=[{"event": ahead, "behind": 1e300}])
    assert ContactEvent.objects.get(pk=ahead["id"]).est_occurred_at <= timezone.now()


def test_a_file_of_an_older_page_is_read(doorstep: Doorstep) -> None:
    said = doorstep.phone.answer(doorstep.elsie)
    old = {"rosette": 1, "queue": f"board:{doorstep.board.pk}", "name": "x", "device_id": str(doorstep.phone.device_id)}
    data = json.dumps(old | {"events": [said | {"attention": None}]}).encode("utf-8-sig")
    done = phone_files.bring_in(by=doorstep.cast.osei, unit=doorstep.cast.wexcombe, data=data)
    assert (done.waiting, done.whose) == (1, doorstep.cast.alun)
    assert [one["status"] for one in doorstep.phone.send(said)] == ["duplicate"]


NOT_OURS = "does not come from Rosette"
CUT_OFF = "cut off on its way"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", CUT_OFF),
        (b"\xff\xfe\x00", CUT_OFF),
        (b'{"rosette": 2, "events": [', CUT_OFF),
        (b"[" * 200_000, CUT_OFF),
        (b"9" * 5000, CUT_OFF),
        (b"[]", NOT_OURS),
        (b'"x"', NOT_OURS),
        (b'{"rosette": [2]}', NOT_OURS),
        (b'{"rosette": 3, "queue": "board:x", "events": []}', NOT_OURS),
        (b'{"rosette": 2, "queue": {"a": 1}, "events": []}', NOT_OURS),
        (b'{"rosette": 2, "queue": "teller:1:2:3", "events": []}', NOT_OURS),
        (b'{"rosette": 2, "queue": "teller:1:2", "events": {}}', NOT_OURS),
        (b'{"rosette": 2, "queue": "teller:1:2", "events": []}', "no phone that Rosette knows"),
    ],
)
def test_what_is_no_file_of_a_phone_is_refused_in_words(doorstep: Doorstep, data: bytes, said: str) -> None:
    with pytest.raises(Refused) as refused:
        phone_files.bring_in(by=doorstep.cast.osei, unit=doorstep.cast.wexcombe, data=data)
    assert "Nothing was kept" in str(refused.value)
    assert said in str(refused.value)
    assert not ContactEvent.objects.exists()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"unit": "marsham"}, "another CLP, “marsham”"),
        ({"queue": f"board:{uuid.UUID(int=5)}"}, "a board that is not this CLP’s"),
        ({"events": [{}] * (rules.MAX_EVENTS + 1)}, "no phone holds more than 5000"),
    ],
)
def test_somebody_elses_file_is_refused(doorstep: Doorstep, more: dict, said: str) -> None:
    with pytest.raises(Refused, match=said):
        bring_in(doorstep, doorstep.phone.answer(doorstep.elsie), **more)
    assert not ContactEvent.objects.exists()


@pytest.mark.parametrize("row", [None, 5, "x", [], {}, {"event": None}, {"event": {"sealed": {}}}, {"event": [1]}])
def test_nonsense_among_the_records_is_counted_and_no_more(doorstep: Doorstep, row: object) -> None:
    good = {"event": doorstep.phone.answer(doorstep.elsie), "behind": "late"}
    done = bring_in(doorstep, events=[row, good])
    assert (done.waiting, [place for place, _why in done.left_out]) == (1, [1])
