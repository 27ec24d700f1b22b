"""Typing in what each box held: beside our count, with the wrong number named, an agent's own boxes alone."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from access import scoping
from access.roles import RoleName
from gotv.models import BallotBox, BoxTotal
from tests import cast as people
from tests.everywhere import everywhere
from tests.factories import gotv as make
from tests.gotv.conftest import Day


@pytest.fixture
def box(day: Day) -> BallotBox:
    return make.box(day.hall, "3", day.hh1, electors=500)


def _url(day: Day) -> str:
    return reverse("gotv:box_totals", kwargs={"unit": "wexcombe", "election": day.poll.pk})


def _send(day: Day, box: BallotBox, number: str, user: people.User | None = None) -> str:
    client = day.cast.client(user or day.cast.osei)
    return client.post(_url(day), {f"box_{box.pk}": number}, follow=True).content.decode()


def test_a_total_is_typed_in_and_says_how_far_we_were_off(day: Day, box: BallotBox) -> None:
    make.count(box, 240, by=day.cast.osei)
    page = _send(day, box, "251")
    assert "1 total is in." in page
    assert "251, our last counts 240" in page
    assert day.cast.osei.name in page
    assert f'href="{reverse("gotv:polling_days", kwargs={"unit": "wexcombe"})}"' in page


def test_a_wrong_total_is_named_and_kept_in_its_field(day: Day, box: BallotBox) -> None:
    page = _send(day, box, "501")
    assert "501 is more than the 500 electors of this box" in page
    assert 'value="501"' in page
    with scoping.units([day.cast.wexcombe.pk]):
        assert not BoxTotal.objects.exists()


def test_without_boxes_the_page_says_where_they_come_from(day: Day) -> None:
    page = day.cast.client(day.cast.osei).get(_url(day)).content.decode()
    assert "No ballot box yet" in page


def test_a_polling_agent_types_and_sees_nobody(day: Day, box: BallotBox) -> None:
    make.count(box, 240, by=day.cast.osei)
    people.grant(day.cast.noor, day.cast.wexcombe, RoleName.POLLING_AGENT)
    page = _send(day, box, "251", day.cast.noor)
    assert "1 total is in." in page
    assert day.cast.osei.name not in page


def test_more_boxes_cost_no_more_queries(day: Day, box: BallotBox) -> None:
    client = day.cast.client(day.cast.osei)

    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(_url(day))
        return len(caught)

    cost()
    before = cost()
    with everywhere():
        for number in range(4, 12):
            make.box(day.hall, str(number), day.hh1, electors=500)
    assert cost() == before
