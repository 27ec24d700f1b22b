"""Numbers from a sheet, looking through marks, and taking one back."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from canvass.models import PollingDistrict
from canvass.queries import areas
from gotv.enums import MarkSource, MarkVerdict
from gotv.models import Election
from gotv.queries import stations
from gotv.rules.numbers import NotANumber, parse, parse_many

MOST = 500


class NumbersForm(forms.Form):
    """Several numbers of one district."""

    numbers = forms.CharField(
        label=gettext_lazy("Numbers"),
        help_text=gettext_lazy("With spaces, commas or new lines between them: 1274 1275/1 88"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6, "inputmode": "text", "autocomplete": "off", "autofocus": True}),
    )
    entry = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, election: Election, area: areas.Keys = None, **kwargs: Any) -> None:
        """Take the area of whoever types: its districts alone can be chosen."""
        super().__init__(*args, **kwargs)
        here = areas.districts(area, stations.districts_in_use(election))
        self.fields["district"] = forms.ModelChoiceField(
            queryset=here, label=gettext_lazy("Polling district"), empty_label=None
        )
        self.order_fields(["district", "numbers", "entry"])

    def clean(self) -> dict:
        """Add `read`: each word with its RollNumber, None where it is none."""
        found = super().clean() or self.cleaned_data
        district: PollingDistrict | None = found.get("district")
        if district is not None and found.get("numbers"):
            found["read"] = parse_many(found["numbers"], district.code)
            if len(found["read"]) > MOST:
                self.add_error(
                    "numbers",
                    ValidationError(
                        _("These are %(count)s numbers. Send at most %(most)s at a time. Nothing was recorded."),
                        params={"count": len(found["read"]), "most": MOST},
                    ),
                )
        return found


class MarkFilter(forms.Form):
    """What to look for among the marks. Every field may be empty."""

    district = forms.CharField(label=gettext_lazy("District"), max_length=16, required=False)
    number = forms.CharField(label=gettext_lazy("Number"), max_length=24, required=False)
    verdict = forms.ChoiceField(
        label=gettext_lazy("What it came to"),
        choices=[("", gettext_lazy("Anything")), *MarkVerdict.choices],
        required=False,
    )

    source = forms.ChoiceField(
        label=gettext_lazy("Who says so"), choices=[("", gettext_lazy("Anybody")), *MarkSource.choices], required=False
    )

    def wanted(self) -> dict[str, str]:
        """Return the filters that make sense; one that does not is left out."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in ("district", "number", "verdict", "source")}


class VoidForm(forms.Form):
    """Why a mark is wrong, and which number is right, where somebody knows it. `was` is the district that was typed."""

    reason = forms.CharField(
        label=gettext_lazy("Why is it wrong?"),
        help_text=gettext_lazy("Say what happened, with no name: The teller typed 1274 for 1247."),
        max_length=200,
    )
    right = forms.CharField(
        label=gettext_lazy("The right number"),
        help_text=gettext_lazy("If you know it, it is recorded in place of the wrong one. Else leave it empty."),
        max_length=24,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, election: Election, was: str, area: areas.Keys = None, **kwargs: Any) -> None:
        """Take the area of whoever corrects: its districts alone can be chosen."""
        super().__init__(*args, **kwargs)
        codes = [district.code for district in areas.districts(area, stations.districts_in_use(election))]
        self.fields["district"] = forms.ChoiceField(
            label=gettext_lazy("Its district"), choices=[(code, code) for code in codes], initial=was, required=False
        )

    def clean(self) -> dict:
        """Add `number`: the right one as a RollNumber, None where nobody knows it."""
        found = super().clean() or self.cleaned_data
        found["number"] = None
        if found.get("right"):
            try:
                found["number"] = parse(found["right"], found.get("district", ""))
            except NotANumber:
                self.add_error("right", _("That is no number on a poll card. Type it like 1274 or 1274/1."))
            if not found.get("district"):
                self.add_error("district", _("Say in which district the right number is."))
        return found
