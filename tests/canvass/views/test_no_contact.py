"""Who is not to be contacted: noting it at a desk, looking at it again after two years, and lifting it."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from access.models import AuditEvent, Unit
from access.queries import accesses
from canvass.actions import contacts
from canvass.models import LatestContact, NoContact, Recall
from canvass.queries import no_contact
from tests.canvass.conftest import Doorstep


@pytest.fixture(autouse=True)
def _in_scope(scope: Unit) -> None:
    """These tests look into the tables of the cast's CLP."""


def url(name: str, **kwargs: Any) -> str:
    return reverse(f"canvass:{name}", kwargs={"unit": "wexcombe", **kwargs})


def is_wanted(doorstep: Doorstep) -> bool:
    return not LatestContact.objects.filter(elector=doorstep.elsie, do_not_contact=True).exists()


def test_whom_the_pages_are_not_for(doorstep: Doorstep) -> None:
    pages = [url("no_contact"), *(url(name, elector=doorstep.elsie.pk) for name in ("no_contact_mark", "erase"))]
    for page in pages:
        assert doorstep.cast.client(doorstep.cast.alun).get(page).status_code == 403
        assert doorstep.cast.client(doorstep.cast.rival).get(page).status_code == 404


def test_it_is_noted_at_a_desk_with_how_somebody_knows(doorstep: Doorstep, office: Client) -> None:
    elector = url("elector", elector=doorstep.elsie.pk)
    mark = url("no_contact_mark", elector=doorstep.elsie.pk)
    assert mark in office.get(elector).content.decode()
    office.post(mark, {"reason": "  "})
    assert is_wanted(doorstep)
    office.post(mark, {"reason": "Rang on Tuesday"})
    assert not is_wanted(doorstep)
    assert Recall.objects.get().elector == doorstep.elsie, "the phone that has her is told"
    page = office.get(elector).content.decode()
    assert "Rang on Tuesday" in page
    assert mark not in page
    assert "noted in the office" in page
    listed = office.get(url("no_contact")).content.decode()
    assert "Elsie Marchbank" in listed
    assert "Rang on Tuesday" in listed
    again = office.post(mark, {"reason": "Once more"}).content.decode()
    assert "not to be contacted already" in again
    contacts.rebuild(unit=doorstep.cast.wexcombe)
    assert not is_wanted(doorstep), "a rebuild brings it again"
    assert AuditEvent.objects.get(verb="contact.not_wanted").detail == {"reason": "Rang on Tuesday"}


def test_lifting_takes_the_reason_with_it(doorstep: Doorstep, office: Client) -> None:
    office.post(url("no_contact_mark", elector=doorstep.elsie.pk), {"reason": "Rang on Tuesday"})
    office.post(url("lift", elector=doorstep.elsie.pk), {"mark": "do_not_contact", "reason": "It was her sister"})
    assert is_wanted(doorstep)
    assert not NoContact.objects.exists()
    assert "Nobody has asked us to stop" in office.get(url("no_contact")).content.decode()
    keep = office.post(url("no_contact_keep", elector=doorstep.elsie.pk), {"reason": "Still"})
    assert "lifted this already" in keep.content.decode()


def test_after_two_years_somebody_looks_again_and_it_holds_till_then(doorstep: Doorstep, office: Client) -> None:
    doorstep.phone.send(doorstep.phone.outcome("do_not_contact", elector=doorstep.elsie))
    access, unit = accesses.of(doorstep.cast.osei), doorstep.cast.wexcombe
    assert no_contact.needs(access, unit) == []
    [one] = no_contact.people(unit)
    assert (one.recorded_by, one.reason) == (doorstep.cast.alun.name, None)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=731)):
        assert [need.title for need in no_contact.needs(access, unit)] == [
            "Look again at somebody who is not to be contacted"
        ]
        assert not is_wanted(doorstep), "nothing ends by itself"
        browser = doorstep.cast.client(doorstep.cast.osei)
        browser.post(url("no_contact_keep", elector=doorstep.elsie.pk), {"reason": "Wrote again"})
        assert no_contact.needs(access, unit) == []
        [one] = no_contact.people(unit)
        assert one.review_on == timezone.localdate() + datetime.timedelta(days=730)
        assert "Wrote again" in browser.get(url("no_contact")).content.decode()


def test_what_they_told_us_is_erased_by_whoever_means_it(doorstep: Doorstep, office: Client) -> None:
    doorstep.phone.send(doorstep.phone.answer(doorstep.elsie, said={"note": "Her knee"}))
    page = url("erase", elector=doorstep.elsie.pk)
    assert page in office.get(url("elector", elector=doorstep.elsie.pk)).content.decode()
    answer = office.post(page, {"reason": "She wrote"})
    assert "Nothing is erased yet" in answer.content.decode()
    assert LatestContact.objects.get().intention == "labour"
    answer = office.post(page, {"reason": "She wrote", "sure": "on"}, follow=True)
    assert "Erased" in answer.content.decode()
    assert "Her knee" not in answer.content.decode()
    assert not LatestContact.objects.exclude(intention="").exists()
    answer = office.post(page, {"reason": "She wrote", "sure": "on"})
    assert "nothing is held" in answer.content.decode()
