"""What people raised on the screen and on paper: figures and no names; notes for those who may read them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from access.models import AuditEvent, Grant, Unit
from access.roles import RoleName
from canvass.models import Elector
from tests.cast import Cast
from tests.everywhere import SCOPE
from tests.factories import canvass
from tests.factories.issues import said

URL = "/u/wexcombe/canvass/issues/"
PAGES = ("", "map/", "month/")


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)):
        yield


def _at(month: int, day: int) -> datetime.datetime:
    return datetime.datetime(2026, month, day, 12, tzinfo=datetime.UTC)


def _text(answer: object) -> str:
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]


@pytest.fixture
def people(cast: Cast) -> list[Elector]:
    """Seven of Harrow Hill who raised buses in November, two of them parks; six in October. One of Quayside."""
    place = canvass.district(cast.wexcombe, "HH1", in_ward=canvass.ward(cast.wexcombe))
    road = canvass.street(cast.wexcombe)
    found = [canvass.elector(canvass.household(road, number, in_district=place)) for number in range(1, 8)]
    for number, person in enumerate(found):
        said(person, "buses", *(["parks"] if number < 2 else []), at=_at(11, 3))
        if number:
            said(person, "buses", at=_at(10, 3))
    quay = canvass.district(cast.wexcombe, "QS1", in_ward=canvass.ward(cast.wexcombe, "Quayside"))
    said(canvass.elector(canvass.household(road, 90, in_district=quay)), "crime", at=_at(11, 4))
    return found


@pytest.fixture
def osei(cast: Cast) -> Client:
    return cast.client(cast.osei)


def test_topics_with_their_change_and_the_wards(cast: Cast, osei: Client, people: list[Elector]) -> None:
    page = _text(osei.get(URL))
    assert "8 people raised something this month; the month before it was 6." in page
    assert 'Buses and trains</th> <td class="n" data-label="This month">7</td>' in page
    assert 'data-label="Share">88%<' in page, "seven of the eight"
    assert 'data-label="Share then">100%<' in page
    assert "compare the shares, not the numbers" in page
    assert "compare the shares" not in _text(osei.get(URL, {"month": "2026-10"}))
    assert "Buses and trains 7, Parks and green space 2" in page
    assert "Elsie" not in page
    assert not AuditEvent.objects.filter(verb="people.seen").exists()


def test_drilling_down_to_a_ward_and_a_district(cast: Cast, osei: Client, people: list[Elector]) -> None:
    ward = canvass.ward(cast.wexcombe, "Quayside").pk
    page = _text(osei.get(URL, {"ward": ward}))
    assert "Crime and policing" in page
    assert "Buses and trains 7" not in page
    assert "By polling district" in page
    district = people[0].polling_district_id
    assert "November 2026: HH1" in _text(osei.get(URL, {"district": district}))
    assert "Nothing was raised in the year up to January 2025" in _text(osei.get(URL, {"month": "2025-01"}))


def test_a_board_alone(cast: Cast, osei: Client, people: list[Elector]) -> None:
    board = canvass.board(cast.osei, people[0].household)  # type: ignore[arg-type]
    said(people[0], "climate", at=_at(11, 9), board=board)
    page = _text(osei.get(URL, {"board": str(board.pk)}))
    assert "Climate and energy" in page
    assert "Buses and trains</th>" not in page


@pytest.mark.parametrize("query", ["ward={ward}", "district={district}", "board=nonsense", "session=nonsense"])
def test_what_is_another_clp_s_is_not_there(cast: Cast, osei: Client, query: str) -> None:
    place = canvass.district(cast.marsham, "M1", in_ward=canvass.ward(cast.marsham, "Marsh"))
    url = f"{URL}?{query.format(ward=place.ward_id, district=place.pk)}"
    assert osei.get(url).status_code == 404
    forged = AuditEvent.objects.filter(verb="access.forged_id", unit_id=cast.marsham.pk).count()
    assert forged == (1 if "nonsense" not in query else 0)


def test_the_map_says_what_its_table_says(cast: Cast, osei: Client, people: list[Elector]) -> None:
    page = _text(osei.get(f"{URL}map/", {"topic": "buses", "months": "3"}))
    assert "There are no boundaries to draw" in page
    assert "3 months up to November 2026" in page
    assert '<th scope="row">Harrow Hill</th><td class="n" data-label="People">5 or more</td>' in page
    page = _text(osei.get(f"{URL}map/"))
    assert "12 months up to November 2026" in page
    assert '<th scope="row">Harrow Hill</th><td class="n" data-label="People">5 or more</td>' in page
    assert '<th scope="row">Quayside</th><td class="n" data-label="People"><span class="quiet">fewer than 5' in page
    october = _text(osei.get(f"{URL}map/", {"month": "2026-10", "months": "1"}))
    assert "October 2026</span>" in october
    assert 'Everywhere</th><td class="n" data-label="People">5 or more' in october
    for days in ("2026-10-04", "1000", "yesterday"):
        assert "12 months up to November 2026" in _text(osei.get(f"{URL}map/", {"month": days, "months": days}))


def test_the_page_to_print_shows_steps(cast: Cast, osei: Client, people: list[Elector]) -> None:
    page = _text(osei.get(f"{URL}month/"))
    assert "What people raised in November 2026" in page
    assert 'Buses and trains</th><td class="n">5+</td>' in page
    for small in ("Parks", "Crime"):
        assert small not in page
    assert "What fewer than 5 people raised is not shown." in page
    assert "<b>8</b>people spoken to" in page
    assert "8 doors tried" in page
    assert "the month is not over yet" in page
    assert "In October" not in page, "with a month that is over a part of one is not compared"
    assert "counted by Rosette on 22 November 2026" in page
    ward = canvass.ward(cast.wexcombe, "Quayside").pk
    assert "No topic was raised by 5 people or more" in _text(osei.get(f"{URL}month/", {"ward": ward}))
    october = _text(osei.get(f"{URL}month/", {"month": "2026-10"}))
    assert "not over" not in october
    assert "In September" in october
    assert '<td class="n">under 5</td>' in october


def test_notes_are_read_by_those_who_check_answers_and_it_is_recorded(
    cast: Cast, osei: Client, people: list[Elector], scope: Unit
) -> None:
    noted = said(people[0], "buses", at=_at(11, 5), note="Nothing after six o’clock")
    page = _text(osei.get(f"{URL}notes/"))
    assert "Nothing after six o’clock" in page
    assert "Elsie" not in page
    seen = AuditEvent.objects.get(verb="people.seen")
    assert (seen.detail["count"], seen.detail["what"]) == (1, "answers.review")
    printed = _text(osei.get(f"{URL}month/", {"note": str(noted.pk)}))
    assert "“Nothing after six o’clock”" in printed
    assert "Nothing after" not in _text(osei.get(f"{URL}month/")), "only what somebody ticked"
    Grant.objects.filter(user=cast.osei).update(role=RoleName.DATA_OFFICER)
    assert osei.get(f"{URL}notes/").status_code == 403
    assert osei.get(f"{URL}month/", {"note": str(noted.pk)}).status_code == 404


def test_a_note_of_another_clp_is_not_there(cast: Cast, osei: Client) -> None:
    theirs = canvass.elector(canvass.household(canvass.street(cast.marsham), 1))
    noted = said(theirs, "buses", at=_at(11, 5), note="Nothing after six o’clock")
    assert osei.get(f"{URL}month/", {"note": str(noted.pk)}).status_code == 404
    assert AuditEvent.objects.filter(verb="access.forged_id").exists()


def test_a_role_for_a_ward_shows_that_ward(cast: Cast, osei: Client, people: list[Elector], scope: Unit) -> None:
    ward = canvass.ward(scope, "Quayside")
    Grant.objects.filter(user=cast.osei).update(area=[f"ward:{ward.pk}"])
    page = _text(osei.get(URL))
    assert "Crime and policing" in page
    assert "Buses and trains" not in page
    assert osei.get(URL, {"ward": canvass.ward(scope).pk}).status_code == 404
    assert AuditEvent.objects.filter(verb="access.out_of_area").exists()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("who", "status"), [("osei", 200), ("alun", 403), ("tess", 403), ("noor", 404), ("rival", 404)]
)
def test_who_may_see_it(cast: Cast, who: str, status: int, page: str) -> None:
    assert cast.client(getattr(cast, who)).get(URL + page).status_code == status


@pytest.mark.parametrize(("page", "queries"), [("", 9), ("map/", 7), ("month/", 6), ("notes/", 11)])
@pytest.mark.parametrize("wards", [1, 3])
def test_the_queries_don_t_grow(
    cast: Cast, page: str, queries: int, wards: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    road = canvass.street(cast.wexcombe)
    for number in range(wards):
        place = canvass.district(cast.wexcombe, f"D{number}", in_ward=canvass.ward(cast.wexcombe, f"Ward {number}"))
        for topic in ("buses", "parks", "crime")[: number + 1]:
            person = canvass.elector(canvass.household(road, None, building=f"{number} {topic}", in_district=place))
            said(person, topic, at=_at(11, 3), note="Yes")
    client = cast.client(cast.osei)
    client.get(URL + page)
    with django_assert_num_queries(SCOPE + queries):
        client.get(URL + page)
