"""The pack of a board, put together: what it says, in how many queries, and how large it is."""

from __future__ import annotations

import datetime
import gzip
import json

import pytest
from django.utils import timezone

from access.models import Unit
from canvass.models import (
    Board,
    CanvassSession,
    ConsentWording,
    DoorFlag,
    Elector,
    Found,
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
from canvass.queries import phone
from canvass.queries.boards import lists
from tests.canvass.conftest import Doorstep
from tests.factories import canvass

BODY = {
    "script": "Hello",
    "questions": [{"key": "q1", "text": "Buses?", "kind": "scale", "options": [], "only_if": None}],
}


@pytest.fixture(autouse=True)
def _in_scope(scope: Unit) -> None:
    """These tests look into the tables of the cast's CLP."""


def pack(doorstep: Doorstep, board: Board | None = None) -> dict:
    found = phone.boards().get(pk=(board or doorstep.board).pk)
    return phone.pack(found, Handing.objects.filter(board=found).get(), doorstep.cast.alun)


def flag(doorstep: Doorstep, days: int) -> None:
    DoorFlag.objects.create(
        unit=doorstep.cast.wexcombe,
        household=doorstep.door,
        reason="threat",
        note="He had a stick",
        flagged_at=timezone.now(),
        review_on=timezone.localdate() + datetime.timedelta(days=days),
    )


def outing(doorstep: Doorstep, board: Board) -> CanvassSession:
    """Put the board into a session with a survey, with a team of two."""
    unit, osei = doorstep.cast.wexcombe, doorstep.cast.osei
    survey = Survey.objects.create(unit=unit, name="Buses", made_by=osei)
    version = SurveyVersion.objects.create(unit=unit, survey=survey, number=1, body=BODY, made_by=osei)
    now = timezone.now()
    session = CanvassSession.objects.create(
        unit=unit, name="Sunday", meets_at=now, back_at=now + datetime.timedelta(hours=2), meeting_point="The green",
        leader=osei, survey=version, made_by=osei,
    )  # fmt: skip
    team = Team.objects.create(unit=unit, session=session, name="Red")
    for user in (osei, doorstep.cast.alun):
        Joined.objects.create(unit=unit, session=session, team=team, user=user, way="role")
    board.session, board.team = session, team
    board.save(update_fields=["session", "team"])
    return session


def on_a_list(doorstep: Doorstep, board: Board, conditions: list[dict], reasons: dict[Elector, list[int]]) -> None:
    unit, osei = doorstep.cast.wexcombe, doorstep.cast.osei
    rule = TargetRule.objects.create(unit=unit, name="Rule", made_by=osei)
    version = TargetRuleVersion.objects.create(
        unit=unit, rule=rule, number=1, body={"conditions": conditions}, made_by=osei
    )
    board.target_list = TargetList.objects.create(unit=unit, name="List", version=version, made_by=osei)
    board.save(update_fields=["target_list"])
    Listed.objects.bulk_create(
        Listed(
            unit=unit,
            target_list=board.target_list,
            elector=elector,
            household_id=elector.household_id,
            reasons=why,
        )
        for elector, why in reasons.items()
    )


def test_a_plain_board_asks_the_questions_that_every_board_has(doorstep: Doorstep) -> None:
    found = pack(doorstep)
    assert found["v"] == 2
    assert found["session"] is None
    assert found["found"] == []
    assert found["questions"]["survey"] is None
    assert found["questions"]["wordings"] == []
    assert found["questions"]["ruled_out"] == ["labour", "conservative", "lib_dem", "green", "reform"]
    assert [one["code"] for one in found["questions"]["wishes"]] == ["postal_vote", "poster", "help", "follow_up"]
    assert found["letters"]["L"] == "labour"
    assert found["team"] == [{"id": doorstep.cast.alun.pk, "name": doorstep.cast.alun.name}]
    assert {"code": "buses", "label": "Buses and trains"} in found["issues"]
    assert found["streets"] == [{"name": "Tanyard Row", "district": "HH1", "id": doorstep.door.street_id}]
    assert "flag" not in found["doors"][0]
    assert "why" not in found["doors"][0]["people"][0]


def test_an_outing_brings_its_survey_its_team_and_when_to_be_back(doorstep: Doorstep) -> None:
    session = outing(doorstep, doorstep.board)
    found = pack(doorstep)
    assert found["session"] == {
        "id": str(session.pk),
        "name": "Sunday",
        "leader": doorstep.cast.osei.name,
        "back_at": session.back_at.isoformat(),
        "fine": f"/canvass/session/{session.pk}/fine/",
    }
    assert found["questions"]["survey"] == {"version": str(session.survey_id), **BODY}
    assert {one["id"] for one in found["team"]} == {doorstep.cast.osei.pk, doorstep.cast.alun.pk}


def test_the_newest_words_and_letters_are_in_it(doorstep: Doorstep) -> None:
    unit = doorstep.cast.wexcombe
    for text in ("Old words", "May we ring you?"):
        ConsentWording.objects.create(unit=unit, channel="phone", text=text)
    mail = ConsentWording.objects.create(unit=unit, channel="email", text="May we write?")
    for number, letter in ((1, "L"), (2, "M")):
        LetterScheme.objects.create(unit=unit, number=number, letters={letter: "labour"})
    found = pack(doorstep)
    assert [one["text"] for one in found["questions"]["wordings"]] == ["May we write?", "May we ring you?"]
    assert found["questions"]["wordings"][0] == {"id": mail.pk, "channel": "email", "text": "May we write?"}
    assert found["letters"] == {"M": "labour"}


@pytest.mark.parametrize(("days", "shown"), [(1, True), (0, False), (-3, False)])
def test_a_flagged_door_says_take_care_and_never_why(doorstep: Doorstep, days: int, shown: bool) -> None:
    flag(doorstep, days)
    found = pack(doorstep)
    assert found["doors"][0].get("flag", False) is shown
    assert "flag" not in found["doors"][1]
    assert "stick" not in json.dumps(found)
    assert "threat" not in json.dumps(found["doors"])


def test_why_somebody_is_listed_is_coarse(doorstep: Doorstep) -> None:
    conditions = [
        {"field": "issue", "op": "ever", "value": {"codes": ["crime"]}},
        {"field": "never_spoken", "op": "is", "value": {}},
        {"field": "nobody_knows", "op": "is", "value": {}},
    ]
    on_a_list(doorstep, doorstep.board, conditions, {doorstep.elsie: [0], doorstep.graham: [2, 1], doorstep.zofia: [9]})
    first, second = pack(doorstep)["doors"]
    assert [one.get("why") for one in first["people"]] == ["asked_before", "never_asked"]
    assert "why" not in second["people"][0]


def test_what_was_kept_the_last_time_is_told(doorstep: Doorstep) -> None:
    unit, at = doorstep.cast.wexcombe, timezone.now()
    elsewhere = canvass.street(unit, "Mill Lane")
    for state, street, household, door, name in (
        ("kept", doorstep.door.street, None, "Rear of 14", ""),
        ("kept", None, doorstep.door, "", "Maria Ferrante"),
        ("kept", elsewhere, None, "The boat", ""),
        ("open", doorstep.door.street, None, "The shed", ""),
    ):
        Found.objects.create(
            unit=unit, state=state, street=street, household=household, door=door, name=name, found_at=at
        )
    assert {(one["household"], one["street"], one["text"]) for one in pack(doorstep)["found"]} == {
        (None, 0, "Found last time: Rear of 14, not on the register"),
        (doorstep.door.pk, None, "Found last time: Maria Ferrante, not on the register"),
    }


def test_four_hundred_people_in_six_queries_and_forty_kilobytes(
    doorstep: Doorstep, scope: Unit, django_assert_max_num_queries
) -> None:
    town = canvass.bulk(scope, streets=4, doors=50, per_door=2)
    doors = list(town.districts[0].households.order_by("pk"))
    board = canvass.board(doorstep.cast.osei, *doors)
    canvass.hand(board, doorstep.cast.alun, doorstep.cast.osei)
    outing(doorstep, board)
    people = Elector.objects.filter(household__in=doors)
    on_a_list(
        doorstep, board, [{"field": "never_spoken", "op": "is", "value": {}}], {elector: [0] for elector in people}
    )
    with django_assert_max_num_queries(6):
        found, handing = phone.boards().get(pk=board.pk), lists.last_handing(board, doorstep.cast.alun)
        assert handing is not None
        made = phone.pack(found, handing, doorstep.cast.alun)
    assert sum(len(door["people"]) for door in made["doors"]) == 400
    assert len(gzip.compress(json.dumps(made, separators=(",", ":")).encode())) < 40_000
