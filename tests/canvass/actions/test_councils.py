"""Councils, and that what is held from one has changed."""

from __future__ import annotations

from access.models import Unit
from canvass.actions import councils
from canvass.models import Council
from tests.factories import canvass


def _versions() -> dict[str, int]:
    return dict(Council.objects.values_list("name", "version"))


def test_every_change_counts_and_only_for_its_council(scope: Unit) -> None:
    canvass.council(scope, "Eastmarch")
    canvass.council(scope, "Wexcombe")
    councils.changed(councils=Council.objects.filter(name="Wexcombe"))
    assert _versions() == {"Eastmarch": 0, "Wexcombe": 1}
    councils.changed(councils=Council.objects.all())
    assert _versions() == {"Eastmarch": 1, "Wexcombe": 2}
