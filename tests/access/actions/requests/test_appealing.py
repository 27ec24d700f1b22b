"""Appeals: once, to the unit above, decided by somebody else."""

from __future__ import annotations

import datetime

import pytest
from celery import current_app
from time_machine import Traveller

from access.actions import grants
from access.actions import requests as actions
from access.enums import AppealState, RefusalReason, RequestState
from access.models import AccessRequest, Appeal, AuditEvent, Grant, OutboxMessage, User
from access.permissions import Permission as P
from access.queries import accesses
from access.roles import RoleName
from kit.errors import Refused
from tests import cast as people
from tests.cast import Cast
from tests.everywhere import everywhere
from tests.factories.requests import SUNDAY, again, ask, letter, mailed, story

_DAY = datetime.timedelta(days=1)
_TODAY = SUNDAY.date()


def _refused(cast: Cast, by: User | None = None) -> AccessRequest:
    wanted = ask(cast)
    actions.refuse(request=wanted, by=by or cast.osei, reason=RefusalReason.NOT_NEEDED, words="We are full.")
    return wanted


def _top(cast: Cast) -> User:
    top = people.newcomer("top", "Top Person")
    people.passed_everything([top])
    people.grant(top, cast.region.parent, RoleName.ADMINISTRATOR)
    return top


def test_an_appeal_goes_to_the_unit_above(cast: Cast) -> None:
    wanted = _refused(cast)
    made = actions.appeal(request=wanted, by=cast.noor, words="There are two boards without anybody.")
    assert (made.decided_at_unit, made.state) == (cast.region, AppealState.OPEN)
    assert "There are two boards" in letter("appealed", cast.priya)
    assert "Priya Nair" in letter("appeal_received", cast.noor)
    assert story(wanted)[-1] != "upheld"


def test_upheld_it_gives_what_was_refused(cast: Cast) -> None:
    wanted = _refused(cast)
    made = actions.appeal(request=wanted, by=cast.noor, words="Look again")
    actions.decide_appeal(appeal=made, by=cast.priya, uphold=True, words="There is room.")
    now = again(wanted)
    assert now.state == RequestState.APPROVED
    assert now.grant is not None
    assert now.grant.granted_by == cast.priya
    assert (now.decided_by, now.reason) == (cast.osei, "not_needed"), "the first decision stays on record"
    assert accesses.of(cast.noor).may(P.RECORD_DOORS, cast.wexcombe)
    assert mailed("appeal_decided") == {"noor": ["appeal_decided"], "osei": ["appeal_decided"]}
    with everywhere():
        assert AuditEvent.objects.get(verb="appeal.upheld").actor_id == cast.priya.pk


def test_dismissed_is_the_end_of_it(cast: Cast) -> None:
    wanted = _refused(cast)
    made = actions.appeal(request=wanted, by=cast.noor, words="Look again")
    actions.decide_appeal(appeal=made, by=cast.priya, uphold=False, words="Osei is right.")
    assert again(wanted).state == RequestState.REFUSED
    assert "final" in letter("appeal_decided", cast.noor)
    with pytest.raises(Refused, match="Priya Nair decided a moment ago"):
        actions.decide_appeal(appeal=made, by=_top(cast), uphold=True, words="No.")
    with pytest.raises(Refused, match="made once"):
        actions.appeal(request=wanted, by=cast.noor, words="And again")


@pytest.mark.parametrize("who", ["marian", "osei", "noor", "rival", "alun"])
def test_only_those_above_decide_it(who: str, cast: Cast) -> None:
    made = actions.appeal(request=_refused(cast), by=cast.noor, words="Look again")
    with pytest.raises(Refused, match=r"may not decide this appeal|their own appeal|You made the decision"):
        actions.decide_appeal(appeal=made, by=getattr(cast, who), uphold=True, words="Yes.")


def test_nobody_decides_an_appeal_against_their_own_decision(cast: Cast) -> None:
    """Priya refused it: then it is for the party, and not for her, although she could decide there too."""
    people.grant(cast.priya, cast.region.parent, RoleName.ADMINISTRATOR)
    top = _top(cast)
    made = actions.appeal(request=_refused(cast, cast.priya), by=cast.noor, words="Look again")
    assert made.decided_at_unit == cast.region.parent
    assert set(mailed("appealed")) == {"top"}
    with pytest.raises(Refused, match="You made the decision"):
        actions.decide_appeal(appeal=made, by=cast.priya, uphold=False, words="I was right.")
    actions.decide_appeal(appeal=made, by=top, uphold=True, words="She was not.")


def test_refused_at_the_top_it_is_for_somebody_else_there(cast: Cast) -> None:
    top, other = _top(cast), people.newcomer("other", "Other Person")
    people.passed_everything([other])
    people.grant(other, cast.region.parent, RoleName.ADMINISTRATOR)
    made = actions.appeal(request=_refused(cast, top), by=cast.noor, words="Look again")
    assert made.decided_at_unit == cast.region.parent
    assert set(mailed("appealed")) == {"other"}


def test_where_nobody_can_decide_it_the_person_is_told_so(cast: Cast) -> None:
    actions.appeal(request=_refused(cast, cast.priya), by=cast.noor, words="Look again")
    assert "nobody can decide it at present" in letter("appeal_received", cast.noor)


def test_only_the_person_appeals_and_only_against_a_refusal(cast: Cast) -> None:
    wanted = _refused(cast)
    with pytest.raises(Refused, match="Only the person who asked"):
        actions.appeal(request=wanted, by=cast.alun, words="He should")
    with pytest.raises(Refused, match="Say why"):
        actions.appeal(request=wanted, by=cast.noor, words=" ")
    open_one = ask(cast, role=RoleName.TELLER)
    with pytest.raises(Refused, match="Only a refused request"):
        actions.appeal(request=open_one, by=cast.noor, words="Look again")


def _ended(cast: Cast, **how: bool) -> Grant:
    with everywhere():
        grant = Grant.objects.get(user=cast.alun)
        return grants.end(grant=grant, reason="never came", by=cast.marian, **how)


def test_an_ending_without_notice_is_appealed_and_given_again(cast: Cast) -> None:
    made = actions.appeal_ending(grant=_ended(cast, urgent=True), by=cast.alun, words="I was ill.")
    assert (made.decided_at_unit, made.request) == (cast.region, None)
    assert "I was ill." in letter("appealed", cast.priya)
    actions.decide_appeal(appeal=made, by=cast.priya, uphold=True, words="Give it back.")
    assert accesses.of(cast.alun).may(P.RECORD_DOORS, cast.wexcombe)


def test_notice_that_is_appealed_is_taken_back(cast: Cast) -> None:
    grant = _ended(cast)
    assert grant.notice_at is not None
    made = actions.appeal_ending(grant=grant, by=cast.alun, words="I was ill.")
    actions.decide_appeal(appeal=made, by=cast.priya, uphold=True, words="Let it go on.")
    with everywhere():
        only = Grant.objects.get(user=cast.alun)
    assert (only.pk, only.notice_at) == (grant.pk, None)
    assert only.ends_on is not None
    assert only.ends_on > _TODAY + 300 * _DAY


def test_dismissed_an_ending_stands(cast: Cast) -> None:
    made = actions.appeal_ending(grant=_ended(cast, urgent=True), by=cast.alun, words="I was ill.")
    actions.decide_appeal(appeal=made, by=cast.priya, uphold=False, words="No.")
    assert not accesses.of(cast.alun).grants
    with pytest.raises(Refused, match="made once"):
        actions.appeal_ending(grant=made.ended_grant, by=cast.alun, words="Please")


def test_what_one_gave_back_or_what_ran_out_is_not_appealed(cast: Cast) -> None:
    with everywhere():
        own = grants.end(grant=Grant.objects.get(user=cast.alun), reason="no time", by=cast.alun)
        ran_out = Grant.objects.get(user=cast.lewis)
    for grant, who in ((own, cast.alun), (ran_out, cast.lewis)):
        with pytest.raises(Refused, match="Nobody ended this"):
            actions.appeal_ending(grant=grant, by=who, words="Give it back")


def test_nobody_appeals_for_somebody_else(cast: Cast) -> None:
    with pytest.raises(Refused, match="Only the person who held it"):
        actions.appeal_ending(grant=_ended(cast, urgent=True), by=cast.tess, words="He was ill.")


def test_who_ended_it_does_not_decide_the_appeal(cast: Cast) -> None:
    people.grant(cast.marian, cast.region, RoleName.REGIONAL_ORGANISER)
    made = actions.appeal_ending(grant=_ended(cast, urgent=True), by=cast.alun, words="I was ill.")
    with pytest.raises(Refused, match="You made the decision"):
        actions.decide_appeal(appeal=made, by=cast.marian, uphold=False, words="No.")
    assert "marian" not in mailed("appealed")


def test_an_appeal_that_waits_is_brought_up_every_day(cast: Cast, travel: Traveller) -> None:
    actions.appeal(request=_refused(cast), by=cast.noor, words="Look again")
    for hours in (1, 47, 48, 48.5, 71, 73, 97):
        travel.move_to(SUNDAY + datetime.timedelta(hours=hours))
        current_app.tasks["access.sweep_requests"]()
    with everywhere():
        assert OutboxMessage.objects.filter(purpose="request_appeal_reminder").count() == 3
        assert Appeal.objects.get().state == AppealState.OPEN
