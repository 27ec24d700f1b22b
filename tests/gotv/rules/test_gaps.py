"""Where tellers' numbers have a hole or look mistyped."""

from __future__ import annotations

import datetime

from gotv.rules.gaps import Found, Typed, find
from gotv.rules.suspicions import MOST

_NOON = datetime.datetime(2026, 5, 7, 11, tzinfo=datetime.UTC)
_MINUTE = datetime.timedelta(minutes=1)


def _typed(verdicts: str, *, phone: str = "a", district: str = "HH1") -> list[Typed]:
    """Make a number a minute: c counted, n not here, a already in."""
    words = {"c": "counted", "n": "not_here", "a": "already_in"}
    return [Typed(_NOON + n * _MINUTE, phone, district, words[one]) for n, one in enumerate(verdicts)]


def _find(rows: list[Typed]) -> Found:
    return find(rows, ["HH1"], None, never_heard=False)


def test_one_slip_is_no_gap() -> None:
    assert not _find(_typed("ccnccnnccc")).is_odd


def test_three_in_a_row_that_nobody_has_are() -> None:
    assert _find(_typed("ccnnnncnn")).run == 4


def test_runs_are_of_one_phone() -> None:
    assert _find(_typed("cnn") + _typed("nnc", phone="b")).run == 0


def test_a_district_that_does_not_vote_here() -> None:
    assert _find(_typed("cc") + _typed("cn", district="hh2")).wrong_districts == {"HH2": 2}
    assert find(_typed("c"), [], None, never_heard=False).wrong_districts == {}


def test_a_burst() -> None:
    rows = [Typed(_NOON, "a", "HH1", "counted")] * (MOST + 4)
    assert _find(rows).burst == 4
    assert not find(rows, ["HH1"], None, never_heard=False, rehearsal=True).is_odd


def test_silence_says_whether_anything_ever_came() -> None:
    now = _NOON + 50 * _MINUTE
    silent = find([], ["HH1"], _NOON, never_heard=False).lines(now)
    assert silent[0][0] == "Nothing for 50 min."
    assert find([], ["HH1"], _NOON, never_heard=True).lines(now)[0][0] == "No number yet."
    assert find([], ["HH1"], None, never_heard=True).lines(now) == []
