"""The page of the register that is held."""

from __future__ import annotations

import datetime

import pytest

from access.models import Unit
from canvass.enums import ImportState
from canvass.models import RegisterImport
from tests.cast import Cast
from tests.everywhere import SCOPE
from tests.factories import canvass

URL = "/u/wexcombe/canvass/register/"


def test_without_a_register_it_says_why_and_what_to_do(cast: Cast) -> None:
    page = cast.client(cast.marian).get(URL).content.decode()
    assert "There is no register here yet" in page
    assert "Bring in a register" in page
    assert "free of charge" in page


def test_who_may_not_bring_one_in_is_not_offered_it(cast: Cast) -> None:
    page = cast.client(cast.osei).get(URL).content.decode()
    assert "There is no register here yet" in page
    assert "imports/new" not in page


def test_the_edition_and_its_districts(cast: Cast) -> None:
    canvass.bulk(cast.wexcombe, districts=2, streets=1, doors=5, per_door=2)
    page = cast.client(cast.marian).get(URL).content.decode()
    assert "The register of 1 December 2025" in page
    assert "Wexcombe Borough Council" in page
    assert "B01" in page
    assert "B02" in page
    assert "<dd>20</dd>" in page
    assert "<dd>10</dd>" in page


def test_who_has_left_is_not_counted(cast: Cast, scope: Unit) -> None:
    road = canvass.street(cast.wexcombe)
    door = canvass.household(road, 23)
    canvass.elector(door)
    canvass.elector(canvass.household(road, 25), left_on=datetime.date(2025, 12, 1))
    page = cast.client(cast.marian).get(URL)
    assert (page.context["register"].electors, page.context["register"].households) == (1, 1)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (ImportState.CHECKING, "A file is being read"),
        (ImportState.CHECKED, "A register waits for your approval"),
        (ImportState.APPLYING, "A register is being brought in"),
    ],
)
def test_files_on_their_way_are_shown_to_those_who_decide(cast: Cast, scope: Unit, state: str, words: str) -> None:
    RegisterImport.objects.create(
        council=canvass.council(cast.wexcombe),
        unit=cast.wexcombe,
        file_name="dec.csv",
        size=1,
        state=state,
        report={"electors": 4000, "rejected": 0},
    )
    assert words in cast.client(cast.marian).get(URL).content.decode()
    assert words not in cast.client(cast.osei).get(URL).content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("marian", 200),
        ("osei", 200),
        ("alun", 403),
        ("tess", 403),
        ("priya", 403),
        ("noor", 404),
        ("rival", 404),
        ("lewis", 404),
    ],
)
def test_who_may_see_it(cast: Cast, who: str, status: int) -> None:
    assert cast.client(getattr(cast, who)).get(URL).status_code == status


def test_nobody_signed_in_is_sent_to_sign_in(cast: Cast) -> None:
    answer = cast.client(None).get(URL)
    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]


@pytest.mark.parametrize("districts", [1, 3])
def test_the_queries_don_t_grow_with_the_districts(
    cast: Cast, districts: int, django_assert_num_queries: object
) -> None:
    canvass.bulk(cast.wexcombe, districts=districts, streets=1, doors=2)
    client = cast.client(cast.marian)
    client.get(URL)
    # user, grants; districts, edition, editions, questions of who is who, files under way
    with django_assert_num_queries(7 + SCOPE):
        client.get(URL)
