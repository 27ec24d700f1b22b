"""Figures: who was spoken to, what they promised, how fast doors were tried."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from access.models import Unit
from canvass.models import Board, CanvassSession, ContactEvent, Elector, LatestContact, PollingDistrict, Ward
from canvass.queries import figures
from canvass.rules import raised
from canvass.rules.figures import Figures, total
from tests.cast import Cast
from tests.factories import canvass
from tests.factories.issues import said

D = datetime.date
TODAY = D(2026, 11, 22)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)):
        yield


def _ago(days: int, minutes: int = 0) -> datetime.datetime:
    return datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC) - datetime.timedelta(days=days, minutes=-minutes)


@pytest.fixture
def street(cast: Cast) -> list[Elector]:
    """Twenty doors with one person each, in Harrow Hill."""
    inside = canvass.district(cast.wexcombe, "HH1", in_ward=canvass.ward(cast.wexcombe))
    road = canvass.street(cast.wexcombe)
    return [canvass.elector(canvass.household(road, number, in_district=inside)) for number in range(1, 21)]


def _contact(person: Elector, days: int, intention: str = "", *, reported: bool = False) -> None:
    LatestContact.objects.create(
        unit_id=person.unit_id,
        elector=person,
        spoken_at=None if reported else _ago(days),
        intention=intention,
        intention_at=_ago(days) if intention else None,
        reported=reported,
    )


def _session(cast: Cast, *boards: Board) -> CanvassSession:
    made = CanvassSession.objects.create(
        unit=cast.wexcombe,
        name="Sunday at the quay",
        meets_at=_ago(7),
        back_at=_ago(7, 120),
        meeting_point="The quay",
        leader=cast.osei,
        made_by=cast.osei,
    )
    Board.objects.filter(pk__in=[board.pk for board in boards]).update(session=made)
    return made


def test_contact_rates_have_three_windows(scope: Unit, street: list[Elector]) -> None:
    for person, days in zip(street, (10, 80, 100, 300, 400, 1700, 1900), strict=False):
        _contact(person, days)
    [one] = figures.places(scope, TODAY, 12)
    assert (one.figures.spoken_3, one.figures.spoken_12, one.figures.spoken_60) == (2, 4, 6)
    assert (one.figures.rate_3, one.figures.rate_12, one.figures.rate_60) == (10, 20, 30)


def test_promises_are_of_the_time_that_is_asked_for_and_reported_ones_apart(scope: Unit, street: list[Elector]) -> None:
    for person, days, intention, reported in zip(
        street,
        (10, 20, 30, 40, 50, 200),
        ("labour", "green", "labour", "labour", "green", "labour"),
        (False, False, False, True, True, False),
        strict=False,
    ):
        _contact(person, days, intention, reported=reported)
    [one] = figures.places(scope, TODAY, 3)
    assert (one.figures.told, one.figures.promises, one.figures.promise_rate) == (3, 2, 67)
    assert (one.figures.reported, one.figures.reported_promises) == (2, 1)
    assert one.figures.spoken_12 == 4, "nobody was spoken to by somebody else’s word"
    [one] = figures.places(scope, TODAY, 12)
    assert (one.figures.told, one.figures.promises) == (4, 3)


def test_only_listed_people_behind_doors_are_counted(scope: Unit, street: list[Elector]) -> None:
    _contact(street[0], 10)
    Elector.objects.filter(pk=street[0].pk).update(left_on=TODAY)
    canvass.elector(None, in_district=PollingDistrict.objects.get(), kind="overseas")
    [one] = figures.places(scope, TODAY, 12)
    assert (one.figures.electors, one.figures.spoken_12) == (19, 0)


def test_people_who_raised_something_count_once_and_not_by_hearsay(scope: Unit, street: list[Elector]) -> None:
    said(street[0], "buses", at=_ago(3))
    said(street[0], "parks", at=_ago(2))
    said(street[1], "parks", at=_ago(2), reported=True)
    said(street[2], "parks", at=_ago(500))
    [one] = figures.places(scope, TODAY, 12)
    assert one.figures.raised == 1


def test_pace_is_from_door_to_door_without_breaks(cast: Cast, scope: Unit, street: list[Elector]) -> None:
    board = canvass.board(cast.osei, *[person.household for person in street if person.household])
    for number, person in enumerate(street[:12]):
        said(person, at=_ago(5, 2 * number + (120 if number > 5 else 0)), board=board)
    said(street[0], at=_ago(5, 1), board=board)  # the second person of a door is no second door
    [one] = figures.places(scope, TODAY, 12)
    assert (one.figures.tried, one.figures.steps, one.figures.seconds) == (12, 10, 1200)
    assert one.figures.an_hour == 30
    [row] = figures.of_boards(scope, TODAY, [board])
    assert (row.figures.tried, row.figures.an_hour) == (12, 30)


def test_going_back_to_a_door_is_a_way_and_no_second_door(cast: Cast, scope: Unit, street: list[Elector]) -> None:
    board = canvass.board(cast.osei, *[person.household for person in street if person.household])
    for minutes, number in enumerate((0, 1, 0, 0, 2)):
        said(street[number], at=_ago(5, 2 * minutes), board=board)
    [one] = figures.places(scope, TODAY, 12)
    assert (one.figures.tried, one.figures.steps, one.figures.seconds) == (3, 3, 480)
    [without] = figures.places(scope, TODAY, 12, doors=False)
    assert (without.figures.electors, without.figures.spoken_12) == (one.figures.electors, one.figures.spoken_12)
    assert (without.figures.tried, without.figures.steps) == (0, 0)


def test_two_boards_at_once_are_two_paces(cast: Cast, scope: Unit, street: list[Elector]) -> None:
    doors = [person.household for person in street if person.household]
    one, other = canvass.board(cast.osei, *doors[:10]), canvass.board(cast.osei, *doors[10:])
    for number, person in enumerate(street):
        said(person, at=_ago(5, 4 * (number % 10)), board=one if number < 10 else other)
    whole = total(place.figures for place in figures.places(scope, TODAY, 12))
    assert (whole.steps, whole.an_hour) == (18, 15)


def test_what_was_taken_back_is_not_counted(cast: Cast, scope: Unit, street: list[Elector]) -> None:
    board = canvass.board(cast.osei, street[0].household)  # type: ignore[arg-type]
    wrong = said(street[0], at=_ago(5), intention="labour", board=board)
    undo = said(street[0], at=_ago(5, 1), board=board, kind="undo", supersedes=wrong.pk)
    assert figures.of_boards(scope, TODAY, [board])[0].figures == Figures(electors=1)
    ContactEvent.objects.filter(pk=undo.pk).update(status="voided")
    [row] = figures.of_boards(scope, TODAY, [board])
    assert (row.figures.told, row.figures.promises, row.figures.tried) == (1, 1, 1)


def test_a_board_counts_what_was_said_on_it(cast: Cast, scope: Unit, street: list[Elector]) -> None:
    board = canvass.board(cast.osei, *[person.household for person in street[:4] if person.household])
    said(street[0], "buses", at=_ago(5), intention="green", board=board)
    said(street[0], at=_ago(5, 9), intention="labour", board=board)
    said(street[1], at=_ago(5, 3), intention="labour", reported=True, board=board)
    said(street[2], at=_ago(5, 4), kind="outcome", board=board)
    said(street[3], at=_ago(1), intention="labour")
    [row] = figures.of_boards(scope, TODAY, [board])
    expected = Figures(electors=4, told=1, promises=1, reported=1, reported_promises=1, raised=1, tried=3)
    assert row.figures.spoken_60 == 1
    assert row.figures.rate_60 == 25
    names = ("electors", "told", "promises", "reported", "reported_promises", "raised", "tried")
    for name in names:
        assert getattr(row.figures, name) == getattr(expected, name), name


def test_a_session_counts_its_boards_together(cast: Cast, scope: Unit, street: list[Elector]) -> None:
    doors = [person.household for person in street if person.household]
    one, other = canvass.board(cast.osei, *doors[:10]), canvass.board(cast.osei, *doors[8:])
    made = _session(cast, one, other)
    said(street[0], at=_ago(7), intention="labour", board=one)
    said(street[9], at=_ago(7), intention="labour", board=one)
    said(street[9], at=_ago(7, 30), intention="green", board=other)
    found = figures.sessions(scope, TODAY, 12)
    assert list(found) == [made]
    [row] = figures.of_sessions(scope, TODAY, list(found))
    assert (row.figures.electors, row.figures.spoken_60) == (20, 2), "each once, on two boards or one"
    assert (row.figures.told, row.figures.promises) == (2, 1)
    assert row.note == "15 November 2026"
    assert list(figures.sessions(scope, TODAY, 12, frozenset({"ward:0"}))) == [], "none of its boards lies there"


def test_months_in_a_row(cast: Cast, scope: Unit, street: list[Elector]) -> None:
    said(street[0], at=_ago(5))
    said(street[0], at=_ago(6))
    said(street[1], at=_ago(6), reported=True)
    said(street[2], at=_ago(40), kind="outcome")
    found = figures.by_month(scope, TODAY, raised.months(TODAY))
    assert len(found) == 12
    assert found[-2:] == [(D(2026, 10, 1), 0, 1), (D(2026, 11, 1), 1, 3)]
    nowhere = figures.by_month(scope, TODAY, raised.months(TODAY), frozenset({"ward:0"}))
    assert nowhere[-1] == (D(2026, 11, 1), 0, 0)


def test_an_area_and_an_address_of_its_own_ward(cast: Cast, scope: Unit, street: list[Elector]) -> None:
    ward, quay = Ward.objects.get(), canvass.ward(scope, "Quayside")
    canvass.elector(canvass.household(canvass.street(scope), 99, in_district=canvass.district(scope, "ZZ1")))
    inside = figures.places(scope, TODAY, 12, frozenset({f"ward:{ward.pk}"}))
    assert [(place.ward, place.figures.electors) for place in inside] == [(ward.pk, 20)]
    assert {place.ward for place in figures.places(scope, TODAY, 12)} == {ward.pk, None}
    PollingDistrict.objects.filter(code="HH1").update(ward_split="by_address")
    door = street[0].household
    assert door is not None
    door.ward = quay
    door.save()
    found = {place.ward: place.figures.electors for place in figures.places(scope, TODAY, 12, None)}
    assert found[quay.pk] == 1


def test_one_query_each(
    cast: Cast, scope: Unit, street: list[Elector], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    boards = [canvass.board(cast.osei, person.household) for person in street[:3] if person.household]
    made = _session(cast, *boards)
    with django_assert_num_queries(1):
        figures.places(scope, TODAY, 12)
    with django_assert_num_queries(1):
        figures.of_boards(scope, TODAY, boards)
    with django_assert_num_queries(2):
        figures.of_sessions(scope, TODAY, [made])
    with django_assert_num_queries(1):
        figures.by_month(scope, TODAY, raised.months(TODAY))
