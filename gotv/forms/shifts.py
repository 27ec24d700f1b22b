"""The forms of the tellers' rota: hours for somebody, hours for oneself."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.models import User
from gotv.rules.hours import Hours
from gotv.rules.shifts import FIRST, LAST
from kit import clock

_BEGINS = [(hour, f"{hour:02}:00") for hour in range(FIRST, LAST)]
_ENDS = [(hour, f"{hour:02}:00") for hour in range(FIRST + 1, LAST + 1)]


class HoursForm(forms.Form):
    """From when until when, in whole hours."""

    begins = forms.TypedChoiceField(label=gettext_lazy("From"), choices=_BEGINS, coerce=int)
    ends = forms.TypedChoiceField(label=gettext_lazy("Until"), choices=_ENDS, coerce=int)

    def clean(self) -> dict[str, Any]:
        """Refuse a shift that ends before it begins."""
        given = super().clean() or self.cleaned_data
        if "begins" in given and "ends" in given and given["ends"] <= given["begins"]:
            self.add_error("ends", _("Choose an hour after the one they begin."))
        return given

    def hours(self, polling_on: datetime.date) -> Hours:
        """Return the hours on that day. Only on a valid form."""
        return Hours(clock.at(polling_on, self.cleaned_data["begins"]), clock.at(polling_on, self.cleaned_data["ends"]))


class ShiftForm(HoursForm):
    """Somebody's hours at a station: one of the tellers here, or anybody by name."""

    user = forms.ChoiceField(label=gettext_lazy("Teller"), required=False)
    name = forms.CharField(
        label=gettext_lazy("Or a name"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("For somebody without an account here. They get a code for their phone, or a pad."),
    )
    phone = forms.CharField(
        label=gettext_lazy("Their telephone"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("So that the committee room can ring when the station falls silent."),
    )
    field_order = ("user", "name", "phone", "begins", "ends")

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        """Take the people to choose from (gotv.queries.shifts.may_tell)."""
        super().__init__(*args, **kwargs)
        self.people = {str(user.pk): user for user in people}
        named = [(pk, user.name) for pk, user in self.people.items()]
        cast("forms.ChoiceField", self.fields["user"]).choices = [("", gettext_lazy("Somebody else")), *named]

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        given = super().clean()
        if not given.get("user") and not given.get("name"):
            self.add_error("user", _("Choose a teller, or type a name below."))
        if given.get("user") and given.get("name"):
            self.add_error("name", _("Choose a teller or type a name, not both."))
        return given

    def who(self) -> dict[str, Any]:
        """Return what gotv.actions.shifts takes about the person. Only on a valid form."""
        given = self.cleaned_data
        return {"user": self.people.get(given["user"]), "name": given["name"], "phone": given["phone"]}
