"""Giving and ending a role."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.permissions import Permission
from access.roles import ROLES, RoleName
from kit import clock


class GiveForm(forms.Form):
    """Who gets which role, from when until when, and why."""

    email = forms.EmailField(
        label=gettext_lazy("Their email address"),
        max_length=254,
        help_text=gettext_lazy("Somebody without an account is sent a link to choose a password."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Their name"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Needed when they have no account yet."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=RoleName.choices, widget=forms.RadioSelect)
    starts_on = forms.DateField(
        label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        help_text=gettext_lazy("The last day. Left empty, it goes on until somebody ends it."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why they need it"),
        max_length=300,
        help_text=gettext_lazy("Everybody who may see this page reads it: “Runs the boards for the May election”."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].initial = clock.today

    def roles(self) -> list[dict[str, Any]]:
        """Return each role with its sentence, all that it lets people do, and whether it is chosen."""
        chosen = self["role"].value()
        return [
            {"value": name, "role": role, "may": may_do(name), "chosen": name == chosen} for name, role in ROLES.items()
        ]

    def clean_starts_on(self) -> datetime.date:
        day = self.cleaned_data["starts_on"]
        if day < clock.today():
            raise forms.ValidationError(_("A role can’t begin in the past. Choose today or a later day."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day can’t be before the first day."))
        return data


class EndForm(forms.Form):
    """Why a role ends."""

    reason = forms.CharField(label=gettext_lazy("Why it ends"), max_length=300)


def may_do(role: str) -> list[str]:
    """Return what a role lets people do, as the words that follow "may", in the order of access/permissions.py."""
    held = ROLES[role].permissions
    return [str(permission.label) for permission in Permission if permission in held]
