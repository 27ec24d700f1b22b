"""Asking for access, and what the person who asked can do."""

from __future__ import annotations

import datetime

import pytest
from time_machine import Traveller

from access import scoping
from access.actions import requests as actions
from access.enums import RequestState
from access.hooks import Area
from access.models import AccessRequest, AuditEvent, Grant, User
from access.roles import RoleName
from kit.errors import Refused
from tests import cast as people
from tests.cast import Cast
from tests.everywhere import everywhere
from tests.factories.requests import SUNDAY, again, ask, away, letter, mailed, story, tool

_TODAY = SUNDAY.date()
_DAY = datetime.timedelta(days=1)


@pytest.fixture
def wards(monkeypatch: pytest.MonkeyPatch) -> None:
    areas = [Area("ward:1", "Harrow Hill"), Area("ward:2", "Lode")]
    monkeypatch.setattr("access.hooks.areas", [lambda unit: areas if unit.code == "wexcombe" else []])


def test_it_goes_to_everybody_who_can_decide_there_and_to_nobody_else(cast: Cast) -> None:
    wanted = ask(cast, why="I live there")
    assert (wanted.state, wanted.rests_with, wanted.number) == (RequestState.OPEN, cast.wexcombe, wanted.number)
    assert wanted.escalates_at == SUNDAY + datetime.timedelta(hours=24)
    assert story(wanted) == ["asked", "sent"]
    assert mailed() == {"noor": ["received"], "marian": ["asked"], "osei": ["asked"]}
    with everywhere():
        assert set(wanted.steps.get(kind="sent").detail["to"]) == {cast.marian.pk, cast.osei.pk}
        entry = AuditEvent.objects.get(verb="request.asked")
    assert (entry.actor_id, entry.unit_id, entry.object_id) == (cast.noor.pk, cast.wexcombe.pk, str(wanted.pk))


def test_the_mail_says_what_and_why_and_leads_to_it(cast: Cast) -> None:
    wanted = ask(cast, why="I live there", needed_by=datetime.date(2027, 5, 6))
    text = letter("asked", cast.marian)
    for part in (
        "Noor Haddad asks for Canvasser in Wexcombe and Harrow Hill",
        "Knock on doors",
        "I live there",
        "6 May 2027",
        "Monday 19 April, 17:00",  # in London's time
        f"/access/requests/{wanted.pk}/",
    ):
        assert part in text
    assert "Marian Teale and Osei Mensah-Hart" in letter("received", cast.noor)


def test_a_role_that_gives_access_is_for_those_who_give_it(cast: Cast) -> None:
    ask(cast, role=RoleName.DATA_OFFICER)
    assert set(mailed()) == {"noor", "marian"}, "a campaign organiser decides about the field alone"


def test_numbers_count_up(cast: Cast) -> None:
    first, second = ask(cast), ask(cast, cast.lewis)
    assert second.number == first.number + 1


def test_nobody_decides_their_own_so_the_only_decider_asks_the_region(cast: Cast) -> None:
    wanted = ask(cast, cast.marian, RoleName.DATA_OFFICER)
    assert wanted.rests_with == cast.region
    assert wanted.escalates_at is None, "nobody is above the region"
    assert story(wanted) == ["asked", "escalated", "sent"]
    assert mailed() == {"marian": ["received"], "priya": ["asked"]}
    assert "further up at once" in letter("received", cast.marian)


def test_when_all_are_away_it_goes_up_at_once_and_they_are_told(cast: Cast) -> None:
    away(cast.marian, cast.wexcombe, _TODAY, _TODAY + 3 * _DAY)
    away(cast.osei, cast.wexcombe, _TODAY - _DAY, _TODAY + _DAY)
    wanted = ask(cast)
    assert wanted.rests_with == cast.region
    assert mailed() == {
        "noor": ["received"],
        "priya": ["asked"],
        "marian": ["passed_over"],
        "osei": ["passed_over"],
    }
    with everywhere():
        assert wanted.steps.get(kind="escalated").detail["why"] == "away"


def test_somebody_who_is_back_in_time_keeps_it(cast: Cast) -> None:
    """Osei is away today, and back tomorrow 00:00; a canvasser's request would go up tomorrow 17:00."""
    away(cast.marian, cast.wexcombe, _TODAY, _TODAY + 3 * _DAY)
    away(cast.osei, cast.wexcombe, _TODAY, _TODAY)
    assert ask(cast).rests_with == cast.wexcombe


def test_where_nobody_at_all_can_decide_it_waits_at_the_top(cast: Cast) -> None:
    with everywhere():
        Grant.objects.all().update(ended_at=SUNDAY)
    wanted = ask(cast)
    assert (wanted.rests_with.code, wanted.escalates_at) == ("labour", None)
    assert "Nobody can decide it at present" in letter("received", cast.noor)


def test_those_whose_gates_are_shut_are_not_asked(cast: Cast) -> None:
    shut = people.newcomer()
    people.grant(shut, cast.wexcombe, RoleName.CAMPAIGN_ORGANISER)
    ask(cast)
    assert "newcomer" not in mailed()


def test_a_key_to_a_tool_is_asked_for_in_the_same_way(cast: Cast) -> None:
    wanted = ask(cast, role="", tool=tool(decide_hours=12), need="Make lists")
    assert wanted.what == "List Maker"
    assert wanted.escalates_at == SUNDAY + datetime.timedelta(hours=12)
    assert set(mailed("asked")) == {"marian"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"need": "  "}, "Say what you need"),
        ({"needed_by": datetime.date(2027, 4, 17)}, "has gone by"),
        ({"role": "emperor"}, "can’t be asked for"),
        ({"role": RoleName.EMERGENCY_READER}, "can’t be asked for"),
        ({"role": ""}, "can’t be asked for"),
        ({"role": RoleName.REGIONAL_ORGANISER}, "no such role"),
        ({"area": ["ward:99"], "role": RoleName.BOARD_RUNNER}, "not in Wexcombe"),
        ({"area": ["ward:1"]}, "not in Wexcombe"),  # canvassers have no area
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_asked(change: dict, words: str, cast: Cast, wards: None) -> None:
    with pytest.raises(Refused, match=words):
        ask(cast, **change)
    with everywhere():
        assert not AccessRequest.objects.exists()
    assert mailed() == {}


def test_today_is_not_too_late(cast: Cast) -> None:
    wanted = ask(cast, needed_by=_TODAY)
    assert wanted.escalates_at == SUNDAY + datetime.timedelta(hours=2, minutes=59, seconds=30) + datetime.timedelta(
        minutes=30
    )


def test_not_twice_for_the_same(cast: Cast) -> None:
    ask(cast)
    with pytest.raises(Refused, match="asked for this here already"):
        ask(cast)
    ask(cast, unit=cast.marsham)
    ask(cast, role=RoleName.TELLER)


def test_not_what_one_has_already_unless_it_ends_soon(cast: Cast) -> None:
    with pytest.raises(Refused, match="have this here already"):
        ask(cast, cast.alun)
    with everywhere():
        Grant.objects.filter(user=cast.alun).update(ends_on=_TODAY + 14 * _DAY)
    assert ask(cast, cast.alun).renews is None


def test_only_ones_own_role_is_renewed(cast: Cast) -> None:
    with everywhere():
        theirs = Grant.objects.get(user=cast.alun)
    with pytest.raises(Refused, match="your own role"):
        ask(cast, renews=theirs)


def test_hostile_words_are_kept_as_words(cast: Cast) -> None:
    nasty = "<script>alert(1)</script> {{ 7*7 }} {% url %} '; DROP TABLE access_grant; -- \r\nBcc: all@example.org"
    wanted = ask(cast, need=nasty, why=nasty)
    assert again(wanted).need == nasty
    text = letter("asked", cast.marian)
    assert nasty.replace("\r\n", "\n") in text.replace("\r\n", "\n")
    assert "49" not in text.split("\n")[0]


def test_a_name_cannot_break_a_mail_head(cast: Cast) -> None:
    User.objects.filter(pk=cast.noor.pk).update(name="Noor\r\nBcc: all@example.org")
    cast.noor.refresh_from_db()
    ask(cast)
    assert "\nBcc" not in letter("asked", cast.marian).split("asks for")[0]


def test_a_message_goes_to_those_who_decide_and_theirs_to_the_person(cast: Cast) -> None:
    wanted = ask(cast)
    actions.add_message(request=wanted, by=cast.noor, words="Any news?")
    assert mailed("message") == {"marian": ["message"], "osei": ["message"]}
    actions.add_message(request=wanted, by=cast.osei, words="Tomorrow.")
    assert "Tomorrow." in letter("message", cast.noor)
    assert again(wanted).state == RequestState.OPEN


@pytest.mark.parametrize("who", ["alun", "rival", "lewis"])
def test_others_cannot_write_into_it(who: str, cast: Cast) -> None:
    with pytest.raises(Refused, match="may not decide"):
        actions.add_message(request=ask(cast), by=getattr(cast, who), words="hello")


def test_a_question_and_its_answer_and_the_clock_goes_on(cast: Cast, travel: Traveller) -> None:
    wanted = ask(cast)
    travel.shift(datetime.timedelta(hours=1))
    actions.ask_back(request=wanted, by=cast.marian, words="Which ward?")
    assert again(wanted).state == RequestState.ASKED_BACK
    assert again(wanted).escalates_at == wanted.escalates_at
    assert "The clock goes on meanwhile" in letter("question", cast.noor)
    travel.shift(datetime.timedelta(hours=1))
    with pytest.raises(Refused, match="Only the person who asked"):
        actions.answer_back(request=wanted, by=cast.osei, words="Lode")
    actions.answer_back(request=wanted, by=cast.noor, words="Lode")
    assert again(wanted).state == RequestState.OPEN
    assert mailed("answered") == {"marian": ["answered"], "osei": ["answered"]}
    assert story(wanted) == ["asked", "sent", "question", "message"]


def test_opening_is_noted_once_for_each_who_decides(cast: Cast) -> None:
    wanted = ask(cast)
    assert actions.opened(request=wanted, by=cast.marian)
    assert not actions.opened(request=wanted, by=cast.marian)
    assert not actions.opened(request=wanted, by=cast.noor), "one's own doesn't count"
    assert actions.opened(request=wanted, by=cast.osei)
    assert mailed("opened") == {"noor": ["opened", "opened"]}


def test_withdrawn_is_over_and_told(cast: Cast) -> None:
    wanted = ask(cast)
    with pytest.raises(Refused, match="Only the person who asked"):
        actions.withdraw(request=wanted, by=cast.marian)
    actions.withdraw(request=wanted, by=cast.noor)
    assert (again(wanted).state, again(wanted).escalates_at) == (RequestState.WITHDRAWN, None)
    assert mailed("withdrawn") == {"noor": ["withdrawn"], "marian": ["withdrawn"], "osei": ["withdrawn"]}
    with pytest.raises(Refused, match="Noor Haddad has withdrawn"):
        actions.approve(request=wanted, by=cast.marian)
    with pytest.raises(Refused, match="has withdrawn"):
        actions.withdraw(request=wanted, by=cast.noor)
    assert ask(cast).number > wanted.number, "and can be asked for again"


def test_a_lesson_passed_is_noted_in_what_waits_for_it(cast: Cast) -> None:
    wanted, other = ask(cast), ask(cast, role=RoleName.TELLER)
    assert actions.note_gate(user=cast.noor, gate="doorstep") == 1
    assert actions.note_gate(user=cast.noor, gate="doorstep") == 0, "once"
    assert ("gate" in story(wanted), "gate" in story(other)) == (True, False)
    assert "The doorstep" in letter("gate", cast.noor)


def test_every_step_is_in_the_record(cast: Cast) -> None:
    wanted = ask(cast)
    actions.opened(request=wanted, by=cast.marian)
    actions.ask_back(request=wanted, by=cast.marian, words="Which ward?")
    actions.answer_back(request=wanted, by=cast.noor, words="Lode")
    actions.add_message(request=wanted, by=cast.noor, words="Or Marl")
    actions.withdraw(request=wanted, by=cast.noor)
    with everywhere():
        entries = AuditEvent.objects.filter(object_id=str(wanted.pk))
        verbs = {entry.verb for entry in entries}
        told = str([entry.detail for entry in entries])
    assert verbs == {
        f"request.{verb}" for verb in ("asked", "opened", "asked_back", "answered", "message", "withdrawn")
    }
    assert "Noor" not in told
    assert "Lode" not in told


def test_asking_needs_no_scope_and_leaves_none_behind(cast: Cast) -> None:
    assert scoping.current() is None
    ask(cast)
    assert scoping.current() is None


def test_nobody_asks_for_everything_everywhere_at_once(cast: Cast) -> None:
    roles = [RoleName.CANVASSER, RoleName.TELLER, RoleName.BOARD_RUNNER, RoleName.DATA_OFFICER, RoleName.SECRETARY]
    for unit in (cast.wexcombe, cast.marsham):
        for role in roles:
            ask(cast, role=role, unit=unit)
    with pytest.raises(Refused, match="10 requests of yours are open"):
        ask(cast, role=RoleName.MEMBERSHIP_OFFICER)


def test_nobody_floods_those_who_decide_with_messages(cast: Cast, travel: Traveller) -> None:
    wanted = ask(cast)
    for index in range(10):
        actions.add_message(request=wanted, by=cast.noor, words=f"Please {index}")
    with pytest.raises(Refused, match="enough for one hour"):
        actions.add_message(request=wanted, by=cast.noor, words="Please!")
    travel.shift(datetime.timedelta(hours=1, seconds=1))
    actions.add_message(request=wanted, by=cast.noor, words="Any news?")
