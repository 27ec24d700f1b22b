"""The page of editions: every register that was in use, with its notices, people and terms."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from access.models import Unit
from canvass.actions.imports import undoing
from canvass.models import RegisterImport
from tests.cast import Cast
from tests.everywhere import SCOPE
from tests.factories import imports, registers

pytestmark = pytest.mark.usefixtures("november")

URL = "/u/wexcombe/canvass/register/editions/"
TOWN = registers.street(houses=3)


@pytest.fixture
def marian(cast: Cast) -> Client:
    return cast.client(cast.marian)


@pytest.fixture
def two(scope: Unit, tmp_path: Path, cast: Cast) -> list[RegisterImport]:
    """A register, and one a year later with a month's changes that were taken back."""
    made = [
        imports.bring_in(scope, registers.xpress(tmp_path / "a.csv", TOWN), dated_on=datetime.date(2025, 12, 1)),
        imports.bring_in(scope, registers.xpress(tmp_path / "b.csv", TOWN[1:]), dated_on=datetime.date(2026, 11, 1)),
    ]
    changes = registers.xpress_update(tmp_path / "c.csv", [("delete", TOWN[1])])
    made.append(imports.bring_in(scope, changes, dated_on=datetime.date(2026, 11, 2)))
    undoing.undo(made[2], cast.marian)
    RegisterImport.objects.filter(pk=made[1].pk).update(
        uploaded_by=cast.marian, approved_by=cast.marian, confirmed_by=cast.osei, delete_by=datetime.date(2028, 1, 1)
    )
    return made


def test_each_edition_with_its_files(two: list[RegisterImport], marian: Client) -> None:
    text = marian.get(URL).content.decode()
    assert text.index("Wexcombe Council, 1 November 2026") < text.index("Wexcombe Council, 1 December 2025")
    assert text.count("In use") == 1
    assert "approved by Marian Teale and Osei Mensah-Hart" in text
    assert "delete by 1 January 2028" in text
    assert "taken back by Marian Teale on 21 November 2026" in text
    for file in two:
        assert f"/imports/{file.pk}/" in text


def test_before_the_first(marian: Client) -> None:
    assert "There is no edition here yet" in marian.get(URL).content.decode()


@pytest.mark.parametrize(("who", "status"), [("osei", 403), ("alun", 403), ("rival", 404), ("noor", 404)])
def test_who_may_not(cast: Cast, who: str, status: int) -> None:
    assert cast.client(getattr(cast, who)).get(URL).status_code == status


@pytest.mark.parametrize("more", [0, 3])
def test_the_queries_don_t_grow(
    two: list[RegisterImport],
    marian: Client,
    scope: Unit,
    tmp_path: Path,
    more: int,
    django_assert_num_queries: Callable,
) -> None:
    for n in range(more):
        path = registers.xpress(tmp_path / f"{n}.csv", TOWN[n:])
        imports.bring_in(scope, path, dated_on=datetime.date(2026, 11, 10 + n))
    marian.get(URL)
    with django_assert_num_queries(5 + SCOPE):  # user, grants; count, editions, files
        marian.get(URL)
