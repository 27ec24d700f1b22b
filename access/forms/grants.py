"""Giving and ending a role."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.permissions import Permission
from access.roles import ROLES
from access.rules import grants as rules
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
    role = forms.ChoiceField(label=gettext_lazy("Role"), widget=forms.RadioSelect)
    area = forms.MultipleChoiceField(
        label=gettext_lazy("Only in these places"),
        required=False,
        help_text=gettext_lazy("With none of them ticked it is all of the CLP. Some roles can’t be limited."),
        widget=forms.CheckboxSelectMultiple,
    )
    starts_on = forms.DateField(
        label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        help_text=gettext_lazy("The last day. Left empty, it runs as long as the role may: a year for most of them."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why they need it"),
        max_length=300,
        help_text=gettext_lazy("Everybody who may see this page reads it: “Runs the boards for the May election”."),
    )

    def __init__(self, *args: Any, roles: Collection[str], areas: dict[str, str], **kwargs: Any) -> None:
        """Make the form for these roles, which the person may decide about, and these places inside the unit."""
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].initial = clock.today
        self._roles = list(roles)
        cast(forms.ChoiceField, self.fields["role"]).choices = [(name, ROLES[name].name.label) for name in roles]
        if areas:
            cast(forms.MultipleChoiceField, self.fields["area"]).choices = list(areas.items())
        else:
            del self.fields["area"]

    def roles(self) -> list[dict[str, Any]]:
        """Return each role with its sentence, all that it lets people do, and whether it is chosen."""
        chosen = self["role"].value()
        return [
            {"value": name, "role": ROLES[name], "may": may_do(name), "chosen": name == chosen} for name in self._roles
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
        if data.get("area") and data.get("role") and not ROLES[data["role"]].by_area:
            self.add_error("area", _("This role can’t be limited to places. Untick them, or choose another role."))
        return data


NOTICE, AGREED, URGENT = "notice", "agreed", "urgent"


class EndForm(forms.Form):
    """How somebody's role or term ends, and why."""

    how = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=[
            (NOTICE, gettext_lazy("With notice: they keep it until the day below")),
            (AGREED, gettext_lazy("Now: we have agreed on it")),
            (URGENT, gettext_lazy("Now, without notice: waiting would do harm. The unit above is told")),
        ],
        initial=NOTICE,
        widget=forms.RadioSelect,
    )
    on = forms.DateField(
        label=gettext_lazy("Their last day"),
        required=False,
        help_text=gettext_lazy("With notice only. A week from today at least."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why it ends"),
        max_length=300,
        help_text=gettext_lazy("They read it, and so does whoever decides an appeal."),
    )

    def __init__(self, *args: Any, at_once: bool, **kwargs: Any) -> None:
        """Make the form; `at_once` where no notice is needed, so only the reason is asked for."""
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = rules.first_free_last_day(clock.today())
        if at_once:
            del self.fields["how"], self.fields["on"]

    def asked(self) -> dict[str, Any]:
        """Return the arguments for grants.end and offices.end_term."""
        data = self.cleaned_data
        how = data.get("how")
        return {
            "reason": data["reason"],
            "on": data.get("on") if how == NOTICE else None,
            "agreed": how == AGREED,
            "urgent": how == URGENT,
        }


class ReasonForm(forms.Form):
    """Why somebody gives back what is their own."""

    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=300, help_text=gettext_lazy("Those who decide here can read it.")
    )


def may_do(role: str) -> list[str]:
    """Return what a role lets people do, as the words that follow "may", in the order of access/permissions.py."""
    held = ROLES[role].permissions
    return [str(permission.label) for permission in Permission if permission in held]
