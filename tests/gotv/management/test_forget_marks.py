from __future__ import annotations

import datetime
import io

import pytest
from django.core.management import CommandError, call_command

from gotv.models import DayReport, VoteMark
from kit import clock
from tests.everywhere import everywhere
from tests.factories import gotv as make
from tests.gotv.conftest import Day


def _run(*options: str) -> str:
    out = io.StringIO()
    call_command("forget_marks", "--unit", "wexcombe", *options, stdout=out)
    return out.getvalue()


def test_a_dry_run_on_a_later_day_says_how_many_and_keeps_them(day: Day) -> None:
    make.mark(day.hall, day.elsie)
    assert "No poll is more than 28 days over" in _run()
    later = (clock.today() + datetime.timedelta(days=29)).isoformat()
    said = _run("--dry-run", "--on", later)
    assert "marks: 1, of them taken back: 0; people who have voted: 1" in said
    assert "Nothing was changed." in said
    with everywhere():
        assert VoteMark.objects.count() == 1
        assert not DayReport.objects.exists()


def test_a_day_without_dry_run_and_an_unknown_unit_are_refused(day: Day) -> None:
    with pytest.raises(CommandError, match="only be tried with --dry-run"):
        call_command("forget_marks", "--unit", "wexcombe", "--on", "2027-06-01")
    with pytest.raises(CommandError, match="There is no unit nowhere"):
        call_command("forget_marks", "--unit", "nowhere")
