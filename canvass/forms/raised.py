"""What of the things people raised is looked at. Nothing is validated here: the view fetches what is asked for."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

Choices = Iterable[tuple[str, str]]


class FilterForm(forms.Form):
    """The fields of the address, each with what can be chosen; one without a choice is left out."""

    topic = forms.ChoiceField(label=_("Topic"), required=False)
    month = forms.ChoiceField(label=_("Month"), required=False)
    months = forms.ChoiceField(label=_("How many months, up to that one"), required=False)
    by = forms.ChoiceField(label=_("Areas"), required=False)
    ward = forms.ChoiceField(label=_("Ward"), required=False)
    district = forms.ChoiceField(label=_("Polling district"), required=False)
    session = forms.ChoiceField(label=_("Session"), required=False)
    board = forms.ChoiceField(label=_("Board"), required=False)

    def __init__(self, values: dict[str, str], **choices: Choices) -> None:
        super().__init__(initial=values)
        for name in list(self.fields):
            offered = list(choices.get(name, ()))
            if len(offered) < 2:
                del self.fields[name]
            else:
                field = self.fields[name]
                assert isinstance(field, forms.ChoiceField)  # noqa: S101 - all of them are
                field.choices = offered
