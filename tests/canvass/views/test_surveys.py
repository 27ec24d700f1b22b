"""Writing a survey without JavaScript, its versions, and what was answered."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from access.models import AuditEvent, Unit
from canvass.models import Survey, SurveyVersion
from tests.canvass.conftest import Doorstep
from tests.factories import canvass


@pytest.fixture(autouse=True)
def _in_scope(scope: Unit) -> None:
    """These tests look into the tables of the cast's CLP."""


def url(name: str, **kwargs: Any) -> str:
    return reverse(f"canvass:{name}", kwargs={"unit": "wexcombe", **kwargs})


BUSES = {
    "name": "Buses",
    "script": "Hello, we ask about the buses.",
    "key": ["q1", "q2", "q3"],
    "text-q1": "Do you take the bus?",
    "kind-q1": "choice",
    "options-q1": "Yes\r\nNo\r\n",
    "text-q2": "How good is it?",
    "kind-q2": "scale",
    "if-q2": ["q1:yes"],
    "text-q3": "What would you change?",
    "kind-q3": "text",
    "options-q3": "left over",
}


def write(office: Client) -> Survey:
    office.post(url("survey_new"), BUSES | {"do": "save"})
    return Survey.objects.get()


def test_a_survey_is_written_and_shown_as_it_is_asked(office: Client) -> None:
    survey = write(office)
    body = SurveyVersion.objects.get().body
    assert [one["key"] for one in body["questions"]] == ["q1", "q2", "q3"]
    assert body["questions"][0]["options"] == [{"code": "yes", "label": "Yes"}, {"code": "no", "label": "No"}]
    assert body["questions"][1]["only_if"] == {"key": "q1", "codes": ["yes"]}
    assert body["questions"][2]["options"] == []
    page = office.get(url("survey", survey=survey.pk)).content.decode()
    assert "Only after “Do you take the bus?”: Yes" in page
    assert "Hello, we ask about the buses." in page
    assert "Buses" in office.get(url("surveys")).content.decode()


def test_each_step_keeps_what_was_written(office: Client) -> None:
    page = office.post(url("survey_new"), BUSES | {"do": "add"}).content.decode()
    assert 'name="key" value="q4"' in page
    assert "Hello, we ask about the buses." in page
    page = office.post(url("survey_new"), BUSES | {"do": "up:q2"}).content.decode()
    assert page.index('value="q2"') < page.index('value="q1"')
    page = office.post(url("survey_new"), BUSES | {"do": "remove:q3"}).content.decode()
    assert 'value="q3"' not in page
    assert not Survey.objects.exists()


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"name": " "}, "a name"),
        ({"key": []}, "no question yet"),
        ({"text-q1": ""}, "says nothing"),
        ({"options-q1": "Yes"}, "from 2 to 12 answers"),
        ({"options-q1": "Yes\nyes!"}, "are the same"),
        ({"kind-q1": "scale"}, "to a question before it"),
        ({"options-q1": "Always\nNever"}, "not there any more"),
        ({"key": ["q2", "q1", "q3"]}, "to a question before it"),
        ({"kind-q1": "essay"}, "how question 1 is answered"),
        ({"script": "x" * 1501}, "too long"),
        ({"if-q3": ["q1:yes", "q2:no"]}, "one question alone"),
    ],
)
def test_what_cannot_be_asked_is_said_and_nothing_is_lost(office: Client, changed: dict, why: str) -> None:
    page = office.post(url("survey_new"), BUSES | changed | {"do": "save"}).content.decode()
    assert why in page
    assert not Survey.objects.exists()


def test_every_change_is_a_version_and_what_is_the_same_is_none(office: Client) -> None:
    survey = write(office)
    edit = url("survey_edit", survey=survey.pk)
    assert "Do you take the bus?" in office.get(edit).content.decode()
    office.post(edit, BUSES | {"do": "save"})
    assert SurveyVersion.objects.count() == 1
    office.post(edit, BUSES | {"name": "Buses and trains", "key": ["q1", "q2"], "do": "save"})
    assert [one.number for one in SurveyVersion.objects.all()] == [2, 1]
    assert Survey.objects.get().name == "Buses and trains"
    page = office.post(edit, {"name": "Buses", "key": ["q1"], "do": "add"}).content.decode()
    assert 'value="q4"' in page, "a question that was removed is never mistaken for a new one"


def test_a_survey_is_put_away_and_brought_back(office: Client) -> None:
    survey = write(office)
    away = url("survey_away", survey=survey.pk)
    office.post(away)
    assert "Buses" not in office.get(url("surveys")).content.decode()
    assert "Buses" in office.get(url("surveys"), {"show": "away"}).content.decode()
    office.post(away)
    assert Survey.objects.get().archived_at is None


def test_answers_are_counted_by_place_and_own_words_are_for_those_who_review(
    doorstep: Doorstep, office: Client
) -> None:
    survey = write(office)
    version = str(SurveyVersion.objects.get().pk)
    ward = canvass.ward(doorstep.cast.wexcombe)
    doorstep.door.polling_district.ward = ward
    doorstep.door.polling_district.save()
    phone = doorstep.phone
    for elector, answers in (
        (doorstep.elsie, {"q1": "yes", "q2": 7, "q3": "=More on Sundays"}),
        (doorstep.graham, {"q1": "no"}),
        (doorstep.zofia, {"q1": "gone_since"}),
    ):
        phone.send(phone.answer(elector, None, said={"survey": {"version": version, "answers": answers}}))
    address = url("survey_results", survey=survey.pk, number=1)
    page = office.get(address).content.decode()
    assert "3 people answered." in page
    assert "Harrow Hill" in page
    assert "=More on Sundays" in page
    assert "Something else" in page
    assert "HH1" in office.get(address, {"by": "district"}).content.decode()
    file = office.get(url("survey_file", survey=survey.pk, number=1)).content.decode("utf-8-sig")
    assert "1,Do you take the bus?,Yes,1,1" in file
    assert "Elsie" not in file
    assert AuditEvent.objects.filter(verb="survey.exported").count() == 1
    assert office.get(url("survey_results", survey=survey.pk, number=9)).status_code == 404
