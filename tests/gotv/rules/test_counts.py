from __future__ import annotations

import datetime

import pytest

from gotv.rules.counts import Said, contradicts

NOON = datetime.datetime(2027, 5, 6, 12, tzinfo=datetime.UTC)


def _at(hour: int, value: int) -> Said:
    return Said(value, NOON.replace(hour=hour))


@pytest.mark.parametrize(
    ("new", "others", "other"),
    [
        (_at(12, 100), [], None),
        (_at(12, 100), [_at(9, 40)], None),
        (_at(12, 100), [_at(9, 100)], None),
        (_at(12, 100), [_at(9, 101)], _at(9, 101)),
        (_at(12, 100), [_at(9, 40), _at(15, 300)], None),  # late paper, between two others
        (_at(12, 100), [_at(9, 40), _at(15, 99)], _at(15, 99)),
        (_at(12, 100), [_at(8, 200), _at(11, 150)], _at(11, 150)),  # the nearest is named
    ],
)
def test_papers_only_come_to_a_box(new: Said, others: list[Said], other: Said | None) -> None:
    assert contradicts(new, others) == other
