import datetime

import pytest

from gotv.rules import hours

_UTC = datetime.UTC
_AUTUMN = datetime.date(2026, 10, 25)  # the clocks go back at two in the morning
_SPRING = datetime.date(2027, 3, 28)  # and forward at one


def _utc(day: datetime.date, hour: int, minute: int = 0) -> datetime.datetime:
    return datetime.datetime(day.year, day.month, day.day, hour, minute, tzinfo=_UTC)


@pytest.mark.parametrize(
    ("day", "opens", "closes"),
    [
        (datetime.date(2026, 5, 7), (5, 30), (21, 30)),  # summer time
        (datetime.date(2026, 12, 3), (6, 30), (22, 30)),  # winter time
        (_AUTUMN, (6, 30), (22, 30)),
        (_SPRING, (5, 30), (21, 30)),
    ],
)
def test_tellers_go_by_the_clock_on_the_wall(
    day: datetime.date, opens: tuple[int, int], closes: tuple[int, int]
) -> None:
    found = hours.tellers(day, rehearsal=False)
    assert found.opens == _utc(day, *opens)
    assert found.closes == _utc(day, *closes)


def test_the_first_minute_is_in_and_the_last_is_out() -> None:
    found = hours.tellers(datetime.date(2026, 12, 3), rehearsal=False)
    a_moment = datetime.timedelta(microseconds=1)
    assert found.hold(found.opens)
    assert not found.hold(found.opens - a_moment)
    assert found.hold(found.closes - a_moment)
    assert not found.hold(found.closes)


@pytest.mark.parametrize(("day", "long"), [(_AUTUMN, 25), (_SPRING, 23), (datetime.date(2026, 12, 3), 24)])
def test_a_rehearsal_lasts_the_whole_date_however_long_that_is(day: datetime.date, long: int) -> None:
    found = hours.tellers(day, rehearsal=True)
    assert found.closes - found.opens == datetime.timedelta(hours=long)


def test_the_polls_are_open_for_fifteen_hours() -> None:
    found = hours.polls(_AUTUMN)
    assert (found.opens, found.closes) == (_utc(_AUTUMN, 7), _utc(_AUTUMN, 22))


def test_the_committee_room_goes_on_until_midnight() -> None:
    found = hours.committee_room(datetime.date(2026, 5, 7), rehearsal=False)
    assert found.opens == _utc(datetime.date(2026, 5, 7), 5, 30)
    assert found.closes == _utc(datetime.date(2026, 5, 7), 23)
