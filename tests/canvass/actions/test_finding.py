"""Gathering the words by which people are found: all of them, only once, nobody who is sealed."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.db.models import F

from access import scoping
from access.models import Unit
from canvass.actions import finding
from canvass.enums import ElectorKind
from canvass.models import Council, Elector, SearchEntry, SearchState, SearchWord
from canvass.queries import finding as queries
from tests.cast import Cast
from tests.factories import canvass


@pytest.fixture
def town(scope: Unit) -> Unit:
    """Elsie and Graham at 23 Tanyard Row, on the register of a council."""
    canvass.council(scope)
    door = canvass.household(canvass.street(scope), 23)
    canvass.elector(door, "Elsie", "Marchbank")
    canvass.elector(door, "Graham", "O’Brien")
    return scope


def word(text: str) -> SearchWord:
    return SearchWord.objects.get(word=text)


def changed(unit: Unit) -> None:
    """What every change of the register does."""
    Council.objects.filter(unit=unit).update(version=F("version") + 1)


def test_names_and_addresses_are_gathered_with_how_many_have_them(town: Unit) -> None:
    assert finding.gather(town.pk) == 2
    assert {one.word: one.held for one in SearchWord.objects.filter(kind="surname")} == {"marchbank": 1, "obrien": 1}
    assert word("tanyard").held == 2
    assert SearchEntry.objects.count() == 2
    assert SearchState.objects.get().electors == 2


def test_it_is_done_once_and_again_when_the_register_changed(town: Unit) -> None:
    assert not queries.is_fresh(town.pk)
    assert finding.gather(town.pk) == 2
    assert queries.is_fresh(town.pk)
    assert finding.gather(town.pk) is None
    changed(town)
    assert not queries.is_fresh(town.pk)
    assert finding.gather(town.pk) == 2


def test_only_what_differs_is_written(town: Unit) -> None:
    finding.gather(town.pk)
    before = dict(SearchWord.objects.values_list("word", "pk"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT elector_id, xmin::text FROM canvass_searchentry")
        rows = dict(cursor.fetchall())
    elsie = Elector.objects.get(surname="Marchbank")
    Elector.objects.filter(pk=elsie.pk).update(surname="Ottaway")
    finding.gather(town.pk, anyway=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT elector_id, xmin::text FROM canvass_searchentry")
        now = dict(cursor.fetchall())
    assert {pk for pk in rows if rows[pk] != now[pk]} == {elsie.pk}
    assert not SearchWord.objects.filter(word="marchbank").exists()
    assert word("ottaway").held == 1
    assert word("obrien").pk == before["obrien"]


@pytest.mark.parametrize(
    "gone",
    [
        {"kind": ElectorKind.ANONYMOUS},
        {"kind": ElectorKind.UNDER_16},
        {"forgotten_on": datetime.date(2026, 5, 1)},
    ],
)
def test_nobody_sealed_or_forgotten_can_be_found(town: Unit, gone: dict) -> None:
    finding.gather(town.pk)
    Elector.objects.filter(surname="Marchbank").update(**gone)
    assert not queries.find(town, "marchbank").ids, "at once, without gathering anew"
    finding.gather(town.pk, anyway=True)
    assert not SearchWord.objects.filter(word="marchbank").exists()
    assert SearchEntry.objects.count() == 1


def test_somebody_who_was_merged_is_found_as_the_one_they_are(town: Unit) -> None:
    elsie, graham = Elector.objects.order_by("pk")
    Elector.objects.filter(pk=graham.pk).update(merged_into=elsie, left_on=datetime.date(2026, 1, 1))
    finding.gather(town.pk)
    assert queries.find(town, "tanyard").ids == (elsie.pk,)


def test_who_has_left_is_still_found(town: Unit) -> None:
    Elector.objects.filter(surname="Marchbank").update(left_on=datetime.date(2026, 1, 1))
    finding.gather(town.pk)
    assert len(queries.find(town, "marchbank").ids) == 1


def test_one_unit_s_gathering_leaves_the_other_s_alone(town: Unit, cast: Cast) -> None:
    finding.gather(town.pk)
    elsewhere = canvass.elector(canvass.household(canvass.street(cast.marsham), 1), "Elsie", "Marchbank")
    assert finding.gather(cast.marsham.pk) == 1
    assert finding.gather(town.pk, anyway=True) == 2
    with scoping.units([cast.marsham.pk]):
        assert queries.find(cast.marsham, "marchbank").ids == (elsewhere.pk,)
        assert SearchWord.objects.filter(word="marchbank", held=1).exists()


def test_the_sweep_finds_every_unit_that_is_behind(town: Unit, cast: Cast) -> None:
    canvass.council(cast.marsham)
    assert set(queries.units_behind()) == {town.pk, cast.marsham.pk}
    finding.sweep()
    assert queries.units_behind() == []
    changed(town)
    assert queries.units_behind() == [town.pk]


def test_no_register_no_words(scope: Unit) -> None:
    assert finding.gather(scope.pk) == 0
    assert queries.find(scope, "marchbank").ids == ()
