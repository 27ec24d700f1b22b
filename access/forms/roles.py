"""Choosing the unit that a role or a tool is read about."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import groupby
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.models import Unit


class WhereForm(forms.Form):
    """One unit of those there are: the person's own first, then the others by the unit above them."""

    unit = forms.ChoiceField(label=gettext_lazy("Where"), required=False)

    def __init__(self, units: Iterable[Unit], own: Collection[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {unit.code: unit for unit in units}
        rest = [unit for unit in self.units.values() if unit.pk not in own]
        groups: list[tuple[str, list[tuple[str, str]]]] = [
            (_("Yours"), [(unit.code, unit.name) for unit in self.units.values() if unit.pk in own])
        ]
        by_parent = groupby(sorted(rest, key=_above), key=_above)
        groups += [(above or _("The party"), [(unit.code, unit.name) for unit in group]) for above, group in by_parent]
        choices = [("", _("Choose where"))] + [group for group in groups if group[1]]
        cast(forms.ChoiceField, self.fields["unit"]).choices = choices

    @property
    def chosen(self) -> Unit | None:
        """The unit that was asked for; None for none, or one that there isn't."""
        return self.units.get(str(self["unit"].value() or ""))


def _above(unit: Unit) -> str:
    return unit.parent.name if unit.parent else ""
