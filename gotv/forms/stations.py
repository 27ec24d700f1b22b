"""The forms of polling stations: one station, or all districts at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from canvass.models import PollingDistrict
from gotv.models import Election, PollingStation
from gotv.queries import stations
from gotv.rules.boxes import LONGEST_NUMBER, read_numbers
from gotv.rules.stations import LONGEST_NAME


class DistrictsField(forms.ModelMultipleChoiceField):
    """Tick boxes; a district that is at another place or room says where."""

    def __init__(self, elsewhere: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.elsewhere = elsewhere

    def label_from_instance(self, district: PollingDistrict) -> str:
        where = self.elsewhere.get(district.pk)
        if where is None:
            return str(district)
        return _("%(district)s, now at %(place)s") % {"district": district, "place": where}


class StationForm(forms.Form):
    """One station and the districts that vote there."""

    name = forms.CharField(
        label=_("Polling place"),
        max_length=LONGEST_NAME,
        help_text=_("One building may hold several: number the rooms. Hall, room 2"),
    )
    address = forms.CharField(
        label=_("Address"), max_length=300, required=False, help_text=_("So that tellers find it.")
    )

    def __init__(self, *args: Any, election: Election, elsewhere: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["districts"] = DistrictsField(
            elsewhere,
            queryset=stations.districts_in_use(election),
            label=_("Polling districts that vote here"),
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )


class ArrangeForm(forms.Form):
    """A row for each district: the polling place where it votes."""

    def __init__(self, *args: Any, districts: Iterable[PollingDistrict], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.districts = list(districts)
        for district in self.districts:
            self.fields[_row(district)] = forms.CharField(
                label=_("Polling place of %(district)s") % {"district": district},
                max_length=LONGEST_NAME,
                required=False,
                widget=forms.TextInput(attrs={"class": "input", "list": "places", "autocomplete": "off"}),
            )

    def rows(self) -> list[tuple[PollingDistrict, BoundField]]:
        """Return each district with its field."""
        return [(district, self[_row(district)]) for district in self.districts]

    def places(self) -> dict[PollingDistrict, str]:
        """Return the place for each district, "" for none. Only on a valid form."""
        return {district: self.cleaned_data[_row(district)] for district in self.districts}


class BoxesForm(forms.Form):
    """A row for each station: the numbers of its ballot boxes, with commas between them."""

    def __init__(self, *args: Any, stations: Iterable[PollingStation], **kwargs: Any) -> None:
        """Take the stations with their boxes."""
        super().__init__(*args, **kwargs)
        self.stations = list(stations)
        for station in self.stations:
            self.fields[_boxes(station)] = forms.CharField(
                label=_("Boxes at %(station)s") % {"station": station},
                initial=", ".join(box.number for box in station.boxes.all()),
                max_length=500,
                required=False,
                validators=[_short],
                widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
            )

    def rows(self) -> list[tuple[PollingStation, BoundField]]:
        """Return each station with its field."""
        return [(station, self[_boxes(station)]) for station in self.stations]

    def boxes_of(self) -> dict[PollingStation, list[str]]:
        """Return the numbers for each station, in the order typed. Only on a valid form."""
        return {station: read_numbers(self.cleaned_data[_boxes(station)]) for station in self.stations}


class PasteForm(forms.Form):
    """Two columns from a spreadsheet."""

    pasted = forms.CharField(
        label=_("Two columns from a spreadsheet"),
        help_text=_("District and polling place, a line each. Nothing is saved yet: you look it over below first."),
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


def initial(places: Mapping[int, str], districts: Iterable[PollingDistrict]) -> dict[str, str]:
    """Return what the rows say before anybody types: the places by district id."""
    return {_row(district): places.get(district.pk, "") for district in districts}


def _row(district: PollingDistrict) -> str:
    return f"place_{district.pk}"


def _boxes(station: PollingStation) -> str:
    return f"boxes_{station.pk}"


def _short(typed: str) -> None:
    long = next((number for number in read_numbers(typed) if len(number) > LONGEST_NUMBER), None)
    if long is not None:
        raise forms.ValidationError(
            _("“%(number)s” is longer than a box’s number. Put a comma between two numbers."), params={"number": long}
        )
