"""What polling day keeps outlasts the time in which the poll can be challenged, and not by much."""

from __future__ import annotations

import datetime

import pytest

from gotv.rules import keeping
from kit import clock

_CHALLENGE = datetime.timedelta(days=21)


@pytest.mark.parametrize("counted", [0, 1, 4])
def test_nothing_goes_before_a_poll_can_be_challenged_no_more(counted: int) -> None:
    """Also where the count takes some days, and the last day is put off over a long weekend (RPA 1983 ss. 119, 122)."""
    poll = datetime.date(2024, 7, 4)
    returned = poll + datetime.timedelta(days=counted)
    last = returned + _CHALLENGE + datetime.timedelta(days=3)
    assert last < keeping.goes_on(poll) <= poll + datetime.timedelta(days=29)


def test_it_goes_in_the_first_hours_of_a_day_on_which_it_may() -> None:
    poll = datetime.date(2026, 5, 7)
    assert keeping.goes_on(poll) - datetime.timedelta(days=1) - poll == keeping.KEPT
    assert clock.at(keeping.goes_on(poll), 0) > clock.at(poll + keeping.KEPT, 23)
