"""A start page, put together from what every app says."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest

from access import hooks
from access.hooks import Change, Countdown, Entry, Need
from access.queries import accesses, start
from tests.cast import Cast

LONDON = ZoneInfo("Europe/London")
NOW = datetime.datetime(2027, 4, 20, 14, 42, tzinfo=LONDON)
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def only_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget what the apps have registered, so that each test says all there is."""
    for name in ("needs", "weeks", "changes", "countdowns"):
        monkeypatch.setattr(hooks, name, [])


def _need(title: str, **when: datetime.datetime) -> Need:
    return Need(title=title, what="", why="", url="/", button="Look", **when)


def _page(cast: Cast, since: datetime.datetime | None = None) -> start.Start:
    return start.page(accesses.of(cast.marian), cast.wexcombe, now=NOW, since=since)


def test_soonest_due_first_then_longest_waiting(cast: Cast) -> None:
    hooks.needs.append(
        lambda _access, _unit: [
            _need("waits since today", since=NOW - 5 * HOUR),
            _need("due tomorrow", due_at=NOW + DAY),
            _need("waits since Sunday", since=NOW - 2 * DAY),
            _need("no hurry"),
            _need("overdue", due_at=NOW - HOUR),
        ]
    )
    hooks.needs.append(lambda _access, _unit: [_need("due in two hours", due_at=NOW + 2 * HOUR)])
    page = _page(cast)
    assert [row.need.title for row in page.rows] == [
        "overdue", "due in two hours", "due tomorrow", "waits since Sunday", "waits since today", "no hurry",
    ]  # fmt: skip
    assert page.headline == "Six things need you today"
    assert [row.due.soft for row in page.rows] == [False, False, False, True, True, True]


def test_of_very_many_the_first_twelve_are_shown_and_all_are_counted(cast: Cast) -> None:
    hooks.needs.append(lambda _access, _unit: [_need(f"{n:02}", due_at=NOW + n * HOUR) for n in range(30)])
    page = _page(cast)
    assert ([row.need.title for row in page.rows][-1], page.needs) == ("11", 30)
    assert page.headline == "30 things need you today"


def test_nothing_is_a_page_too(cast: Cast) -> None:
    assert _page(cast) == start.Start("Nothing needs you today", [], 0, [], None, [])


def test_the_next_seven_days_a_day_a_row(cast: Cast) -> None:
    hooks.weeks.append(
        lambda _access, _unit: [
            Entry(NOW + 8 * DAY, "Next week", ""),
            Entry(NOW + DAY + 4 * HOUR, "Executive committee", "7 of 9 coming"),
            Entry(NOW + DAY, "Canvass", "6 coming.", "/find/", "Find a leader"),
            Entry(NOW - HOUR, "Over", ""),
            Entry(datetime.datetime(2027, 4, 26, 23, 59, tzinfo=LONDON), "Last", "", "/last/"),
        ]
    )
    assert _page(cast).days == [
        {
            "day": "Wed",
            "date": "21 Apr",
            "entries": [
                {"time": "14:42", "title": "Canvass", "note": "6 coming.", "url": "/find/", "do": "Find a leader"},
                {"time": "18:42", "title": "Executive committee", "note": "7 of 9 coming"},
            ],
        },
        {
            "day": "Mon",
            "date": "26 Apr",
            "entries": [{"time": "23:59", "title": "Last", "note": "", "url": "/last/", "do": "Open"}],
        },
    ]


def test_the_nearest_polling_day_counts_down(cast: Cast) -> None:
    deadline = datetime.datetime(2027, 4, 20, 17, 0, tzinfo=LONDON)
    opens = datetime.datetime(2027, 5, 6, 7, 0, tzinfo=LONDON)
    hooks.countdowns.append(
        lambda _access, _unit: [
            Countdown(datetime.date(2027, 4, 19), "polling day", ()),
            Countdown(datetime.date(2027, 6, 1), "the by-election", ()),
            Countdown(datetime.date(2027, 5, 6), "polling day", (("Polls open", opens), ("Postal votes", deadline))),
        ]
    )
    assert _page(cast).countdown == {
        "figure": "16",
        "text": "days to polling day,",
        "date": "Thursday 6 May",
        "deadlines": [
            {"label": "Postal votes", "when": "today 17:00", "state": "now"},
            {"label": "Polls open", "when": "6 May 07:00", "state": ""},
        ],
        "url": "",
    }


@pytest.mark.parametrize(
    ("day", "figure", "text"),
    [(20, "0", "polling day today,"), (21, "1", "day to polling day,"), (22, "2", "days to polling day,")],
)
def test_the_last_days(day: int, figure: str, text: str, cast: Cast) -> None:
    hooks.countdowns.append(lambda _access, _unit: [Countdown(datetime.date(2027, 4, day), "polling day", ())])
    found = _page(cast).countdown
    assert found is not None
    assert (found["figure"], found["text"]) == (figure, text)


def test_changes_are_asked_for_since_the_last_visit_only(cast: Cast) -> None:
    asked = []
    hooks.changes.append(
        lambda _access, _unit, since: asked.append(since) or [Change("+5", "members joined.", "", "/m/")]
    )
    assert _page(cast).changes == []
    assert asked == [], "asked on a first visit"
    page = _page(cast, since=NOW - DAY)
    assert asked == [NOW - DAY]
    assert page.changes == [{"figure": "+5", "text": "members joined.", "source": "", "url": "/m/", "do": "Open"}]
