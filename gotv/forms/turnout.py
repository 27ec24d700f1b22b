"""Typing a marked register from paper."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gotv.enums import TurnoutState
from gotv.rules import turnout as rules


class TypedForm(forms.Form):
    """What is typed in one go: numbers or a range, with a letter behind them for anything but a vote at the station."""

    numbers = forms.CharField(
        label=_("Number"),
        max_length=200,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
                "autofocus": True,
                "enterkeyhint": "send",
            }
        ),
        error_messages={"required": _("Type a number first.")},
    )
    entry = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, district: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._district = district
        self.initial.setdefault("entry", uuid.uuid4())

    def clean(self) -> dict[str, Any]:
        """Add `read`, what was typed as gotv.rules.turnout.Typed."""
        found = super().clean() or self.cleaned_data
        if text := found.get("numbers"):
            found["read"] = rules.read(text, self._district)
            if found["read"].unread:
                self.add_error(
                    "numbers",
                    forms.ValidationError(
                        _("%(words)s: this is no number, and no range of at most %(most)s. Nothing was recorded."),
                        params={"words": " ".join(found["read"].unread)[:60], "most": rules.LONGEST_RANGE},
                    ),
                )
        return found


KEYS = tuple((letter, TurnoutState(state).label) for letter, state in rules.KEYS.items())
