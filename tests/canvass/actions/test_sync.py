"""Every event once: what is stored, what waits, what is sent back, and what follows from it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence

import pytest
from django.utils import timezone

from access.models import AuditEvent, DeviceGrant, Grant, Unit
from access.roles import RoleName
from canvass import tasks
from canvass.hooks import EventKind, event_kinds
from canvass.models import Board, ContactEvent, Elector, Household, Joined, LatestContact, LatestVisit, SyncBatch
from tests import cast as people
from tests.canvass.conftest import Doorstep
from tests.everywhere import SCOPE, everywhere
from tests.factories import canvass, phones, sessions

MINUTE = datetime.timedelta(minutes=1)


def of(results: list[dict]) -> list[tuple[str, str]]:
    return [(result["status"], result.get("code", "")) for result in results]


def ago(minutes: float) -> str:
    return (timezone.now() - datetime.timedelta(minutes=minutes)).isoformat()


@pytest.fixture(autouse=True)
def _in_scope(scope: Unit) -> None:
    """These tests look into the tables of the cast's CLP."""


def test_an_answer_is_stored_with_all_that_was_sent(doorstep: Doorstep) -> None:
    event = doorstep.phone.answer(doorstep.elsie, "labour", scale=8, issues=["buses"])
    results = doorstep.phone.send(event)
    assert results == [{"id": event["id"], "status": "stored"}]
    row = ContactEvent.objects.get(pk=event["id"])
    assert row.payload == {"intention": "labour", "labour_scale": 8, "issues": ["buses"]}
    assert (row.elector, row.household, row.board_id) == (doorstep.elsie, doorstep.door, doorstep.board.pk)
    assert (row.district_code, row.number, row.suffix) == ("HH1", doorstep.elsie.number, 0)
    assert (row.actor, row.device, row.device_seq) == (doorstep.cast.alun, doorstep.phone.grant, 1)
    contact = LatestContact.objects.get(elector=doorstep.elsie)
    assert (contact.intention, contact.labour_scale, contact.issues) == ("labour", 8, ["buses"])
    assert contact.spoken_at == contact.intention_at == row.est_occurred_at
    assert LatestVisit.objects.get(household=doorstep.door).outcome == "spoke"


def test_who_stood_at_the_door_is_somebody_of_theirs(doorstep: Doorstep) -> None:
    """One phone for several: those who came to the session of the board, the sender, and nobody else."""
    cast = doorstep.cast
    made = sessions.session(cast.wexcombe, cast.osei, doorstep.board)
    Joined.objects.create(session=made, user=cast.tess, unit=cast.wexcombe, way="role")
    for at, (who, kept) in enumerate([(cast.tess, True), (cast.alun, True), (cast.rival, False)], 1):
        event = doorstep.phone.answer(doorstep.elsie, device_seq=at, said={"canvasser": who.pk})
        assert of([*doorstep.phone.send(event), *doorstep.phone.send(event)]) == [("stored", ""), ("duplicate", "")]
        row = ContactEvent.objects.get(pk=event["id"])
        assert ("canvasser" in row.payload) == kept, who
        assert row.actor == cast.alun


@pytest.mark.parametrize("nobody", [10**30, [7], {"id": 7}, "7", True])
def test_who_stood_at_the_door_may_be_nonsense(doorstep: Doorstep, nobody: object) -> None:
    old = doorstep.phone.answer(doorstep.elsie, schema_v=99, said={"canvasser": nobody})
    assert of(doorstep.phone.send(old)) == [("quarantined", "OLD_SCHEMA")]
    assert of(doorstep.phone.send(doorstep.phone.answer(doorstep.elsie, said={"canvasser": nobody}))) in (
        [("rejected", "MALFORMED")],
        [("stored", "")],
    )


def test_the_same_batch_again_changes_nothing(doorstep: Doorstep) -> None:
    body = doorstep.phone.batch(
        doorstep.phone.answer(doorstep.elsie), doorstep.phone.outcome("not_in", household=doorstep.next_door)
    )
    first, second = doorstep.phone.post(body).json(), doorstep.phone.post(body).json()
    assert of(first["results"]) == [("stored", "")] * 2
    assert of(second["results"]) == [("duplicate", "")] * 2
    assert ContactEvent.objects.count() == 2
    assert SyncBatch.objects.count() == 1


def test_an_id_that_means_something_else_is_sent_back(doorstep: Doorstep) -> None:
    event = doorstep.phone.answer(doorstep.elsie, "labour")
    doorstep.phone.send(event)
    changed = event | {"payload": event["payload"] | {"intention": "green"}}
    assert of(doorstep.phone.send(changed)) == [("rejected", "ID_REUSED")]
    assert of(doorstep.phone.send(event, changed)) == [("duplicate", ""), ("rejected", "ID_REUSED")]
    assert LatestContact.objects.get(elector=doorstep.elsie).intention == "labour"


def test_twice_in_one_batch_is_stored_once(doorstep: Doorstep) -> None:
    event = doorstep.phone.answer(doorstep.elsie)
    assert of(doorstep.phone.send(event, event)) == [("stored", ""), ("duplicate", "")]


def test_a_phone_that_counts_twice_loses_nothing(doorstep: Doorstep) -> None:
    send = doorstep.phone.send
    send(doorstep.phone.answer(doorstep.elsie, device_seq=1), doorstep.phone.answer(doorstep.graham, device_seq=2))
    again = [
        doorstep.phone.answer(doorstep.zofia, device_seq=2),
        doorstep.phone.answer(doorstep.elsie, "green", device_seq=3),
    ]
    assert of(send(*again)) == [("stored", "")] * 2
    assert list(ContactEvent.objects.order_by("device_seq").values_list("device_seq", flat=True)) == [1, 2, 3, 4]
    assert of(send(*again)) == [("duplicate", "")] * 2


def test_nor_does_one_that_counts_twice_in_one_batch(doorstep: Doorstep) -> None:
    """The next number after the one it used twice may be in use already."""
    phone = doorstep.phone
    phone.send(phone.answer(doorstep.elsie, device_seq=5))
    results = phone.send(phone.answer(doorstep.graham, device_seq=4), phone.answer(doorstep.zofia, device_seq=4))
    assert of(results) == [("stored", ""), ("stored", "")]
    assert list(ContactEvent.objects.order_by("device_seq").values_list("device_seq", flat=True)) == [4, 5, 6]


def test_the_results_come_in_the_order_sent(doorstep: Doorstep) -> None:
    phone = doorstep.phone
    events = [
        phone.answer(doorstep.elsie, device_seq=9),
        {"id": "nonsense"},
        phone.answer(doorstep.graham, device_seq=3),
        "not even an object",
    ]
    results = phone.send(*events)
    assert [result["id"] for result in results] == [events[0]["id"], "nonsense", events[2]["id"], "None"]
    assert of(results) == [("stored", ""), ("rejected", "MALFORMED"), ("stored", ""), ("rejected", "MALFORMED")]
    batch = SyncBatch.objects.get()
    assert (batch.events, batch.stored, batch.rejected) == (4, 2, 2)


@pytest.mark.parametrize(
    "broken",
    [
        {"id": None},
        {"device_seq": 0},
        {"device_seq": True},
        {"device_seq": "1"},
        {"kind": "shout"},
        {"kind": "teller.number"},
        {"kind": "a\0b"},
        {"schema_v": -1},
        {"device_time": "yesterday"},
        {"device_time": "2026-04-20T17:00:00"},
        {"device_time": "0001-01-01T00:00:00+14:00"},
        {"device_utc_offset": 100_000},
        {"payload": []},
        {"payload": {"intention": "labour", "mood": "good"}},
        {"payload": {"intention": 3}},
        {"payload": {"labour_scale": 11}},
        {"payload": {"labour_scale": True}},
        {"payload": {"issues": "buses"}},
        {"payload": {"issues": ["buses"] * 99}},
        {"payload": {"intention": "x\0"}},
        {"payload": {"intention": "\ud800"}},
        {"elector": None},
        {"elector": 2**70},
        {"elector": "7"},
        {"number": -1},
        {"district": "X" * 17},
        {"supersedes": "that one"},
    ],
)
def test_what_no_client_of_ours_sends_is_sent_back_and_the_rest_is_stored(doorstep: Doorstep, broken: dict) -> None:
    good = doorstep.phone.answer(doorstep.graham)
    results = doorstep.phone.send(doorstep.phone.answer(doorstep.elsie) | broken, good)
    assert of(results) == [("rejected", "MALFORMED"), ("stored", "")]
    assert results[0]["message"]
    assert ContactEvent.objects.get().pk == uuid.UUID(good["id"])


def test_an_event_as_long_as_a_novel_is_sent_back(doorstep: Doorstep) -> None:
    assert of(doorstep.phone.send(doorstep.phone.answer(doorstep.elsie, essay="x" * 5000))) == [
        ("rejected", "TOO_LARGE")
    ]


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"schema_v": 9}, "OLD_SCHEMA"),
        ({"payload": {"intention": "monster_raving_loony"}}, "OLD_SCHEMA"),
        ({"payload": {"issues": ["a tag of yesterday"]}}, "OLD_SCHEMA"),
    ],
)
def test_what_this_version_does_not_know_is_kept_as_sent(doorstep: Doorstep, changed: dict, status: str) -> None:
    event = doorstep.phone.answer(doorstep.elsie) | changed
    assert of(doorstep.phone.send(event)) == [("quarantined", status)]
    row = ContactEvent.objects.get()
    assert (row.status, row.payload) == ("quarantined", event["payload"])
    assert not LatestContact.objects.exists()


def test_another_clps_elector_is_refused_and_recorded_there(doorstep: Doorstep) -> None:
    marsham = doorstep.cast.marsham
    stranger = canvass.elector(
        canvass.household(canvass.street(marsham), 1, in_district=canvass.district(marsham, "MV1"))
    )
    by_elector = doorstep.phone.answer(doorstep.elsie) | {"elector": stranger.pk, "household": stranger.household_id}
    by_door = doorstep.phone.outcome("not_in") | {"household": stranger.household_id}
    good = doorstep.phone.answer(doorstep.elsie)
    assert of(doorstep.phone.send(by_elector, by_door, good)) == [("rejected", "WRONG_ORG")] * 2 + [("stored", "")]
    with everywhere():
        rows = list(AuditEvent.objects.filter(verb="sync.wrong_org"))
    assert {(row.unit_id, row.actor_id) for row in rows} == {(marsham.pk, doorstep.cast.alun.pk)}
    assert len(rows) == 2


def test_somebody_who_left_the_register_waits_for_a_person(doorstep: Doorstep) -> None:
    Elector.objects.filter(pk=doorstep.elsie.pk).update(left_on=datetime.date(2026, 12, 1))
    nobody = doorstep.phone.answer(doorstep.graham) | {"elector": 2**60}
    moved_within = doorstep.phone.answer(doorstep.zofia) | {"household": doorstep.door.pk}
    no_door = doorstep.phone.outcome("not_in") | {"household": 2**60}
    results = doorstep.phone.send(doorstep.phone.answer(doorstep.elsie), nobody, moved_within, no_door)
    assert of(results) == [("quarantined", "ELECTOR_GONE")] * 4
    assert ContactEvent.objects.get(pk=nobody["id"]).number == doorstep.graham.number


def test_a_door_that_is_on_no_board_of_theirs_waits(doorstep: Doorstep) -> None:
    elsewhere = canvass.household(canvass.street(doorstep.cast.wexcombe, "Mill Lane"), 4)
    someone = canvass.elector(elsewhere)
    assert of(doorstep.phone.send(doorstep.phone.answer(someone))) == [("quarantined", "OUT_OF_SCOPE_TURF")]
    other = canvass.board(doorstep.cast.osei, elsewhere)
    event = doorstep.phone.answer(someone, board_id=str(other.pk))
    assert of(doorstep.phone.send(event)) == [("quarantined", "OUT_OF_SCOPE_TURF")]
    canvass.hand(other, doorstep.cast.alun, doorstep.cast.osei)
    event = doorstep.phone.answer(someone, board_id=str(other.pk))
    assert of(doorstep.phone.send(event)) == [("stored", "")], "a board that they had counts, whichever token sends it"


def test_a_board_that_was_put_away_makes_everything_wait(doorstep: Doorstep) -> None:
    Board.objects.filter(pk=doorstep.board.pk).update(closed_at=timezone.now(), closed_by=doorstep.cast.osei)
    assert of(doorstep.phone.send(doorstep.phone.answer(doorstep.elsie))) == [("quarantined", "ROUND_CLOSED")]


def test_a_board_that_was_taken_back_still_takes_answers(doorstep: Doorstep) -> None:
    doorstep.board.handings.update(returned_at=timezone.now())
    assert of(doorstep.phone.send(doorstep.phone.answer(doorstep.elsie))) == [("stored", "")]


def test_a_stopped_phone_may_send_and_nothing_counts(doorstep: Doorstep) -> None:
    DeviceGrant.objects.filter(pk=doorstep.phone.grant.pk).update(revoked_at=timezone.now())
    assert of(doorstep.phone.send(doorstep.phone.answer(doorstep.elsie))) == [("quarantined", "GRANT_REVOKED")]
    assert not LatestVisit.objects.exists()


def test_two_weeks_late_is_kept(doorstep: Doorstep) -> None:
    DeviceGrant.objects.filter(pk=doorstep.phone.grant.pk).update(write_until=timezone.now() - MINUTE)
    assert of(doorstep.phone.send(doorstep.phone.answer(doorstep.elsie))) == [("quarantined", "GRANT_EXPIRED")]


@pytest.mark.parametrize("how", ["account closed", "role ended", "role of another unit"])
def test_somebody_who_may_no_more_is_heard_and_waits(doorstep: Doorstep, how: str) -> None:
    alun = doorstep.cast.alun
    if how == "account closed":
        type(alun).objects.filter(pk=alun.pk).update(is_active=False)
    else:
        Grant.objects.filter(user=alun).update(ended_at=timezone.now())
    if how == "role of another unit":
        people.grant(alun, doorstep.cast.marsham, RoleName.CANVASSER)
    assert of(doorstep.phone.send(doorstep.phone.answer(doorstep.elsie))) == [("quarantined", "USER_REMOVED")]


# --- Clocks (C6) ---------------------------------------------------------------------------------------------


def test_a_slow_clock_is_put_right(doorstep: Doorstep) -> None:
    three_hours = datetime.timedelta(hours=3)
    told = timezone.now() - three_hours - 10 * MINUTE
    event = doorstep.phone.answer(doorstep.elsie, device_time=told.isoformat())
    doorstep.phone.send(event, device_now=(timezone.now() - three_hours).isoformat())
    row = ContactEvent.objects.get()
    assert abs(row.est_occurred_at - (told + three_hours)) < datetime.timedelta(seconds=5)
    assert row.device_time == told


@pytest.mark.parametrize("year", ["2000-01-01T00:00:00+00:00", "2150-01-01T00:00:00+00:00"])
def test_an_impossible_time_is_kept_within_the_phones_day(doorstep: Doorstep, year: str) -> None:
    doorstep.phone.send(doorstep.phone.answer(doorstep.elsie, device_time=year))
    row = ContactEvent.objects.get()
    assert row.status == "live"
    assert doorstep.phone.grant.created_at <= row.est_occurred_at <= row.received_at


@pytest.mark.parametrize(("hours", "code"), [(23.9, ""), (-23.9, ""), (24.1, "SKEW"), (-24.1, "SKEW")])
def test_a_clock_a_day_out_makes_everything_wait(doorstep: Doorstep, hours: float, code: str) -> None:
    now = timezone.now() + datetime.timedelta(hours=hours)
    results = doorstep.phone.send(
        doorstep.phone.answer(doorstep.elsie, device_time=now.isoformat()), device_now=now.isoformat()
    )
    assert of(results) == [("quarantined" if code else "stored", code)]


# --- Corrections and undo -------------------------------------------------------------------------------------


def test_undo_in_the_same_batch_and_in_the_next(doorstep: Doorstep) -> None:
    phone = doorstep.phone
    answer = phone.answer(doorstep.elsie)
    assert of(phone.send(answer, phone.undo(answer))) == [("stored", "")] * 2
    assert not LatestContact.objects.exists()
    assert not LatestVisit.objects.exists()
    second = phone.answer(doorstep.elsie, "green")
    phone.send(second)
    undo = phone.undo(second)
    phone.send(undo)
    assert not LatestContact.objects.exists()
    row = ContactEvent.objects.get(pk=undo["id"])
    assert (row.elector, row.household) == (doorstep.elsie, doorstep.door), "what it takes back says whom it is about"
    phone.send(phone.undo(undo))
    assert LatestContact.objects.get().intention == "green"


def test_an_undo_that_overtakes_what_it_takes_back(doorstep: Doorstep) -> None:
    phone = doorstep.phone
    answer = phone.answer(doorstep.elsie)
    assert of(phone.send(phone.undo(answer))) == [("stored", "")]
    assert of(phone.send(answer)) == [("stored", "")]
    assert not LatestContact.objects.exists()


def test_an_overtaking_undo_that_may_not_waits_once_it_is_known(doorstep: Doorstep) -> None:
    other = phones.phone(doorstep.board, doorstep.cast.osei)
    mark = doorstep.phone.outcome("do_not_contact", elector=doorstep.elsie, device_time=ago(60))
    late, foreign = doorstep.phone.undo(mark), other.undo(mark)
    assert of(doorstep.phone.send(late)) == of(other.send(foreign)) == [("stored", "")]
    doorstep.phone.send(mark)
    reasons = dict(ContactEvent.objects.values_list("kind", "quarantine_reason").filter(pk=late["id"]))
    assert reasons == {"undo": "TOO_LATE"}
    assert ContactEvent.objects.get(pk=foreign["id"]).quarantine_reason == "NOT_YOURS"
    assert LatestContact.objects.get().do_not_contact


def test_a_correction_counts_instead(doorstep: Doorstep) -> None:
    phone = doorstep.phone
    wrong = phone.answer(doorstep.elsie, "conservative", scale=2)
    phone.send(wrong)
    phone.send(phone.answer(doorstep.elsie, "labour", supersedes=wrong["id"], device_time=ago(30)))
    contact = LatestContact.objects.get()
    assert (contact.intention, contact.labour_scale) == ("labour", None)


def test_only_the_same_phone_takes_back(doorstep: Doorstep) -> None:
    answer = doorstep.phone.answer(doorstep.elsie)
    doorstep.phone.send(answer)
    other = phones.phone(doorstep.board, doorstep.cast.osei)
    assert of(other.send(other.undo(answer))) == [("quarantined", "NOT_YOURS")]
    correction = other.answer(doorstep.elsie, "green", supersedes=answer["id"])
    assert of(other.send(correction)) == [("quarantined", "NOT_YOURS")]
    assert LatestContact.objects.get().intention == "labour"


def test_the_same_phone_with_a_new_token_still_takes_back(doorstep: Doorstep) -> None:
    answer = doorstep.phone.answer(doorstep.elsie)
    doorstep.phone.send(answer)
    again = phones.phone(doorstep.board, doorstep.cast.alun)
    again.device_id = doorstep.phone.device_id
    assert of(again.send(again.undo(answer, device_seq=2))) == [("stored", "")]
    assert not LatestContact.objects.exists()


@pytest.mark.parametrize("code", ["do_not_contact", "moved", "deceased"])
def test_marks_that_stick(doorstep: Doorstep, code: str) -> None:
    phone = doorstep.phone
    mark = phone.outcome(code, elector=doorstep.elsie, device_time=ago(30))
    phone.send(mark)
    phone.send(phone.answer(doorstep.elsie, "labour"))
    assert getattr(LatestContact.objects.get(), code)
    assert of(phone.send(phone.undo(mark))) == [("quarantined", "TOO_LATE")]
    assert getattr(LatestContact.objects.get(), code)


def test_a_slip_of_the_thumb(doorstep: Doorstep) -> None:
    phone = doorstep.phone
    mark = phone.outcome("deceased", elector=doorstep.elsie, device_time=ago(9))
    phone.send(mark)
    assert of(phone.send(phone.undo(mark))) == [("stored", "")]
    assert not LatestContact.objects.exists()


def test_an_undo_names_what_it_takes_back(doorstep: Doorstep) -> None:
    assert of(doorstep.phone.send(doorstep.phone.event("undo"))) == [("rejected", "MALFORMED")]


def test_not_in_needs_no_elector_and_an_answer_needs_no_door(doorstep: Doorstep) -> None:
    phone = doorstep.phone
    results = phone.send(
        phone.outcome("not_in", household=doorstep.next_door),
        phone.outcome("moved", household=doorstep.next_door),
        phone.answer(doorstep.elsie, household=None),
    )
    assert of(results) == [("stored", ""), ("rejected", "MALFORMED"), ("stored", "")]
    assert LatestVisit.objects.get(household=doorstep.door).outcome == "spoke"
    assert LatestVisit.objects.get(household=doorstep.next_door).outcome == "not_in"


# --- The phone itself -------------------------------------------------------------------------------------------


def test_what_the_phone_still_holds_is_known(doorstep: Doorstep) -> None:
    phone = doorstep.phone
    phone.send(phone.answer(doorstep.elsie), {"id": "x"}, queue_depth=7, app_version="1.4")
    phone.grant.refresh_from_db()
    assert (phone.grant.queue_depth, phone.grant.app_version) == (6, "1.4"), "what was refused stays on the phone"
    assert phone.grant.device_id == phone.device_id
    assert phone.grant.last_seen_at is not None
    phone.send(queue_depth=0)
    phone.grant.refresh_from_db()
    assert phone.grant.queue_depth == 0


def test_a_batch_costs_the_same_however_long(doorstep: Doorstep, django_assert_num_queries) -> None:
    road = canvass.street(doorstep.cast.wexcombe, "Mill Lane")
    doors = [canvass.household(road, n) for n in range(1, 60)]
    electors = [canvass.elector(door) for door in doors]
    board = canvass.board(doorstep.cast.osei, *doors)
    phone = phones.phone(board, doorstep.cast.alun)
    phone.send(phone.answer(electors[0]))
    with django_assert_num_queries(24 + SCOPE):
        phone.send(*[phone.answer(one) for one in electors[1:2]])
    with django_assert_num_queries(24 + SCOPE):
        phone.send(*[phone.answer(one) for one in electors[2:52]])
    assert LatestContact.objects.count() == 52
    assert Household.objects.filter(latest_visit__outcome="spoke").count() == 52


def test_counts_are_kept_for_ninety_days(doorstep: Doorstep) -> None:
    for elector in (doorstep.elsie, doorstep.zofia):
        doorstep.phone.send(doorstep.phone.answer(elector))
    old = SyncBatch.objects.order_by("pk").first()
    SyncBatch.objects.filter(pk=old.pk).update(received_at=timezone.now() - datetime.timedelta(days=91))
    tasks.forget_sync_batches()
    assert SyncBatch.objects.count() == 1
    assert not SyncBatch.objects.filter(pk=old.pk).exists()


# --- Kinds of other apps -------------------------------------------------------------------------------------------


@pytest.fixture
def taken_back(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A kind as an upper app registers it: it answers with details, and lets some of its events wait."""
    back: list[str] = []

    def apply(events: Sequence[ContactEvent]) -> dict:
        late = [event for event in events if event.payload.get("late")]
        for event in late:
            event.status, event.quarantine_reason = "quarantined", "ROUND_CLOSED"
            event.save(update_fields=["status", "quarantine_reason"])
        return {event.pk: {"verdict": "counted"} for event in events if event not in late}

    probe = EventKind(
        name="probe",
        devices=frozenset({"doorstep"}),
        clean=dict,
        apply=apply,
        take_back=lambda event, _undo: back.append(str(event.pk)),
    )
    monkeypatch.setitem(event_kinds, "probe", probe)
    return back


def test_a_kinds_own_details_reach_the_phone(doorstep: Doorstep, taken_back: list[str]) -> None:
    first, second = doorstep.phone.event("probe"), doorstep.phone.event("probe", {"late": True})
    results = doorstep.phone.send(first, second)
    assert results[0] == {"id": first["id"], "status": "stored", "detail": {"verdict": "counted"}}
    assert (results[1]["status"], results[1]["code"]) == ("quarantined", "ROUND_CLOSED")
    assert taken_back == []


def test_a_kinds_events_are_taken_back_by_itself(doorstep: Doorstep, taken_back: list[str]) -> None:
    events = [doorstep.phone.event("probe") for _ in range(3)]
    doorstep.phone.send(events[0], doorstep.phone.undo(events[0]))
    undo = doorstep.phone.undo(events[1])
    doorstep.phone.send(undo)
    doorstep.phone.send(events[1])
    doorstep.phone.send(events[2])
    stranger = phones.phone(doorstep.board, doorstep.cast.osei)
    stranger.send(stranger.undo(events[2], device_seq=99))
    assert taken_back == [events[0]["id"], events[1]["id"]]
