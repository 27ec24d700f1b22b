"""The form of a postal voter's answer, as it is typed in the office."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from gotv.enums import PostalSaid


class PostalForm(forms.Form):
    """What somebody said of their postal vote. `key` is made with the page, so that sending twice is one answer."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    said = forms.ChoiceField(
        label=_("What did they say?"),
        choices=PostalSaid.choices,
        error_messages={
            "required": _("Nothing was noted. Choose what they said."),
            "invalid_choice": _("Nothing was noted. Choose one of the answers in the list."),
        },
    )
    by_another = forms.BooleanField(label=_("Somebody else there says so"), required=False)
