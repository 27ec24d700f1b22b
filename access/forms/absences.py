"""Saying when one is away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.models import User


class AwayForm(forms.Form):
    """The first and the last day away, and who stands in."""

    from_on = forms.DateField(
        label=gettext_lazy("First day away"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until_on = forms.DateField(
        label=gettext_lazy("Last day away"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    deputy = forms.TypedChoiceField(
        label=gettext_lazy("Who stands in"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=gettext_lazy(
            "Decides about access here on these days, and sees no electors or members by it. It ends by itself."
        ),
    )

    def __init__(self, deputies: Iterable[User] | None, *args: Any, **kwargs: Any) -> None:
        """`deputies` None: this person can't name one."""
        super().__init__(*args, **kwargs)
        if deputies is None:
            del self.fields["deputy"]
        else:
            cast(forms.ChoiceField, self.fields["deputy"]).choices = [
                ("", _("Nobody")),
                *((one.pk, one.name) for one in deputies),
            ]
