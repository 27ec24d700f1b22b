"""The forms of absent voters: a council's list, and one elector by hand."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gotv.enums import AbsentKind
from gotv.forms.lists import ListForm
from gotv.models import Election
from gotv.queries import stations
from gotv.rules.numbers import NotANumber, parse
from kit import clock


class AbsentListForm(ListForm):
    """A list of absent voters, its day, and which kinds it is the whole list of."""

    kinds = forms.MultipleChoiceField(
        label=_("It is the whole list of votes"),
        choices=AbsentKind.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[AbsentKind.POSTAL],
        help_text=_("Of each kind that you tick, whoever is not on this list is taken off."),
        error_messages={"required": _("Tick what the list holds: by post, by proxy, or both.")},
    )
    dated_on = forms.DateField(
        label=_("Date of the list"),
        initial=clock.today,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Say which day’s list this is."), "invalid": _("Write the day as 01/12/2026.")},
    )

    def clean_dated_on(self) -> datetime.date:
        dated_on: datetime.date = self.cleaned_data["dated_on"]
        if dated_on > clock.today():
            raise forms.ValidationError(_("This day has not come yet. Enter the date that the council gives."))
        return dated_on


class AbsentVoteForm(forms.Form):
    """One elector who votes by post or by proxy: granted after the last list came."""

    number = forms.CharField(
        label=_("Number"),
        max_length=24,
        help_text=_("As on the register: 124, or 124/1."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=_("How they vote"), choices=AbsentKind.choices, initial=AbsentKind.PROXY)

    def __init__(self, *args: Any, election: Election, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"] = forms.ModelChoiceField(
            queryset=stations.districts_in_use(election), label=_("Polling district"), empty_label=None
        )
        self.order_fields(["district", "number", "kind"])

    def clean(self) -> dict[str, Any]:
        """Add `read`, the number as a RollNumber."""
        found = super().clean() or self.cleaned_data
        if found.get("district") and found.get("number"):
            try:
                found["read"] = parse(found["number"], found["district"].code)
            except NotANumber:
                self.add_error("number", _("This is no elector number. Write it as 124, or 124/1. Nothing was added."))
        return found
