"""The forms of lifts: what is wanted, who drives it, how it ended."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from canvass.queries import areas
from gotv.actions.lifts import Wish
from gotv.enums import LiftNeed
from gotv.models import Driver, Election
from gotv.queries import rooms
from kit import clock

VOTED, NOT_ASKED = "voted", ""


class FindForm(forms.Form):
    """Whom somebody looks for on the knock-up list."""

    q = forms.CharField(
        label=gettext_lazy("Number or name"),
        max_length=80,
        help_text=gettext_lazy("As on the knock-up list: HH3 1274, or part of a name."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search"}),
    )


class HoursForm(forms.Form):
    """From when until when on the day: either may be empty."""

    begins = forms.TimeField(required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))

    def clean(self) -> dict[str, Any]:
        """Refuse hours that end before they begin."""
        given = super().clean() or self.cleaned_data
        if given.get("begins") and given.get("ends") and given["ends"] <= given["begins"]:
            self.add_error("ends", _("This is before the other time. Check the two."))
        return given

    def at(self, name: str, day: datetime.date) -> datetime.datetime | None:
        """Return one of the two times on that day; None where it was left empty. Only on a valid form."""
        time: datetime.time | None = self.cleaned_data[name]
        return clock.at(day, time.hour, time.minute) if time else None


class RoomField(forms.ModelChoiceField):
    """A committee room of the election that looks after a part of the area, or none."""

    def __init__(self, election: Election, area: areas.Keys = None, also: int | None = None) -> None:
        super().__init__(
            rooms.in_area(election, area, also),
            label=_("Committee room that sees to it"),
            required=False,
            empty_label=_("No room in particular"),
        )


class WishForm(HoursForm):
    """What somebody wants. `key` makes the same form sent twice one lift."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    address = forms.CharField(label=gettext_lazy("Where they are fetched"), max_length=300)
    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("So that the driver can ring. Leave it empty if they would rather not."),
    )
    people = forms.IntegerField(
        label=gettext_lazy("How many come along, with them"), min_value=1, max_value=20, initial=1
    )
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("What they need"),
        choices=LiftNeed.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("key", "name", "address", "phone", "begins", "ends", "people", "needs", "room")

    def __init__(
        self, *args: Any, election: Election, is_elector: bool, area: areas.Keys = None, **kwargs: Any
    ) -> None:
        """Take whether it is for somebody of the register, whose name and address are known; and the asker's area."""
        super().__init__(*args, **kwargs)
        self.election = election
        self.fields["begins"].label, self.fields["ends"].label = _("Not before"), _("Not after")
        self.fields["begins"].help_text = _("Leave both empty for any time until the polls close.")
        if is_elector:
            del self.fields["name"]
            self.fields["address"].required = False
            self.fields["address"].help_text = _("Only if that is not where they are registered.")
        self.fields["room"] = RoomField(election, area, also=self.initial.get("room"))
        if area is not None and not is_elector:
            # Where nobody of the register says which ward it is, the room does. Without one its asker lost sight of it.
            self.fields["room"].required = True
            self.fields["room"].error_messages["required"] = _(
                "Choose a committee room of your wards. If there is none, ask your campaign organiser for one, or find"
                " the person on the knock-up list."
            )
        self.order_fields(self.field_order)

    def wish(self) -> Wish:
        """Return what gotv.actions.lifts takes. Only on a valid form."""
        given, day = self.cleaned_data, self.election.polling_on
        return Wish(
            name=given.get("name", ""),
            address=given["address"],
            phone=given["phone"],
            people=given["people"],
            from_at=self.at("begins", day),
            until_at=self.at("ends", day),
            needs=given["needs"],
        )


class DriverForm(forms.Form):
    """Which driver takes a lift."""

    driver = forms.ChoiceField(label=gettext_lazy("Driver"))

    def __init__(self, *args: Any, drivers: Iterable[Driver], **kwargs: Any) -> None:
        """Take the drivers to choose from, as gotv.queries.lifts.drivers gives them."""
        super().__init__(*args, **kwargs)
        self.drivers = {str(one.pk): one for one in drivers if one.gone_at is None}
        named = [(pk, _words(one)) for pk, one in self.drivers.items()]
        cast("forms.ChoiceField", self.fields["driver"]).choices = [("", _("Choose a driver")), *named]

    def chosen(self) -> Driver:
        """Return who was chosen. Only on a valid form."""
        return self.drivers[self.cleaned_data["driver"]]


class DoneForm(forms.Form):
    """How a lift ended: whether the elector said that they have voted, never how."""

    voted = forms.ChoiceField(
        label=gettext_lazy("Have they voted?"),
        choices=((VOTED, gettext_lazy("They said that they have voted")), (NOT_ASKED, gettext_lazy("Nobody asked"))),
        widget=forms.RadioSelect,
        initial=NOT_ASKED,  # nobody is marked by a form that was sent in haste
        required=False,
    )


class CallOffForm(forms.Form):
    """Why a lift is called off."""

    reason = forms.CharField(
        label=gettext_lazy("Why is it called off?"),
        help_text=gettext_lazy("Such as: goes with a neighbour."),
        max_length=200,
    )


def _words(driver: Driver) -> str:
    seats = _("%(name)s, %(seats)s seats, %(lifts)s to do")
    return seats % {"name": driver.name, "seats": driver.seats, "lifts": getattr(driver, "to_do", 0)}
