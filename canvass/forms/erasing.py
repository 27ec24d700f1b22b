"""Erasing what somebody told us."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy


class EraseForm(forms.Form):
    """Who asked, and that it is meant: it can't be undone."""

    reason = forms.CharField(
        label=gettext_lazy("Who asked for it, and how"),
        max_length=300,
        help_text=gettext_lazy("For example “They wrote to us on 3 May.” It is kept in the record. No names, please."),
    )
    sure = forms.BooleanField(
        label=gettext_lazy("Yes: erase it. It can’t be undone"),
        error_messages={"required": gettext_lazy("Tick this too. Nothing is erased yet.")},
    )
