"""Several tellers at once, each with a connection of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from access import scoping
from access.models import Unit
from canvass.models import Elector
from gotv.actions import marks
from gotv.models import DistrictCounter, Election, Voted, VoteMark
from tests import cast as people
from tests.factories import canvass
from tests.factories import gotv as make

pytestmark = pytest.mark.django_db(transaction=True)


def _together(*deeds: Callable[[], object]) -> list[object]:
    """Run each in its own thread, all let go at the same moment; return what each returned, or raise what it did."""
    gate = threading.Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> object:
        try:
            gate.wait(timeout=10)
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def _town() -> tuple[Unit, Election]:
    unit = people.make().wexcombe
    canvass.bulk(unit, districts=4, streets=1, doors=10, per_door=2)
    return unit, make.election(unit, rehearsal=True)


def _recorder(unit: Unit, poll: Election, entries: list[marks.Entry]) -> Callable[[], object]:
    def deed() -> object:
        with scoping.units([unit.pk]):
            return make.verdicts(marks.record(election=poll, station=None, entries=entries, by=None))

    return deed


def _electors(unit: Unit) -> list[Elector]:
    with scoping.units([unit.pk]):
        return list(Elector.objects.select_related("polling_district").order_by("pk"))


def test_two_tellers_with_the_same_number_count_it_once() -> None:
    unit, poll = _town()
    elector = _electors(unit)[0]
    answers = _together(*[_recorder(unit, poll, [make.entry(elector)]) for _ in range(4)])
    assert sorted(answers) == [["already_in"], ["already_in"], ["already_in"], ["counted"]]
    with scoping.units([unit.pk]):
        assert Voted.objects.count() == 1
        assert DistrictCounter.objects.get().voted == 1
        assert VoteMark.objects.count() == 4


def test_one_form_sent_twice_in_the_same_moment_is_one_mark() -> None:
    unit, poll = _town()
    entry = make.entry(_electors(unit)[0])
    assert _together(*[_recorder(unit, poll, [entry]) for _ in range(3)]) == [["counted"]] * 3
    with scoping.units([unit.pk]):
        assert VoteMark.objects.count() == 1
        assert DistrictCounter.objects.get().voted == 1


def test_batches_over_the_same_districts_never_wait_for_each_other_in_a_ring() -> None:
    unit, poll = _town()
    electors = _electors(unit)
    forwards = [[make.entry(e) for e in electors[n::8]] for n in range(4)]
    backwards = [[make.entry(e) for e in reversed(electors[n::8])] for n in range(4, 8)]
    _together(*[_recorder(unit, poll, batch) for batch in forwards + backwards])
    with scoping.units([unit.pk]):
        assert sorted(DistrictCounter.objects.values_list("voted", flat=True)) == [20, 20, 20, 20]
        assert marks.recount(election=poll).agreed


def test_a_mark_and_a_void_of_one_elector_at_once_leave_the_counters_true() -> None:
    unit, poll = _town()
    elector = _electors(unit)[0]
    hall = make.station(poll, "Hall", elector.polling_district)
    first = make.mark(hall, elector)

    def void() -> object:
        with scoping.units([unit.pk]):
            return marks.take_back(mark=first, reason="wrong", by=None)

    _together(void, _recorder(unit, poll, [make.entry(elector)]))
    with scoping.units([unit.pk]):
        assert Voted.objects.count() == 1  # whichever came first, the second teller's mark stands
        assert DistrictCounter.objects.get().voted == 1
        assert marks.recount(election=poll).agreed


def test_a_recount_among_tellers_agrees_with_the_marks_afterwards() -> None:
    unit, poll = _town()
    electors = _electors(unit)

    def recount() -> object:
        with scoping.units([unit.pk]):
            return marks.recount(election=poll)

    batches = [[make.entry(e) for e in electors[n::3]] for n in range(3)]
    _together(recount, *[_recorder(unit, poll, batch) for batch in batches])
    with scoping.units([unit.pk]):
        assert marks.recount(election=poll).agreed
        assert Voted.objects.count() == len(electors)
