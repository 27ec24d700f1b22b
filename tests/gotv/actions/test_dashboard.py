from __future__ import annotations

import datetime

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import ConnectionError as NoCache

from access import scoping
from gotv.actions import dashboard
from gotv.actions.tallies import keep
from gotv.models import DistrictTally
from gotv.queries import dashboard as queries
from gotv.queries import tallies
from tests.factories import gotv as make
from tests.gotv.conftest import Day

_NOON = datetime.datetime.now(datetime.UTC).replace(microsecond=0)


def _voted(day: Day) -> int:
    with scoping.units([day.cast.wexcombe.pk]):
        return dashboard.figures(election=day.poll).whole.voted


def test_figures_are_kept_for_a_moment(day: Day) -> None:
    with time_machine.travel(_NOON, tick=False) as clock:
        assert _voted(day) == 0
        make.mark(day.hall, day.elsie)
        assert _voted(day) == 0
        clock.shift(dashboard.FRESH_SECONDS)
        assert _voted(day) == 1


def test_while_one_counts_the_others_see_what_was_counted_before(day: Day) -> None:
    with time_machine.travel(_NOON, tick=False) as clock:
        assert _voted(day) == 0
        make.mark(day.hall, day.elsie)
        clock.shift(dashboard.FRESH_SECONDS)
        cache.add(f"{queries.key(day.poll)}:counting", 1)
        assert _voted(day) == 0
        cache.delete(f"{queries.key(day.poll)}:counting")
        assert _voted(day) == 1


def test_which_version_is_shown_is_known_while_it_is_fresh(day: Day) -> None:
    unit, poll = day.cast.wexcombe.pk, day.poll.pk
    with time_machine.travel(_NOON, tick=False) as clock:
        assert dashboard.version(unit=unit, election=poll) is None
        _voted(day)
        kept = dashboard.version(unit=unit, election=poll)
        assert kept is not None
        assert kept.about == (day.poll.name, day.poll.polling_on, True)
        assert dashboard.version(unit=day.cast.marsham.pk, election=poll) is None
        clock.shift(dashboard.FRESH_SECONDS)
        assert dashboard.version(unit=unit, election=poll) is None
        cache.add(f"{queries.key(day.poll)}:counting", 1)
        assert dashboard.version(unit=unit, election=poll) == kept  # somebody counts anew: nobody else has to


def test_without_the_cache_each_process_keeps_its_own(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*_args: object, **_kwargs: object) -> None:
        raise NoCache("nobody there")

    for name in ("get", "set_many", "add", "delete"):
        monkeypatch.setattr(cache, name, down)
    dashboard._here.clear()
    with time_machine.travel(_NOON, tick=False) as clock:
        assert _voted(day) == 0
        make.mark(day.hall, day.elsie)
        assert _voted(day) == 0
        clock.shift(dashboard.FRESH_SECONDS)
        assert _voted(day) == 1
    assert dashboard.version(unit=day.cast.wexcombe.pk, election=day.poll.pk) is None
    dashboard._here.clear()


def test_without_the_cache_one_thread_counts_and_the_others_show_what_was(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_args: object, **_kwargs: object) -> None:
        raise NoCache("nobody there")

    monkeypatch.setattr(cache, "get", down)
    dashboard._here.clear()
    with time_machine.travel(_NOON, tick=False) as clock:
        assert _voted(day) == 0
        make.mark(day.hall, day.elsie)
        clock.shift(dashboard.FRESH_SECONDS)
        with dashboard._counting_here:
            assert _voted(day) == 0
        assert _voted(day) == 1
    dashboard._here.clear()


def test_districts_that_are_only_due_take_turns(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tallies, "_DUE_AT_ONCE", 1)
    with scoping.units([day.cast.wexcombe.pk]):
        keep(election=day.poll, read=queries.counted(day.poll)[1])
        every = frozenset(DistrictTally.objects.values_list("polling_district", flat=True))
        assert len(every) > 1
        minute, long = (timezone.now() + datetime.timedelta(minutes=number) for number in (2, 4))
        with time_machine.travel(minute, tick=False):
            first = tallies.read(day.poll)
            assert len(first.counted) == 1
            keep(election=day.poll, read=first)
            second = tallies.read(day.poll)
            assert len(second.counted) == 1
            assert second.counted != first.counted
        with time_machine.travel(long, tick=False):
            assert tallies.read(day.poll).counted >= every - first.counted


def test_what_was_counted_is_kept_for_the_next(day: Day) -> None:
    make.mark(day.hall, day.elsie)
    _voted(day)
    with scoping.units([day.cast.wexcombe.pk]):
        kept = {row.polling_district_id: row for row in DistrictTally.objects.filter(election=day.poll)}
        one = kept[day.hh1.pk]
        assert (one.electors, one.promises, one.promises_in, one.doors_left) == (3, 2, 1, 1)
        assert one.sources == {"teller": 1}
        read = queries.counted(day.poll)[1]
        assert read.counted == frozenset()
