"""Who is a promise: one elector that is, and beside it each way not to be one."""

from __future__ import annotations

import datetime

import pytest

from access.models import Unit
from canvass.enums import ElectorKind, MatchDecision
from canvass.models import Elector
from gotv.queries import promises
from tests.factories import canvass
from tests.factories import gotv as make

_DAY = datetime.date(2026, 5, 7)


@pytest.fixture
def poll(scope: Unit):
    return make.election(scope, on=_DAY)


def _elector(unit: Unit, name: str, **facts: object) -> Elector:
    number = Elector.objects.count() + 1
    return canvass.elector(canvass.household(canvass.street(unit), number), name, **facts)  # type: ignore[arg-type]


def _names(poll) -> list[str]:
    return sorted(promises.left(poll).values_list("forenames", flat=True))


def test_a_promise_that_has_not_voted_is_left(scope: Unit, poll) -> None:
    elsie, graham = _elector(scope, "Elsie"), _elector(scope, "Graham")
    make.promise(elsie)
    make.promise(graham)
    make.mark(make.station(poll, "Library", elsie.polling_district), graham)
    assert _names(poll) == ["Elsie"]


def test_voting_in_another_election_takes_nobody_off(scope: Unit, poll) -> None:
    elsie = _elector(scope, "Elsie")
    make.promise(elsie)
    make.mark(make.station(make.election(scope, "Another", on=_DAY), "Library"), elsie)
    assert _names(poll) == ["Elsie"]


def test_a_voided_mark_puts_somebody_back_on(scope: Unit, poll, cast) -> None:
    from gotv.actions import marks

    elsie = _elector(scope, "Elsie")
    make.promise(elsie)
    marks.take_back(mark=make.mark(make.station(poll), elsie), reason="wrong", by=cast.osei)
    assert _names(poll) == ["Elsie"]


@pytest.mark.parametrize("said", ["conservative", "undecided", "wont_say", "green", ""])
def test_who_last_said_something_else_is_no_promise(scope: Unit, poll, said: str) -> None:
    make.promise(_elector(scope, "Elsie"), said)
    _elector(scope, "Never asked")
    assert _names(poll) == []


@pytest.mark.parametrize("flag", ["moved", "deceased", "do_not_contact"])
def test_nobody_is_knocked_up_who_must_not_be_knocked_on(scope: Unit, poll, flag: str) -> None:
    make.promise(_elector(scope, "Elsie"), **{flag: True})
    assert _names(poll) == []


def test_nobody_who_may_turn_out_to_be_somebody_who_objects(scope: Unit, poll) -> None:
    was, now = _elector(scope, "Elsie May"), _elector(scope, "Elsie")
    make.promise(was, "", do_not_contact=True)
    make.promise(now)
    match = canvass.doubt(was, now)
    assert _names(poll) == []
    match.decision = MatchDecision.DIFFERENT
    match.save()
    assert _names(poll) == ["Elsie"]


def test_nobody_who_left_the_register_or_has_no_door(scope: Unit, poll) -> None:
    make.promise(_elector(scope, "Gone", left_on=datetime.date(2025, 12, 1)))
    place = canvass.district(scope)
    for number, kind in enumerate((ElectorKind.OVERSEAS, ElectorKind.OTHER, ElectorKind.ANONYMOUS), start=900):
        make.promise(canvass.elector(None, kind, number=number, kind=kind, in_district=place))
    assert _names(poll) == []


def test_nobody_who_is_too_young_on_the_day(scope: Unit, poll) -> None:
    make.promise(_elector(scope, "Today", date_of_attainment=_DAY))
    make.promise(_elector(scope, "Tomorrow", date_of_attainment=_DAY + datetime.timedelta(days=1)))
    assert _names(poll) == ["Today"]
    senedd = make.election(scope, "Senedd", on=_DAY, type="senedd", voting_age=16)
    assert _names(senedd) == ["Today", "Tomorrow"]


@pytest.mark.parametrize(
    ("kind", "names"),
    [("local", ["", "L", "N", "U"]), ("parliament", ["", "F", "FN", "N", "U"]), ("senedd", ["", "L", "N", "U"])],
)
def test_nobody_whose_marker_bars_them_from_this_poll(scope: Unit, kind: str, names: list[str]) -> None:
    for markers in ("", "F", "L", "FN", "N", "U"):
        make.promise(_elector(scope, markers, markers=markers))
    assert _names(make.election(scope, kind, on=_DAY, type=kind)) == names


def test_nobody_of_another_clp(scope: Unit, poll, cast) -> None:
    road = canvass.street(cast.marsham)
    door = canvass.household(road, 1, in_district=canvass.district(cast.marsham, "MV1"))
    make.promise(canvass.elector(door, "Stranger"))
    assert _names(poll) == []
