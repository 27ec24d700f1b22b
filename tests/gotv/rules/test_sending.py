import datetime

import pytest

from gotv.rules.sending import DOORS_AN_HOUR, Ground, Hours, reach, rested, unseen, why, why_on_the_wall

_OPENS = datetime.datetime(2026, 5, 7, 6, tzinfo=datetime.UTC)
_CLOSES = datetime.datetime(2026, 5, 7, 21, tzinfo=datetime.UTC)


def _at(hour: int, minute: int = 0) -> datetime.datetime:
    return datetime.datetime(2026, 5, 7, hour, minute, tzinfo=datetime.UTC)


def _hours(hour: int = 15, minute: int = 0) -> Hours:
    return Hours(_OPENS, _CLOSES, _at(hour, minute))


def _ground(**facts: object) -> Ground:
    known = {"left": 80, "doors": 50, "turnout": 0.4, "last_number_at": _at(14, 55), "knocked_at": None}
    return Ground(**(known | facts))  # type: ignore[arg-type]


def test_a_team_reaches_all_that_it_has_time_for() -> None:
    assert reach(_ground(), _hours()) == 80
    assert reach(_ground(left=300, doors=200), _hours()) == 300 * DOORS_AN_HOUR / 200
    assert reach(_ground(left=0), _hours()) == 0


def test_people_behind_one_door_are_less_work_than_a_door_each() -> None:
    assert reach(_ground(left=300, doors=150), _hours()) > reach(_ground(left=300, doors=300), _hours())


def test_before_the_close_there_is_less_time_and_after_it_none() -> None:
    ground = _ground(left=300, doors=100, last_number_at=_at(20, 20))
    assert reach(ground, _hours(20, 30)) == 150
    assert reach(ground, _hours(21)) == 0
    assert reach(ground, Hours(_OPENS, _CLOSES, _OPENS - datetime.timedelta(days=1))) == 300


@pytest.mark.parametrize(
    ("last_number_at", "part"),
    [
        (_at(14, 30), 0.0),  # numbers come in: whoever voted is known
        (None, 0.4),  # none ever did: as many as of everybody
        (_at(10, 30), 0.2),  # they stopped half way through the day so far
    ],
)
def test_some_have_voted_without_our_knowing(last_number_at: datetime.datetime | None, part: float) -> None:
    assert unseen(_ground(last_number_at=last_number_at), _hours()) == pytest.approx(part)
    assert reach(_ground(last_number_at=last_number_at), _hours()) == round(80 * (1 - part))


def test_before_the_polls_open_nobody_has_voted() -> None:
    assert unseen(_ground(last_number_at=None), Hours(_OPENS, _CLOSES, _OPENS)) == 0
    assert unseen(_ground(last_number_at=None, turnout=None), _hours()) == 0


def test_another_knock_grows_worth_while_again_in_two_hours() -> None:
    assert rested(_ground(knocked_at=_at(14)), _at(15)) == 0.5
    assert rested(_ground(knocked_at=_at(12)), _at(15)) == 1
    assert rested(_ground(teams=("Osei’s team",)), _at(15)) == 0


def test_the_reason_says_what_a_team_would_come_to_and_what_weighs_in_it() -> None:
    assert why(_ground(), _hours()) == "A team reaches about 80 in an hour. Not knocked yet."
    assert why(_ground(last_number_at=None), _hours()) == (
        "A team reaches about 48 in an hour. Not knocked yet. No teller heard, so some have voted: knock and ask."
    )
    assert why(_ground(knocked_at=_at(11), last_number_at=_at(13, 50)), _hours()) == (
        "A team reaches about 76 in an hour. Last knocked 4 h 0 min ago. "
        "Nothing from the teller for 1 h 10 min: knock and ask."
    )
    assert why(_ground(knocked_at=_at(14)), _hours()) == (
        "A team reaches about 40 in an hour. Knocked 1 h 0 min ago, so many were just asked."
    )
    late = _ground(last_number_at=_at(20, 30))
    assert why(late, _hours(20, 40)) == "A team reaches about 53 before polls close. Not knocked yet."
    assert "2 lifts wanted there." in why(_ground(lifts=2), _hours())


def test_a_team_that_is_there_is_named_in_the_office_and_not_on_the_wall() -> None:
    there = _ground(teams=("Osei’s team",))
    assert why(there, _hours()) == "Osei’s team is there now."
    assert why_on_the_wall(there, _hours()) == "A team is there now."
    assert why(_ground(teams=("One", "Two")), _hours()) == "2 teams are there now."


def test_where_nobody_takes_numbers_down_no_teller_is_missed() -> None:
    ground = _ground(last_number_at=None, by_counts=True)
    assert unseen(ground, _hours()) == 0
    assert "teller" not in why(ground, _hours())
    assert "teller" in why(_ground(last_number_at=None), _hours())
