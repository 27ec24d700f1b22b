"""Roadmap's lines of the start page."""

from __future__ import annotations

import datetime

from django.utils import timezone

from access.queries import accesses
from roadmap.actions import items
from roadmap.queries import needs
from tests.cast import Cast


def test_who_may_answer_hears_of_what_waits(cast: Cast) -> None:
    items.ask(title="Large type", body="x", by=cast.alun)
    (need,) = needs.of_roadmap(accesses.of(cast.priya), cast.region)
    assert (need.title, need.what) == ("Answer 1 idea", "The oldest: Large type.")
    assert needs.of_roadmap(accesses.of(cast.priya), cast.wexcombe) == []
    assert needs.of_roadmap(accesses.of(cast.marian), cast.wexcombe) == []


def test_nothing_waits(cast: Cast) -> None:
    assert needs.of_roadmap(accesses.of(cast.priya), cast.region) == []


def test_who_needs_something_hears_of_its_answer(cast: Cast) -> None:
    item = items.ask(title="Large type", body="x", by=cast.alun)
    before = timezone.now() - datetime.timedelta(hours=1)
    assert needs.changed(accesses.of(cast.alun), cast.wexcombe, before) == []
    items.answer(item=item, state="planned", text="Soon.", seen=item.changed_at, by=cast.priya)
    (change,) = needs.changed(accesses.of(cast.alun), cast.wexcombe, before)
    assert (change.figure, change.sentence) == ("+1", "thing that you need was answered")
    assert needs.changed(accesses.of(cast.tess), cast.wexcombe, before) == []
