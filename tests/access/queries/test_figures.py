"""Medians and worst cases, counted across all units without showing any of them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from time_machine import Traveller

from access.actions import requests as actions
from access.enums import RefusalReason
from access.models import AccessRequest
from access.queries import figures
from access.roles import RoleName
from tests import cast as people
from tests.cast import Cast
from tests.everywhere import as_in_production
from tests.factories.requests import SUNDAY, ask, tool

_HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def travel() -> Iterator[Traveller]:
    with time_machine.travel(SUNDAY, tick=False) as traveller:
        yield traveller


def _decided(cast: Cast, travel: Traveller, hours: float, name: str, refuse: bool = False) -> AccessRequest:
    """Let somebody ask at the start of the story and be decided so many hours later."""
    travel.move_to(SUNDAY)
    wanted = ask(cast, people.newcomer(name, name.title()))
    travel.shift(hours * _HOUR)
    if refuse:
        actions.refuse(request=wanted, by=cast.osei, reason=RefusalReason.OTHER_ROLE, words="Be a teller.")
    else:
        actions.approve(request=wanted, by=cast.osei)
    return wanted


def test_nothing_decided_is_no_time_at_all(cast: Cast) -> None:
    assert figures.for_role("canvasser", cast.wexcombe).here == figures.Times()
    assert figures.public().total is None
    assert figures.public().regions == []


def test_half_were_quicker_and_the_slowest_is_told(cast: Cast, travel: Traveller) -> None:
    for hours, name in ((2, "ann"), (6, "bee"), (72, "cat")):
        _decided(cast, travel, hours, name)
    found = figures.for_role("canvasser", cast.wexcombe)
    assert found.here is not None
    assert (found.here.decided, found.here.median, found.here.slowest) == (3, 6 * _HOUR, 72 * _HOUR)
    assert found.overall == found.here
    assert figures.for_role("canvasser", cast.marsham).here == figures.Times()
    assert figures.for_role("teller", cast.wexcombe).overall == figures.Times()
    assert figures.for_role("canvasser", None).here is None


def test_what_waits_is_told_too(cast: Cast, travel: Traveller) -> None:
    """A median of what was decided hides the one that nobody decides."""
    ask(cast)
    travel.shift(5 * _HOUR)
    here = figures.for_role("canvasser", cast.wexcombe).here
    assert here is not None
    assert (here.decided, here.waiting, here.longest) == (0, 1, 5 * _HOUR)


def test_a_year_later_it_counts_no_more(cast: Cast, travel: Traveller) -> None:
    _decided(cast, travel, 2, "ann")
    travel.move_to(SUNDAY + datetime.timedelta(days=366))
    assert figures.for_role("canvasser", cast.wexcombe).overall.decided == 0
    assert figures.public().total is None


def test_tools_have_times_of_their_own(cast: Cast, travel: Traveller) -> None:
    lists = tool()
    wanted = ask(cast, role="", tool=lists, need="Make lists")
    travel.shift(3 * _HOUR)
    actions.approve(request=wanted, by=cast.marian)
    assert figures.for_tool(lists, cast.wexcombe).overall.median == 3 * _HOUR


def test_by_region_and_all_together_as_the_runtime_role_reads_them(cast: Cast, travel: Traveller) -> None:
    _decided(cast, travel, 2, "ann")
    _decided(cast, travel, 4, "bee", refuse=True)
    withdrawn = ask(cast, role=RoleName.TELLER)
    actions.withdraw(request=withdrawn, by=cast.noor)
    ask(cast, unit=cast.marsham)
    with as_in_production():
        found = figures.public()
    assert found.total is not None
    (region,) = found.regions
    for one in (found.total, region):
        assert (one.asked, one.approved, one.refused, one.withdrawn, one.times.waiting) == (4, 1, 1, 1, 1)
        assert (one.times.median, one.times.slowest) == (3 * _HOUR, 4 * _HOUR)
        assert {reason: count for reason, count in one.reasons.items() if count} == {"other_role": 1}
    assert (found.total.name, region.name) == ("", "Eastshire region")
