"""Keeping the list of the party's other tools."""

from __future__ import annotations

from typing import Any

import pytest

from access.actions import tools
from access.enums import UnitKind
from access.models import AuditEvent, Tool
from kit.errors import Refused
from tests.cast import Cast

FACTS: dict[str, Any] = {
    "name": "Leafletter",
    "what_for": "Ordering leaflets.",
    "data_held": "",
    "url": "https://leaflets.example.org",
    "key_held_at": UnitKind.CLP,
    "steps": "Ask the printer.",
    "steps_back": "",
    "at_most": None,
    "at_least": 0,
    "decide_hours": 24,
}


@pytest.fixture
def tool(cast: Cast) -> Tool:
    return tools.add(code="leafletter", by=cast.priya, unit=cast.region, **FACTS)


def test_a_tool_is_added_and_that_is_on_the_record(tool: Tool, cast: Cast) -> None:
    assert (tool.name, tool.decide_hours, tool.retired_at) == ("Leafletter", 24, None)
    event = AuditEvent.objects.get(verb="tool.added")
    assert (event.actor_id, event.unit_id, event.detail) == (cast.priya.pk, cast.region.pk, {"code": "leafletter"})


def test_a_short_name_is_there_once(tool: Tool, cast: Cast) -> None:
    with pytest.raises(Refused, match="Choose another"):
        tools.add(code="leafletter", by=cast.priya, unit=cast.region, **FACTS)
    assert Tool.objects.filter(code="leafletter").count() == 1


def test_a_change_notes_what_was_changed(tool: Tool, cast: Cast) -> None:
    changed = tools.change(tool=tool, by=cast.priya, unit=cast.region, **FACTS | {"at_most": 3, "name": "Leaflets"})
    assert (changed.name, changed.at_most, changed.code) == ("Leaflets", 3, "leafletter")
    assert AuditEvent.objects.get(verb="tool.changed").detail == {"code": "leafletter", "fields": ["name", "at_most"]}


def test_no_change_is_no_entry(tool: Tool, cast: Cast) -> None:
    tools.change(tool=tool, by=cast.priya, unit=cast.region, **FACTS)
    assert not AuditEvent.objects.filter(verb="tool.changed").exists()


def test_fewer_may_than_must_is_refused(tool: Tool, cast: Cast) -> None:
    wrong = FACTS | {"at_least": 3, "at_most": 2}
    with pytest.raises(Refused, match="Fewer may hold it than must"):
        tools.change(tool=tool, by=cast.priya, unit=cast.region, **wrong)
    with pytest.raises(Refused, match="Fewer may hold it than must"):
        tools.add(code="other", by=cast.priya, unit=cast.region, **wrong)
    assert Tool.objects.get(pk=tool.pk).at_least == 0
    assert not Tool.objects.filter(code="other").exists()


def test_a_tool_goes_off_the_list_and_comes_back(tool: Tool, cast: Cast) -> None:
    for _ in range(2):
        tools.retire(tool=tool, by=cast.priya, unit=cast.region)
    assert Tool.objects.get(pk=tool.pk).retired_at is not None
    for _ in range(2):
        tools.bring_back(tool=tool, by=cast.priya, unit=cast.region)
    assert Tool.objects.get(pk=tool.pk).retired_at is None
    verbs = AuditEvent.objects.filter(verb__startswith="tool.").order_by("at").values_list("verb", flat=True)
    assert list(verbs) == ["tool.added", "tool.retired", "tool.brought_back"], "twice is once"
