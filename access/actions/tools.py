"""Keeping the list of the party's other tools: one list for the whole installation."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import Tool, Unit, User
from kit.errors import Refused

FIELDS = (
    "name",
    "what_for",
    "data_held",
    "url",
    "key_held_at",
    "steps",
    "steps_back",
    "at_most",
    "at_least",
    "decide_hours",
)


@transaction.atomic
def add(*, code: str, by: User, unit: Unit, **facts: Any) -> Tool:
    """Add a tool. `facts` are FIELDS; `unit` is where it was done, for the record. Raises Refused for a taken code."""
    if Tool.objects.filter(code=code).exists():
        raise Refused(_("There is a tool with this short name already. Choose another one."))
    made = Tool.objects.create(code=code, **_checked(facts))
    audit.record("tool.added", by=by, unit=unit, obj=made, code=code)
    return made


@transaction.atomic
def change(*, tool: Tool, by: User, unit: Unit, **facts: Any) -> Tool:
    """Change what is said of a tool. Its short name stays, because addresses hold it. Requests in hand go on."""
    tool = Tool.objects.select_for_update().get(pk=tool.pk)
    changed = [name for name, value in _checked(facts).items() if getattr(tool, name) != value]
    for name in changed:
        setattr(tool, name, facts[name])
    if changed:
        tool.save(update_fields=changed)
        audit.record("tool.changed", by=by, unit=unit, obj=tool, code=tool.code, fields=changed)
    return tool


@transaction.atomic
def retire(*, tool: Tool, by: User, unit: Unit) -> None:
    """Take a tool off the list: nobody can ask for it any more. Keys that people hold stay on the register."""
    retired = Tool.objects.filter(pk=tool.pk, retired_at=None).update(retired_at=timezone.now())
    if retired:
        audit.record("tool.retired", by=by, unit=unit, obj=tool, code=tool.code)


@transaction.atomic
def bring_back(*, tool: Tool, by: User, unit: Unit) -> None:
    """Put a retired tool on the list again."""
    returned = Tool.objects.filter(pk=tool.pk, retired_at__isnull=False).update(retired_at=None)
    if returned:
        audit.record("tool.brought_back", by=by, unit=unit, obj=tool, code=tool.code)


def _checked(facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts. Raises Refused where fewer may hold the tool than must."""
    at_most, at_least = facts["at_most"], facts["at_least"]
    if at_most is not None and at_most < at_least:
        raise Refused(_("Fewer may hold it than must. Raise the one or lower the other."))
    return {name: facts[name] for name in FIELDS}
