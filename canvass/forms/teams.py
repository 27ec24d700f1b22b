"""Handing a board to a team of a session."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.models import User
from canvass.models import Joined, Team


class TeamForm(forms.Form):
    """Which team of a session somebody goes with."""

    team = forms.TypedChoiceField(
        label=gettext_lazy("Which team do they go with?"), coerce=int, empty_value=None, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, teams: Sequence[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: list[tuple[Any, str]] = [(team.pk, team.name) for team in teams]
        cast(forms.ChoiceField, self.fields["team"]).choices = [*choices, ("", _("None yet"))]


class HandForm(forms.Form):
    """Who of which team takes the board. `seen` is the handing that the page showed."""

    to = forms.TypedChoiceField(label=gettext_lazy("Who takes it"), coerce=int, widget=forms.RadioSelect)
    team = forms.TypedChoiceField(
        label=gettext_lazy("Team"),
        coerce=int,
        required=False,
        empty_value=None,
        help_text=gettext_lazy("Left as it is, they go with the team that they are in."),
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, people: Sequence[User], joined: Sequence[Joined], teams: Sequence[Team], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._teams = {team.pk: team for team in teams}
        self._in = {one.user_id: one.team for one in joined}
        here = sorted(people, key=lambda user: user.pk not in self._in)  # who is here first; each group by name
        field = cast(forms.ChoiceField, self.fields["to"])
        field.choices = [(user.pk, self._label(user)) for user in here]
        field.error_messages["invalid_choice"] = _("That person may not have this board. Choose one of these.")
        choices: list[tuple[Any, str]] = [("", _("The team that they are in"))]
        cast(forms.ChoiceField, self.fields["team"]).choices = choices + [(team.pk, team.name) for team in teams]

    def _label(self, user: User) -> str:
        if user.pk not in self._in:
            return _("%(name)s, who has not joined yet") % {"name": user.name}
        team = self._in[user.pk]
        return _("%(name)s, %(team)s") % {"name": user.name, "team": team.name} if team else user.name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and self.chosen_team() is None:
            self.add_error("team", _("They are in no team yet. Choose one."))
        return data

    def chosen_team(self) -> Team | None:
        """Return the team that was chosen, or the one that the person is in."""
        return self._teams.get(self.cleaned_data["team"]) or self._in.get(self.cleaned_data["to"])
