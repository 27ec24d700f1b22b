from __future__ import annotations

import datetime
import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from access import scoping
from gotv.models import Election, MarkedRegister, TurnoutRecord
from kit import clock
from tests.cast import Cast
from tests.factories import canvass
from tests.factories import gotv as make


@pytest.fixture
def poll(cast: Cast) -> Election:
    road = canvass.street(cast.wexcombe)
    for number in (1, 2):
        canvass.elector(canvass.household(road, number), f"E{number}", number=number)
    return make.election(cast.wexcombe, "Locals 2026", on=clock.today() - datetime.timedelta(days=9))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "marked.csv"
    path.write_text("District,Number,Marked\nHH1,1,V\nHH1,2,\nHH1,9,A\n")
    return path


def _run(*arguments: object) -> str:
    out = io.StringIO()
    call_command(*map(str, arguments), stdout=out)
    return out.getvalue()


def _records(cast: Cast) -> int:
    with scoping.units([cast.wexcombe.pk]):
        return TurnoutRecord.objects.count()


def _by(poll: Election) -> list[str]:
    return [str(poll.pk), poll.polling_on.isoformat(), "locals 2026"]


def test_without_approve_nothing_stays(cast: Cast, poll: Election, file: Path) -> None:
    said = _run("import_marked_register", file, "--unit", "wexcombe", "--election", poll.pk)
    assert "Nothing was changed. --approve brings it in." in said
    assert "left out: 1 with a number that nobody has" in said
    assert _records(cast) == 0
    with scoping.units([cast.wexcombe.pk]):
        assert not MarkedRegister.objects.exists()


@pytest.mark.parametrize("by", [0, 1, 2])
def test_brings_a_file_in_by_number_day_or_name(cast: Cast, poll: Election, file: Path, by: int) -> None:
    arguments = ("import_marked_register", file, "--unit", "wexcombe", "--election", _by(poll)[by], "--approve")
    found = json.loads(_run(*arguments, "--json"))
    assert found.pop("seconds") >= 0
    assert found == {
        "election": poll.pk, "rows": 3, "matched": 2, "unmatched": 1, "left_out": {"nobody": 1}, "voted": 1,
        "by_post": 0, "not_returned": 0, "did_not_vote": 1, "added": 2, "changed": 0, "kept": 0,
    }  # fmt: skip
    assert _records(cast) == 2


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"--unit": "nowhere"}, "There is no unit nowhere"),
        ({"--election": "2001-01-01"}, "No election is called 2001-01-01. Nothing was changed. There are: "),
        ({"--council": "Nowhere"}, "There is no council Nowhere here"),
    ],
)
def test_what_is_wrong_is_said(cast: Cast, poll: Election, file: Path, changes: dict, message: str) -> None:
    options = {"--unit": "wexcombe", "--election": poll.pk} | changes
    with pytest.raises(CommandError, match=message):
        _run("import_marked_register", file, *(word for pair in options.items() for word in pair))


def test_a_file_that_is_not_there(cast: Cast, poll: Election, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no file"):
        _run("import_marked_register", tmp_path / "none", "--unit", "wexcombe", "--election", poll.pk)


def test_an_election_is_added_to_come_or_over(cast: Cast) -> None:
    over = json.loads(
        _run("add_election", "Senedd 2021", "--unit=wexcombe", "--on=2021-05-06", "--type=senedd", "--json")
    )
    coming = (clock.today() + datetime.timedelta(days=9)).isoformat()
    assert "people of 18 and over may vote" in _run("add_election", "Next", "--unit=wexcombe", f"--on={coming}")
    with scoping.units([cast.wexcombe.pk]):
        assert Election.objects.get(pk=over["election"]).nation == "wales"
    assert over["voting_age"] == 16
    with pytest.raises(CommandError, match="already"):
        _run("add_election", "Next", "--unit=wexcombe", f"--on={coming}")
