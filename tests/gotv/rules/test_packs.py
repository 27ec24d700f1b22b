from __future__ import annotations

import datetime

import pytest

from gotv.rules import hours, packs

_DAY = datetime.date(2026, 5, 7)
_HOURS = hours.packs(_DAY)


def _at(hour: int, minute: int = 0) -> datetime.datetime:
    return datetime.datetime(2026, 5, 7, hour - 1, minute, tzinfo=datetime.UTC)  # British Summer Time


@pytest.mark.parametrize(
    ("built", "now", "due"),
    [
        (None, _at(5, 59), False),
        (None, _at(6), True),
        (_at(6), _at(6, 59), False),
        (_at(6, 40), _at(7), True),
        (_at(7), _at(7), False),
        (_at(21, 59), _at(22, 5), True),
        (_at(22), _at(22, 59), False),
        (_at(21), _at(23), False),
    ],
)
def test_a_pack_an_hour_from_six_to_ten(built: datetime.datetime | None, now: datetime.datetime, due: bool) -> None:
    assert packs.is_due(built, now, _HOURS) is due


def test_a_password_is_four_groups_of_four() -> None:
    assert packs.password(list("K7QM2RX49HBDW3TZ")) == "k7qm-2rx4-9hbd-w3tz"
