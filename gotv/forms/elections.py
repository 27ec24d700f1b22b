"""The form of an election."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gotv.models import Election


class ElectionForm(forms.ModelForm):
    """Name, kind, day, voting age, rehearsal. Saved by gotv.actions.elections, never by itself."""

    voting_age = forms.IntegerField(
        label=_("Voting age"),
        min_value=16,
        max_value=18,
        initial=18,
        help_text=_("18, or 16 for Senedd, Holyrood and local polls in Wales and Scotland."),
    )

    class Meta:
        model = Election
        fields = ["name", "type", "polling_on", "voting_age", "is_rehearsal"]
        labels = {"name": _("Name"), "type": _("What is elected"), "polling_on": _("Polling day")}
        help_texts = {
            "name": _("As people say it: Borough council 2027"),
            "is_rehearsal": _(
                "For practice: tellers may type at any hour of the day, and the dates before it are left out."
            ),
        }
        widgets = {"polling_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_rehearsal"].label = _("This is a rehearsal")

    def validate_unique(self) -> None:
        """Leave it to the action, which knows the unit."""

    def validate_constraints(self) -> None:
        """Leave it to the action, which knows the unit."""
