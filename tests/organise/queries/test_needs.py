"""Organise's lines of the start page."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from access.models import Unit, User
from access.queries import accesses
from kit import clock
from organise.actions import imports
from organise.queries import needs
from tests.cast import Cast
from tests.factories import organise

FILE = b"Membership number,Last name\nA1,Teale\n"


def test_a_file_that_waits_needs_those_who_may_bring_it_in(cast: Cast, scope: Unit) -> None:
    imports.read(unit=scope, file_name="joiners.csv", content=FILE, by=cast.marian)
    imports.read(unit=scope, file_name="odd.csv", content=b"Kartei,Wer\n1,Teale\n", by=cast.marian)
    first, second = needs.of_members(accesses.of(cast.marian), scope)
    assert "joiners.csv" in first.title
    assert first.what == "1 new, 0 changed, 0 left out."
    assert "odd.csv" in second.title
    assert needs.of_members(accesses.of(cast.osei), scope) == []


def test_new_members_are_to_be_looked_at_before_their_eight_weeks_are_over(cast: Cast, scope: Unit) -> None:
    today = clock.today()
    for days, name in ((50, "Near"), (56, "Today"), (57, "Over"), (20, "Far")):
        joined = today - datetime.timedelta(days=days)
        organise.member(scope, "", name, state="provisional", joined_on=joined)
    organise.member(scope, "", "Paid", state="paid_up", joined_on=today - datetime.timedelta(days=50))
    (need,) = needs.of_members(accesses.of(cast.marian), scope)
    assert need.title == "Look at 2 new members"
    assert need.what.startswith("Today, Near.")
    assert need.due_at == clock.at(today, 23, 59)


def test_who_is_new_on_the_list(cast: Cast, scope: Unit) -> None:
    before = timezone.now() - datetime.timedelta(hours=1)
    access = accesses.of(cast.marian)
    assert needs.changed(access, scope, before) == []
    organise.member(scope)
    (change,) = needs.changed(access, scope, before)
    assert (change.figure, change.sentence) == ("+1", "member is new on the list")
    assert needs.changed(access, scope, timezone.now() + datetime.timedelta(hours=1)) == []


@pytest.mark.parametrize("who", ["osei", "alun", "tess", "noor", "rival", "priya"])
def test_nobody_else_hears_of_members(cast: Cast, scope: Unit, who: str) -> None:
    organise.member(scope, state="provisional", joined_on=clock.today() - datetime.timedelta(days=50))
    user: User = getattr(cast, who)
    access, since = accesses.of(user), timezone.now() - datetime.timedelta(hours=1)
    assert needs.of_members(access, scope) == []
    assert needs.changed(access, scope, since) == []
