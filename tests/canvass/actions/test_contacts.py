"""The derived tables equal the events, whatever happened and in whatever order; and lifting marks."""

from __future__ import annotations

import datetime
import itertools
import random

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from access import scoping
from access.models import AuditEvent, Unit
from canvass.actions import contacts
from canvass.models import ContactEvent, LatestContact, LatestVisit
from canvass.queries import contacts as log
from kit.errors import Refused
from tests.canvass.conftest import Doorstep
from tests.factories import canvass, phones
from tests.factories.phones import Phone


@pytest.fixture(autouse=True)
def _in_scope(scope: Unit) -> None:
    """These tests look into the tables of the cast's CLP."""


def tables() -> tuple[list[dict], list[dict]]:
    people = LatestContact.objects.order_by("pk").values()
    doors = LatestVisit.objects.order_by("pk").values()
    return [dict(row) for row in people], [dict(row) for row in doors]


_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["labour", "green", "issues", "not_in", "do_not_contact", "moved", "undo", "correct", "again"]),
        st.integers(0, 2),  # which elector
        st.integers(0, 1),  # which phone
        st.integers(0, 40),  # minutes ago
        st.integers(0, 30),  # which earlier event it names
    ),
    min_size=1,
    max_size=14,
)


def _events(doorstep: Doorstep, two: list[Phone], steps: list[tuple]) -> list[tuple[Phone, dict]]:
    """Return what the steps make the phones record, in the order in which it happened there."""
    electors = [doorstep.elsie, doorstep.graham, doorstep.zofia]
    now = timezone.now()
    made: list[tuple[Phone, dict]] = []
    for what, which, whose, minutes, named in steps:
        phone, elector = two[whose], electors[which]
        at = {"device_time": (now - datetime.timedelta(minutes=minutes)).isoformat()}
        if what in {"undo", "correct", "again"} and not made:
            continue
        earlier = made[named % len(made)] if made else None
        if what == "again":
            made.append(earlier)
        elif what == "undo":
            made.append((phone, phone.undo(earlier[1], **at)))
        elif what == "correct":
            made.append((phone, phone.answer(elector, "lib_dem", scale=3, supersedes=earlier[1]["id"], **at)))
        elif what == "not_in":
            made.append((phone, phone.outcome("not_in", household=elector.household, **at)))
        elif what in {"do_not_contact", "moved"}:
            made.append((phone, phone.outcome(what, elector=elector, **at)))
        elif what == "issues":
            made.append((phone, phone.answer(elector, None, issues=["buses"], **at)))
        else:
            made.append((phone, phone.answer(elector, what, scale=which + 1, **at)))
    return made


# Taken back after a correction that was about somebody else: the first answer counts again.
@example(
    steps=[
        ("undo", 0, 0, 0, 0),
        ("labour", 1, 1, 0, 0),
        ("undo", 0, 1, 0, 0),
        *[("labour", 0, 0, 0, 0)] * 3,
        ("correct", 0, 1, 0, 1),
        *[("labour", 0, 0, 0, 0)] * 2,
    ],
    seed=148,
)
@given(steps=_STEPS, seed=st.integers(0, 10**6))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_batch_by_batch_equals_a_rebuild(doorstep: Doorstep, scope: Unit, steps: list[tuple], seed: int) -> None:
    """Repeats, corrections, undos, two phones and any cut into batches: the tables equal a rebuild."""
    two = [phones.phone(doorstep.board, doorstep.cast.alun), phones.phone(doorstep.board, doorstep.cast.osei)]
    made = _events(doorstep, two, steps)
    chance = random.Random(seed)
    chance.shuffle(made)
    for phone, group in itertools.groupby(made, key=lambda one: one[0].token):
        sender = next(one for one in two if one.token == phone)
        sender.send(*[event for _, event in group])
    before = tables()
    contacts.rebuild(unit=scope)
    assert tables() == before
    for phone, event in made:
        phone.send(event)
    assert tables() == before, "sending it all again changes nothing"
    assert LatestVisit.objects.count() <= 2
    ids = {event["id"] for _, event in made}
    assert ContactEvent.objects.filter(pk__in=ids).count() == len(ids)
    # The next example starts from nothing known about these three.
    ContactEvent.objects.filter(status="live").update(status="voided")
    contacts.rebuild(unit=scope)


def test_any_order_of_arrival_ends_the_same(doorstep: Doorstep, scope: Unit) -> None:
    """Within one phone's events, one batch each: all orders of a short story give the same tables."""
    seen = set()
    for order in itertools.permutations(range(4)):
        phone = phones.phone(doorstep.board, doorstep.cast.alun)
        at = {"device_time": timezone.now().replace(microsecond=0).isoformat(), "device_now": None}
        at.pop("device_now")
        first = phone.answer(doorstep.elsie, "labour", scale=9, **at)
        second = phone.answer(doorstep.elsie, "green", supersedes=first["id"], **at)
        undo = phone.undo(second, **at)
        mark = phone.outcome("moved", elector=doorstep.graham, **at)
        story = [first, second, undo, mark]
        for place in order:
            phone.send(story[place])
        seen.add(
            (
                tuple(LatestContact.objects.order_by("pk").values_list("pk", "intention", "labour_scale", "moved")),
                tuple(LatestVisit.objects.values_list("pk", "outcome")),
            )
        )
        ContactEvent.objects.filter(status="live").update(status="voided")
        contacts.rebuild(unit=scope)
    assert len(seen) == 1


def test_rebuilding_is_by_unit_and_in_the_record(doorstep: Doorstep, scope: Unit) -> None:
    marsham = doorstep.cast.marsham
    door = canvass.household(canvass.street(marsham), 1, in_district=canvass.district(marsham, "MV1"))
    other = phones.phone(canvass.board(doorstep.cast.rival, door), doorstep.cast.rival)
    other.send(other.answer(canvass.elector(door)))
    doorstep.phone.send(
        doorstep.phone.answer(doorstep.elsie), doorstep.phone.outcome("not_in", household=doorstep.next_door)
    )
    LatestContact.objects.all().delete()
    LatestVisit.objects.update(outcome="no_access")
    assert contacts.rebuild(unit=scope) == (1, 2)
    assert set(LatestVisit.objects.values_list("outcome", flat=True)) == {"spoke", "not_in"}
    with scoping.units([marsham.pk]):
        assert LatestContact.objects.count() == 1
    assert AuditEvent.objects.get(verb="contacts.rebuilt").detail == {"contacts": 1, "visits": 2}


def test_a_rebuild_goes_through_a_big_unit_some_at_a_time(
    doorstep: Doorstep, scope: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = canvass.bulk(scope, streets=1, doors=30, per_door=2)
    doors = list(town.districts[0].households.order_by("pk"))
    board = canvass.board(doorstep.cast.osei, *doors)
    phone = phones.phone(board, doorstep.cast.alun)
    electors = [elector for door in doors for elector in door.electors.all()]
    for start in range(0, 60, 50):
        phone.send(*[phone.answer(elector) for elector in electors[start : start + 50]])
    before = tables()
    monkeypatch.setattr(contacts, "_AT_A_TIME", 7)
    assert len(list(log.doors_with_events(scope.pk, 7))) == 5
    contacts.rebuild(unit=scope)
    assert tables() == before
    assert len(before[0]) == 60


def test_the_command(doorstep: Doorstep, scope: Unit, capsys: pytest.CaptureFixture[str]) -> None:
    doorstep.phone.send(doorstep.phone.answer(doorstep.elsie))
    LatestContact.objects.all().delete()
    call_command("rebuild_contacts", unit="wexcombe")
    assert LatestContact.objects.get().intention == "labour"
    assert "1 people with an answer or a mark, 1 doors visited" in capsys.readouterr().out
    with pytest.raises(CommandError, match="no unit nowhere"):
        call_command("rebuild_contacts", unit="nowhere")


# --- Lifting marks ---------------------------------------------------------------------------------------------


def test_a_person_lifts_a_mark_with_a_reason_and_may_put_it_back(doorstep: Doorstep) -> None:
    osei = doorstep.cast.osei
    phone = doorstep.phone
    phone.send(
        phone.outcome(
            "do_not_contact",
            elector=doorstep.elsie,
            device_time=(timezone.now() - datetime.timedelta(days=1)).isoformat(),
        ),
        phone.answer(doorstep.elsie, "labour"),
    )
    lifted = contacts.lift(by=osei, elector=doorstep.elsie, mark="do_not_contact", reason="Wrong Elsie")
    assert lifted == 1
    contact = LatestContact.objects.get()
    assert (contact.do_not_contact, contact.intention) == (False, "labour")
    row = AuditEvent.objects.get(verb="contact.lifted")
    assert (row.actor_id, row.detail["reason"], row.detail["mark"]) == (osei.pk, "Wrong Elsie", "do_not_contact")
    contacts.put_back(by=osei, elector=doorstep.elsie, mark="do_not_contact")
    assert LatestContact.objects.get().do_not_contact
    assert AuditEvent.objects.filter(verb="contact.lift_undone").count() == 1


def test_lifting_needs_a_reason_and_something_to_lift(doorstep: Doorstep) -> None:
    osei, elsie = doorstep.cast.osei, doorstep.elsie
    with pytest.raises(Refused, match="no longer set"):
        contacts.lift(by=osei, elector=elsie, mark="do_not_contact", reason="why not")
    doorstep.phone.send(doorstep.phone.outcome("moved", elector=elsie))
    with pytest.raises(Refused, match="Say why"):
        contacts.lift(by=osei, elector=elsie, mark="moved", reason="  ")
    with pytest.raises(Refused, match="no longer set"):
        contacts.lift(by=osei, elector=elsie, mark="not_in", reason="not one that sticks")
    with pytest.raises(Refused, match="nothing to put back"):
        contacts.put_back(by=osei, elector=elsie, mark="moved")
    assert LatestContact.objects.get().moved
    assert not AuditEvent.objects.filter(verb__startswith="contact.lift").exists()


def test_a_mark_set_again_after_it_was_lifted_stands(doorstep: Doorstep) -> None:
    doorstep.phone.send(doorstep.phone.outcome("moved", elector=doorstep.elsie))
    contacts.lift(by=doorstep.cast.osei, elector=doorstep.elsie, mark="moved", reason="She is still there")
    assert not LatestContact.objects.exists()
    doorstep.phone.send(doorstep.phone.outcome("moved", elector=doorstep.elsie))
    assert LatestContact.objects.get().moved
