import datetime

import pytest

from gotv.enums import ElectionType
from gotv.rules import franchise


@pytest.mark.parametrize(
    ("polling_on", "voting_age", "last"),
    [
        (datetime.date(2026, 5, 7), 18, datetime.date(2026, 5, 7)),
        (datetime.date(2026, 5, 7), 16, datetime.date(2028, 5, 7)),
        (datetime.date(2028, 2, 29), 16, datetime.date(2030, 3, 1)),
        (datetime.date(2028, 2, 29), 18, datetime.date(2028, 2, 29)),
    ],
)
def test_who_comes_of_age_on_the_day_may_vote(polling_on: datetime.date, voting_age: int, last: datetime.date) -> None:
    assert franchise.last_attainment(polling_on, voting_age) == last


def test_an_overseas_elector_votes_for_parliament_and_a_peer_for_the_council() -> None:
    assert "F" not in franchise.barred_markers(ElectionType.PARLIAMENT)
    assert "L" in franchise.barred_markers(ElectionType.PARLIAMENT)
    assert "F" in franchise.barred_markers(ElectionType.LOCAL)
    assert "L" not in franchise.barred_markers(ElectionType.LOCAL)


@pytest.mark.parametrize("kind", ElectionType.values)
def test_a_marker_that_nobody_knows_bars_nobody(kind: str) -> None:
    assert not set("UN") & set(franchise.barred_markers(kind))
