"""What a phone with a round sends on polling day, through the protocol itself: knocks, marks, lifts, taking back."""

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

from access.models import Unit
from access.roles import RoleName
from canvass.actions import answers, recall
from canvass.enums import EventStatus, RecallKind
from canvass.models import ContactEvent, LatestContact
from gotv.actions import phone_rounds, rounds
from gotv.models import DistrictCounter, Election, Knock, Lift, MarkVoid, Round, Voted, VoteMark
from gotv.queries import knock_ups
from kit.errors import Refused
from tests import cast as people
from tests.cast import Cast
from tests.factories import canvass
from tests.factories import gotv as make

_NOON = datetime.datetime(2026, 5, 7, 11, tzinfo=datetime.UTC)


@pytest.fixture
def day(cast: Cast, scope: Unit) -> Iterator[SimpleNamespace]:
    """Noon on polling day: three promises at two doors of HH1, and Alun's phone let in with a round of them."""
    with time_machine.travel(_NOON, tick=False) as travel:
        poll = make.election(scope)
        hh1 = canvass.district(scope, "HH1", "Tanyard", canvass.ward(scope, "Harrow Hill East"))
        road = canvass.street(scope, "Tanyard Row")
        door, other = (canvass.household(road, n, in_district=hh1) for n in (1, 3))
        elsie, graham = canvass.elector(door, "Elsie"), canvass.elector(door, "Graham")
        zofia = canvass.elector(other, "Zofia", "Haddad")
        for elector in (elsie, graham, zofia):
            make.promise(elector)
        far = canvass.household(canvass.street(scope, "Kiln Lane"), 2, in_district=canvass.district(scope, "HH2"))
        one = Round.objects.create(
            unit=scope, election=poll, polling_district=hh1, number=1, runner=cast.alun, begun_by=cast.osei
        )
        grant, token = phone_rounds.let_in(one=one, device_id=uuid.uuid4(), by=cast.alun)
        yield SimpleNamespace(
            cast=cast,
            unit=scope,
            poll=poll,
            one=one,
            door=door,
            other=other,
            far=far,
            elsie=elsie,
            graham=graham,
            zofia=zofia,
            grant=grant,
            token=token,
            travel=travel,
            hall=make.station(poll, "Library", hh1),
        )


@pytest.fixture
def phone(day: SimpleNamespace) -> Callable[..., dict]:
    """Send events from the phone; return the whole answer."""
    count = iter(range(1, 1000))

    def send(*events: dict, heard: int = 0) -> dict:
        now = timezone.now().isoformat()
        body = {
            "batch_id": str(uuid.uuid4()),
            "device_id": str(day.grant.device_id),
            "app_version": "2",
            "device_now": now,
            "queue_depth": len(events),
            "heard": heard,
            "events": [
                {
                    "id": str(uuid.uuid4()),
                    "device_seq": next(count),
                    "kind": "knock",
                    "schema_v": 2,
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
        return answer.json()

    return send


def _said(said: str, elector: object = None, household: object = None, **payload: object) -> dict:
    home = getattr(elector, "household_id", None) if household is None else getattr(household, "pk", None)
    return {"household": home, "elector": getattr(elector, "pk", None), "payload": {"said": said, **payload}}


def _statuses(answer: dict) -> list[tuple[str, str]]:
    return [(row["status"], row.get("code", "")) for row in answer["results"]]


def _left(day: SimpleNamespace) -> set[str]:
    streets = knock_ups.of_round(day.one)
    return {person.name.split()[0] for street in streets for door in street.doors for person in door.people}


def test_who_has_voted_is_marked_with_the_trust_that_the_word_deserves(day: SimpleNamespace, phone: Callable) -> None:
    answer = phone(_said("voted", day.elsie), _said("voted", day.graham, by_another=True), _said("posted", day.zofia))
    assert _statuses(answer) == [("stored", "")] * 3
    sources = dict(VoteMark.objects.values_list("elector_id", "source"))
    assert sources == {day.elsie.pk: "door", day.graham.pk: "household", day.zofia.pk: "postal"}
    assert Voted.objects.count() == DistrictCounter.objects.get().voted == 3
    mark = VoteMark.objects.get(pk=answer["results"][0]["id"])
    assert (mark.actor, mark.device, mark.station, mark.verdict) == (day.cast.alun, day.grant, None, "counted")
    assert _left(day) == set()
    assert set(Knock.objects.values_list("round", "actor", "by_another")) == {
        (day.one.pk, day.cast.alun.pk, False),
        (day.one.pk, day.cast.alun.pk, True),
    }


def test_the_same_batch_again_changes_nothing(day: SimpleNamespace, phone: Callable) -> None:
    again = _said("voted", day.elsie) | {"id": str(uuid.uuid4()), "device_seq": 7}
    assert _statuses(phone(again)) == [("stored", "")]
    assert _statuses(phone(again)) == [("duplicate", "")]
    assert (Knock.objects.count(), VoteMark.objects.count(), DistrictCounter.objects.get().voted) == (1, 1, 1)


def test_nobody_in_finishes_nobody_and_will_vote_rests(day: SimpleNamespace, phone: Callable) -> None:
    answer = phone(_said("not_in", household=day.door), _said("will", day.zofia))
    assert _statuses(answer) == [("stored", "")] * 2
    assert Knock.objects.get(said="not_in").elector_id is None
    assert VoteMark.objects.count() == 0
    assert _left(day) == {"Elsie", "Graham"}


def test_a_lift_comes_with_its_window_and_needs(day: SimpleNamespace, phone: Callable) -> None:
    wish = {"people": 2, "from": "14:00", "until": "16:30", "needs": ["wheelchair", "ring_first"]}
    answer = phone(_said("lift", day.elsie, lift=wish))
    lift = Lift.objects.get()
    assert str(lift.pk) == answer["results"][0]["id"]
    assert (lift.elector, lift.household, lift.people, lift.state) == (day.elsie, day.door, 2, "wanted")
    assert (lift.from_at, lift.until_at) == (
        datetime.datetime(2026, 5, 7, 13, tzinfo=datetime.UTC),
        datetime.datetime(2026, 5, 7, 15, 30, tzinfo=datetime.UTC),
    )
    assert set(lift.needs) == {"wheelchair", "ring_first"}
    assert lift.asked_by == day.cast.alun


def test_taking_back_takes_the_mark_and_the_lift_back_too(day: SimpleNamespace, phone: Callable) -> None:
    done = phone(_said("voted", day.elsie), _said("lift", day.zofia))
    undos = [
        {"kind": "undo", "supersedes": row["id"], "household": home.pk, "elector": who.pk}
        for row, home, who in zip(done["results"], (day.door, day.other), (day.elsie, day.zofia), strict=True)
    ]
    assert _statuses(phone(*undos)) == [("stored", "")] * 2
    assert Knock.objects.filter(undone_at=None).count() == 0
    assert (MarkVoid.objects.count(), Voted.objects.count(), DistrictCounter.objects.get().voted) == (1, 0, 0)
    assert Lift.objects.get().state == "called_off"
    assert _left(day) == {"Elsie", "Graham", "Zofia"}


def test_an_undo_in_the_same_batch_leaves_nothing(day: SimpleNamespace, phone: Callable) -> None:
    said = _said("voted", day.elsie) | {"id": str(uuid.uuid4())}
    undo = {"kind": "undo", "supersedes": said["id"], "household": day.door.pk, "elector": day.elsie.pk}
    assert _statuses(phone(said, undo)) == [("stored", "")] * 2
    assert Voted.objects.count() == 0


@pytest.mark.parametrize("mark", ["moved", "deceased", "do_not_contact"])
def test_what_sticks_is_kept_as_the_doorstep_keeps_it(day: SimpleNamespace, phone: Callable, mark: str) -> None:
    event = {"kind": "outcome", "household": day.door.pk, "elector": day.elsie.pk, "payload": {"outcome": mark}}
    assert _statuses(phone(event)) == [("stored", "")]
    assert getattr(LatestContact.objects.get(elector=day.elsie), mark) is True
    assert _left(day) == {"Graham", "Zofia"}


@pytest.mark.parametrize("mark", ["moved", "deceased", "do_not_contact"])
def test_in_a_rehearsal_what_would_stick_waits(day: SimpleNamespace, phone: Callable, mark: str) -> None:
    Election.objects.filter(pk=day.poll.pk).update(is_rehearsal=True)
    day.one.refresh_from_db()
    day.grant, day.token = phone_rounds.let_in(one=day.one, device_id=uuid.uuid4(), by=day.cast.alun)
    event = {"kind": "outcome", "household": day.door.pk, "elector": day.elsie.pk, "payload": {"outcome": mark}}
    assert _statuses(phone(event, _said("voted", day.graham))) == [("quarantined", "PRACTICE"), ("stored", "")]
    assert not getattr(LatestContact.objects.get(elector=day.elsie), mark)
    answers.accept(by=day.cast.osei, unit=day.unit, ids=[ContactEvent.objects.get(elector=day.elsie).pk])
    assert getattr(LatestContact.objects.get(elector=day.elsie), mark)


def test_a_door_of_another_round_waits_for_a_person(day: SimpleNamespace, phone: Callable) -> None:
    stranger = canvass.elector(day.far, "Imran", "Okafor")
    assert _statuses(phone(_said("voted", stranger))) == [("quarantined", "OUT_OF_SCOPE_TURF")]
    assert (Knock.objects.count(), VoteMark.objects.count()) == (0, 0)


def test_what_was_said_on_another_day_waits(day: SimpleNamespace, phone: Callable) -> None:
    said_at = timezone.now()
    day.travel.move_to(_NOON + datetime.timedelta(hours=30))
    late = _said("voted", day.elsie) | {"device_time": timezone.now().isoformat()}
    on_time = _said("voted", day.graham) | {"device_time": said_at.isoformat()}
    assert _statuses(phone(late, on_time)) == [("quarantined", "AFTER_HOURS"), ("stored", "")]
    assert VoteMark.objects.get().elector == day.graham
    assert ContactEvent.objects.get(elector=day.elsie).status == EventStatus.QUARANTINED


def test_what_a_polling_agent_says_waits_until_somebody_has_looked(day: SimpleNamespace, phone: Callable) -> None:
    people.grant(day.cast.alun, day.cast.wexcombe, RoleName.POLLING_AGENT)
    assert _statuses(phone(_said("voted", day.elsie))) == [("quarantined", "INSIDE")]
    assert (Knock.objects.count(), VoteMark.objects.count()) == (0, 0)
    answers.accept(by=day.cast.osei, unit=day.unit, ids=[ContactEvent.objects.get().pk])
    assert VoteMark.objects.get().elector == day.elsie


def test_a_polling_agent_is_sent_out_with_no_round(day: SimpleNamespace) -> None:
    people.grant(day.cast.alun, day.cast.wexcombe, RoleName.POLLING_AGENT)
    with pytest.raises(Refused, match="section 66"):
        phone_rounds.let_in(one=day.one, device_id=uuid.uuid4(), by=day.cast.alun)
    rounds.end(round=day.one, by=day.cast.osei)
    with pytest.raises(Refused, match="section 66"):
        rounds.begin(
            election=day.poll,
            district=day.one.polling_district,
            road_group=None,
            team="Red",
            runner=day.cast.alun,
            by=day.cast.osei,
        )


def test_a_round_that_has_ended_loses_nothing(day: SimpleNamespace, phone: Callable) -> None:
    Round.objects.filter(pk=day.one.pk).update(ended_at=timezone.now())
    answer = phone(_said("voted", day.elsie))
    assert _statuses(answer) == [("stored", "")]
    assert answer["commands"] == [{"command": "withdrawn"}]


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"said": 4},
        {"said": "voted", "party": "labour"},
        {"said": "voted", "by_another": "yes"},
        {"said": "moved"},
        {"said": "voted", "lift": {}},
        {"said": "lift", "lift": {"people": 0}},
        {"said": "lift", "lift": {"people": True}},
        {"said": "lift", "lift": {"from": "16:00", "until": "14:00"}},
        {"said": "lift", "lift": {"from": "25:00"}},
        {"said": "lift", "lift": {"needs": "wheelchair"}},
        {"said": "lift", "lift": {"diagnosis": "secret"}},
    ],
)
def test_what_no_client_of_ours_sends_is_sent_back(day: SimpleNamespace, phone: Callable, payload: dict) -> None:
    event = _said("voted", day.elsie) | {"payload": payload}
    assert _statuses(phone(event)) == [("rejected", "MALFORMED")]
    assert Knock.objects.count() == 0


def test_a_word_that_this_version_does_not_know_is_kept_for_a_person(day: SimpleNamespace, phone: Callable) -> None:
    assert _statuses(phone(_said("asleep", day.elsie))) == [("quarantined", "OLD_SCHEMA")]


def test_who_has_voted_meanwhile_goes_from_the_phone_and_its_own_marks_are_no_news(
    day: SimpleNamespace, phone: Callable
) -> None:
    heard = int(timezone.now().timestamp() * 1000)
    assert phone(_said("voted", day.graham), heard=heard)["commands"] == []
    day.travel.move_to(_NOON + datetime.timedelta(minutes=10))
    mark = make.mark(day.hall, day.elsie)
    (command,) = phone(heard=heard)["commands"]
    assert command["doors"] == [{"household": day.door.pk, "electors": [day.elsie.pk]}]
    # Marks are stamped by the database, whose clock doesn't travel.
    later = int((mark.received_at + datetime.timedelta(minutes=3)).timestamp() * 1000)
    assert phone(heard=later)["commands"] == []


def test_who_asked_not_to_be_contacted_elsewhere_goes_from_the_phone(day: SimpleNamespace, phone: Callable) -> None:
    heard = int(timezone.now().timestamp() * 1000)
    day.travel.move_to(_NOON + datetime.timedelta(minutes=10))
    recall.note(unit=day.unit, electors=[day.zofia.pk], kind=RecallKind.DO_NOT_CONTACT)
    (command,) = phone(heard=heard)["commands"]
    assert command["doors"] == [{"household": day.other.pk, "electors": [day.zofia.pk]}]


def test_a_round_that_went_on_to_somebody_else_is_withdrawn(day: SimpleNamespace, phone: Callable) -> None:
    Round.objects.filter(pk=day.one.pk).update(runner=day.cast.osei)
    assert phone()["commands"] == [{"command": "withdrawn"}]


def test_a_phone_is_let_in_by_its_runner_alone_and_in_time(day: SimpleNamespace) -> None:
    with pytest.raises(Refused):
        phone_rounds.let_in(one=day.one, device_id=uuid.uuid4(), by=day.cast.osei)
    day.travel.move_to(_NOON + datetime.timedelta(hours=12))
    with pytest.raises(Refused):
        phone_rounds.let_in(one=day.one, device_id=uuid.uuid4(), by=day.cast.alun)
