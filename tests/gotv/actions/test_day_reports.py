"""Marks go four weeks after the poll and not a day sooner; their counts stay, and nobody else can delete one."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import pytest
from django.db import DatabaseError, connection, transaction

from access import scoping
from access.models import AuditEvent
from canvass.models import Elector
from gotv import tasks
from gotv.actions import day_reports as actions
from gotv.actions import marks
from gotv.enums import MarkSource, MarkVerdict
from gotv.models import (
    DayReport,
    DistrictCounter,
    Election,
    MarkCheck,
    MarkVoid,
    PollingStation,
    TurnoutRecord,
    Voted,
    VoteMark,
)
from gotv.queries import day_reports
from kit import clock
from tests.cast import Cast
from tests.factories import gotv as make
from tests.gotv.conftest import Day


@dataclass(frozen=True)
class Past:
    """A poll so many days ago, with two marks that count, one taken back and one looked at."""

    poll: Election
    day: Day


def _past(day: Day, days: int) -> Past:
    """The database itself asks for the day, so it is really past. Marks are written as they stood then."""
    cast: Cast = day.cast
    poll = make.election(cast.wexcombe, f"{days} days ago", on=clock.today() - datetime.timedelta(days=days))
    hall = make.station(poll, "Library", day.hh1)
    at = clock.at(poll.polling_on, 9, 30)
    with scoping.units([cast.wexcombe.pk]):
        for elector in (day.elsie, day.graham):
            Voted.objects.create(unit=cast.wexcombe, election=poll, elector=elector, mark=_mark(hall, elector, at))
        wrong, odd = _mark(hall, day.zofia, at), _mark(hall, day.zofia, at, MarkVerdict.SUSPECT)
        MarkVoid.objects.create(unit=cast.wexcombe, mark=wrong, reason="Mistyped")
        MarkCheck.objects.create(unit=cast.wexcombe, mark=odd, counts=False)
        DistrictCounter.objects.create(unit=cast.wexcombe, election=poll, polling_district=day.hh1, voted=2)
    return Past(poll, day)


def _mark(
    hall: PollingStation, elector: Elector, at: datetime.datetime, verdict: MarkVerdict = MarkVerdict.COUNTED
) -> VoteMark:
    typed = make.entry(elector, at)
    return VoteMark.objects.create(
        id=typed.id,
        unit=elector.unit,
        election=hall.election,
        station=hall,
        polling_district=elector.polling_district,
        elector=elector,
        typed=f"{typed.district} {typed.typed}",
        source=MarkSource.TELLER,
        verdict=verdict,
        marked_at=at,
    )


@pytest.fixture(autouse=True)
def in_wexcombe(day: Day) -> object:
    with scoping.units([day.cast.wexcombe.pk]):
        yield


def test_on_the_29th_day_marks_go_and_their_counts_stay(day: Day) -> None:
    past = _past(day, 29)
    make.turnout(day.elsie, past.poll)
    before = day_reports.facts(past.poll)
    tasks.forget_lists()
    assert not VoteMark.objects.filter(election=past.poll).exists()
    assert not Voted.objects.exists()
    assert not MarkVoid.objects.exists()
    assert not MarkCheck.objects.exists()
    assert TurnoutRecord.objects.count() == 1
    assert DistrictCounter.objects.get(election=past.poll).voted == 2
    report = day_reports.of(past.poll)
    assert report.kept_at is not None
    assert day_reports.as_json(report.facts) == day_reports.as_json(before)
    assert report.facts.voted == 2
    assert [(one.numbers, one.taken_back) for one in report.facts.stations] == [(2, 1)]
    assert AuditEvent.objects.get(verb="marks.forgotten").detail["marks"] == 4


def test_a_second_night_changes_nothing(day: Day) -> None:
    past = _past(day, 30)
    tasks.forget_lists()
    kept = DayReport.objects.get(election=past.poll)
    tasks.forget_lists()
    assert DayReport.objects.get(election=past.poll).facts == kept.facts
    assert AuditEvent.objects.filter(verb="marks.forgotten").count() == 1


def test_on_the_28th_day_everything_is_still_there(day: Day) -> None:
    past = _past(day, 28)
    assert actions.forget(unit_id=day.cast.wexcombe.pk) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT gotv_delete_marks(%s)", [past.poll.pk])
        assert cursor.fetchone()[0] == 0
    assert VoteMark.objects.filter(election=past.poll).count() == 4


def test_a_dry_run_says_what_would_go_and_changes_nothing(day: Day) -> None:
    past = _past(day, 10)
    assert actions.would_go() == []
    (gone,) = actions.would_go(day=clock.today() + datetime.timedelta(days=19))
    assert (gone.election, gone.marks, gone.voids, gone.voted) == (past.poll, 4, 1, 2)
    assert VoteMark.objects.filter(election=past.poll).count() == 4
    assert not DayReport.objects.exists()


def test_another_clps_marks_stay_whoever_asks(day: Day) -> None:
    past = _past(day, 40)
    with scoping.units([day.cast.marsham.pk]), connection.cursor() as cursor:
        cursor.execute("SELECT gotv_delete_marks(%s)", [past.poll.pk])
        assert cursor.fetchone()[0] == 0
    assert VoteMark.objects.filter(election=past.poll).count() == 4


@pytest.mark.parametrize("table", ["gotv_votemark", "gotv_markvoid", "gotv_markcheck"])
def test_nothing_else_deletes_a_mark_or_a_void_even_with_the_setting(day: Day, table: str) -> None:
    _past(day, 40)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.erasing', 'yes', true)")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(f"DELETE FROM {table}")


def test_a_mark_is_still_taken_back_with_a_void(day: Day) -> None:
    mark = make.mark(day.hall, day.elsie)
    marks.void(mark=mark, reason="Mistyped", by=day.cast.osei)
    assert not Voted.objects.filter(election=day.poll).exists()
