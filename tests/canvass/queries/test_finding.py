"""Whom a search finds, where it looks, and that the database itself looks nowhere else."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from access import scoping
from access.models import Unit
from canvass.actions import finding as actions
from canvass.enums import ElectorKind
from canvass.models import Elector, PastEntry
from canvass.queries import finding
from tests.cast import Cast
from tests.everywhere import as_in_production
from tests.factories import canvass


@dataclass(frozen=True)
class Town:
    unit: Unit
    elsie: Elector
    graham: Elector
    zofia: Elector
    tomasz: Elector

    def names(self, text: str, **where: object) -> list[str]:
        found = finding.find(self.unit, text, **where)  # type: ignore[arg-type] # area and district
        return [one.forenames for one in finding.people(found.ids)]


@pytest.fixture
def town(scope: Unit) -> Town:
    """Two districts in two wards, three streets, four people."""
    hill = canvass.district(scope, "HH3", in_ward=canvass.ward(scope, "Harrow Hill"))
    vale = canvass.district(scope, "MV1", in_ward=canvass.ward(scope, "Mill Vale"))
    row, lane = canvass.street(scope), canvass.street(scope, "Old Mill Lane")
    door = canvass.household(row, 23, in_district=hill)
    made = Town(
        scope,
        canvass.elector(door, "Elsie", "Marchbank", number=124, suffix=1),
        canvass.elector(door, "Robert", "O’Brien", number=124),
        canvass.elector(
            canvass.household(lane, 7, "A", in_district=vale, postcode="WX2 9ZZ"), "Zofia", "Da Costa", number=124
        ),
        canvass.elector(canvass.household(lane, 9, in_district=vale, postcode="WX2 9ZZ"), "Tomasz", "Teale", number=5),
    )
    actions.gather(scope.pk)
    return made


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("elsie marchbank", ["Elsie"]),
        ("Marchbank, Elsie", ["Elsie"]),
        ("marchbnk", ["Elsie"]),
        ("mrachbank", ["Elsie"]),
        ("march", ["Elsie"]),
        ("e marchbank", ["Elsie"]),
        ("elsiemarchbank", ["Elsie"]),
        ("bob obrien", ["Robert"]),
        ("o brien", ["Robert"]),
        ("dacosta", ["Zofia"]),
        ("costa", ["Zofia"]),
        ("7a old mill ln", ["Zofia"]),
        ("7 a oldmill lane", ["Zofia"]),
        ("old mil lane", ["Zofia", "Tomasz"]),
        ("wx2 9zz", ["Zofia", "Tomasz"]),
        ("wx29zz teale", ["Tomasz"]),
        ("wx2 9 teale", ["Tomasz"]),
        ("marchbank tanyard row", ["Elsie"]),
        ("HH3 124/1", ["Elsie"]),
        ("hh3-124", ["Robert"]),
        ("124", ["Robert", "Zofia"]),
        ("124/1", ["Elsie"]),
    ],
)
def test_what_is_typed_finds_whom_it_means(town: Town, text: str, found: list[str]) -> None:
    assert town.names(text) == found


def test_a_number_alone_is_looked_for_in_the_chosen_district(town: Town) -> None:
    assert town.names("124", district=town.zofia.polling_district) == ["Zofia"]
    assert town.names("marchbank", district=town.zofia.polling_district) == []


def test_what_was_understood_otherwise_is_told(town: Town) -> None:
    assert finding.find(town.unit, "elsie marchbnk").corrections == (("marchbnk", "marchbank"),)
    assert finding.find(town.unit, "elsie marchbank").corrections == ()


def test_a_word_too_many_is_left_out_and_told(town: Town) -> None:
    found = finding.find(town.unit, "elsie marchbank lane")
    assert found.ids[0] == town.elsie.pk
    assert found.is_partial
    found = finding.find(town.unit, "marchbank qwxqwxqwx")
    assert (found.ids, found.unknown) == ((town.elsie.pk,), ("qwxqwxqwx",))


def test_nothing_like_it(town: Town) -> None:
    assert finding.find(town.unit, "qwxqwxqwx") == finding.Found(unknown=("qwxqwxqwx",))
    assert finding.find(town.unit, "   ") == finding.Found()
    assert finding.find(town.unit, "'; DROP TABLE canvass_elector; --").ids == ()
    assert finding.find(town.unit, "!(1|2)&:*").ids == ()


def test_a_number_of_an_earlier_register_finds_who_had_it(town: Town) -> None:
    PastEntry.objects.create(
        unit=town.unit, elector=town.elsie, polling_district=town.elsie.polling_district, number=77,
        until=datetime.date(2025, 12, 1),
    )  # fmt: skip
    found = finding.find(town.unit, "HH3 77")
    assert (found.ids, found.until) == ((town.elsie.pk,), datetime.date(2025, 12, 1))


@pytest.mark.parametrize("kind", [ElectorKind.ANONYMOUS, ElectorKind.UNDER_16])
def test_nobody_sealed_is_found_by_number_either(town: Town, kind: str) -> None:
    place = town.elsie.polling_district
    canvass.elector(None, "", "", number=900, kind=kind, in_district=place)
    assert finding.find(town.unit, "HH3 900").ids == ()


def test_who_is_limited_to_a_ward_finds_nobody_outside_it(town: Town) -> None:
    hill = frozenset({f"ward:{town.elsie.polling_district.ward_id}"})
    assert town.names("marchbank", area=hill) == ["Elsie"]
    for text in ("zofia", "wx2 9zz", "MV1 124", "old mill lane"):
        assert town.names(text, area=hill) == []
    assert town.names("124", area=hill) == ["Robert"]
    assert town.names("marchbank", area=frozenset()) == []


def test_many_are_cut_and_it_is_said(scope: Unit) -> None:
    canvass.bulk(scope, districts=2, streets=3, doors=30, per_door=2)
    actions.gather(scope.pk)
    found = finding.find(scope, "marchbank")
    assert 0 < len(found.ids) <= finding.MOST
    found = finding.find(scope, "b01 road")
    assert len(found.ids) == finding.MOST
    assert found.is_cut


def test_a_search_costs_few_queries(town: Town, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_max_num_queries(7):
        finding.find(town.unit, "elsi marchbnk lane")


# --- The wall ------------------------------------------------------------------------------------------------------


def ask(statement: str, *values: int | str) -> list:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


WORDS = "SELECT * FROM canvass_search_words(%s, ARRAY['marchbank'], ARRAY[]::int[], 'march')"
ELECTORS = "SELECT * FROM canvass_search_electors(%s, %s, NULL, 20)"


def test_the_functions_look_at_no_unit_but_one_in_scope(town: Town, cast: Cast) -> None:
    word = ask(WORDS, town.unit.pk)[0][0]
    assert ask(ELECTORS, town.unit.pk, str(word))
    with as_in_production(), scoping.units([cast.marsham.pk]):
        assert ask(WORDS, town.unit.pk) == []
        assert ask(ELECTORS, town.unit.pk, str(word)) == []
        assert ask(ELECTORS, cast.marsham.pk, str(word)) == [], "another unit’s word finds nobody of this one"
    with as_in_production(), scoping.units([town.unit.pk]):
        assert ask(WORDS, town.unit.pk)
        assert ask(ELECTORS, town.unit.pk, str(word))


def test_without_a_scope_they_say_nothing(town: Town) -> None:
    with as_in_production(), scoping.person(1):
        assert ask(WORDS, town.unit.pk) == []
        assert ask(ELECTORS, town.unit.pk, "1") == []


def test_a_question_of_another_form_is_an_error_and_no_answer(town: Town) -> None:
    assert ask(ELECTORS, town.unit.pk, "999999999") == []
