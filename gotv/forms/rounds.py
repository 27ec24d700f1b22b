"""The form of a round: who goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from access.models import User


class TeamForm(forms.Form):
    """Who goes: a name for the team, and who of them carries the round on a phone. One of the two is enough."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    team = forms.CharField(
        label=_("Team"),
        max_length=80,
        required=False,
        help_text=_("A name that the room knows them by: Red team, or Ada and Jo."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    runner = forms.TypedChoiceField(
        label=_("Who carries it on a phone"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Nobody, when the team goes with paper."),
    )

    def __init__(self, *args: Any, runners: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._runners = {user.pk: user for user in runners}
        choices: list[tuple[Any, str]] = [("", str(_("Nobody, they go with paper")))]
        field = cast(forms.ChoiceField, self.fields["runner"])
        field.choices = choices + [(user.pk, user.name) for user in runners]
        field.error_messages["invalid_choice"] = _("That person may not call at these doors. Choose one of these.")

    @property
    def chosen(self) -> User | None:
        """Who was chosen. Only after is_valid()."""
        return self._runners.get(self.cleaned_data["runner"])
