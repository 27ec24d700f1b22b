"""Which numbers are odd enough to wait."""

from __future__ import annotations

import datetime

import pytest

from gotv.enums import MarkSource, Suspicion
from gotv.rules.suspicions import MOST, Facts, in_burst, judge

_SEVEN = datetime.datetime(2026, 5, 7, 6, tzinfo=datetime.UTC)
_NOON = datetime.datetime(2026, 5, 7, 11, tzinfo=datetime.UTC)
_SECOND = datetime.timedelta(seconds=1)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (Facts(MarkSource.TELLER, _NOON, _SEVEN), ""),
        (Facts(MarkSource.TELLER, _SEVEN - _SECOND, _SEVEN), Suspicion.TOO_EARLY),
        (Facts(MarkSource.TELLER, _SEVEN, _SEVEN), ""),
        (Facts(MarkSource.TELLER, _SEVEN - _SECOND, None), ""),  # a rehearsal
        (Facts(MarkSource.DOOR, _SEVEN - _SECOND, _SEVEN), Suspicion.TOO_EARLY),
        (Facts(MarkSource.POSTAL, _SEVEN - _SECOND, _SEVEN), ""),
        (Facts(MarkSource.TELLER, _NOON, _SEVEN, elsewhere=True), Suspicion.OTHER_STATION),
        (Facts(MarkSource.TELLER, _NOON, _SEVEN, postal=True), Suspicion.POSTAL),
        (Facts(MarkSource.DOOR, _NOON, _SEVEN, postal=True, elsewhere=True), ""),
        (Facts(MarkSource.TELLER, _NOON, _SEVEN, second_phone=True, in_burst=True), Suspicion.SECOND_PHONE),
        (Facts(MarkSource.TELLER, _NOON, _SEVEN, in_burst=True), Suspicion.BURST),
    ],
)
def test_the_gravest_reason_is_given(facts: Facts, reason: str) -> None:
    assert judge(facts) == reason


def test_a_burst_is_more_than_a_station_can_serve() -> None:
    quick = [_NOON + _SECOND * n for n in range(MOST + 3)]
    assert in_burst([], quick) == [False] * MOST + [True] * 3
    assert in_burst(quick[:MOST], quick[MOST:]) == [True] * 3
    assert in_burst([], list(reversed(quick))) == [True] * 3 + [False] * MOST


def test_a_steady_queue_is_no_burst() -> None:
    steady = [_NOON + _SECOND * 2 * n for n in range(200)]
    assert not any(in_burst([], steady))


def test_all_in_one_moment_is_one() -> None:
    assert sum(in_burst([], [_NOON] * (MOST + 5))) == 5
