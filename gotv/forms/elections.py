"""The forms of elections: a coming one, one that is over, and who may vote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from canvass.enums import Nation
from gotv.actions.elections import Details
from gotv.enums import Admission, ElectionType
from gotv.models import Election
from gotv.queries import elections
from gotv.rules import elections as rules
from kit import clock

# What an election's ID is made of, by field.
_OF_THE_ID = frozenset({"type", "polling_on", "wards", "is_by_election", "place"})


def _ask_for_type(form: forms.ModelForm) -> None:
    """Say in words what the empty choice asks for."""
    cast("forms.ChoiceField", form.fields["type"]).choices = [("", _("Choose what is elected")), *ElectionType.choices]


class ElectionForm(forms.ModelForm):
    """Name, kind, nation, day, voting age, rehearsal. Saved by gotv.actions.elections, never by itself."""

    voting_age = forms.IntegerField(
        label=_("Voting age"),
        min_value=16,
        max_value=18,
        required=False,
        help_text=_("Leave it empty, and it is what the law says of this poll on this day: 18 or 16."),
    )

    nation = forms.ChoiceField(
        label=_("Where"),
        choices=[("", _("Where such elections are held, or England")), *Nation.choices],
        required=False,
    )

    class Meta:
        model = Election
        fields = ["name", "type", "nation", "polling_on", "voting_age", "is_rehearsal"]
        labels = {
            "name": _("Name"),
            "type": _("What is elected"),
            "polling_on": _("Polling day"),
        }
        help_texts = {
            "name": _("As people say it: Borough council 2027"),
            "is_rehearsal": _(
                "For practice: tellers may type at any hour of the day, and the dates before it are left out."
            ),
        }
        widgets = {"polling_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_type(self)
        self.fields["is_rehearsal"].label = _("This is a rehearsal")

    def validate_unique(self) -> None:
        """Leave it to the action, which knows the unit."""

    def validate_constraints(self) -> None:
        """Leave it to the action, which knows the unit."""


class ComingElectionForm(ElectionForm):
    """An election that is to come, with its details: where it is held, its ID, when postal votes go out."""

    wards: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        label=_("Wards that vote"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Tick none, and the whole of the CLP votes."),
    )
    is_by_election = forms.BooleanField(
        label=_("This is a by-election"),
        required=False,
        help_text=_("Of one ward or one constituency. Its ID says so."),
    )
    postal_dispatch_on = forms.DateField(
        label=_("Postal votes are sent out on"),
        required=False,
        help_text=_(
            "The council knows. From this day on, people with a postal vote are asked one thing alone: "
            "whether they have sent it."
        ),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    place = forms.CharField(
        label=_("Place, for the election’s ID"),
        max_length=100,
        required=False,
        help_text=_("Council, mayor’s or police area, or constituency. Leave it empty for yours."),
    )
    uk_id = forms.CharField(
        label=_("Election ID"),
        max_length=120,
        required=False,
        help_text=_(
            "The name that councils and Democracy Club know it by, such as local.wexcombe.2027-05-06. "
            "Leave it empty, and it is made from the kind, the place and the day."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wards = cast("forms.ModelMultipleChoiceField", self.fields["wards"])
        wards.queryset = elections.wards(clock.today())
        if self.instance.pk:
            wards.queryset = (wards.queryset | self.instance.wards.all()).distinct()
            self.initial = {
                **self.initial,
                "wards": list(self.instance.wards.all()),
                "uk_id": self.instance.uk_id,
                "postal_dispatch_on": self.instance.postal_dispatch_on,
                "is_by_election": ".by." in self.instance.uk_id,
            }

    def clean_uk_id(self) -> str:
        """Check an ID that was typed against the kind of election and its day, where these are clear.

        One that nobody touched is made anew, of the same place, when what it is made of has changed.
        """
        typed = self.cleaned_data["uk_id"].strip().lower()
        if typed and typed == self.instance.uk_id and set(self.changed_data) & _OF_THE_ID:
            self.cleaned_data["place"] = self.cleaned_data.get("place") or rules.place_in(typed)
            return ""
        kind, day = self.cleaned_data.get("type"), self.cleaned_data.get("polling_on")
        if typed and kind and day:
            wrong = rules.check_id(typed, kind, day)
            if wrong:
                raise forms.ValidationError(wrong)
        return typed

    def facts(self) -> dict[str, Any]:
        """Return what gotv.actions.elections takes. Only on a valid form."""
        given = dict(self.cleaned_data)
        fields = ("uk_id", "place", "is_by_election", "postal_dispatch_on")
        details = {name: given.pop(name) for name in fields}
        details["wards"] = tuple(given.pop("wards"))
        return given | {"details": Details(**details)}


class CountsOnlyForm(ElectionForm):
    """An election of a CLP without a register: nothing is asked that only concerns electors."""

    voting_age = None  # type: ignore[assignment]  # how Django takes a declared field away

    class Meta(ElectionForm.Meta):
        fields = ["name", "type", "nation", "polling_on", "is_rehearsal"]


class PastElectionForm(ElectionForm):
    """An election that is over: for its marked register. No rehearsal has one."""

    class Meta(ElectionForm.Meta):
        fields = ["name", "type", "nation", "polling_on", "voting_age"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        forms.ModelForm.__init__(self, *args, **kwargs)
        _ask_for_type(self)


class FranchiseForm(forms.Form):
    """For each letter whether its bearers may vote."""

    def __init__(self, *args: Any, letters: Mapping[str, tuple[str, int]], **kwargs: Any) -> None:
        """Take each letter with what holds now (an Admission value) and how many electors have it."""
        super().__init__(*args, **kwargs)
        for letter, (admission, people) in letters.items():
            self.fields[letter] = forms.ChoiceField(
                label=_("Letter %(letter)s") % {"letter": letter},
                help_text=ngettext_lazy("One elector has it.", "%(count)s electors have it.", "count")
                % {"count": people},
                choices=Admission.choices,
                initial=admission,
            )

    def admissions(self) -> dict[str, Admission]:
        """Return what was chosen for each letter. Only on a valid form."""
        return {letter: Admission(self.cleaned_data[letter]) for letter in self.fields}
