import datetime

import pytest

from gotv.rules.dashboard import Tally, ago, total

_NOW = datetime.datetime(2026, 5, 7, 15, 42, tzinfo=datetime.UTC)


def _before(**span: int) -> datetime.datetime:
    return _NOW - datetime.timedelta(**span)


def _tally(**facts: object) -> Tally:
    known = {
        "electors": 1000,
        "promises": 200,
        "promises_in": 50,
        "voted": 410,
        "heard_electors": 1000,
        "last_mark_at": _before(minutes=3),
    }
    return Tally(**(known | facts))  # type: ignore[arg-type]


def test_several_districts_are_one() -> None:
    silent = _tally(voted=0, heard_electors=0, last_mark_at=None, sources=(("door", 2),))
    both = total([_tally(sources=(("door", 1), ("teller", 5))), silent])
    assert (both.electors, both.voted, both.left, both.heard_electors) == (2000, 410, 300, 1000)
    assert both.sources == (("door", 3), ("teller", 5))
    assert both.last_mark_at == _before(minutes=3)
    assert both.left_at_least is None
    assert total([]).last_mark_at is None


def test_where_nobody_is_known_promises_left_are_a_range() -> None:
    ranged = _tally(promises_in=40, promises_in_at_most=60)
    assert (ranged.left, ranged.left_at_least) == (160, 140)
    assert total([ranged, _tally()]).left_at_least == 290


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (None, "never"),
        (_before(seconds=59), "just now"),
        (_before(minutes=5), "5 min ago"),
        (_before(hours=2), "2 h 0 min ago"),
    ],
)
def test_ages_in_words(at: datetime.datetime | None, words: str) -> None:
    assert ago(at, _NOW) == words
