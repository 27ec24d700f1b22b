"""Asking, needing, answering."""

from __future__ import annotations

import datetime

import pytest

from access.models import AuditEvent
from kit.errors import Refused
from roadmap.actions import items
from roadmap.models import Item, Support
from roadmap.queries import items as queries
from tests.cast import Cast


def ask(cast: Cast, title: str = "Large type") -> Item:
    return items.ask(title=title, body="For street lamps.", by=cast.alun)


def verbs() -> list[str]:
    return list(AuditEvent.objects.filter(verb__startswith="idea.").order_by("at").values_list("verb", flat=True))


def test_who_asks_needs_it(cast: Cast) -> None:
    item = ask(cast)
    assert Support.objects.filter(item=item, user=cast.alun).exists()
    assert verbs() == ["idea.asked"]


def test_asking_for_the_same_twice_is_asking_once(cast: Cast) -> None:
    assert ask(cast).pk == ask(cast, " LARGE TYPE ").pk
    assert verbs() == ["idea.asked"]


def test_five_things_a_day_and_no_more(cast: Cast) -> None:
    for n in range(5):
        ask(cast, f"Thing {n}")
    with pytest.raises(Refused, match="5 things since yesterday"):
        ask(cast, "One more")
    assert ask(cast, "Thing 0").title == "Thing 0"
    assert items.ask(title="One more", body="x", by=cast.tess).asked_by == cast.tess
    Item.objects.update(asked_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))
    ask(cast, "The next day")


def test_needing_twice_is_needing_once_and_can_be_taken_back(cast: Cast) -> None:
    item = ask(cast)
    for _ in range(2):
        items.need(item=item, by=cast.tess)
    assert item.supports.count() == 2
    for _ in range(2):
        items.need_no_more(item=item, by=cast.tess)
    assert item.supports.count() == 1
    assert verbs() == ["idea.asked", "idea.needed", "idea.not_needed"]


def test_an_item_that_moves_keeps_its_history(cast: Cast) -> None:
    item = ask(cast)
    moved = items.answer(item=item, state="planned", text="In spring.", seen=item.changed_at, by=cast.priya)
    items.answer(item=item, state="done", text="In spring.", seen=moved.changed_at, by=cast.priya)
    item.refresh_from_db()
    assert item.answered_at is not None
    assert [step.state for step in queries.history(item)] == ["asked", "planned", "done"]


def test_declining_needs_a_reason(cast: Cast) -> None:
    item = ask(cast)
    with pytest.raises(Refused, match="Say why it was declined"):
        items.answer(item=item, state="declined", text="  ", seen=item.changed_at, by=cast.priya)
    item.refresh_from_db()
    assert item.state == "asked"


def test_two_answers_at_once_do_not_overwrite_each_other(cast: Cast) -> None:
    item = ask(cast)
    seen = item.changed_at
    items.answer(item=item, state="planned", text="Mine.", seen=seen, by=cast.priya)
    with pytest.raises(Refused, match="Somebody else has answered"):
        items.answer(item=item, state="declined", text="No.", seen=seen, by=cast.priya)
    items.answer(item=item, state="planned", text="Mine.", seen=seen, by=cast.priya)
    assert verbs().count("idea.moved") == 1


def test_an_answer_alone_is_noted_as_one(cast: Cast) -> None:
    item = ask(cast)
    items.answer(item=item, state="asked", text="We are thinking.", seen=item.changed_at, by=cast.priya)
    assert verbs() == ["idea.asked", "idea.answered"]
