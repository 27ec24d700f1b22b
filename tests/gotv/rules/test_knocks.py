"""Who is finished, who rests, who is called on again: by what was said and when, and by nothing else."""

from __future__ import annotations

import datetime

import pytest

from gotv.enums import KnockSaid
from gotv.rules import knocks
from gotv.rules.knocks import Standing

_AT = datetime.datetime(2026, 5, 7, 10, 20, tzinfo=datetime.UTC)
_FINISHED = {"voted", "posted", "wont", "moved", "deceased", "no_contact"}
_RESTING = {"will", "lift"}


@pytest.mark.parametrize("said", KnockSaid.values)
def test_how_somebody_stands_after_each_answer(said: str) -> None:
    soon = knocks.standing(said, _AT, _AT + datetime.timedelta(minutes=5))
    late = knocks.standing(said, _AT, _AT + knocks.REST)
    if said in _FINISHED:
        assert (soon, late) == (Standing.DONE, Standing.DONE)
    elif said in _RESTING:
        assert (soon, late) == (Standing.RESTS, Standing.CALL)
    else:
        assert (soon, late) == (Standing.CALL, Standing.CALL)


def test_whom_nobody_has_knocked_for_is_called_on() -> None:
    assert knocks.standing(None, None, _AT) == Standing.CALL


def test_a_knock_in_words() -> None:
    assert knocks.words("not_in", "10:20") == "Not in, 10:20"
    assert knocks.words("will", "10:20", by_another=True) == "Will vote later, 10:20, said by another"
