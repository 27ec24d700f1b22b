"""A canvass session: when and where people meet, who leads it, which boards it has, and how it ends."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.models import User
from canvass.models import Board, SurveyVersion
from canvass.rules import sessions as rules

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

AWAY, KEEP = "away", "keep"
_WHEN = {"type": "datetime-local"}
_INVALID = {"invalid": gettext_lazy("Write a day and a time, such as 2026-04-20 18:00.")}


def _moment(label: str | StrPromise, help_text: str | StrPromise = "") -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs=_WHEN, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, help_text=help_text, widget=widget, error_messages=_INVALID)


class SessionForm(forms.Form):
    """What a session is. `key` makes the form sent twice make one session."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=gettext_lazy("What it is called"),
        max_length=120,
        help_text=gettext_lazy("“Sunday morning in Harrow Hill”"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    meets_at = _moment(gettext_lazy("When people meet"))
    back_at = _moment(
        gettext_lazy("When everybody is to be back"),
        gettext_lazy("A team that is not back by then, and has not said that all is well, is shown as late."),
    )
    meeting_point = forms.CharField(
        label=gettext_lazy("Where people meet"),
        max_length=200,
        help_text=gettext_lazy("“Outside the Co-op, Mill Street”"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    leader = forms.TypedChoiceField(
        label=gettext_lazy("Who leads it"),
        coerce=int,
        help_text=gettext_lazy("They vouch for newcomers, and hear of a team that is late."),
    )
    survey = forms.TypedChoiceField(label=gettext_lazy("Survey"), required=False, coerce=uuid.UUID, empty_value=None)
    notes = forms.CharField(
        label=gettext_lazy("What people should know"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Everybody who joins can read it. Where to park, what to bring, whom to ring."),
    )

    def __init__(
        self, *args: Any, leaders: Sequence[User], surveys: Sequence[SurveyVersion], leader: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._leaders, self._surveys = leaders, surveys
        start = rules.usual_start(timezone.now())
        first = {"key": uuid.uuid4(), "meets_at": start, "back_at": start + rules.USUAL, "leader": leader}
        for name, value in first.items():
            self.fields[name].initial = value
        self._offer("leader", [(user.pk, user.name) for user in leaders])
        named = [(str(one.pk), one.survey.name) for one in surveys]
        self._offer("survey", [("", _("None: only the usual questions")), *named])
        if not named:
            del self.fields["survey"]

    def _offer(self, name: str, choices: list[tuple[Any, str]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and data["back_at"] <= data["meets_at"]:
            self.add_error("back_at", _("People are to be back after they have met."))
        return data

    def values(self) -> dict[str, Any]:
        """Return what the action takes, without the key."""
        data = dict(self.cleaned_data)
        data.pop("key")
        data["leader"] = next(user for user in self._leaders if user.pk == data["leader"])
        chosen = data.pop("survey", None)
        return data | {"survey": next((one for one in self._surveys if one.pk == chosen), None)}


class BoardsForm(forms.Form):
    """Which boards a session is given."""

    boards = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Boards"),
        coerce=uuid.UUID,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one board.")},
    )

    def __init__(self, *args: Any, boards: Iterable[Board], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["boards"]).choices = [(str(one.pk), one.name) for one in boards]


class CloseForm(forms.Form):
    """What becomes of a session's boards."""

    boards = forms.ChoiceField(
        label=gettext_lazy("What becomes of its boards?"),
        widget=forms.RadioSelect,
        choices=[
            (AWAY, gettext_lazy("Put them away: their doors are free for other boards")),
            (KEEP, gettext_lazy("Keep them in the office: somebody else goes on with them")),
        ],
        initial=AWAY,
        error_messages={"required": gettext_lazy("Say what becomes of the boards.")},
    )
