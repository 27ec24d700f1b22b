"""The board."""

from __future__ import annotations

import pytest

from roadmap.actions import items as actions
from roadmap.models import Item
from roadmap.queries import items
from tests.cast import Cast


def test_most_needed_first_and_whether_it_is_mine(cast: Cast) -> None:
    for title, needed in (("One", 0), ("Two", 2), ("Three", 1)):
        item = actions.ask(title=title, body="x", by=cast.alun)
        for user in (cast.tess, cast.osei)[:needed]:
            actions.need(item=item, by=user)
    found = list(items.needed(cast.osei))
    assert [(one.title, one.needed_by, one.is_mine) for one in found] == [
        ("Two", 3, True),
        ("Three", 2, False),
        ("One", 1, False),
    ]


@pytest.mark.parametrize("count", [1, 30])
def test_the_board_takes_six_queries_however_many_items(
    cast: Cast, count: int, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    Item.objects.bulk_create(Item(title=f"T{n}", body="x", asked_by=cast.alun) for n in range(count))
    with django_assert_num_queries(6):
        columns = {column.state: column for column in items.board(cast.alun)}
    assert columns["asked"].count == count
    assert len(columns["asked"].items) == min(count, items.SHOWN)


def test_what_waits_for_an_answer(cast: Cast) -> None:
    first, second = (actions.ask(title=title, body="x", by=cast.alun) for title in ("First", "Second"))
    assert list(items.waiting()) == [first, second]
    actions.answer(item=first, state="asked", text="Thinking.", seen=first.changed_at, by=cast.priya)
    assert list(items.waiting()) == [second]
