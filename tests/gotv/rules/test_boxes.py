import pytest

from gotv.rules.boxes import Part, told_apart

_ONE, _TWO = 1, 2


def test_boxes_with_numbers_of_their_own_are_told_apart() -> None:
    parts = [Part(_ONE, 7, None, 900), Part(_TWO, 7, 901, None), Part(3, 8, None, None)]
    assert told_apart(parts) == parts[:2]


@pytest.mark.parametrize(
    "second",
    [Part(_TWO, 7, None, None), Part(_TWO, 7, 900, None)],
    ids=["without numbers", "with a number of the other's"],
)
def test_where_nobody_can_say_which_box_somebody_uses_none_is_told_apart(second: Part) -> None:
    assert told_apart([Part(_ONE, 7, 1, 900), second]) == []


def test_a_district_with_one_box_needs_no_numbers() -> None:
    assert told_apart([Part(_ONE, 7, 1, 900)]) == []
