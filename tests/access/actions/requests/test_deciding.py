"""Deciding: any one of those who may, the whole or less, or a refusal with a reason."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from access.actions import requests as actions
from access.enums import GrantKind, RefusalReason, RequestState
from access.hooks import Area
from access.models import AccessRequest, AuditEvent, Grant
from access.permissions import Permission as P
from access.queries import accesses
from access.roles import RoleName
from kit.errors import Refused
from tests import cast as people
from tests.cast import Cast
from tests.everywhere import as_in_production, everywhere
from tests.factories.requests import SUNDAY, again, ask, letter, mailed, story, tool

_DAY = datetime.timedelta(days=1)
_TODAY = SUNDAY.date()


@pytest.fixture
def wards(monkeypatch: pytest.MonkeyPatch) -> None:
    areas = [Area("ward:1", "Harrow Hill"), Area("ward:2", "Lode")]
    monkeypatch.setattr("access.hooks.areas", [lambda unit: areas if unit.code == "wexcombe" else []])


@pytest.mark.parametrize("who", ["marian", "osei", "priya"])
def test_any_one_of_them_decides_alone(who: str, cast: Cast) -> None:
    wanted = ask(cast)
    grant = actions.approve(request=wanted, by=getattr(cast, who))
    assert accesses.of(cast.noor).may(P.RECORD_DOORS, cast.wexcombe)
    assert (grant.kind, grant.reason, grant.granted_by) == (GrantKind.ASKED, "Knock on doors", getattr(cast, who))
    now = again(wanted)
    assert (now.state, now.decided_by, now.grant, now.escalates_at) == (
        RequestState.APPROVED,
        getattr(cast, who),
        grant,
        None,
    )
    assert story(wanted)[-1] != "approved_less"


def test_the_person_and_the_others_are_told(cast: Cast) -> None:
    wanted = ask(cast)
    actions.approve(request=wanted, by=cast.osei, words="Welcome!")
    text = letter("approved", cast.noor)
    for part in ("Osei Mensah-Hart has approved", "Canvasser", "18 April 2027", "16 April 2028", "Welcome!"):
        assert part in text
    assert mailed("decided") == {"marian": ["decided"]}
    with everywhere():
        entry = AuditEvent.objects.get(verb="request.approved")
    assert (entry.actor_id, entry.detail["user"]) == (cast.osei.pk, cast.noor.pk)


def test_it_opens_once_its_gates_are_passed(cast: Cast) -> None:
    newcomer = people.newcomer()
    actions.approve(request=ask(cast, newcomer), by=cast.marian)
    access = accesses.of(newcomer)
    assert not access.may(P.RECORD_DOORS, cast.wexcombe)
    assert access.missing(access.closed[0]) == ("doorstep", "register-terms")


def test_nobody_decides_their_own(cast: Cast) -> None:
    wanted = ask(cast, cast.marian, RoleName.DATA_OFFICER)
    for act in _every_decision(wanted, cast.marian):
        with pytest.raises(Refused, match="Nobody decides their own"):
            act()
    assert again(wanted).state == RequestState.OPEN


@pytest.mark.parametrize("who", ["alun", "tess", "noor", "rival", "lewis"])
def test_only_those_who_may_decide_do(who: str, cast: Cast) -> None:
    wanted = ask(cast, people.newcomer())
    for act in _every_decision(wanted, getattr(cast, who)):
        with pytest.raises(Refused, match="may not decide"):
            act()


def test_who_decides_about_the_field_does_not_decide_about_data(cast: Cast) -> None:
    with pytest.raises(Refused, match="may not decide"):
        actions.approve(request=ask(cast, role=RoleName.DATA_OFFICER), by=cast.osei)


def _every_decision(wanted: AccessRequest, by) -> list[Callable[[], object]]:  # type: ignore[no-untyped-def]
    return [
        lambda: actions.approve(request=wanted, by=by),
        lambda: actions.refuse(request=wanted, by=by, reason=RefusalReason.NOT_NEEDED, words="no"),
        lambda: actions.ask_back(request=wanted, by=by, words="why?"),
    ]


def test_the_second_hears_who_was_quicker(cast: Cast) -> None:
    wanted = ask(cast)
    actions.refuse(request=wanted, by=cast.osei, reason=RefusalReason.NOT_NEEDED, words="We are full.")
    for act in _every_decision(wanted, cast.marian):
        with pytest.raises(Refused, match="Osei Mensah-Hart decided a moment ago: refused"):
            act()
    with everywhere():
        assert not Grant.objects.filter(user=cast.noor).exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_make_one_decision(transactional_db: None, travel: object) -> None:
    """Two connections: the one waits for the other's commit, then reads that it is decided."""
    cast = people.make()
    wanted = ask(cast)
    told: dict[str, str] = {}
    start = threading.Barrier(2, timeout=20)

    def decide(name: str, act: Callable[[], object]) -> None:
        try:
            with as_in_production():
                start.wait()
                act()
            told[name] = "done"
        except Refused as refused:
            told[name] = str(refused)
        finally:
            connection.close()

    both = [
        threading.Thread(target=decide, args=("marian", lambda: actions.approve(request=wanted, by=cast.marian))),
        threading.Thread(
            target=decide,
            args=(
                "osei",
                lambda: actions.refuse(request=wanted, by=cast.osei, reason=RefusalReason.NOT_NEEDED, words="Full."),
            ),
        ),
    ]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(timeout=30)
    assert sorted(words == "done" for words in told.values()) == [False, True]
    loser = next(words for words in told.values() if words != "done")
    winner = again(wanted).decided_by
    assert winner is not None
    assert f"{winner.name} decided a moment ago" in loser
    with everywhere():
        assert Grant.objects.filter(user=cast.noor).count() == (1 if winner == cast.marian else 0)
        assert wanted.steps.filter(kind__in=["approved", "refused"]).count() == 1


@pytest.mark.django_db(transaction=True)
def test_withdrawing_and_approving_at_the_same_moment_leave_no_grant_behind(
    transactional_db: None, travel: object
) -> None:
    cast = people.make()
    wanted = ask(cast)
    start = threading.Barrier(2, timeout=20)
    refused: list[str] = []

    def run(act: Callable[[], object]) -> None:
        try:
            with as_in_production():
                start.wait()
                act()
        except Refused as error:
            refused.append(str(error))
        finally:
            connection.close()

    both = [
        threading.Thread(target=run, args=(lambda: actions.withdraw(request=wanted, by=cast.noor),)),
        threading.Thread(target=run, args=(lambda: actions.approve(request=wanted, by=cast.marian),)),
    ]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(timeout=30)
    assert len(refused) == 1
    state = again(wanted).state
    with everywhere():
        assert Grant.objects.filter(user=cast.noor).exists() == (state == RequestState.APPROVED)


def test_less_time_needs_a_word_why(cast: Cast) -> None:
    wanted = ask(cast)
    with pytest.raises(Refused, match="Say why you approve less"):
        actions.approve(request=wanted, by=cast.marian, ends_on=_TODAY + 30 * _DAY)
    grant = actions.approve(request=wanted, by=cast.marian, ends_on=_TODAY + 30 * _DAY, words="Until the election.")
    assert grant.ends_on == _TODAY + 30 * _DAY
    assert "approved_less" in story(wanted)
    assert "less than you asked for" in letter("approved", cast.noor)


def test_fewer_places_than_asked_for(cast: Cast, wards: None) -> None:
    wanted = ask(cast, role=RoleName.BOARD_RUNNER, area=["ward:1", "ward:2"])
    assert "Board runner, Harrow Hill, Lode" in letter("asked", cast.marian)
    grant = actions.approve(request=wanted, by=cast.osei, area=["ward:2"], words="Harrow Hill has one.")
    assert grant.area == ["ward:2"]
    assert "You have Board runner, Lode in" in letter("approved", cast.noor)
    assert accesses.of(cast.noor).area(P.MAKE_BOARDS, cast.wexcombe) == {"ward:2"}


@pytest.mark.parametrize("area", [["ward:1", "ward:2"], []])
def test_never_more_than_asked_for(area: list[str], cast: Cast, wards: None) -> None:
    wanted = ask(cast, role=RoleName.BOARD_RUNNER, area=["ward:1"])
    with pytest.raises(Refused, match="more than was asked for"):
        actions.approve(request=wanted, by=cast.osei, area=area, words="take it all")


def test_no_place_that_is_not_there(cast: Cast, wards: None) -> None:
    with pytest.raises(Refused, match="not in Wexcombe"):
        actions.approve(
            request=ask(cast, role=RoleName.BOARD_RUNNER), by=cast.osei, area=["ward:99"], words="Marsham’s"
        )


def test_no_longer_than_the_role_may_run(cast: Cast) -> None:
    with pytest.raises(Refused, match="365 days at most"):
        actions.approve(request=ask(cast), by=cast.marian, ends_on=_TODAY + 400 * _DAY)


def test_a_full_role_is_refused_with_its_number(cast: Cast) -> None:
    for name in ("ann", "bee"):
        people.grant(people.newcomer(name, name.title()), cast.wexcombe, RoleName.DATA_OFFICER)
    people.grant(people.newcomer("cat", "Cat"), cast.wexcombe, RoleName.DATA_OFFICER)
    wanted = ask(cast, role=RoleName.DATA_OFFICER)
    with pytest.raises(Refused, match="Only 3 people may hold this here"):
        actions.approve(request=wanted, by=cast.marian)
    assert again(wanted).state == RequestState.OPEN


def test_a_renewal_lets_the_role_go_on_without_a_gap(cast: Cast) -> None:
    with everywhere():
        Grant.objects.filter(user=cast.alun).update(ends_on=_TODAY + 5 * _DAY)
        old = Grant.objects.get(user=cast.alun)
    wanted = ask(cast, cast.alun, renews=old)
    grant = actions.approve(request=wanted, by=cast.marian)
    assert (grant.pk, grant.ends_on) == (old.pk, _TODAY + 364 * _DAY)
    with everywhere():
        assert Grant.objects.filter(user=cast.alun).count() == 1


def test_a_refusal_has_a_published_reason_and_words(cast: Cast) -> None:
    wanted = ask(cast)
    with pytest.raises(Refused, match="Choose a reason"):
        actions.refuse(request=wanted, by=cast.marian, reason="data_protection", words="GDPR")
    with pytest.raises(Refused, match="in your own words"):
        actions.refuse(request=wanted, by=cast.marian, reason=RefusalReason.LAW, words="  ")
    actions.refuse(request=wanted, by=cast.marian, reason=RefusalReason.OTHER_ROLE, words="Ask for teller.")
    text = letter("refused", cast.noor)
    for part in ("Another role fits better", "Ask for teller.", "appeal once"):
        assert part in text
    assert again(wanted).reason == "other_role"


def test_the_database_refuses_a_refusal_without_reason_too(cast: Cast) -> None:
    wanted = ask(cast)
    with everywhere(), pytest.raises(IntegrityError, match="refused_with_a_reason"), transaction.atomic():
        AccessRequest.objects.filter(pk=wanted.pk).update(state="refused")


def test_steps_cannot_be_changed_afterwards(cast: Cast) -> None:
    wanted = ask(cast)
    with everywhere(), pytest.raises(Exception, match="append-only"), transaction.atomic():
        wanted.steps.update(words="never said")


def test_a_key_to_a_tool_goes_on_to_whoever_holds_the_tools_key(cast: Cast) -> None:
    wanted = ask(cast, role="", tool=tool(), need="Make lists")
    grant = actions.approve(request=wanted, by=cast.marian)
    assert (grant.role, grant.tool_id, grant.done_at) == ("", wanted.tool_id, None)
    assert not accesses.of(cast.noor).grants, "a tool opens nothing here"
    text = letter("key", cast.priya)
    assert "Let Noor Haddad into List Maker" in text
    assert "Add the person by their email address." in text
    assert "marian" not in mailed("key")


def test_who_decides_for_some_places_decides_about_those_alone(cast: Cast, wards: None) -> None:
    with everywhere():
        Grant.objects.filter(user=cast.osei).update(area=["ward:1"])
    inside = ask(cast, role=RoleName.BOARD_RUNNER, area=["ward:1"])
    outside = ask(cast, cast.lewis, RoleName.BOARD_RUNNER, area=["ward:1", "ward:2"])
    whole = ask(cast, cast.tess)
    assert mailed("asked")["osei"] == ["asked"], "the others are not for him"
    for wanted in (outside, whole):
        with pytest.raises(Refused, match="You decide for some places"):
            actions.approve(request=wanted, by=cast.osei)
    page = cast.client(cast.osei).get("/u/wexcombe/access/desk/").content.decode()
    assert f"request-{inside.number}" in page
    assert f"request-{outside.number}" not in page
    assert f"request-{whole.number}" not in page
    assert actions.approve(request=inside, by=cast.osei).area == ["ward:1"]
