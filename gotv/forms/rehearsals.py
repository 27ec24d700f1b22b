"""How a rehearsal is played."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from gotv.rules import rehearsals as rules

# What people choose between, with how long fifteen hours take at that pace.
_SPEEDS = (
    (1, _("As fast as the day: 15 hours")),
    (15, _("15 times as fast: one hour")),
    (60, _("60 times as fast: 15 minutes")),
    (300, _("300 times as fast: 3 minutes")),
    (600, _("600 times as fast: a minute and a half")),
)
_HOURS = [(hour, f"{hour:02}:00") for hour in range(rules.FIRST_HOUR, rules.LAST_HOUR + 1)]


class RehearsalForm(forms.Form):
    """How fast, and which hours of the day."""

    speed = forms.TypedChoiceField(label=_("How fast"), choices=_SPEEDS, coerce=int, initial=60)
    from_hour = forms.TypedChoiceField(label=_("From"), choices=_HOURS[:-1], coerce=int, initial=rules.FIRST_HOUR)
    until_hour = forms.TypedChoiceField(label=_("Until"), choices=_HOURS[1:], coerce=int, initial=rules.LAST_HOUR)

    def clean(self) -> dict:
        """Refuse hours in the wrong order."""
        found = super().clean() or self.cleaned_data
        first, last = found.get("from_hour"), found.get("until_hour")
        if first is not None and last is not None and first >= last:
            self.add_error("until_hour", _("Choose an hour after the one at which it begins."))
        return found
