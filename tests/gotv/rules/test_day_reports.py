from __future__ import annotations

import pytest

from gotv.rules.day_reports import Boxes, Facts, Seen, Source, Station, lessons, told


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ([], []),
        ([0, 50], [True, True]),
        ([40, 50, 60], [True, True, True]),
        # 9 alone could be had by taking the others from the whole, so the next smallest goes with them.
        ([9, 50, 60], [False, False, True]),
        ([9, 8, 60], [False, False, True]),
        ([3, 4, 60, 20], [False, False, True, False]),
        ([9], [False]),
        ([9, 0], [False, True]),
    ],
)
def test_small_groups_are_left_out_and_cannot_be_worked_out(sizes: list[int], shown: list[bool]) -> None:
    assert told(sizes) == shown


def test_a_day_without_anything_odd_teaches_nothing() -> None:
    assert lessons(Facts(stations=[Station("Library", ["HH1"], 300, silent=[12])])) == []


def test_stations_without_tellers_and_silent_hours_are_named() -> None:
    some = [Station("Library", ["HH1"], 300, silent=[8, 12]), Station("Hall", ["HH2"]), Station("Scout Hut", ["HH3"])]
    first, second = lessons(Facts(stations=some))
    assert first == "No teller’s number came from 2 stations of 3: Hall, Scout Hut. Fill their hours first."
    assert second.endswith("(7 to 9, 16 to 20): Library.")
    assert "went by what was said at doors alone" in lessons(Facts(stations=some[1:]))[0]


def test_a_source_that_is_often_wrong_is_named_and_one_of_few_people_is_not() -> None:
    found = lessons(
        Facts(sources=[Source("household", 80, 20, 5), Source("door", 5, 4, 0), Source("teller", 99, 1, 0)])
    )
    assert len(found) == 1
    assert "“Told by someone else there”, 20 in 100" in found[0]


def test_a_station_where_half_went_unseen_a_lift_left_and_a_range_that_missed() -> None:
    facts = Facts(
        seen=[Seen("Library", 100, 50, 1), Seen("Hall", 100, 0, 0), Seen("Scout Hut", 100, 90, 0)],
        lifts={"wanted": 1, "done": 4},
        boxes=Boxes(boxes=3, verified=2, low=10, high=20, truth=21),
    )
    unseen, lift, missed, unverified = lessons(facts)
    assert unseen.startswith("Half of the votes or more went unseen at Library,")
    assert lift == "1 lift that was wanted was never given."
    assert missed.startswith("The range of our counts missed the truth.")
    assert unverified.startswith("1 box has no verification total.")
