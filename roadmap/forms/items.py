"""Asking for something, and answering."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from roadmap.enums import ItemState
from roadmap.models import Item
from roadmap.rules import items as rules


class AskForm(forms.Form):
    """What somebody needs, and why."""

    title = forms.CharField(
        label=_("What do you need?"),
        max_length=120,
        help_text=_("One thing, in a few words: “Print boards in large type”."),
    )
    body = forms.CharField(
        label=_("Why, and for whom?"),
        max_length=4000,
        help_text=_("Plain text. Everybody with an account can read it, so leave out names and addresses."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class AnswerForm(forms.Form):
    """Where an item stands now, and why."""

    state = forms.ChoiceField(label=_("Where does it stand?"), choices=ItemState.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Answer"),
        max_length=4000,
        required=False,
        help_text=_("For everybody who needs it. If you decline it, say why."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    seen = forms.DateTimeField(widget=forms.HiddenInput, input_formats=["%Y-%m-%dT%H:%M:%S.%f%z"])

    def __init__(self, data: QueryDict | None, *, item: Item) -> None:
        initial = {
            "state": item.state,
            "text": item.answer,
            "seen": item.changed_at.strftime("%Y-%m-%dT%H:%M:%S.%f%z"),
        }
        super().__init__(data, initial=initial)

    def clean(self) -> dict:
        found: dict = self.cleaned_data
        if rules.needs_reason(found.get("state", "")) and not found.get("text", "").strip():
            self.add_error("text", _("Say why it was declined. People who asked deserve the reason."))
        return found
