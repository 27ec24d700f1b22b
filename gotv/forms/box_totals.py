"""Typing in how many papers each box held: a field for each, empty where nobody has said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from gotv.models import BallotBox
from gotv.queries.box_totals import Row

_MOST = 999_999


class TotalsForm(forms.Form):
    """One number for each box of a page."""

    def __init__(self, *args: Any, rows: Sequence[Row], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            self.fields[name_of(row.box.pk)] = forms.IntegerField(
                label=_("Papers in box %(number)s, %(station)s")
                % {"number": row.box.number, "station": row.box.station.name},
                min_value=0,
                max_value=_MOST,
                required=False,
                initial=row.papers,
                show_hidden_initial=True,  # so that what others typed meanwhile is not mistaken for a change of ours
                widget=forms.TextInput(
                    attrs={"class": "input input--short", "inputmode": "numeric", "autocomplete": "off"}
                ),
                error_messages={
                    "invalid": _("Type a whole number, with digits alone."),
                    "min_value": _("A total is nought or more."),
                    "max_value": _("That is more than any box holds. Check the number."),
                },
            )

    def papers(self) -> dict[BallotBox, int | None]:
        """Return what was typed by box, None for a field that was emptied; none of the boxes that nobody touched."""
        return {row.box: self.cleaned_data[name] for row in self.rows if (name := name_of(row.box.pk)) in self._touched}

    def shown(self) -> dict[BallotBox, int | None]:
        """Return what stood in the fields that were touched when the page was opened."""
        found = {}
        for row in self.rows:
            field = self[name_of(row.box.pk)]
            if field.name in self._touched:
                found[row.box] = field.field.to_python(self.data.get(field.html_initial_name))
        return found

    @cached_property
    def _touched(self) -> frozenset[str]:
        return frozenset(self.changed_data)

    def lines(self) -> list[tuple[Row, forms.BoundField]]:
        """Return each box with its field."""
        return [(row, self[name_of(row.box.pk)]) for row in self.rows]


def name_of(box: int) -> str:
    """Return the name of a box's field."""
    return f"box_{box}"
