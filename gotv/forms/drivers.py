"""The form of a driver."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gotv.actions.drivers import Facts
from gotv.enums import LiftNeed
from gotv.forms.lifts import HoursForm, RoomField
from gotv.models import Election
from gotv.rules.lifts import OF_THE_CAR


class DriverForm(HoursForm):
    """Who drives, how to reach them, and what the car takes."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=30, required=False)
    car = forms.CharField(
        label=gettext_lazy("Car"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("So that people know it when it comes: a blue Fiesta."),
    )
    seats = forms.IntegerField(label=gettext_lazy("Seats for others"), min_value=1, max_value=20, initial=3)
    takes = forms.MultipleChoiceField(
        label=gettext_lazy("What the car can take"),
        choices=[(need.value, need.label) for need in OF_THE_CAR],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("name", "phone", "car", "seats", "takes", "begins", "ends", "room")

    def __init__(self, *args: Any, election: Election, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.election = election
        self.fields["begins"].label, self.fields["ends"].label = _("Drives from"), _("Until")
        self.fields["begins"].help_text = _("Leave both empty for the whole day.")
        self.fields["room"] = RoomField(election)
        self.fields["room"].label = _("Committee room")
        self.order_fields(self.field_order)

    def facts(self) -> Facts:
        """Return what gotv.actions.drivers takes. Only on a valid form."""
        given, day = self.cleaned_data, self.election.polling_on
        return Facts(
            name=given["name"],
            phone=given["phone"],
            car=given["car"],
            seats=given["seats"],
            takes=[LiftNeed(need).value for need in given["takes"]],
            room=given["room"],
            from_at=self.at("begins", day),
            until_at=self.at("ends", day),
        )
