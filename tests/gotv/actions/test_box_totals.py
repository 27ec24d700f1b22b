from __future__ import annotations

import datetime

import pytest
import time_machine

from access import scoping
from access.models import AuditEvent
from gotv.actions import box_totals as actions
from gotv.models import BallotBox, BoxTotal, Election
from gotv.queries import box_totals
from kit import clock
from kit.errors import Refused
from tests.factories import gotv as make
from tests.gotv.conftest import Day


@pytest.fixture
def box(day: Day) -> BallotBox:
    return make.box(day.hall, "3", day.hh1, electors=500)


@pytest.fixture(autouse=True)
def in_wexcombe(day: Day) -> object:
    with time_machine.travel(clock.at(day.poll.polling_on, 16, 30)), scoping.units([day.cast.wexcombe.pk]):
        yield


def _held() -> list[int]:
    return list(BoxTotal.objects.order_by("box").values_list("papers", flat=True))


def test_totals_stand_beside_our_last_count(day: Day, box: BallotBox) -> None:
    make.count(box, 240, by=day.cast.osei)
    other = make.box(day.hall, "4", day.hh1, electors=500)
    assert actions.enter(election=day.poll, papers={box: 251, other: 90}, by=day.cast.osei) == 2
    first, second = box_totals.rows(day.poll, None)
    assert (first.papers, first.counted, first.difference, first.by) == (251, 240, 11, day.cast.osei.name)
    assert (second.papers, second.counted, second.difference) == (90, None, None)
    sums = box_totals.together([first, second])
    assert (sums.verified, sums.papers, sums.both, sums.papers_of_both, sums.counted_of_both) == (2, 341, 1, 251, 240)


def test_the_same_again_changes_nothing_and_empty_takes_it_away(day: Day, box: BallotBox) -> None:
    actions.enter(election=day.poll, papers={box: 251}, by=day.cast.osei)
    assert actions.enter(election=day.poll, papers={box: 251}, by=day.cast.osei) == 0
    assert AuditEvent.objects.filter(verb="box_totals.entered").count() == 1
    assert actions.enter(election=day.poll, papers={box: None}, by=day.cast.osei) == 1
    assert _held() == []


def test_one_above_the_roll_keeps_nothing_of_the_page(day: Day, box: BallotBox) -> None:
    other = make.box(day.hall, "4", day.hh1, electors=80)
    with pytest.raises(actions.Wrong, match="81 is more than the 80 electors") as wrong:
        actions.enter(election=day.poll, papers={box: 20, other: 81}, by=day.cast.osei)
    assert wrong.value.box == other.pk
    assert _held() == []


@pytest.mark.parametrize(("hour", "minute", "open_"), [(21, 59, False), (22, 0, True)])
def test_a_real_poll_waits_for_the_close(day: Day, hour: int, minute: int, open_: bool) -> None:
    poll: Election = make.election(day.cast.wexcombe, "Real", on=day.poll.polling_on)
    box = make.box(make.station(poll, "Library", day.hh1), "3", day.hh1, electors=500)
    with time_machine.travel(clock.at(poll.polling_on, hour, minute)):
        if open_:
            assert actions.enter(election=poll, papers={box: 5}, by=day.cast.osei) == 1
        else:
            with pytest.raises(Refused, match="after the polls close"):
                actions.enter(election=poll, papers={box: 5}, by=day.cast.osei)
    with time_machine.travel(clock.at(poll.polling_on + datetime.timedelta(days=3), 12)):
        assert actions.enter(election=poll, papers={box: 6}, by=day.cast.osei) == 1
