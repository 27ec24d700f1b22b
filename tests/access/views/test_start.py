"""The start page."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.utils import timezone

from access import hooks
from access.hooks import Change, Countdown, Entry, Need
from access.roles import RoleName
from tests import cast as people
from tests.cast import Cast
from tests.everywhere import SCOPE

NOW = datetime.datetime(2027, 4, 20, 13, 42, tzinfo=datetime.UTC)  # 14:42 in London, a Tuesday
HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def only_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("needs", "weeks", "changes", "countdowns"):
        monkeypatch.setattr(hooks, name, [])


def _story(cast: Cast) -> None:
    hooks.needs.append(
        lambda _access, _unit: [
            Need(
                "Decide Jo’s request",
                "Jo asks.",
                "You can decide.",
                "/decide/",
                "Decide request",
                due_at=NOW + 2 * HOUR,
            ),
            Need(
                "Sort out 3 answers",
                "From Alun’s phone.",
                "Not counted yet.",
                "/sort/",
                "Review answers",
                since=NOW - HOUR,
            ),
        ]
    )
    hooks.weeks.append(lambda _access, _unit: [Entry(NOW + 24 * HOUR, "Canvass, Brickfields", "9 of 12 coming")])
    hooks.countdowns.append(
        lambda _access, _unit: [
            Countdown(datetime.date(2027, 5, 6), "polling day", (("Polls open", NOW + 400 * HOUR),))
        ]
    )
    hooks.changes.append(lambda _access, _unit, _since: [Change("+186", "doors answered.", "14 canvassers")])


def test_it_says_what_needs_you_and_when(cast: Cast) -> None:
    _story(cast)
    with time_machine.travel(NOW, tick=False):
        page = cast.client(cast.marian).get("/u/wexcombe/").content.decode()
    assert page.count("<h1>") == 1
    assert "<h1>Two things need you today</h1>" in page
    assert "Tuesday 20 April, 14:42. Soonest due first, then longest waiting." in page
    assert page.index("2 h 0 min") < page.index("1 h 0 min")
    assert "left, due 16:42" in page
    assert "2 of 2, checked at 14:42" in page
    assert page.count("button--primary") == 1
    for words in ("Canvass, Brickfields", "days to polling day,", "Thursday 6 May", "Polls open"):
        assert words in page


def test_a_first_visit_speaks_of_no_changes(cast: Cast) -> None:
    _story(cast)
    with time_machine.travel(NOW, tick=False):
        browser = cast.client(cast.marian)
        assert "What changed" not in browser.get("/u/wexcombe/").content.decode()
        assert "What changed" not in browser.get("/u/wexcombe/").content.decode()


def test_what_changed_stays_for_the_visit_and_then_moves_on(cast: Cast) -> None:
    _story(cast)
    sunday = datetime.datetime(2027, 4, 18, 20, 40, tzinfo=datetime.UTC)
    cast.marian.last_seen_at = sunday
    cast.marian.save()
    with time_machine.travel(NOW, tick=False):
        browser = cast.client(cast.marian)
    for minutes in (0, 20, 59):
        with time_machine.travel(NOW + datetime.timedelta(minutes=minutes), tick=False):
            page = browser.get("/u/wexcombe/").content.decode()
            assert "What changed since Sunday 21:40" in page
            assert "doors answered." in page
    with time_machine.travel(NOW + datetime.timedelta(minutes=61), tick=False):
        assert "What changed since 14:42" in browser.get("/u/wexcombe/").content.decode()


def test_when_nothing_needs_you_it_says_so(cast: Cast) -> None:
    page = cast.client(cast.marian).get("/u/wexcombe/").content.decode()
    assert "<h1>Nothing needs you today</h1>" in page
    assert "All done" in page


def test_the_way_to_the_other_units(cast: Cast) -> None:
    page = cast.client(cast.alun).get("/u/wexcombe/").content.decode()
    assert "Elsewhere" not in page
    people.grant(cast.marian, cast.marsham, RoleName.SECRETARY)
    page = cast.client(cast.marian).get("/u/wexcombe/").content.decode()
    assert '<a href="/u/marsham/">' in page
    assert '<a href="/u/wexcombe/access/units/">' in page
    assert '<a href="/u/eastshire/access/units/">' in cast.client(cast.priya).get("/u/eastshire/").content.decode()


def test_the_region_sees_a_clps_start_page_and_gets_its_scope(cast: Cast) -> None:
    asked = []
    hooks.needs.append(lambda access, unit: asked.append((access.user, unit)) or [])
    assert cast.client(cast.priya).get("/u/wexcombe/").status_code == 200
    assert asked == [(cast.priya, cast.wexcombe)]


def test_its_own_part_costs_the_same_with_one_thing_and_with_many(
    cast: Cast, django_assert_num_queries: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    from access.queries import needs

    hooks.needs.append(needs.of_access)
    hooks.changes.append(needs.changed)
    cast.marian.last_seen_at = timezone.now()
    cast.marian.save()
    browser = cast.client(cast.marian)
    browser.get("/u/wexcombe/")
    for _more in range(2):
        with django_assert_num_queries(15 + SCOPE):
            browser.get("/u/wexcombe/")
        for who in (cast.alun, cast.tess, cast.osei):
            who.grants.update(ends_on=timezone.localdate())
