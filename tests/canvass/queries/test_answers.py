"""Answers that contradict each other: the same pairs on the page where they are settled and in the figures."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from access.models import Unit
from canvass.actions import matches
from canvass.models import DoubtfulMatch, Elector
from canvass.queries import answers, quality
from kit import clock
from tests.canvass.conftest import Doorstep
from tests.factories import canvass, phones


def _conflicts(unit: Unit) -> list[answers.Conflict]:
    return answers.conflicts(unit, timezone.now() - datetime.timedelta(days=31))


@pytest.fixture
def ann(doorstep: Doorstep) -> Elector:
    """Somebody new at the next door who may be Elsie, and who said something else than Elsie had said to another."""
    before = (timezone.now() - datetime.timedelta(hours=3)).isoformat()
    ann = canvass.elector(doorstep.next_door, "Elsie Ann", "Marchbank", number=77)
    one, two = doorstep.phone, phones.phone(doorstep.board, doorstep.cast.osei)
    one.send(one.answer(doorstep.elsie, "labour", device_time=before))
    two.send(two.answer(ann, "green"))
    return ann


def test_what_two_entries_said_is_a_contradiction_once_they_are_one_person(
    doorstep: Doorstep, ann: Elector, scope: Unit
) -> None:
    """Page and figures agree before, while and after the two are one."""

    def counted() -> int:
        found = _conflicts(scope)
        assert quality.measured(scope, clock.today()).whole.contradictions == len(found)
        return len(found)

    question = canvass.doubt(doorstep.elsie, ann)
    assert counted() == 0
    matches.same(match=question, by=doorstep.cast.marian)
    assert counted() == 1
    (pair,) = _conflicts(scope)
    assert [said.event.payload["intention"] for said in (pair.earlier, pair.later)] == ["labour", "green"]
    assert {pair.earlier.who, pair.later.who} == {"Elsie Ann Marchbank"}, "both are about the one that is kept"
    matches.undo(match=DoubtfulMatch.objects.get(), by=doorstep.cast.marian)
    assert counted() == 0


def test_a_contradiction_is_where_the_person_is_listed_now(doorstep: Doorstep, ann: Elector, scope: Unit) -> None:
    ward = canvass.ward(scope)
    place = canvass.district(scope, "HH9", in_ward=ward)
    Elector.objects.filter(pk=ann.pk).update(polling_district=place)
    ann.refresh_from_db()
    matches.same(match=canvass.doubt(doorstep.elsie, ann), by=doorstep.cast.marian)
    since = timezone.now() - datetime.timedelta(days=31)
    assert len(answers.conflicts(scope, since, frozenset({f"ward:{ward.pk}"}))) == 1
    assert answers.conflicts(scope, since, frozenset({"ward:0"})) == []


@pytest.mark.parametrize("more", [0, 4])
def test_the_queries_don_t_grow(
    doorstep: Doorstep, ann: Elector, scope: Unit, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    question = canvass.doubt(doorstep.elsie, ann)
    matches.same(match=question, by=doorstep.cast.marian)
    one, two = doorstep.phone, phones.phone(doorstep.board, doorstep.cast.osei)
    for _each in range(more):
        person = canvass.elector(doorstep.door)
        one.send(one.answer(person, "labour"))
        two.send(two.answer(person, "green"))
    # pairs, events; people, doors, boards, actors
    with django_assert_num_queries(6):
        assert len(_conflicts(scope)) == 1 + more
