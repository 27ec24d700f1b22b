"""The page of figures: by place and by outing, without a name, and as a file."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterator

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from access.models import AuditEvent, Grant, Unit
from canvass.models import LatestContact
from tests.canvass.conftest import Doorstep
from tests.cast import Cast
from tests.everywhere import SCOPE
from tests.factories import canvass
from tests.factories.issues import said

URL = "/u/wexcombe/canvass/figures/"
NOW = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW):
        yield


def _page(cast: Cast, query: str = "", who: str = "osei") -> str:
    return " ".join(cast.client(getattr(cast, who)).get(URL + query).content.decode().split())


def test_without_a_register_it_says_why_there_is_nothing(cast: Cast) -> None:
    assert "There is nothing to count yet" in _page(cast)


@pytest.mark.parametrize("by", ["ward", "district", "session", "board"])
def test_figures_without_a_name(doorstep: Doorstep, scope: Unit, by: str) -> None:
    LatestContact.objects.create(
        unit=scope, elector=doorstep.elsie, spoken_at=NOW, intention="labour", intention_at=NOW
    )
    said(doorstep.elsie, "buses", at=NOW, intention="labour", board=doorstep.board)
    page = _page(doorstep.cast, f"?by={by}")
    assert "<dt>contact rate, 3 months</dt><dd>33%</dd>" in page
    assert "<dt>promise rate, the last 12 months</dt><dd>100%</dd>" in page
    assert {
        "ward": "In no ward",
        "district": "HH1",
        "session": "There was no session in this time",
        "board": "HH1: Tanyard Row",
    }[by] in page
    for name in ("Elsie", "Marchbank", "Alun"):
        assert name not in page.split("</h1>")[1]
    assert not AuditEvent.objects.filter(verb="people.seen").exists()


def test_a_ward_leads_to_its_districts(doorstep: Doorstep, scope: Unit) -> None:
    ward = canvass.ward(scope, "Quayside")
    place = canvass.district(scope, "QS1", in_ward=ward)
    canvass.elector(canvass.household(canvass.street(scope), 99, in_district=place))
    assert f"ward={ward.pk}" in _page(doorstep.cast)
    page = _page(doorstep.cast, f"?ward={ward.pk}")
    assert "QS1" in page
    assert "HH1" not in page


def test_the_file_holds_the_rows_of_the_table(doorstep: Doorstep, scope: Unit) -> None:
    LatestContact.objects.create(unit=scope, elector=doorstep.elsie, spoken_at=NOW)
    for by, name in (("ward", "In no ward"), ("district", "HH1"), ("board", "HH1: Tanyard Row")):
        answer = doorstep.cast.client(doorstep.cast.osei).get(f"{URL}file.csv?by={by}")
        assert answer["Content-Disposition"] == f'attachment; filename="wexcombe-figures-by-{by}-2026-11-22.csv"'
        head, row = csv.reader(io.StringIO(answer.content.decode()))
        found = dict(zip(head, row, strict=True))
        assert (found[by], found["electors"]) == (name, "3")
    answer = doorstep.cast.client(doorstep.cast.osei).get(f"{URL}file.csv?by=session")
    assert len(answer.content.decode().splitlines()) == 1


def test_a_role_for_a_ward_counts_that_ward(doorstep: Doorstep, scope: Unit) -> None:
    ward = canvass.ward(scope, "Quayside")
    place = canvass.district(scope, "QS1", in_ward=ward)
    canvass.elector(canvass.household(canvass.street(scope), 99, in_district=place))
    Grant.objects.filter(user=doorstep.cast.osei).update(area=[f"ward:{ward.pk}"])
    page = _page(doorstep.cast, "?by=district")
    assert "QS1" in page
    assert "HH1" not in page
    assert "Tanyard" not in _page(doorstep.cast, "?by=board")


@pytest.mark.parametrize("page", ["", "file.csv"])
@pytest.mark.parametrize(
    ("who", "status"), [("osei", 200), ("alun", 403), ("tess", 403), ("noor", 404), ("rival", 404)]
)
def test_who_may_see_it(cast: Cast, who: str, status: int, page: str) -> None:
    assert cast.client(getattr(cast, who)).get(URL + page).status_code == status


@pytest.mark.parametrize("districts", [1, 4])
@pytest.mark.parametrize("by", ["ward", "district", "board"])
def test_the_queries_don_t_grow(
    cast: Cast, scope: Unit, districts: int, by: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    town = canvass.bulk(cast.wexcombe, districts=districts, streets=1, doors=3)
    for place in town.districts:
        doors = list(place.households.all())
        canvass.board(cast.osei, *doors)
    client = cast.client(cast.osei)
    client.get(f"{URL}?by={by}")
    with django_assert_num_queries(SCOPE + {"ward": 5, "district": 5, "board": 7}[by]):
        client.get(f"{URL}?by={by}")
