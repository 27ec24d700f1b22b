"""Writing the words that are read out before a number or address is written down."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from canvass.enums import Channel


class WordingForm(forms.Form):
    """New words for one channel."""

    channel = forms.ChoiceField(
        label=gettext_lazy("For"),
        choices=[
            (Channel.PHONE.value, gettext_lazy("a telephone number")),
            (Channel.EMAIL.value, gettext_lazy("an email address")),
        ],
        widget=forms.HiddenInput,
    )
    text = forms.CharField(
        label=gettext_lazy("What to read out"), max_length=500, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Two of them stand on one page.
        kwargs["auto_id"] = f"id_{kwargs.get('initial', {}).get('channel', '')}_%s"
        super().__init__(*args, **kwargs)

    def clean_text(self) -> str:
        return " ".join(self.cleaned_data["text"].split())
