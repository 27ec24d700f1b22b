"""Numbers of a polling day, some editions ago."""

from __future__ import annotations

import datetime

import pytest

from access.models import Unit
from canvass.enums import ElectorKind
from canvass.models import Elector, PastEntry, PollingDistrict
from gotv.models import Election
from gotv.queries import listed
from tests.factories import canvass
from tests.factories import gotv as make

day = datetime.date.fromisoformat
_POLL = day("2026-05-07")


@pytest.fixture
def poll(scope: Unit) -> Election:
    return make.election(scope, on=_POLL)


@pytest.fixture
def hh1(scope: Unit) -> PollingDistrict:
    council = canvass.council(scope)
    made = canvass.district(scope)
    PollingDistrict.objects.filter(pk=made.pk).update(council=council)
    return made


def _elector(unit: Unit, number: int, **facts: object) -> Elector:
    listed_on = facts.pop("first_listed_on", None)
    made = canvass.elector(canvass.household(canvass.street(unit), number), f"E{number}", number=number, **facts)  # type: ignore[arg-type]
    Elector.objects.filter(pk=made.pk).update(first_listed_on=listed_on)
    return made


def _was(elector: Elector, number: int, until: str, **facts: object) -> None:
    PastEntry.objects.create(
        unit_id=elector.unit_id,
        elector=elector,
        polling_district=elector.polling_district,
        number=number,
        until=day(until),
        **facts,
    )


def _numbers(poll: Election) -> list[tuple[int, int]]:
    return [(one.number.number, one.elector) for one in listed.on_polling_day(poll, listed.district_ids())]


def test_a_number_of_then_is_the_first_that_ended_after_the_day(poll: Election, scope: Unit) -> None:
    elsie = _elector(scope, 30)
    _was(elsie, 10, "2026-03-01")
    _was(elsie, 20, "2026-12-01")
    _was(elsie, 25, "2027-12-01")
    assert _numbers(poll) == [(20, elsie.pk)]


def test_the_day_on_which_an_entry_ended_is_the_new_one_s(poll: Election, scope: Unit) -> None:
    elsie = _elector(scope, 30)
    _was(elsie, 20, "2026-05-07")
    assert _numbers(poll) == [(30, elsie.pk)]


def test_who_has_left_since_was_listed_then(poll: Election, scope: Unit) -> None:
    after, before, plain = (
        _elector(scope, 1, left_on=day("2026-12-01")),
        _elector(scope, 2, left_on=day("2026-05-01")),
        _elector(scope, 3, left_on=day("2026-12-01")),
    )
    _was(after, 1, "2026-12-01")
    _was(before, 2, "2026-05-01")
    assert _numbers(poll) == [(1, after.pk), (3, plain.pk)]


def test_who_had_left_and_came_back_was_not_listed_in_between(poll: Election, scope: Unit) -> None:
    elsie = _elector(scope, 30)
    _was(elsie, 20, "2026-03-01")
    _was(elsie, 20, "2026-12-01", was_listed=False, left_on=day("2026-03-01"))
    assert _numbers(poll) == []


def test_who_came_later_was_not_listed(poll: Election, scope: Unit, hh1: PollingDistrict) -> None:
    canvass.edition(scope, day("2025-12-01"))
    there = _elector(scope, 1, first_listed_on=day("2026-05-01"))
    _elector(scope, 2, first_listed_on=day("2026-06-01"))
    assert _numbers(poll) == [(1, there.pk)]
    assert listed.oldest_register(poll) is None


def test_the_oldest_register_stands_in_for_one_that_is_not_held(
    poll: Election, scope: Unit, hh1: PollingDistrict
) -> None:
    canvass.edition(scope, day("2026-12-01"))
    elsie = _elector(scope, 1, first_listed_on=day("2026-12-01"))
    _elector(scope, 2, first_listed_on=day("2027-02-01"))
    assert _numbers(poll) == [(1, elsie.pk)]
    assert listed.oldest_register(poll) == day("2026-12-01")


def test_two_entries_of_one_person_lead_to_that_person(poll: Election, scope: Unit) -> None:
    was, now = _elector(scope, 1), _elector(scope, 2, left_on=day("2027-01-01"))
    Elector.objects.filter(pk=now.pk).update(merged_into=was)
    found = listed.on_polling_day(poll, listed.district_ids())
    assert [(one.number.number, one.recorded_for, one.elector) for one in found] == [
        (1, was.pk, was.pk),
        (2, now.pk, was.pk),
    ]


def test_sealed_entries_are_known_as_such_and_not_counted(poll: Election, scope: Unit) -> None:
    elsie = _elector(scope, 1)
    for number, kind in ((90, ElectorKind.ANONYMOUS), (91, ElectorKind.UNDER_16)):
        canvass.elector(None, "", "", kind=kind, number=number, in_district=elsie.polling_district)
    found = listed.on_polling_day(poll, listed.district_ids())
    assert [(one.number.number, one.is_sealed) for one in found] == [(1, False), (90, True), (91, True)]
    assert listed.counts(poll, listed.district_ids()) == {elsie.polling_district_id: 1}


def test_whom_the_register_has_forgotten_nobody_finds(poll: Election, scope: Unit) -> None:
    elsie = _elector(scope, 1, left_on=day("2026-12-01"))
    Elector.objects.filter(pk=elsie.pk).update(forgotten_on=day("2027-12-01"))
    assert _numbers(poll) == []


def test_only_the_districts_asked_for(poll: Election, scope: Unit) -> None:
    _elector(scope, 1)
    other = canvass.district(scope, "HH2")
    assert listed.on_polling_day(poll, [other.pk]) == []
    assert listed.district_ids(["HH2"]) == [other.pk]
