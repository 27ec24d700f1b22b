"""The forms of committee rooms: one room, all districts at once, who does what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from access.models import User
from canvass.models import PollingDistrict
from gotv.actions.rooms import Facts
from gotv.enums import RoomDuty
from gotv.forms.stations import DistrictsField
from gotv.models import CommitteeRoom, Election
from gotv.queries import rooms


class RoomForm(forms.ModelForm):
    """One room, its districts, and what it is expected to have. Saved by gotv.actions.rooms, never by itself."""

    class Meta:
        model = CommitteeRoom
        fields = ["name", "address", "postcode", "phone", "planned_canvassers", "planned_cars", "planned_lifts"]
        help_texts = {
            "name": _("As people say it: Castle, or Marian’s front room"),
            "phone": _("Tellers and teams ring here when something is wrong."),
            "planned_canvassers": _("At the busiest hour. Leave it empty while you don’t know."),
            "planned_lifts": _("People who have asked to be taken to the poll, as far as you know."),
        }

    def __init__(self, *args: Any, election: Election, elsewhere: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["districts"] = DistrictsField(
            elsewhere,
            queryset=rooms.districts(election),
            label=_("Polling districts that it looks after"),
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )

    def facts(self) -> dict[str, Any]:
        """Return what gotv.actions.rooms takes. Only on a valid form."""
        given = dict(self.cleaned_data)
        return {"districts": given.pop("districts"), "facts": Facts(**given)}

    def validate_unique(self) -> None:
        """Leave it to the action, which knows the election."""

    def validate_constraints(self) -> None:
        """Leave it to the action, which knows the election."""


class FirstRoomForm(forms.Form):
    """One room for everything, as a small CLP begins: more are added on their own page."""

    name = forms.CharField(
        label=_("Name of the room"), max_length=120, help_text=_("As people say it: Castle, or Marian’s front room")
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=30,
        required=False,
        help_text=_("Whoever counts rings here when something is wrong."),
    )

    def facts(self) -> Facts:
        """Return what gotv.actions.rooms takes. Only on a valid form."""
        return Facts(name=self.cleaned_data["name"], phone=self.cleaned_data["phone"])


class ArrangeRoomsForm(forms.Form):
    """A row for each district: the room that looks after it."""

    def __init__(
        self,
        *args: Any,
        districts: Iterable[PollingDistrict],
        rooms: Iterable[CommitteeRoom],
        now: Mapping[int, int],
        **kwargs: Any,
    ) -> None:
        """Take the districts, the rooms to choose from, and the room's id by district id as it is now."""
        super().__init__(*args, **kwargs)
        self.districts, self.rooms = list(districts), {str(room.pk): room for room in rooms}
        choices = [("", _("No room yet")), *((pk, room.name) for pk, room in self.rooms.items())]
        for district in self.districts:
            self.fields[_row(district)] = forms.ChoiceField(
                label=_("Room of %(district)s") % {"district": district},
                choices=choices,
                initial=str(now.get(district.pk, "")),
                required=False,
            )

    def rows(self) -> list[tuple[PollingDistrict, BoundField]]:
        """Return each district with its field."""
        return [(district, self[_row(district)]) for district in self.districts]

    def places(self) -> dict[PollingDistrict, CommitteeRoom | None]:
        """Return the room for each district, None for none. Only on a valid form."""
        return {district: self.rooms.get(self.cleaned_data[_row(district)]) for district in self.districts}


class OfficerForm(forms.Form):
    """Who gets which duty in a room."""

    user = forms.ChoiceField(label=_("Who"))
    duty = forms.ChoiceField(label=_("What they do"), choices=RoomDuty.choices)

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        """Take the people to choose from (gotv.queries.rooms.may_be_officer)."""
        super().__init__(*args, **kwargs)
        self.people = {str(user.pk): user for user in people}
        named = [(pk, user.name) for pk, user in self.people.items()]
        cast("forms.ChoiceField", self.fields["user"]).choices = [("", _("Choose somebody")), *named]

    def chosen(self) -> User:
        """Return who was chosen. Only on a valid form."""
        return self.people[self.cleaned_data["user"]]


def _row(district: PollingDistrict) -> str:
    return f"room_{district.pk}"
