from __future__ import annotations

import pytest

from gotv.rules import campaign_figures
from gotv.rules.campaign_figures import DistrictSums
from kit.errors import Refused
from tests.factories.stations import STATS, sums


def test_reads_by_position_below_the_junk_with_commas_and_one_code_in_two_wards() -> None:
    rows = [*STATS, sums("BISHOPS", "AA", "1,717", "710", "74", "40"), sums("OVAL", "AA", "684", "327", "117", "62")]
    assert campaign_figures.read(rows) == [
        DistrictSums("BISHOPS", "AA", 1717, 710, 74, 40),
        DistrictSums("OVAL", "AA", 684, 327, 117, 62),
    ]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (
            [["a", "b"]] * 30,
            (
                "These are not Contact Creator’s campaign stats: no line begins with Ward_Value and "
                "PollingDistrict_Value. Nothing was changed."
            ),
        ),
        (STATS, "This export holds no district. Nothing was changed. Export it again."),
        (
            [*STATS, sums("OVAL", "AA", "684", "327", "117", "62")],
            "This export says that it has 2 rows, and has 1. Nothing was changed. Export it again.",
        ),
        (
            [*STATS, *[sums("OVAL", "AA", "684", "327", "117", "62")] * 2],
            "Line 6 has OVAL, AA a second time. Nothing was changed. Export it again.",
        ),
        (
            [*STATS, sums("OVAL", "AA", "684", "many", "117", "62")],
            "Line 5 is not the sums of a district. Nothing was changed. Export it again.",
        ),
        (
            [*STATS, sums("OVAL", "AA", "684", "700", "117", "62")],
            "Line 5 is not the sums of a district. Nothing was changed. Export it again.",
        ),
        (
            [*STATS, ["OVAL", "AA", "684"]],
            "Line 5 is not the sums of a district. Nothing was changed. Export it again.",
        ),
    ],
)
def test_what_contradicts_itself_is_refused(rows: list[list[str]], says: str) -> None:
    with pytest.raises(Refused) as refused:
        campaign_figures.read(rows)
    assert str(refused.value) == says
