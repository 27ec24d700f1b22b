"""Lists, boards, sessions, rules, surveys and words go when their time is over, and never while they are in use."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from django.utils import timezone

from access.models import Unit
from canvass.actions import contacts, keeping
from canvass.models import (
    Approach,
    Board,
    BoardDoor,
    CanvassSession,
    ConsentWording,
    DoorstepConsent,
    Handing,
    Joined,
    LetterScheme,
    Listed,
    Survey,
    SurveyVersion,
    TargetList,
    TargetRule,
    TargetRuleVersion,
    Team,
)
from tests.canvass.conftest import Doorstep
from tests.factories import sessions

NOON = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
NOTHING = dict.fromkeys(("approaches", "boards", "lists", "sessions", "rules", "surveys", "words"), 0)


@pytest.fixture(autouse=True)
def _today(scope: Unit) -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def purged(doorstep: Doorstep, years: int, days: int = 1) -> dict[str, int]:
    """Return what a purge lets go so many years from now; a dry run before it says the same."""
    with time_machine.travel(NOON.replace(year=NOON.year + years) + datetime.timedelta(days=days), tick=False):
        said = keeping.dry_run(unit=doorstep.cast.wexcombe)
        counts = keeping.purge(unit=doorstep.cast.wexcombe).counts
        assert counts == said
        assert {name: keeping.purge(unit=doorstep.cast.wexcombe).counts[name] for name in NOTHING} == NOTHING
    return {name: counts[name] for name in NOTHING if counts[name]}


@pytest.fixture
def target_list(doorstep: Doorstep) -> TargetList:
    """A list of Elsie, by version 1 of a rule, which the board of the doorstep is of."""
    unit, by = doorstep.cast.wexcombe, doorstep.cast.osei
    rule = TargetRule.objects.create(unit=unit, name="Undecided", made_by=by)
    version = TargetRuleVersion.objects.create(unit=unit, rule=rule, number=1, body={}, made_by=by)
    made = TargetList.objects.create(unit=unit, name="Undecided", version=version, made_by=by)
    Listed.objects.create(unit=unit, target_list=made, elector=doorstep.elsie, household=doorstep.door, reasons=[0])
    Board.objects.update(target_list=made)
    return made


def put_away(*rows: TargetList | Board) -> None:
    for row in rows:
        type(row)._default_manager.filter(pk=row.pk).update(closed_at=timezone.now())


def test_that_a_home_was_turned_to_is_known_for_two_years(doorstep: Doorstep) -> None:
    doorstep.phone.send(doorstep.phone.answer(doorstep.elsie))
    Approach.objects.create(unit=doorstep.cast.wexcombe, household=doorstep.next_door, channel="post", at=NOON)
    assert purged(doorstep, 2, days=-1) == {}
    assert purged(doorstep, 2) == {"approaches": 2}
    with time_machine.travel(NOON.replace(year=2028) + datetime.timedelta(days=1)):
        contacts.rebuild(unit=doorstep.cast.wexcombe)
        assert not Approach.objects.exists(), "what follows from the events doesn't bring it back"


def test_a_list_goes_two_years_after_it_and_its_boards_were_put_away(
    doorstep: Doorstep, target_list: TargetList
) -> None:
    put_away(target_list)
    assert purged(doorstep, 3) == {}, "its board is still out"
    put_away(doorstep.board)
    assert purged(doorstep, 2, days=-1) == {}
    assert purged(doorstep, 2) == {"lists": 1}
    assert not Listed.objects.exists()
    assert Board.objects.get().target_list is None
    assert TargetRuleVersion.objects.exists()


def test_a_list_that_is_in_use_stays_however_old(doorstep: Doorstep, target_list: TargetList) -> None:
    assert "lists" not in purged(doorstep, 9)
    assert Listed.objects.exists()


def test_a_board_goes_after_five_years_with_its_doors_and_who_had_it(doorstep: Doorstep) -> None:
    assert purged(doorstep, 5, days=-1) == {}
    assert purged(doorstep, 5, days=2) == {"boards": 1}
    assert not BoardDoor.objects.exists()
    assert not Handing.objects.exists()


def test_a_board_that_somebody_had_lately_stays(doorstep: Doorstep) -> None:
    Handing.objects.update(read_until=NOON + datetime.timedelta(days=365))
    assert purged(doorstep, 5) == {}
    Handing.objects.update(read_until=NOON)
    Board.objects.update(closed_at=NOON + datetime.timedelta(days=365))
    assert purged(doorstep, 5) == {}
    assert purged(doorstep, 6, days=2) == {"boards": 1}


def test_a_session_goes_with_the_last_of_its_boards(doorstep: Doorstep) -> None:
    cast = doorstep.cast
    made = sessions.session(cast.wexcombe, cast.osei, doorstep.board)
    Joined.objects.create(unit=cast.wexcombe, session=made, user=cast.alun, way="role")
    Handing.objects.update(read_until=NOON + datetime.timedelta(days=30))
    assert purged(doorstep, 5) == {}, "its board was out for longer"
    assert purged(doorstep, 5, days=31) == {"boards": 1, "sessions": 1}
    assert [model.objects.count() for model in (CanvassSession, Joined, Team)] == [0, 0, 0]


def test_a_rule_goes_five_years_after_it_was_put_away_unless_a_list_is_by_it(
    doorstep: Doorstep, target_list: TargetList
) -> None:
    assert "rules" not in purged(doorstep, 4)
    TargetRule.objects.update(archived_at=NOON)
    assert "rules" not in purged(doorstep, 5), "the list says by which rule it was found"
    put_away(target_list)
    assert purged(doorstep, 5) == {"lists": 1, "rules": 1}
    assert not TargetRuleVersion.objects.exists()


def test_a_survey_goes_five_years_after_it_was_put_away_unless_answers_are_to_it(doorstep: Doorstep) -> None:
    unit, by = doorstep.cast.wexcombe, doorstep.cast.osei
    kept, over, asked = (
        Survey.objects.create(unit=unit, name=name, made_by=by, archived_at=at)
        for name, at in (("In use", None), ("Over", NOON), ("Answered", NOON))
    )
    options = [{"code": "yes", "label": "Yes"}]
    question = {"key": "q1", "text": "By bus?", "kind": "choice", "options": options, "only_if": None}
    body = {"script": "", "questions": [question]}
    for one in (kept, over, asked):
        version = SurveyVersion.objects.create(unit=unit, survey=one, number=1, body=body, made_by=by)
    said = {"survey": {"version": str(version.pk), "answers": {"q1": "yes"}}}
    with time_machine.travel(NOON + datetime.timedelta(days=90)):
        phone = doorstep.phone
        type(phone.grant)._default_manager.update(write_until=timezone.now() + datetime.timedelta(days=9))
        assert phone.send(phone.answer(doorstep.elsie, said=said))[0]["status"] == "stored"
    assert purged(doorstep, 5)["surveys"] == 1
    assert set(Survey.objects.values_list("name", flat=True)) == {"In use", "Answered"}
    assert purged(doorstep, 5, days=92)["surveys"] == 1
    assert [one.survey.name for one in SurveyVersion.objects.all()] == ["In use"]


def test_words_and_letters_go_five_years_after_they_were_replaced(doorstep: Doorstep) -> None:
    unit, by = doorstep.cast.wexcombe, doorstep.cast.osei
    words = [
        ConsentWording.objects.create(unit=unit, channel=channel, text=text, made_by=by)
        for channel, text in (("phone", "First"), ("phone", "Second"), ("phone", "Third"), ("email", "Only"))
    ]
    for at, one in enumerate(words):
        ConsentWording.objects.filter(pk=one.pk).update(made_at=NOON + datetime.timedelta(hours=at))
    for number in (1, 2):
        LetterScheme.objects.create(unit=unit, number=number, letters={}, made_by=by)
    doorstep.phone.send(doorstep.phone.consent(doorstep.elsie, words[1].pk))
    assert DoorstepConsent.objects.exists()
    assert "words" not in purged(doorstep, 5, days=-1)
    assert purged(doorstep, 5, days=2)["words"] == 2
    assert set(ConsentWording.objects.values_list("text", flat=True)) == {"Second", "Third", "Only"}
    assert [one.number for one in LetterScheme.objects.all()] == [2]
