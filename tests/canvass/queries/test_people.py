"""Merged entries lead to the one that stands, and other apps add theirs."""

from __future__ import annotations

import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from access.models import Unit
from canvass import hooks
from canvass.models import Elector
from canvass.queries import people
from canvass.rules import people as rules
from tests.factories import canvass

NOBODY: Any = SimpleNamespace()


@pytest.fixture
def elsie(scope: Unit) -> Elector:
    return canvass.elector(canvass.household(canvass.street(scope), 23))


def merged(unit: Unit, into: Elector) -> Elector:
    made = canvass.elector(into.household, left_on=datetime.date(2026, 1, 1))
    Elector.objects.filter(pk=made.pk).update(merged_into=into)
    made.refresh_from_db()
    return made


def test_a_merged_entry_leads_to_the_one_that_stands(scope: Unit, elsie: Elector) -> None:
    second = merged(scope, elsie)
    third = merged(scope, second)
    assert people.survivor(third) == elsie
    assert people.survivor(elsie) == elsie


def test_a_ring_of_mergers_ends(scope: Unit, elsie: Elector) -> None:
    second = merged(scope, elsie)
    Elector.objects.filter(pk=elsie.pk).update(merged_into=second)
    elsie.refresh_from_db()
    assert people.survivor(elsie).pk in {elsie.pk, second.pk}


def test_letters_in_words() -> None:
    assert [letter for letter, _words in rules.markers("FL")] == ["F", "L"]
    assert rules.markers("U")[0][1] == "no meaning is published: ask the council"
    assert rules.markers("") == []


def test_other_apps_add_sections_and_approaches(elsie: Elector, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = hooks.Section("Cases", facts=[("Open", "2")])
    monkeypatch.setattr(hooks, "sections", [lambda *_asked: cases, lambda *_asked: None])
    letter = hooks.Approach(timezone.now(), "A letter about buses", "Marian Okoro", "by post")
    monkeypatch.setattr(hooks, "approaches", [lambda *_asked: [letter]])
    assert people.sections(NOBODY, elsie.unit, elsie) == [cases]
    story = people.story(elsie, people.Sight(approaches=False, answers=False), NOBODY, elsie.unit)
    assert [(step.what, step.who, step.how) for step in story.steps] == [
        ("A letter about buses", "Marian Okoro", "by post")
    ]
