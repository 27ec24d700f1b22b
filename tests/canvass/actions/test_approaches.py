"""Noting that the homes of a list were written to or rung: what the budget of approaches then counts."""

from __future__ import annotations

import datetime

import pytest

from access.models import AuditEvent, Unit
from canvass.actions import approaches
from canvass.enums import Channel
from canvass.models import Approach, TargetList
from canvass.queries import approaches as noted
from canvass.queries.targets import finding
from canvass.rules.targets import BUDGET, Rule
from kit import clock
from kit.errors import Refused
from tests.canvass.conftest import Doorstep
from tests.factories import targets
from tests.factories.targets import NEVER


@pytest.fixture
def everybody(doorstep: Doorstep, scope: Unit) -> TargetList:
    return targets.target_list(doorstep.cast.osei, targets.version(scope, doorstep.cast.osei, NEVER))


def test_a_letter_to_a_list_counts_for_each_home_once(doorstep: Doorstep, scope: Unit, everybody: TargetList) -> None:
    osei = doorstep.cast.osei
    assert approaches.note(by=osei, found=everybody, channel=Channel.POST, on=clock.today()) == 2, "homes, not people"
    assert approaches.note(by=osei, found=everybody, channel=Channel.POST, on=clock.today()) == 0
    assert approaches.note(by=osei, found=everybody, channel=Channel.PHONE, on=clock.today()) == 2
    rule = Rule((NEVER,), (), 0, 2, 30)
    assert finding.tally(scope, rule, None).left_out[BUDGET] == 3
    assert [(one.channel, one.homes) for one in noted.of_list(everybody)] == [("phone", 2), ("post", 2)]
    assert AuditEvent.objects.filter(verb="target_list.approached").count() == 2


def test_taken_back_it_never_was(doorstep: Doorstep, scope: Unit, everybody: TargetList) -> None:
    osei = doorstep.cast.osei
    approaches.note(by=osei, found=everybody, channel=Channel.EMAIL, on=clock.today())
    assert approaches.take_back(by=osei, found=everybody, channel=Channel.EMAIL, on=clock.today()) == 2
    assert approaches.take_back(by=osei, found=everybody, channel=Channel.EMAIL, on=clock.today()) == 0
    assert not Approach.objects.exists()
    assert AuditEvent.objects.filter(verb="target_list.not_approached").count() == 1


def test_only_what_has_happened_is_noted(doorstep: Doorstep, everybody: TargetList) -> None:
    with pytest.raises(Refused, match="still to come"):
        approaches.note(
            by=doorstep.cast.osei, found=everybody, channel=Channel.POST, on=clock.today() + datetime.timedelta(days=1)
        )


def test_visits_that_come_in_leave_letters_alone(doorstep: Doorstep, scope: Unit, everybody: TargetList) -> None:
    approaches.note(by=doorstep.cast.osei, found=everybody, channel=Channel.POST, on=clock.today())
    phone = doorstep.phone
    phone.send(phone.answer(doorstep.elsie))
    assert sorted(Approach.objects.values_list("channel", flat=True)) == ["door", "post", "post"]
