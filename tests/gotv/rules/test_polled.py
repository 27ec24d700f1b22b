import datetime

import pytest

from gotv.rules.polled import FRESH_FOR, How, Known, Share, Spot

_NOW = datetime.datetime(2026, 5, 7, 15, tzinfo=datetime.UTC)


def _spot(key: int, counted: int | None, *, size: int = 1000, ago: int = 0, least: int = 0) -> Spot:
    at = None if counted is None else _NOW - datetime.timedelta(minutes=ago)
    return Spot(key, (key,), size, counted, at, least)


def _share(known: Known, *spots: Spot) -> Share:
    found = known.share(spots)
    assert found is not None
    return found


def test_what_was_counted_is_one_number_and_what_was_not_is_a_range() -> None:
    spots = [_spot(1, 400), _spot(2, 420), _spot(3, 380), _spot(4, None)]
    known = Known(spots, How.COUNTED)
    counted = _share(known, spots[0])
    assert (counted.from_, counted.to, counted.how, counted.at) == (40, 40, How.COUNTED, _NOW)
    likely = _share(known, spots[3])
    assert likely.how == How.LIKELY
    assert 0 < likely.from_ < 40 < likely.to < 100
    assert likely.span == likely.to - likely.from_


def test_several_together_add_what_was_counted_to_the_range_of_the_rest() -> None:
    spots = [_spot(1, 400), _spot(2, 420), _spot(3, 380), _spot(4, None)]
    known = Known(spots, How.COUNTED)
    alone, together = _share(known, spots[3]), _share(known, spots[0], spots[3])
    assert (together.low, together.high, together.size) == (alone.low + 400, alone.high + 400, 2000)


def test_an_old_count_is_only_the_least() -> None:
    old = _spot(2, 300, ago=int(FRESH_FOR.total_seconds() // 60) + 1)
    known = Known([_spot(1, 310), old], How.COUNTED)
    share = _share(known, old)
    assert share.how == How.LIKELY
    assert share.low >= 300


def test_marks_are_a_least_too() -> None:
    spot = _spot(2, None, least=700)
    assert _share(Known([_spot(1, 100), spot], How.COUNTED), spot).low >= 700


def test_never_more_than_everybody() -> None:
    over = _spot(1, 1100)
    assert _share(Known([over], How.TOLD), over).to == 100
    beyond = _spot(2, None, least=1200)
    assert _share(Known([over, beyond], How.COUNTED), beyond).to == 100


@pytest.mark.parametrize("spots", [[], [_spot(1, None)], [_spot(1, 5, size=0)]])
def test_where_nothing_is_known_nothing_is_said(spots: list[Spot]) -> None:
    assert Known(spots, How.TOLD).share(spots) is None
