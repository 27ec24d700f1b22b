"""Asking for a role or a tool."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access import hooks
from kit import clock


class NeedForm(forms.Form):
    """What somebody needs to do, in their own words."""

    need = forms.CharField(
        label=gettext_lazy("What do you need to do?"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 1, "class": "input input--big"}),
    )


class AskForm(forms.Form):
    """The request itself: why, for which places, by when. The role or tool and the unit are chosen before."""

    need = forms.CharField(label=gettext_lazy("What you need to do"), max_length=300)
    area = forms.MultipleChoiceField(
        label=gettext_lazy("Places"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Choose none for everywhere. What is smaller is often decided sooner."),
    )
    why = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("What helps somebody to decide: “I lead the session on Saturday”."),
    )
    needed_by = forms.DateField(
        label=gettext_lazy("Needed by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("If the day is close, it goes to the unit above sooner."),
    )

    def __init__(self, areas: Sequence[hooks.Area], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if areas:
            cast(forms.ChoiceField, self.fields["area"]).choices = [(area.key, area.label) for area in areas]
        else:
            del self.fields["area"]

    def clean_needed_by(self) -> datetime.date | None:
        day = self.cleaned_data["needed_by"]
        if day is not None and day < clock.today():
            raise forms.ValidationError(_("This day has gone by. Choose today or a later day."))
        return day
