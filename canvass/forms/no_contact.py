"""Saying why somebody is not to be contacted."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy


class NoContactForm(forms.Form):
    """How somebody at a desk knows."""

    reason = forms.CharField(
        label=gettext_lazy("How you know"),
        max_length=300,
        help_text=gettext_lazy("For example “Rang the office on Tuesday.” It is kept with them and in the record."),
    )
