"""Typing in what each box held: beside our count, with the wrong number named, an agent's own boxes alone."""

from __future__ import annotations

import re

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


def _fields(page: str) -> dict[str, str]:
    """What a browser sends of the page as it was opened."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and "box_" in name[1]:
            found[name[1]] = value[1] if value else ""
    return found


def test_what_somebody_else_types_meanwhile_is_neither_taken_away_nor_overwritten(day: Day, box: BallotBox) -> None:
    """Two agents at the count have the page open, and each hears other boxes."""
    other = make.box(day.hall, "4", day.hh1, electors=500)
    client = day.cast.client(day.cast.osei)
    opened = _fields(client.get(_url(day)).content.decode())
    _send(day, box, "251", day.cast.marian)
    assert "1 total is in." in client.post(_url(day), opened | {f"box_{other.pk}": "90"}, follow=True).content.decode()
    page = client.post(_url(day), opened | {f"box_{box.pk}": "215"}, follow=True).content.decode()
    assert "Somebody has typed 251 for this box meanwhile" in page
    with scoping.units([day.cast.wexcombe.pk]):
        assert dict(BoxTotal.objects.values_list("box", "papers")) == {box.pk: 251, other.pk: 90}
    again = _fields(client.get(_url(day)).content.decode())
    assert again[f"box_{box.pk}"] == "251"
    client.post(_url(day), again | {f"box_{box.pk}": ""})
    with scoping.units([day.cast.wexcombe.pk]):
        assert list(BoxTotal.objects.values_list("papers", flat=True)) == [90]


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
