"""The marked register of 81,138 invented electors: every row finds its elector, and says what the truth says."""

from __future__ import annotations

import csv
import datetime
import gzip
import io
import json
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import call_command

from access.models import Unit
from canvass.models import Elector
from gotv.models import TurnoutRecord
from kit import bulk
from tests.factories import canvass
from tests.factories import gotv as make

_DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "registers"
pytestmark = pytest.mark.skipif(not _DATA.is_dir(), reason="the shared registers are not beside this checkout")


def _truth() -> list[dict[str, str]]:
    with gzip.open(_DATA / "truth.csv.gz", "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _said(row: dict[str, str]) -> str:
    """Return what a marked register prints of somebody: postal voters have marks of their own."""
    if row["postal_voter"] == "True":
        return "by_post" if row["voted_2026"] == "True" else "not_returned"
    return "voted" if row["voted_2026"] == "True" else "did_not_vote"


def test_the_marked_register_finds_everybody(scope: Unit) -> None:
    truth = _truth()
    places = {code: canvass.district(scope, code).pk for code in sorted({row["pd"] for row in truth})}
    bulk.fill(
        Elector,
        "unit polling_district number suffix kind title forenames surname markers",
        (
            (scope.pk, places[row["pd"]], row["number"], row["suffix"], "ordinary", "", row["forename"],
             row["surname"], "")
            for row in truth
        ),
    )  # fmt: skip
    poll = make.election(scope, "Locals", on=datetime.date(2026, 5, 7))
    out = io.StringIO()
    file = _DATA / "marked_register_2026.csv.gz"
    options = {"unit": scope.code, "election": str(poll.pk), "approve": True, "json": True, "stdout": out}
    call_command("import_marked_register", str(file), **options)
    found = json.loads(out.getvalue())
    assert (found["rows"], found["matched"], found["added"], found["unmatched"]) == (len(truth),) * 3 + (0,)
    want = Counter(_said(row) for row in truth)
    assert {state: found[state] for state in want} == want
    rows = TurnoutRecord.objects.values_list("polling_district__code", "elector__number", "elector__suffix", "state")
    assert {(code, number, suffix): state for code, number, suffix, state in rows.iterator()} == {
        (row["pd"], int(row["number"]), int(row["suffix"])): _said(row) for row in truth
    }
    again = io.StringIO()
    call_command("import_marked_register", str(file), **(options | {"stdout": again}))
    assert [json.loads(again.getvalue())[name] for name in ("added", "changed", "kept")] == [0, 0, len(truth)]
