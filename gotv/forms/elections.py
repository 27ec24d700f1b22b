"""The forms of elections: a coming one, one that is over, and who may vote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from canvass.enums import Nation
from gotv.enums import Admission, ElectionType
from gotv.models import Election


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
