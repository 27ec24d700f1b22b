from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from access import scoping
from gotv.models import DistrictCounter
from tests.factories import gotv as make
from tests.gotv.conftest import Day


def _run(*arguments: object) -> str:
    out = StringIO()
    call_command("recount_marks", "--unit", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_says_that_everything_agrees(day: Day) -> None:
    make.mark(day.hall, day.elsie)
    assert _run("wexcombe") == f"{day.poll.pk} Borough council: everything agrees with the marks.\n"


def test_says_what_it_put_right(day: Day) -> None:
    make.mark(day.hall, day.elsie)
    with scoping.units([day.cast.wexcombe.pk]):
        DistrictCounter.objects.update(voted=7)
    assert "0 added, 0 withdrawn, 1 counters put right" in _run("wexcombe", "--election", day.poll.pk)
    with scoping.units([day.cast.wexcombe.pk]):
        assert DistrictCounter.objects.get().voted == 1


@pytest.mark.parametrize("arguments", [("nowhere",), ("marsham",), ("wexcombe", "--election", 999_999)])
def test_says_when_there_is_nothing_to_count(day: Day, arguments: tuple) -> None:
    with pytest.raises(CommandError, match=r"no (unit|such election)"):
        _run(*arguments)
