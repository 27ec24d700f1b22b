"""Until when a register may be kept."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from canvass.rules import keeping as rules


class DeleteByForm(forms.Form):
    """A day and why. A register in use that would go within a month asks whether that is meant."""

    delete_by = forms.DateField(
        label=gettext_lazy("Delete by"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Say by which day it must be deleted."),
            "invalid": gettext_lazy("Write the day as 01/12/2027."),
        },
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=300,
        help_text=gettext_lazy("It stands in the record: “the council’s terms say so”, “its next register is late”."),
        error_messages={"required": gettext_lazy("Say why the day is another one.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    sure = forms.BooleanField(
        label=gettext_lazy("Yes: the register in use goes then, even if no new one is here"), required=False
    )

    def __init__(self, *args: Any, latest: datetime.date, today: datetime.date, in_use: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.in_use = today, in_use
        self.fields["delete_by"].help_text = _("From tomorrow to %(day)s.") % {"day": date_format(latest, "j F Y")}
        if not in_use:
            del self.fields["sure"]

    def clean(self) -> dict[str, Any]:
        """Ask once more before a register that is worked with goes soon."""
        cleaned: dict[str, Any] = super().clean() or {}
        day = cleaned.get("delete_by")
        is_soon = day is not None and (day - self.today).days <= rules.WARNED_BEFORE[0]
        if self.in_use and is_soon and not cleaned.get("sure"):
            self.add_error(
                "sure", _("Tick this too: everybody in this register goes within a month. Nothing is changed yet.")
            )
        return cleaned
