from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
import time_machine
from django.db import ProgrammingError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from access.models import AuditEvent, Unit
from canvass.models import Elector
from gotv.actions import marks
from gotv.enums import MarkSource, MarkVerdict
from gotv.models import DistrictCounter, MarkVoid, Voted, VoteMark
from gotv.queries import stations
from gotv.rules.numbers import RollNumber
from kit.errors import Refused
from tests.cast import Cast
from tests.factories import canvass
from tests.factories import gotv as make

_NOON = datetime.datetime(2026, 5, 7, 12, tzinfo=datetime.UTC)


@pytest.fixture
def day(cast: Cast, scope: Unit) -> Iterator[SimpleNamespace]:
    """Noon on polling day; a station for two districts with three electors each."""
    with time_machine.travel(_NOON, tick=False):
        poll = make.election(scope)
        hh1, hh2 = canvass.district(scope, "HH1"), canvass.district(scope, "HH2")
        road = canvass.street(scope)
        doors = [canvass.household(road, n, in_district=d) for d in (hh1, hh2) for n in (1, 2, 3)]
        yield SimpleNamespace(
            poll=poll,
            hall=make.station(poll, "Library", hh1, hh2),
            hh1=hh1,
            hh2=hh2,
            electors=[canvass.elector(door) for door in doors],
            tess=cast.tess,
            osei=cast.osei,
        )


def _record(day: SimpleNamespace, *electors: Elector, by: object = None) -> list[str]:
    entries = [make.entry(elector) for elector in electors]
    answers = marks.record(election=day.poll, station=day.hall, entries=entries, by=by or day.tess)
    return [answers[entry.id].value for entry in entries]


def _counters(day: SimpleNamespace) -> dict[str, int]:
    rows = DistrictCounter.objects.filter(election=day.poll)
    return dict(rows.values_list("polling_district__code", "voted"))


def test_counts_each_elector_once(day: SimpleNamespace) -> None:
    first, second, *_ = day.electors
    assert _record(day, first, first, second) == ["counted", "already_in", "counted"]
    assert _record(day, first, by=day.osei) == ["already_in"]
    assert _counters(day) == {"HH1": 2}
    assert Voted.objects.count() == 2
    assert VoteMark.objects.count() == 4


def test_keeps_a_number_that_nobody_has_and_counts_nothing(day: SimpleNamespace) -> None:
    number = RollNumber(4410)
    wrong = marks.Entry(uuid.uuid4(), "HH1", "4410", number, _NOON)
    nowhere = marks.Entry(uuid.uuid4(), "ZZ9", "1", RollNumber(1), _NOON)
    unread = marks.Entry(uuid.uuid4(), "HH1", "what", None, _NOON)
    answers = marks.record(election=day.poll, station=day.hall, entries=[wrong, nowhere, unread], by=day.tess)
    assert set(answers.values()) == {MarkVerdict.NOT_HERE}
    assert VoteMark.objects.get(pk=wrong.id).polling_district == day.hh1
    assert VoteMark.objects.get(pk=nowhere.id).polling_district is None
    assert list(VoteMark.objects.values_list("elector", flat=True)) == [None, None, None]
    assert _counters(day) == {"HH1": 0}
    assert DistrictCounter.objects.get().last_mark_at == _NOON  # somebody is there all the same


def test_the_suffix_tells_two_people_apart(day: SimpleNamespace) -> None:
    first = day.electors[0]
    late = canvass.elector(first.household, "Zofia", number=first.number, suffix=1)
    assert _record(day, first, late) == ["counted", "counted"]


def test_somebody_who_left_the_register_is_not_here(day: SimpleNamespace) -> None:
    gone = canvass.elector(day.electors[0].household, "Gone", left_on=datetime.date(2025, 12, 1))
    assert _record(day, gone) == ["not_here"]


def test_sending_the_same_again_changes_nothing(day: SimpleNamespace) -> None:
    entries = [make.entry(elector) for elector in day.electors]
    first = marks.record(election=day.poll, station=day.hall, entries=entries, by=day.tess)
    audits = AuditEvent.objects.count()
    again = marks.record(election=day.poll, station=day.hall, entries=entries, by=day.tess)
    assert first == again
    assert VoteMark.objects.count() == 6
    assert _counters(day) == {"HH1": 3, "HH2": 3}
    assert AuditEvent.objects.count() == audits


def test_a_form_may_be_sent_twice_and_used_again(day: SimpleNamespace) -> None:
    form = uuid.uuid4()
    numbers = [RollNumber(1), RollNumber(2), RollNumber(1)]

    def send(numbers: list[RollNumber]) -> dict[RollNumber, MarkVerdict]:
        return marks.type_in(
            election=day.poll, station=day.hall, district=day.hh1, numbers=numbers, form_id=form, by=day.osei
        )

    assert send(numbers) == send(numbers) == {RollNumber(1): "counted", RollNumber(2): "counted"}
    assert send([RollNumber(3)]) == {RollNumber(3): "counted"}  # back in the browser, another number
    assert VoteMark.objects.count() == 3


def test_the_statements_do_not_grow_with_the_batch(day: SimpleNamespace, django_assert_num_queries: object) -> None:
    _record(day, day.electors[0], day.electors[3])  # the counters are there from now on
    for rest in (day.electors[1:2] + day.electors[4:5], day.electors[2:3] + day.electors[5:]):
        entries = [make.entry(elector) for elector in rest]
        with django_assert_num_queries(4):  # type: ignore[operator]
            marks.record(election=day.poll, station=day.hall, entries=entries, by=day.tess)


def test_a_record_says_how_many_and_never_who(day: SimpleNamespace) -> None:
    _record(day, day.electors[0], day.electors[0])
    row = AuditEvent.objects.get(verb="marks.recorded")
    assert row.actor_id == day.tess.pk
    assert row.detail == {"station": day.hall.pk, "counted": 1, "already_in": 1}


def test_marks_of_another_clp_are_out_of_reach(day: SimpleNamespace, cast: Cast) -> None:
    road = canvass.street(cast.marsham)
    there = canvass.district(cast.marsham, "MV1")
    stranger = canvass.elector(canvass.household(road, 1, in_district=there))
    assert _record(day, stranger) == ["not_here"]


def test_a_void_uncounts_the_elector(day: SimpleNamespace) -> None:
    mark = make.mark(day.hall, day.electors[0])
    marks.void(mark=mark, reason=" typed 1 for 7 ", by=day.osei)
    assert _counters(day) == {"HH1": 0}
    assert not Voted.objects.exists()
    assert MarkVoid.objects.get().reason == "typed 1 for 7"
    assert AuditEvent.objects.filter(verb="mark.voided", object_id=str(mark.pk)).count() == 1


def test_a_second_void_changes_nothing(day: SimpleNamespace) -> None:
    mark = make.mark(day.hall, day.electors[0])
    make.mark(day.hall, day.electors[1])
    first = marks.void(mark=mark, reason="wrong", by=day.osei)
    assert marks.void(mark=mark, reason="wrong again", by=day.tess) == first
    assert MarkVoid.objects.get().reason == "wrong"
    assert _counters(day) == {"HH1": 1}


def test_an_elector_whom_two_tellers_typed_stays_voted(day: SimpleNamespace) -> None:
    first, second = make.mark(day.hall, day.electors[0]), make.mark(day.hall, day.electors[0])
    assert second.verdict == MarkVerdict.ALREADY_IN
    marks.void(mark=first, reason="wrong", by=day.osei)
    assert Voted.objects.get().mark == second
    assert _counters(day) == {"HH1": 1}
    marks.void(mark=second, reason="wrong too", by=day.osei)
    assert not Voted.objects.exists()
    assert _counters(day) == {"HH1": 0}


def test_voiding_the_second_mark_leaves_the_first(day: SimpleNamespace) -> None:
    first, second = make.mark(day.hall, day.electors[0]), make.mark(day.hall, day.electors[0])
    marks.void(mark=second, reason="typed twice", by=day.osei)
    assert Voted.objects.get().mark == first
    assert _counters(day) == {"HH1": 1}


def test_after_a_void_the_number_counts_again(day: SimpleNamespace) -> None:
    marks.void(mark=make.mark(day.hall, day.electors[0]), reason="wrong", by=day.osei)
    assert _record(day, day.electors[0]) == ["counted"]
    assert _counters(day) == {"HH1": 1}


def test_a_void_needs_a_reason(day: SimpleNamespace) -> None:
    mark = make.mark(day.hall, day.electors[0])
    with pytest.raises(Refused, match="Say why"):
        marks.void(mark=mark, reason="  ", by=day.osei)
    assert _counters(day) == {"HH1": 1}


@pytest.mark.parametrize("statement", ["UPDATE gotv_votemark SET typed = 'x'", "DELETE FROM gotv_markvoid"])
def test_marks_and_voids_are_never_changed(day: SimpleNamespace, statement: str) -> None:
    marks.void(mark=make.mark(day.hall, day.electors[0]), reason="wrong", by=day.osei)
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("at", "words"),
    [("2026-05-07 05:29:59+00:00", "has not begun"), ("2026-05-07 23:00:00+00:00", "is over")],
)
def test_nothing_is_typed_in_or_voided_outside_the_day(day: SimpleNamespace, at: str, words: str) -> None:
    mark = make.mark(day.hall, day.electors[0])
    with time_machine.travel(datetime.datetime.fromisoformat(at), tick=False):
        with pytest.raises(Refused, match=words):
            marks.void(mark=mark, reason="wrong", by=day.osei)
        with pytest.raises(Refused, match=words):
            marks.type_in(
                election=day.poll,
                station=None,
                district=day.hh1,
                numbers=[RollNumber(2)],
                form_id=uuid.uuid4(),
                by=day.osei,
            )
    assert VoteMark.objects.count() == 1
    assert not MarkVoid.objects.exists()


def test_a_recount_of_what_is_right_changes_nothing(day: SimpleNamespace) -> None:
    _record(day, *day.electors)
    assert marks.recount(election=day.poll).agreed
    assert AuditEvent.objects.get(verb="marks.recounted").detail == {"added": 0, "withdrawn": 0, "counters": 0}


def test_a_recount_puts_right_whatever_is_wrong(day: SimpleNamespace) -> None:
    kept = [make.mark(day.hall, elector) for elector in day.electors]
    Voted.objects.filter(mark=kept[0]).delete()
    Voted.objects.filter(mark=kept[1]).update(elector=canvass.elector(day.electors[0].household, "Nobody"))
    DistrictCounter.objects.filter(polling_district=day.hh2).update(voted=9, last_mark_at=None)
    found = marks.recount(election=day.poll)
    assert (found.added, found.withdrawn) == (2, 1)
    assert found.counters == {day.hh2.pk: (9, 3)}
    assert _counters(day) == {"HH1": 3, "HH2": 3}
    assert marks.recount(election=day.poll).agreed


def test_a_recount_leaves_other_elections_alone(day: SimpleNamespace) -> None:
    other = make.election(day.poll.unit, "Rehearsal", rehearsal=True)
    make.mark(make.station(other, "Hall", day.hh1), day.electors[0])
    assert marks.recount(election=day.poll).agreed
    assert Voted.objects.filter(election=other).count() == 1


# What tellers and the committee room do in a day: (0) type elector n, (1) void the mark that was made n-th.
_DEEDS = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 8)), max_size=25)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=_DEEDS)
def test_counters_equal_a_recount_whatever_was_done(day: SimpleNamespace, deeds: list[tuple[int, int]]) -> None:
    with transaction.atomic():
        made: list[VoteMark] = []
        for kind, which in deeds:
            if kind == 0 and which < len(day.electors):
                made.append(make.mark(day.hall, day.electors[which]))
            elif kind == 0:  # a number that nobody has
                _unknown(day)
            elif which < len(made):
                marks.void(mark=made[which], reason="wrong", by=day.osei)
        standing = VoteMark.objects.filter(void=None).exclude(elector=None)
        assert Voted.objects.count() == standing.values("elector").distinct().count()
        assert marks.recount(election=day.poll).agreed
        transaction.set_rollback(True)  # one fixture serves all the days that Hypothesis thinks of


def _unknown(day: SimpleNamespace) -> None:
    entry = marks.Entry(uuid.uuid4(), "HH1", "999", RollNumber(999), _NOON)
    marks.record(election=day.poll, station=day.hall, entries=[entry], by=day.tess)


@pytest.mark.parametrize("source", [MarkSource.DOOR, MarkSource.HOUSEHOLD, MarkSource.POSTAL])
def test_what_is_told_elsewhere_does_not_make_a_station_heard_of(day: SimpleNamespace, source: MarkSource) -> None:
    """A team's marks in a district are no sign that a teller stands at its station: silence is told all the same."""
    entry = make.entry(day.electors[0])
    marks.record(election=day.poll, station=None, entries=[entry], by=day.osei, source=source)
    counter = DistrictCounter.objects.get()
    assert (counter.voted, counter.last_mark_at) == (1, None)
    assert marks.recount(election=day.poll).agreed
    assert stations.places(day.poll, _NOON)[0].last_mark_at is None
