"""Appealing, and deciding an appeal."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy


class AppealForm(forms.Form):
    """Why a decision should be looked at again."""

    words = forms.CharField(
        label=gettext_lazy("Why this should be looked at again"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DecideAppealForm(forms.Form):
    """Uphold or dismiss, with words that the person reads."""

    uphold = forms.TypedChoiceField(
        label=gettext_lazy("Your decision"),
        choices=[
            ("yes", gettext_lazy("Uphold it: access is given")),
            ("no", gettext_lazy("Dismiss it: the decision stands")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=1000,
        help_text=gettext_lazy("The person reads this. The decision is final."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
