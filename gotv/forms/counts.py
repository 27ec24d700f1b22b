"""Typing a count, and saying why one is wrong."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gotv.enums import CountKind
from kit import clock

_MOST = 999_999
# What is asked for, in the words of whoever stands there. Of promises only whether they have voted, never how.
WORDS = {
    CountKind.TURNOUT: _("How many papers are in the box?"),
    CountKind.WARP: _("How many promises have voted, found on this pass?"),
    CountKind.CANVASSERS: _("How many are out knocking?"),
    CountKind.CARS: _("How many cars are free?"),
    CountKind.LIFTS: _("How many lifts are still to do?"),
}


class CountForm(forms.Form):
    """One number, when it was counted where that is not now, and why it falls where it does."""

    value = forms.IntegerField(
        min_value=0,
        max_value=_MOST,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "count-field", "autofocus": True}
        ),
        error_messages={
            "required": _("Type the number first."),
            "invalid": _("Type a whole number, with digits alone."),
            "min_value": _("A count is nought or more."),
            "max_value": _("That is more than any box holds. Check the number."),
        },
    )
    time = forms.TimeField(
        label=_("Counted at"),
        help_text=_("Leave it empty for now. For a count from earlier, type its time: 14:05."),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    reason = forms.CharField(
        label=_("Why it contradicts another count"),
        help_text=_("Such as: 412 was read out wrongly, it was 142."),
        max_length=200,
        required=False,
    )
    entry = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, kind: CountKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].label = WORDS[kind]
        if not self.data.get("ask"):
            self.fields["reason"].widget = forms.HiddenInput()

    def ask_why(self) -> None:
        """Show the field for the reason. It is said to be needed, though the action alone knows when it is."""
        self.fields["reason"].widget = forms.TextInput()
        self.fields["reason"].required = True

    def counted_at(self, day: datetime.date) -> datetime.datetime | None:
        """Return when it was counted, on that day; None for now."""
        time: datetime.time | None = self.cleaned_data["time"]
        return clock.at(day, time.hour, time.minute) if time else None


class WrongForm(forms.Form):
    """Why a count is wrong."""

    because = forms.CharField(
        label=_("Why is it wrong?"),
        help_text=_("Say what happened, with no name: it was the number of the other box."),
        max_length=200,
    )
