"""Up to the unit above when the time is over; reminders; and a sweep that may run twice or not at all."""

from __future__ import annotations

import datetime

import pytest
from celery import current_app
from django.utils import timezone
from time_machine import Traveller

from access.actions import grants
from access.actions import requests as actions
from access.actions.requests import moving
from access.enums import RefusalReason, RequestState
from access.models import AccessRequest, AuditEvent, Grant, OutboxMessage, TermsSignature, Unit
from access.roles import RoleName
from kit import clock
from tests import cast as people
from tests.cast import Cast
from tests.everywhere import everywhere
from tests.factories.requests import SUNDAY, again, ask, away, letter, mailed, story

_HOUR, _DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
_TODAY = SUNDAY.date()


def _sweep() -> None:
    current_app.tasks["access.sweep_requests"]()


def test_nothing_moves_before_its_time(cast: Cast, travel: Traveller) -> None:
    wanted = ask(cast)
    travel.move_to(SUNDAY + 11 * _HOUR)
    _sweep()
    assert (story(wanted), again(wanted).rests_with) == (["asked", "sent"], cast.wexcombe)


def test_a_reminder_at_half_the_time_and_only_one(cast: Cast, travel: Traveller) -> None:
    wanted = ask(cast)
    travel.move_to(SUNDAY + 12 * _HOUR)
    _sweep()
    _sweep()
    travel.shift(_HOUR)
    _sweep()
    assert mailed("reminder") == {"marian": ["reminder"], "osei": ["reminder"]}
    assert "Monday 19 April, 17:00" in letter("reminder", cast.osei)
    assert story(wanted).count("reminded") == 1


def test_it_goes_up_on_time_and_everybody_is_told(cast: Cast, travel: Traveller) -> None:
    wanted = ask(cast)
    travel.move_to(SUNDAY + 24 * _HOUR)
    _sweep()
    now = again(wanted)
    assert (now.rests_with, now.state) == (cast.region, RequestState.OPEN)
    assert now.escalates_at is None, "nobody above the region could decide"
    assert mailed("went_up") == {"noor": ["went_up"]}
    assert mailed("now_yours") == {"priya": ["now_yours"]}
    assert mailed("left_you") == {"marian": ["left_you"], "osei": ["left_you"]}
    assert "has decided in time" in letter("now_yours", cast.priya)
    with everywhere():
        assert AuditEvent.objects.get(verb="request.escalated").detail["why"] == "time"


def test_the_sweep_may_run_twice(cast: Cast, travel: Traveller) -> None:
    wanted = ask(cast)
    travel.move_to(SUNDAY + 25 * _HOUR)
    _sweep()
    before = mailed()
    _sweep()
    assert mailed() == before
    assert story(wanted).count("escalated") == 1
    assert not actions.escalate(request=wanted)
    assert not actions.remind(request=wanted)


def test_it_goes_on_upwards(cast: Cast, travel: Traveller) -> None:
    top = people.newcomer("top", "Top Person")
    people.passed_everything([top])
    people.grant(top, cast.region.parent, RoleName.ADMINISTRATOR)
    wanted = ask(cast, needed_by=_TODAY + 2 * _DAY)
    travel.move_to(SUNDAY + 24 * _HOUR)
    _sweep()
    now = again(wanted)
    # 30 h 59 min are left until it is needed; half of that is sooner than 24 hours.
    assert now.rests_with == cast.region
    assert now.escalates_at == SUNDAY + 24 * _HOUR + (clock.at(_TODAY + 2 * _DAY, 23, 59) - SUNDAY - 24 * _HOUR) / 2
    travel.move_to(now.escalates_at)
    _sweep()
    assert again(wanted).rests_with == cast.region.parent
    assert mailed("now_yours") == {"priya": ["now_yours"], "top": ["now_yours"]}
    assert mailed("left_you")["priya"] == ["left_you"]


def test_at_the_top_there_is_a_reminder_every_day(cast: Cast, travel: Traveller) -> None:
    ask(cast)
    for hours in (24, 47, 48, 49, 72):
        travel.move_to(SUNDAY + hours * _HOUR)
        _sweep()
    assert mailed("reminder")["priya"] == ["reminder", "reminder"]
    assert "reminded every day" in _last_reminder(cast)


def _last_reminder(cast: Cast) -> str:
    with everywhere():
        found = OutboxMessage.objects.filter(purpose="request_reminder", to_email=cast.priya.email)
        return found.order_by("-created_at", "-pk")[0].text


def test_all_away_today_it_goes_up_at_once(cast: Cast, travel: Traveller) -> None:
    """Both were here when it was asked; both said later that they go away."""
    wanted = ask(cast)
    for user in (cast.marian, cast.osei):
        away(user, cast.wexcombe, _TODAY, _TODAY + 4 * _DAY)
    travel.shift(_HOUR)
    _sweep()
    assert again(wanted).rests_with == cast.region
    assert "can decide is away" in letter("went_up", cast.noor)


def test_one_who_is_here_is_enough(cast: Cast, travel: Traveller) -> None:
    wanted = ask(cast)
    away(cast.marian, cast.wexcombe, _TODAY, _TODAY + 4 * _DAY)
    travel.shift(_HOUR)
    _sweep()
    assert again(wanted).rests_with == cast.wexcombe


def test_a_level_whose_people_are_all_away_is_passed_over(cast: Cast, travel: Traveller) -> None:
    top = people.newcomer("top", "Top Person")
    people.passed_everything([top])
    people.grant(top, cast.region.parent, RoleName.ADMINISTRATOR)
    away(cast.priya, cast.region, _TODAY, _TODAY + 9 * _DAY)
    wanted = ask(cast)
    travel.move_to(SUNDAY + 24 * _HOUR)
    _sweep()
    assert again(wanted).rests_with == cast.region.parent
    assert set(mailed("left_you")) == {"marian", "osei", "priya"}


def test_when_nobody_above_could_decide_it_stays_and_they_are_reminded(cast: Cast, travel: Traveller) -> None:
    with everywhere():
        Grant.objects.filter(user=cast.priya).update(ended_at=SUNDAY - _DAY)
    wanted = ask(cast)
    assert wanted.escalates_at is None
    travel.move_to(SUNDAY + 24 * _HOUR)
    _sweep()
    assert again(wanted).rests_with == cast.wexcombe
    assert mailed("reminder") == {"marian": ["reminder"], "osei": ["reminder"]}


def test_it_stays_when_those_above_are_gone_meanwhile(cast: Cast, travel: Traveller) -> None:
    wanted = ask(cast)
    with everywhere():
        Grant.objects.filter(user=cast.priya).update(ended_at=SUNDAY)
    travel.move_to(SUNDAY + 24 * _HOUR)
    _sweep()
    assert (again(wanted).rests_with, again(wanted).escalates_at) == (cast.wexcombe, None)


def test_a_unit_that_lost_its_last_decider_hands_it_up(cast: Cast, travel: Traveller) -> None:
    wanted = ask(cast, role=RoleName.DATA_OFFICER)
    with everywhere():
        grants.end(grant=Grant.objects.get(user=cast.marian), reason="moved away", by=cast.priya, agreed=True)
    travel.shift(_HOUR)
    _sweep()
    assert again(wanted).rests_with == cast.region
    with everywhere():
        assert wanted.steps.get(kind="escalated").detail["why"] == "nobody"


def test_a_question_does_not_stop_the_clock(cast: Cast, travel: Traveller) -> None:
    wanted = ask(cast)
    actions.ask_back(request=wanted, by=cast.marian, words="Which ward?")
    travel.move_to(SUNDAY + 24 * _HOUR)
    _sweep()
    assert (again(wanted).rests_with, again(wanted).state) == (cast.region, RequestState.ASKED_BACK)


def test_what_is_decided_or_withdrawn_rests(cast: Cast, travel: Traveller) -> None:
    refused, withdrawn = ask(cast), ask(cast, role=RoleName.TELLER)
    actions.refuse(request=refused, by=cast.marian, reason=RefusalReason.NOT_NEEDED, words="Full.")
    actions.withdraw(request=withdrawn, by=cast.noor)
    travel.move_to(SUNDAY + 9 * _DAY)
    _sweep()
    assert not {"escalated", "reminded"} & set(story(refused) + story(withdrawn))


def test_those_above_may_decide_while_the_worker_stands_still(cast: Cast, travel: Traveller) -> None:
    wanted = ask(cast)
    travel.move_to(SUNDAY + 30 * _HOUR)
    actions.approve(request=wanted, by=cast.priya)
    assert again(wanted).state == RequestState.APPROVED


def test_those_below_may_decide_after_it_went_up(cast: Cast, travel: Traveller) -> None:
    wanted = ask(cast)
    travel.move_to(SUNDAY + 24 * _HOUR)
    _sweep()
    actions.approve(request=wanted, by=cast.osei)
    assert mailed("decided") == {"marian": ["decided"], "priya": ["decided"]}


def test_each_unit_is_swept_for_itself(cast: Cast, travel: Traveller) -> None:
    here, there = ask(cast), ask(cast, unit=cast.marsham)
    travel.move_to(SUNDAY + 24 * _HOUR)
    assert actions.sweep() == 2
    assert {again(here).rests_with, again(there).rests_with} == {cast.region}
    assert mailed("left_you")["rival"] == ["left_you"]


def _sign_again(cast: Cast) -> None:
    """Terms count for twelve months, and the story goes on for a year."""
    with everywhere():
        for signed in TermsSignature.objects.filter(user__in=[cast.marian, cast.osei, cast.priya]):
            signed.pk, signed.signed_at = None, timezone.now()
            signed.save(force_insert=True)


def test_the_clock_is_right_over_the_nights_when_the_clocks_change(cast: Cast, travel: Traveller) -> None:
    for day in (datetime.date(2027, 10, 30), datetime.date(2028, 3, 25)):
        begins = clock.at(day, 17)
        travel.move_to(begins)
        _sign_again(cast)
        wanted = ask(cast, needed_by=day + _DAY)
        left = clock.at(day + _DAY, 23, 59) - begins
        assert again(wanted).escalates_at == begins + left / 2
        travel.move_to(begins + left / 2 - datetime.timedelta(seconds=1))
        _sweep()
        assert again(wanted).rests_with == cast.wexcombe
        travel.shift(1)
        _sweep()
        assert again(wanted).rests_with == cast.region
        actions.withdraw(request=wanted, by=cast.noor)


def test_a_fault_in_one_unit_does_not_hold_up_the_others(
    cast: Cast, travel: Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, fine = ask(cast), ask(cast, unit=cast.marsham)
    real = moving._open

    def opened(unit: Unit) -> list[AccessRequest]:
        if unit == cast.wexcombe:
            raise RuntimeError("a fault in the program")
        return real(unit)

    monkeypatch.setattr(moving, "_open", opened)
    travel.move_to(SUNDAY + 24 * _HOUR)
    with pytest.raises(ExceptionGroup, match="failed in 1 units"):
        actions.sweep()
    assert (again(broken).rests_with, again(fine).rests_with) == (cast.wexcombe, cast.region)
