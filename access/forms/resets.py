"""Vouching for somebody who lost their second step."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from access.models import Unit, User
from access.queries import resets


class ResetForm(forms.Form):
    """Who, and how it was made sure that it is them. Offers only who holds a role here and has a second step."""

    user = forms.ModelChoiceField(User.objects.none(), label=_("Who has lost it"), empty_label=_("Choose a person"))
    reason = forms.CharField(
        label=_("How you made sure that it is them"),
        help_text=_("For example: “Rang her on the number we have had for years.” A mail or a text is not enough."),
        max_length=300,
    )

    def __init__(self, *args: Any, unit: Unit, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = [one.pk for one in resets.people(unit) if one.pk != by.pk]
        field: forms.ModelChoiceField = self.fields["user"]  # type: ignore[assignment] # the stubs know fields in general
        field.queryset = User.objects.filter(pk__in=held).order_by("name", "pk")
