"""Offices, their terms, and handing over."""

from __future__ import annotations

import datetime
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy

from access.models import Office, Unit
from access.roles import ROLES
from access.rules import offices as rules
from kit import clock

_DAY = {"type": "date"}


class OfficeForm(forms.Form):
    """What an office is called, how many hold it together, and the roles it brings."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=80)
    seats = forms.TypedChoiceField(
        label=gettext_lazy("How many may hold it together"),
        choices=[
            (1, gettext_lazy("One")),
            (2, gettext_lazy("Two: a job-share")),
            (3, gettext_lazy("Three")),
            (4, gettext_lazy("Four")),
        ],
        coerce=int,
        initial=1,
        help_text=gettext_lazy("Most posts can be shared by two. Chair and treasurer can’t."),
    )
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles that come with it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "They open and end with the term. What each of them shows is under “What each role may do”."
        ),
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fit = [role for role in ROLES.values() if unit.kind in role.kinds and role.may_be_asked]
        cast(forms.MultipleChoiceField, self.fields["roles"]).choices = [
            (role.name.value, role.name.label) for role in fit
        ]


class TermForm(forms.Form):
    """Who holds an office, from when, and until when."""

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
    starts_on = forms.DateField(label=gettext_lazy("First day"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    ends_on = forms.DateField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("Usually that of the next annual meeting."),
        widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].initial = clock.today
        self.fields["ends_on"].initial = lambda: rules.a_year_from(clock.today())


class HandOverForm(TermForm):
    """Who takes over, on which day, and until when. `seen` is the last day of the old term as the page showed it."""

    seen = forms.DateField(widget=forms.HiddenInput)
    field_order = ("email", "name", "starts_on", "ends_on", "seen")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].label = gettext_lazy("Their first day")
        self.fields["starts_on"].help_text = gettext_lazy("Today or later. Whoever holds it now ends the day before.")
        self.fields["ends_on"].label = gettext_lazy("Their last day")

    def seen_day(self) -> datetime.date:
        return self.cleaned_data["seen"]


def initial_of(office: Office) -> dict[str, Any]:
    """Return the fields of the form for changing an office."""
    return {"title": office.title, "seats": office.seats, "roles": office.roles}
