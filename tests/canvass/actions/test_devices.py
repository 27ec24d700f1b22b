"""Phones of somebody whose role has ended: what they send is kept, and they are told to wipe themselves."""

from __future__ import annotations

import dataclasses
import datetime

import pytest
from django.utils import timezone

from access import content, scoping
from access.actions import grants
from access.models import AuditEvent, DeviceGrant, Grant, User
from access.roles import REGISTER_TERMS, RoleName
from canvass.actions import devices
from canvass.models import ContactEvent
from kit import clock
from tests import cast as people
from tests.canvass.conftest import Doorstep
from tests.everywhere import everywhere


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
