"""When a team is late, and until when a day lasts."""

from __future__ import annotations

import datetime

import pytest

from canvass.rules import sessions as rules

DUE = datetime.datetime(2026, 4, 19, 12, 0, tzinfo=datetime.UTC)


def at(minutes: int) -> datetime.datetime:
    return DUE + datetime.timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("out", "fine", "back", "now", "state"),
    [
        (None, None, None, 10, "waiting"),
        (-60, None, None, -1, "out"),
        (-60, None, None, 0, "late"),
        (-60, -5, None, 10, "out"),  # said that all is well, less than half an hour ago
        (-60, -5, None, 25, "late"),
        (-60, -50, None, 1, "late"),
        (-60, None, 3, 10, "back"),
    ],
)
def test_state(out: int | None, fine: int | None, back: int | None, now: int, state: str) -> None:
    moments = {"out_at": out, "fine_at": fine, "back_at": back}
    found = {name: None if minutes is None else at(minutes) for name, minutes in moments.items()}
    assert rules.state(due_at=DUE, now=at(now), **found) == state


def test_half_an_hour_more_counts_from_now_when_the_time_is_over() -> None:
    assert rules.longer(DUE, at(-10)) == at(30)
    assert rules.longer(DUE, at(20)) == at(50)
    assert rules.longer(None, at(20)) == at(50)


def test_the_day_is_the_one_in_london() -> None:
    late = datetime.datetime(2026, 7, 1, 23, 30, tzinfo=datetime.UTC)  # half past midnight there
    assert rules.day_of(late) == datetime.date(2026, 7, 2)
    assert rules.end_of_day(late) == datetime.datetime(2026, 7, 2, 23, 0, tzinfo=datetime.UTC)
