"""Phones of somebody whose role has ended, which send and then wipe themselves; and phones that come back as others."""

from __future__ import annotations

import dataclasses
import datetime
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from access import content, scoping
from access.actions import grants
from access.models import AuditEvent, DeviceGrant, Grant, Unit, User
from access.roles import REGISTER_TERMS, RoleName
from canvass.actions import devices
from canvass.models import ContactEvent
from canvass.queries import devices as queries
from kit import clock
from tests import cast as people
from tests.canvass.conftest import Doorstep
from tests.everywhere import everywhere
from tests.factories import canvass, phones

MILLISECOND = datetime.timedelta(milliseconds=1)


def end(doorstep: Doorstep) -> None:
    with scoping.units([doorstep.cast.wexcombe.pk]):
        grant = Grant.objects.get(user=doorstep.cast.alun)
        grants.end(grant=grant, reason="Moved away", by=doorstep.cast.marian, urgent=True)


def ask(doorstep: Doorstep, *events: dict, **more: object) -> dict:
    answer = doorstep.phone.post(doorstep.phone.batch(*events, **more))
    assert answer.status_code == 202, answer.content
    return answer.json()


def test_a_phone_that_is_wanted_is_told_nothing(doorstep: Doorstep) -> None:
    assert ask(doorstep)["commands"] == []
    phone = DeviceGrant._base_manager.get()
    assert phone.last_seen_at is not None
    assert phone.device_id == doorstep.phone.device_id


def test_what_arrives_after_the_role_ended_is_kept_and_waits(doorstep: Doorstep) -> None:
    before = doorstep.phone.answer(doorstep.elsie)
    ask(doorstep, before)
    end(doorstep)
    answer = ask(doorstep, doorstep.phone.answer(doorstep.zofia))
    assert [(one["status"], one["code"]) for one in answer["results"]] == [("quarantined", "GRANT_REVOKED")]
    [command] = answer["commands"]
    assert (command["command"], command["code"]) == ("wipe", "ROLE_ENDED")
    assert command["message"] == "You no longer have the role that this list needs."
    assert sorted(ContactEvent._base_manager.values_list("status", flat=True)) == ["live", "quarantined"]
    line = AuditEvent.objects.get(verb="phones.stopped")
    assert (line.detail["phones"], line.detail["user"]) == (1, doorstep.cast.alun.pk)


def test_a_role_that_ran_out_on_its_date_stops_the_phone_with_every_worker_down(doorstep: Doorstep) -> None:
    with everywhere():
        Grant.objects.filter(user=doorstep.cast.alun).update(ends_on=clock.today() - datetime.timedelta(days=1))
    answer = ask(doorstep, doorstep.phone.answer(doorstep.zofia))
    assert answer["results"][0]["code"] == "USER_REMOVED"
    assert answer["commands"][0]["code"] == "ROLE_ENDED"


def test_terms_that_have_to_be_signed_anew_wipe_nothing(doorstep: Doorstep, monkeypatch: pytest.MonkeyPatch) -> None:
    """The role opens again in five minutes, and the board with it."""
    terms = content.TERMS[REGISTER_TERMS]
    monkeypatch.setitem(content.TERMS, REGISTER_TERMS, dataclasses.replace(terms, version=terms.version + 1))
    answer = ask(doorstep, doorstep.phone.answer(doorstep.zofia))
    assert answer["results"][0]["code"] == "USER_REMOVED"
    assert answer["commands"] == []
    devices.role_ended(Grant._base_manager.select_related("unit", "user").get(user=doorstep.cast.alun))
    assert DeviceGrant._base_manager.get().revoked_at is None


def test_another_role_that_allows_it_keeps_the_phone(doorstep: Doorstep) -> None:
    people.grant(doorstep.cast.alun, doorstep.cast.wexcombe, RoleName.BOARD_RUNNER)
    with scoping.units([doorstep.cast.wexcombe.pk]):
        grant = Grant.objects.get(user=doorstep.cast.alun, role=RoleName.CANVASSER)
        grants.end(grant=grant, reason="Runs boards now", by=doorstep.cast.marian, urgent=True)
    assert ask(doorstep)["commands"] == []


def test_an_account_that_may_not_sign_in_has_no_phones(doorstep: Doorstep) -> None:
    User.objects.filter(pk=doorstep.cast.alun.pk).update(is_active=False)
    assert ask(doorstep)["commands"][0]["code"] == "ROLE_ENDED"


def test_being_told_twice_changes_nothing(doorstep: Doorstep) -> None:
    end(doorstep)
    first = DeviceGrant._base_manager.get().revoked_at
    grant = Grant._base_manager.select_related("unit", "user").get(user=doorstep.cast.alun)
    devices.role_ended(grant)
    assert DeviceGrant._base_manager.get().revoked_at == first
    assert AuditEvent.objects.filter(verb="phones.stopped").count() == 1


def test_the_phone_says_that_it_is_wiped(doorstep: Doorstep) -> None:
    ask(doorstep, wiped=True)
    assert DeviceGrant._base_manager.get().wiped_at is None  # nobody asked it to
    end(doorstep)
    ask(doorstep, wiped=True)
    ask(doorstep, wiped=True)
    assert DeviceGrant._base_manager.get().wiped_at is not None
    assert AuditEvent.objects.filter(verb="phone.wiped", actor_id=doorstep.cast.alun.pk).count() == 1


def test_one_that_ran_out_counts_as_stopped_once_it_is_wiped(doorstep: Doorstep) -> None:
    with everywhere():
        Grant.objects.filter(user=doorstep.cast.alun).update(ends_on=clock.today() - datetime.timedelta(days=1))
    ask(doorstep, wiped=True)
    phone = DeviceGrant._base_manager.get()
    assert phone.stopped_why == "ROLE_ENDED"
    assert phone.revoked_at is not None
    assert phone.revoked_at <= timezone.now()


# --- A phone that comes back as another one ------------------------------------------------------------------------


def opened(doorstep: Doorstep, client: Client, device: uuid.UUID) -> dict | None:
    """Ask for a token as a page does, and return what is said of the phone before this one."""
    address = reverse("canvass:phone_device", kwargs={"board": doorstep.board.pk})
    answer = client.post(address, {"device_id": str(device)}, content_type="application/json")
    assert answer.status_code == 201
    return answer.json()["earlier"]


@pytest.fixture
def alun(doorstep: Doorstep, scope: Unit) -> Client:
    return doorstep.cast.client(doorstep.cast.alun)


def test_the_first_phone_and_the_same_one_again_hear_of_no_other(doorstep: Doorstep, alun: Client) -> None:
    assert opened(doorstep, alun, doorstep.phone.device_id) is None
    doorstep.phone.send(doorstep.phone.answer(doorstep.elsie), queue_depth=4)
    assert opened(doorstep, alun, doorstep.phone.device_id) is None
    assert not DeviceGrant.objects.exclude(replaced_at=None).exists()


def test_another_phone_is_told_what_the_one_before_held(doorstep: Doorstep, alun: Client) -> None:
    doorstep.phone.send(doorstep.phone.answer(doorstep.elsie), queue_depth=4)
    [before] = DeviceGrant.objects.all()
    said = opened(doorstep, alun, uuid.uuid4())
    assert said is not None
    assert said["unsent"] == 3
    assert datetime.datetime.fromisoformat(said["heard_at"]) - before.last_seen_at < MILLISECOND
    before.refresh_from_db()
    assert before.replaced_at is not None
    row = AuditEvent.objects.get(verb="phone.replaced")
    assert (row.actor_id, row.detail["unsent"]) == (doorstep.cast.alun.pk, 3)
    [phone] = [one for one in queries.in_use(["doorstep"]) if one.to_send]
    assert phone.lost_at == before.replaced_at


def test_nothing_is_lost_once_it_is_heard_of_again(doorstep: Doorstep, alun: Client) -> None:
    doorstep.phone.send(doorstep.phone.answer(doorstep.elsie), queue_depth=4)
    opened(doorstep, alun, uuid.uuid4())
    doorstep.phone.send(doorstep.phone.answer(doorstep.zofia), queue_depth=3)
    assert not DeviceGrant.objects.exclude(replaced_at=None).exists()


@pytest.mark.parametrize(("depth", "heard"), [(0, None), (2, 2)])
def test_an_outing_of_long_ago_counts_where_something_is_missing(
    doorstep: Doorstep, alun: Client, depth: int, heard: int | None
) -> None:
    """The factory's phone has its grant from a month ago, and the board was handed out just now."""
    DeviceGrant.objects.update(device_id=uuid.uuid4(), queue_depth=depth)
    said = opened(doorstep, alun, uuid.uuid4())
    assert (said and said["unsent"]) == heard


def test_another_browser_of_this_outing_counts_where_everything_was_sent(doorstep: Doorstep, alun: Client) -> None:
    opened(doorstep, alun, uuid.uuid4())
    laptop = doorstep.cast.client(doorstep.cast.alun)
    assert opened(doorstep, laptop, uuid.uuid4()) == {"heard_at": None, "unsent": 0, "emptied": False}


def test_a_browser_is_known_again_whose_store_was_thrown_away(doorstep: Doorstep, alun: Client) -> None:
    """By its cookie: with nothing known to be unsent, the office sees it all the same."""
    opened(doorstep, alun, uuid.uuid4())
    said = opened(doorstep, alun, uuid.uuid4())
    assert said == {"heard_at": None, "unsent": 0, "emptied": True}
    [phone] = [one for one in queries.in_use(["doorstep"]) if one.is_emptied]
    assert phone.lost_at is not None
    cookie = alun.cookies["rosette_phone"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/canvass/")


@pytest.mark.parametrize("cookie", ["", "nonsense", str(uuid.UUID(int=0))])
def test_a_cookie_that_says_nothing_harms_nobody(doorstep: Doorstep, alun: Client, cookie: str) -> None:
    opened(doorstep, alun, uuid.uuid4())
    alun.cookies["rosette_phone"] = cookie
    said = opened(doorstep, alun, uuid.uuid4())
    assert said is not None
    assert said["emptied"] is False


def test_a_phone_that_was_stopped_is_not_asked_about(doorstep: Doorstep, alun: Client) -> None:
    opened(doorstep, alun, uuid.uuid4())
    DeviceGrant.objects.update(revoked_at=timezone.now(), stopped_why="LOST")
    assert opened(doorstep, alun, uuid.uuid4()) is None


def test_somebody_elses_phone_and_another_board_say_nothing(doorstep: Doorstep, alun: Client) -> None:
    other = phones.phone(canvass.board(doorstep.cast.osei, doorstep.door, name="Another"), doorstep.cast.alun)
    other.send(queue_depth=5)
    phones.phone(doorstep.board, doorstep.cast.osei).send(queue_depth=6)
    assert opened(doorstep, alun, uuid.uuid4()) is None


@pytest.mark.parametrize(("hours", "minutes"), [(-3, 180), (3, -180), (-0.05, 0)])
def test_a_wrong_clock_is_noted_and_mends_itself(doorstep: Doorstep, scope: Unit, hours: float, minutes: int) -> None:
    off = timezone.now() + datetime.timedelta(hours=hours)
    doorstep.phone.send(device_now=off.isoformat())
    [phone] = queries.in_use(["doorstep"])
    assert (phone.minutes_slow, phone.minutes_fast) == (minutes, -minutes)
    doorstep.phone.send()
    [phone] = queries.in_use(["doorstep"])
    assert phone.minutes_slow == 0
