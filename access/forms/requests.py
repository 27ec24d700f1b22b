"""Writing in a request, and deciding about it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access import hooks
from access.enums import RefusalReason
from kit import clock


class _OneOfMany(forms.Form):
    """A form that shares its page with others that have fields of the same names: its ids are its own."""

    ids = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **({"auto_id": f"{self.ids}_%s"} | kwargs))


class SayForm(_OneOfMany):
    """A message, or the answer to a question."""

    ids = "say"
    words = forms.CharField(
        label=gettext_lazy("Your message"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ApproveForm(_OneOfMany):
    """Approve the whole, or less: fewer places, a shorter time. Less needs a word why."""

    ids = "approve"
    area = forms.MultipleChoiceField(
        label=gettext_lazy("Only these places"), required=False, widget=forms.CheckboxSelectMultiple
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        help_text=gettext_lazy("The last day. Left as it is, it runs as long as the role does."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    words = forms.CharField(
        label=gettext_lazy("A word to them"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("Needed when you approve less than was asked for."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, areas: Sequence[hooks.Area], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if areas:
            cast(forms.ChoiceField, self.fields["area"]).choices = [(area.key, area.label) for area in areas]
        else:
            del self.fields["area"]

    def clean_ends_on(self) -> datetime.date | None:
        day = self.cleaned_data["ends_on"]
        if day is not None and day < clock.today():
            raise forms.ValidationError(_("This day has gone by. Choose today or a later day."))
        return day


class RefuseForm(_OneOfMany):
    """Refuse: a reason from the published list, and words."""

    ids = "refuse"
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=RefusalReason.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("The list is public. “Data protection” alone is not on it."),
    )
    words = forms.CharField(
        label=gettext_lazy("In your own words"),
        max_length=1000,
        help_text=gettext_lazy("The person reads this, and so does whoever decides an appeal."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AskBackForm(_OneOfMany):
    """Ask the person for more information."""

    ids = "ask_back"
    words = forms.CharField(
        label=gettext_lazy("What you need to know"),
        max_length=1000,
        help_text=gettext_lazy("The clock goes on meanwhile."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
