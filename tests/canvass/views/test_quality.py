"""The page on the data: figures and what to do next, without a name."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from access.models import AuditEvent, Grant, Unit
from access.roles import RoleName
from canvass.actions import quality
from canvass.models import DoubtfulMatch, LatestContact
from tests.canvass.conftest import Doorstep
from tests.cast import Cast
from tests.everywhere import SCOPE
from tests.factories import canvass, phones

D = datetime.date
URL = "/u/wexcombe/canvass/register/quality/"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)):
        yield


def _page(cast: Cast, who: str = "marian") -> str:
    return " ".join(cast.client(getattr(cast, who)).get(URL).content.decode().split())


def test_without_a_register_it_says_why_there_is_nothing(cast: Cast) -> None:
    assert "There is nothing to measure yet" in _page(cast)


def test_figures_of_each_district_and_of_all(doorstep: Doorstep, scope: Unit) -> None:
    LatestContact.objects.create(
        unit=scope, elector=doorstep.elsie, spoken_at=timezone.now(), intention="labour", intention_at=timezone.now()
    )
    page = _page(doorstep.cast)
    assert "<dt>spoken to in 12 months</dt><dd>33%</dd>" in page
    assert '<th scope="row">HH1</th>' in page
    assert "The trend begins tomorrow" in page
    for name in ("Elsie", "Marchbank", "Tanyard"):
        assert name not in page
    assert not AuditEvent.objects.filter(verb="people.seen").exists()


def test_what_to_do_next_leads_there(doorstep: Doorstep, scope: Unit) -> None:
    one, two = doorstep.phone, phones.phone(doorstep.board, doorstep.cast.osei)
    old = (timezone.now() - datetime.timedelta(days=4)).isoformat()
    one.send(one.answer(doorstep.elsie, "labour", device_time=old))
    two.send(two.answer(doorstep.elsie, "green"))
    DoubtfulMatch.objects.create(
        unit=scope,
        register_import=canvass.supplied(scope, D(2025, 12, 1), on=D(2025, 12, 4)),
        was=doorstep.graham,
        now=doorstep.zofia,
        score=80,
    )
    page = _page(doorstep.cast)
    assert f"/u/wexcombe/canvass/boards/new/?district={doorstep.elsie.polling_district_id}" in page
    for words in (
        "Canvass HH1",
        "2 of 3 electors were not spoken to in 12 months.",
        "Decide 1 doubtful match",
        "Look at 1 contradiction",
        "Load coordinates for 2 doors",
        "Get boards back sooner",
        "50% of last year’s answers",
    ):
        assert words in page, words
    assert re.search(r'href="/u/wexcombe/canvass/register/matches/"[^>]*>\s*Say who is who', page), "where it is done"


def test_who_may_not_do_it_is_not_led_there(doorstep: Doorstep, scope: Unit) -> None:
    """A data officer reads the figures and makes no boards."""
    Grant.objects.filter(user=doorstep.cast.osei).update(role=RoleName.DATA_OFFICER)
    page = _page(doorstep.cast, "osei")
    assert "Canvass HH1" in page
    assert "boards/new" not in page


def test_the_trend_is_a_table_with_bars(doorstep: Doorstep, scope: Unit) -> None:
    quality.measure(unit=scope.pk, day=D(2026, 10, 24))
    LatestContact.objects.create(unit=scope, elector=doorstep.elsie, spoken_at=timezone.now())
    page = _page(doorstep.cast)
    assert "24 Oct 2026" in page
    assert 'data-label="Change in 4 weeks">+33<' in page


def test_an_area_shows_its_own_districts_alone(doorstep: Doorstep, scope: Unit) -> None:
    ward = canvass.ward(scope)
    inside = canvass.district(scope, "HH9", in_ward=ward)
    canvass.elector(canvass.household(canvass.street(scope, "Mill Lane"), 1, in_district=inside))
    Grant.objects.filter(user=doorstep.cast.osei).update(area=[f"ward:{ward.pk}"])
    page = _page(doorstep.cast, "osei")
    assert "HH9" in page
    assert "HH1" not in page


@pytest.mark.parametrize(
    ("who", "status"),
    [("osei", 200), ("alun", 403), ("tess", 403), ("priya", 403), ("noor", 404), ("rival", 404), ("lewis", 404)],
)
def test_who_may_see_it(doorstep: Doorstep, who: str, status: int) -> None:
    assert doorstep.cast.client(getattr(doorstep.cast, who)).get(URL).status_code == status


@pytest.mark.parametrize("districts", [1, 4])
def test_the_queries_don_t_grow_with_the_districts(
    cast: Cast, districts: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    canvass.bulk(cast.wexcombe, districts=districts, streets=1, doors=3)
    client = cast.client(cast.marian)
    client.get(URL)
    with django_assert_num_queries(7 + SCOPE):  # user, grants; figures, those before, waiting, doubtful, trend
        client.get(URL)
