"""Saying why something doesn't count, or no longer holds."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from canvass.enums import Outcome


class SetAsideForm(forms.Form):
    """Why answers don't count."""

    reason = forms.CharField(
        label=gettext_lazy("Why it doesn’t count"),
        max_length=300,
        help_text=gettext_lazy("It is kept in the record. No names, please."),
    )


class LiftForm(forms.Form):
    """Why a mark on a person no longer holds."""

    mark = forms.ChoiceField(
        choices=[(one.value, one.label) for one in (Outcome.DO_NOT_CONTACT, Outcome.MOVED, Outcome.DECEASED)],
        widget=forms.HiddenInput,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why it no longer holds"),
        max_length=300,
        help_text=gettext_lazy("For example “She rang the office and asked to be called on again.” It is kept in the record."),
    )
