"""Next December's register of a whole constituency: everybody is numbered anew, some moved, married or are misspelt."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
import time_machine

from access.models import Unit
from canvass.models import DoubtfulMatch, Elector
from tests.factories import december, imports
from tests.factories.december import Marks, Town

pytestmark = pytest.mark.skipif(not december.TRUTH.exists(), reason="../shared/data is not here")


def numbers() -> dict[tuple[str, int], int]:
    listed = Elector.objects.on_register().values_list("polling_district__code", "number", "pk")
    return {(code, number): pk for code, number, pk in listed}


def asked() -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for was, now in DoubtfulMatch.objects.values_list("was", "now"):
        found[now].add(was)
    return found


def marks(scope: Unit, folder: Path, write: Callable[[Path, Town], Path], seed: int) -> tuple[Marks, dict]:
    """Bring in the town and the year after it, and return how well everybody was known again, and the report."""
    before = december.town()
    with time_machine.travel(datetime.datetime(2026, 11, 21, 12, tzinfo=datetime.UTC), tick=True):
        imports.bring_in(scope, write(folder / "a.csv", before), dated_on=datetime.date(2025, 12, 1))
        ids = december.ids(before, numbers())
        after = december.year_later(before, seed)
        path = write(folder / "b.csv", after)
        report = imports.bring_in(scope, path, dated_on=december.DECEMBER).report
    return december.mark(after.was, ids, numbers(), asked()), report


@pytest.mark.parametrize("write", [december.xpress, december.rollno], ids=lambda write: write.__name__)
def test_everybody_is_known_again(scope: Unit, tmp_path: Path, write: Callable[[Path, Town], Path]) -> None:
    found, report = marks(scope, tmp_path, write, seed=11)
    assert found.right_share >= 0.995, found
    assert found.wrong_share <= 0.0005, found
    assert report["doubtful"] >= found.queued
    assert report["seconds"] < 60
