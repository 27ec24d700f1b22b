"""What is said of an external tool."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.models import Tool


class ToolForm(forms.ModelForm):
    """A tool of the party's. Checks its fields; the action writes it."""

    url = forms.URLField(
        label=gettext_lazy("Address"),
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("Where people sign in to it."),
    )

    class Meta:
        model = Tool
        fields = (
            "code",
            "name",
            "what_for",
            "data_held",
            "url",
            "key_held_at",
            "steps",
            "steps_back",
            "at_least",
            "at_most",
            "decide_hours",
        )
        widgets = {
            "what_for": forms.Textarea(attrs={"rows": 2}),
            "data_held": forms.Textarea(attrs={"rows": 2}),
            "steps": forms.Textarea(attrs={"rows": 5}),
            "steps_back": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "code": gettext_lazy("Stands in its address and can’t be changed later: contact-creator"),
            "what_for": gettext_lazy("Everybody reads this: what people use it for."),
            "data_held": gettext_lazy("Whose data it shows. Left empty: none about people."),
            "key_held_at": gettext_lazy("Where in the party somebody can let people in. They get the steps below."),
            "at_most": gettext_lazy("Left empty: as many as need it."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["code"]
        hours = self.fields["decide_hours"]
        hours.validators.append(MinValueValidator(1))
        hours.widget.attrs["min"] = 1

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if code == "new":  # its page would be the one that adds tools
            raise forms.ValidationError(_("“new” can’t be a short name. Choose another one."))
        return code

    def validate_unique(self) -> None:
        """Leave it to the action, which says it in its own words."""
