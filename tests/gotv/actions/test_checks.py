"""Odd marks drive nothing until somebody has looked."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
import time_machine
from django.utils import timezone

from access.enums import DeviceKind
from access.models import AuditEvent, DeviceGrant, Unit
from canvass.models import Elector
from gotv.actions import checks, corrections, marks
from gotv.enums import MarkSource, Suspicion
from gotv.models import DistrictCounter, MarkCheck, MarkVoid, Voted, VoteMark
from gotv.queries import suspicions
from gotv.rules.numbers import RollNumber
from gotv.rules.suspicions import MOST
from kit.errors import Refused
from tests.cast import Cast
from tests.factories import canvass
from tests.factories import gotv as make

_NOON = datetime.datetime(2026, 5, 7, 12, tzinfo=datetime.UTC)


@pytest.fixture
def day(cast: Cast, scope: Unit) -> Iterator[SimpleNamespace]:
    """Noon on polling day: the library for HH1, the chapel for HH2, two electors in each."""
    with time_machine.travel(_NOON, tick=False) as travel:
        poll = make.election(scope)
        hh1, hh2 = canvass.district(scope, "HH1"), canvass.district(scope, "HH2")
        road = canvass.street(scope)
        doors = [canvass.household(road, n, in_district=d) for d in (hh1, hh2) for n in (1, 2)]
        yield SimpleNamespace(
            unit=scope,
            poll=poll,
            hall=make.station(poll, "Library", hh1),
            chapel=make.station(poll, "Chapel", hh2),
            hh1=hh1,
            hh2=hh2,
            electors=[canvass.elector(door) for door in doors],
            tess=cast.tess,
            osei=cast.osei,
            travel=travel,
        )


def _type(day: SimpleNamespace, elector: Elector, **how: object) -> VoteMark:
    entry = make.entry(elector)
    marks.record(election=day.poll, entries=[entry], **{"station": day.hall, "by": day.tess, **how})
    return VoteMark.objects.get(pk=entry.id)


def _odd(day: SimpleNamespace, elector: Elector | None = None) -> VoteMark:
    """A number of the chapel's district, typed at the library."""
    return _type(day, elector or day.electors[2])


def _voted(day: SimpleNamespace) -> int:
    counters = sum(DistrictCounter.objects.filter(election=day.poll).values_list("voted", flat=True))
    assert Voted.objects.filter(election=day.poll).count() == counters
    assert marks.recount(election=day.poll).agreed
    return counters


def test_a_number_of_another_station_waits_and_counts_nothing(day: SimpleNamespace) -> None:
    mark = _odd(day)
    assert (mark.verdict, mark.suspicion) == ("suspect", Suspicion.OTHER_STATION)
    assert _voted(day) == 0
    assert list(suspicions.waiting(day.poll)) == [mark]
    assert _type(day, day.electors[0]).suspicion == ""
    assert _voted(day) == 1


def test_what_is_told_at_a_door_is_of_any_district(day: SimpleNamespace) -> None:
    assert _type(day, day.electors[2], source=MarkSource.DOOR).verdict == "counted"


def test_a_station_of_which_nobody_said_who_votes_there_is_none_to_be_wrong_at(day: SimpleNamespace) -> None:
    assert _type(day, day.electors[0], station=make.station(day.poll, "Hall")).verdict == "counted"


def test_somebody_who_votes_by_post_gets_no_poll_card_number(day: SimpleNamespace) -> None:
    make.absent(day.electors[0], day.poll)
    make.absent(day.electors[1], day.poll, "proxy")
    assert _type(day, day.electors[0]).suspicion == Suspicion.POSTAL
    assert _type(day, day.electors[1]).verdict == "counted"


def test_before_seven_nobody_has_voted(day: SimpleNamespace) -> None:
    day.travel.move_to(datetime.datetime(2026, 5, 7, 5, 45, tzinfo=datetime.UTC))
    assert _type(day, day.electors[0]).suspicion == Suspicion.TOO_EARLY


def _phone(day: SimpleNamespace) -> DeviceGrant:
    return DeviceGrant.objects.create(
        unit=day.unit,
        kind=DeviceKind.TELLER,
        token_sha256=uuid.uuid4().bytes,
        scope={"election": day.poll.pk, "station": day.hall.pk},
        write_until=_NOON + datetime.timedelta(days=14),
    )


def test_more_in_a_minute_than_a_station_can_serve_waits(day: SimpleNamespace) -> None:
    phone = _phone(day)
    door = canvass.household(canvass.street(day.unit, "Long Road"), 1, in_district=day.hh1)
    crowd = [canvass.elector(door) for _n in range(MOST + 2)]
    entries = [make.entry(one) for one in crowd]
    half = len(entries) // 2
    for part in (entries[:half], entries[half:]):
        marks.record(election=day.poll, station=day.hall, entries=part, by=None, device=phone)
    assert VoteMark.objects.filter(suspicion=Suspicion.BURST).count() == 2
    assert _voted(day) == MOST


def test_a_phone_whose_code_another_one_used_waits(day: SimpleNamespace) -> None:
    phone = _phone(day)
    phone.second_device_at = timezone.now()
    assert _type(day, day.electors[0], device=phone).suspicion == Suspicion.SECOND_PHONE


def test_letting_it_in_counts_it_and_refusing_it_does_not(day: SimpleNamespace) -> None:
    good, bad = _odd(day), _odd(day, day.electors[3])
    checks.decide(mark=good, counts=True, note="Rang the teller", by=day.osei)
    assert _voted(day) == 1
    checks.decide(mark=bad, counts=False, note="", by=day.osei)
    assert _voted(day) == 1
    assert list(suspicions.waiting(day.poll)) == []
    row = MarkCheck.objects.get(mark=good)
    assert (row.counts, row.note, row.checked_by) == (True, "Rang the teller", day.osei)
    assert AuditEvent.objects.filter(verb="mark.checked").count() == 2
    with pytest.raises(Refused, match="decided about this number already"):
        checks.decide(mark=bad, counts=True, note="", by=day.osei)
    assert _voted(day) == 1


def test_many_are_decided_in_as_many_statements_as_few(day: SimpleNamespace, django_assert_num_queries: object) -> None:
    door = canvass.household(canvass.street(day.unit, "Long Road"), 1, in_district=day.hh2)
    few = [_odd(day, canvass.elector(door)) for _n in range(2)]
    many = [_odd(day, canvass.elector(door)) for _n in range(6)]
    # The same for any number, but that each has its row in the record.
    with django_assert_num_queries(10 + len(few)):  # type: ignore[operator]
        checks.decide_many(election=day.poll, marks=few, counts=True, note="", by=day.osei)
    with django_assert_num_queries(10 + len(many)):  # type: ignore[operator]
        assert checks.decide_many(election=day.poll, marks=many, counts=True, note="", by=day.osei) == 6
    assert _voted(day) == 8


def test_two_odd_marks_of_one_person_count_once(day: SimpleNamespace) -> None:
    first, second = _odd(day), _odd(day)
    assert second.verdict == "suspect"
    assert checks.decide_many(election=day.poll, marks=[first, second], counts=True, note="", by=day.osei) == 2
    assert _voted(day) == 1


def test_a_good_mark_settles_an_odd_one(day: SimpleNamespace) -> None:
    odd = _odd(day)
    good = _type(day, day.electors[2], station=day.chapel)
    assert good.verdict == "counted"
    assert list(suspicions.waiting(day.poll)) == []
    marks.void(mark=good, reason="The wrong one", by=day.osei)
    assert _voted(day) == 0  # an odd mark bears nobody
    assert list(suspicions.waiting(day.poll)) == [odd]


def test_one_that_was_let_in_bears_the_elector_when_another_is_voided(day: SimpleNamespace) -> None:
    good = _type(day, day.electors[2], station=day.chapel)
    odd = _odd(day)
    assert (odd.verdict, odd.suspicion) == ("already_in", Suspicion.OTHER_STATION)
    checks.decide(mark=odd, counts=True, note="", by=day.osei)
    marks.void(mark=good, reason="The wrong one", by=day.osei)
    assert _voted(day) == 1


def test_what_was_let_in_can_be_taken_back(day: SimpleNamespace) -> None:
    odd = _odd(day)
    checks.decide(mark=odd, counts=True, note="", by=day.osei)
    marks.void(mark=odd, reason="It was wrong after all", by=day.osei)
    assert _voted(day) == 0


def test_nothing_is_decided_once_the_room_is_closed(day: SimpleNamespace) -> None:
    odd = _odd(day)
    day.travel.move_to(_NOON + datetime.timedelta(days=1))
    with pytest.raises(Refused):
        checks.decide(mark=odd, counts=True, note="", by=day.osei)


def test_a_wrong_number_is_put_right_in_one_go(day: SimpleNamespace) -> None:
    wrong, right = day.electors[:2]
    mark = _type(day, wrong)
    number = RollNumber(right.number, right.suffix)
    for _twice in range(2):
        verdict = corrections.correct(mark=mark, district="hh1", number=number, reason="Misheard", by=day.osei)
        assert verdict == "counted"
    assert _voted(day) == 1
    assert Voted.objects.get().elector_id == right.pk
    assert MarkVoid.objects.get().reason == "Misheard"
    new = VoteMark.objects.exclude(pk=mark.pk).get()
    assert (new.source, new.station, new.marked_at, new.actor) == ("teller", day.hall, mark.marked_at, day.osei)
