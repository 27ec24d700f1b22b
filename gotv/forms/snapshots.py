"""The forms of frozen knock-up lists: which rule, and somebody by hand."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from canvass.models import PollingDistrict
from gotv.rules.numbers import NotANumber, parse


class FreezeForm(forms.Form):
    """Freezing what the page showed: `version` is what the rule said then, `key` becomes the list's id."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, version: int) -> FreezeForm:
        """Return the form for this version of a rule."""
        return cls(initial={"key": uuid.uuid4(), "version": version})


class AddForm(forms.Form):
    """One elector by number, to be knocked up though the rule doesn't find them."""

    number = forms.CharField(
        label=_("Number"),
        max_length=24,
        help_text=_("As on the register: 124, or 124/1."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, districts: QuerySet[PollingDistrict], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"] = forms.ModelChoiceField(
            queryset=districts, label=_("Polling district"), empty_label=None
        )
        self.order_fields(["district", "number"])

    def clean(self) -> dict[str, Any]:
        """Add `read`, the number as a RollNumber."""
        found = super().clean() or self.cleaned_data
        if found.get("district") and found.get("number"):
            try:
                found["read"] = parse(found["number"], found["district"].code)
            except NotANumber:
                self.add_error("number", _("This is no elector number. Write it as 124, or 124/1. Nothing was added."))
        return found
