import datetime

import pytest

from gotv.rules.dashboard import Tally, ago, total, why_go

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


def test_a_district_never_heard_from_has_no_turnout_rather_than_nought() -> None:
    assert _tally(voted=0, heard_electors=0, last_mark_at=None).turnout is None
    assert _tally(voted=0).turnout == 0


def test_turnout_of_several_districts_is_over_those_heard_from() -> None:
    silent = _tally(voted=0, heard_electors=0, last_mark_at=None)
    assert total([_tally(), silent]).turnout == 41
    assert total([_tally(), silent]).electors == 2000
    assert total([]).turnout is None


def test_turnout_is_never_more_than_everybody() -> None:
    assert _tally(electors=10, heard_electors=10, voted=12).turnout == 100


def test_the_reason_says_what_is_known() -> None:
    assert why_go(_tally(), _NOW) == "41% counted at the station, the last number 3 min ago."
    assert why_go(_tally(last_mark_at=None), _NOW) == "No teller heard from here yet, so knock and ask."
    quiet = _tally(last_mark_at=_before(hours=1, minutes=10))
    assert why_go(quiet, _NOW) == "Nothing from the teller for 1 h 10 min, so knock and ask."


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
