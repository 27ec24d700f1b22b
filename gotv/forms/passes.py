"""Making a teller's code, and what a teller says when a phone is let in by one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gotv.models import PollingStation, TellerShift
from gotv.queries import shifts


class ShiftField(forms.ModelChoiceField):
    """Hours on the rota, as people say them: "07:00–09:00, Edna Marsh"."""

    def label_from_instance(self, obj: TellerShift) -> str:
        """Return the hours and the name."""
        begins, ends = (f"{timezone.localtime(at):%H:%M}" for at in (obj.starts_at, obj.ends_at))
        return f"{begins}–{ends}, {shifts.name_of(obj)}"


class PassForm(forms.Form):
    """Whom a code is for: a shift of the station's rota, or somebody's name, or nobody in particular yet."""

    name = forms.CharField(
        label=_("Who is it for?"), help_text=_("Leave it empty if you don’t know yet."), max_length=120, required=False
    )

    def __init__(self, *args: object, station: PollingStation, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["shift"] = ShiftField(
            queryset=TellerShift.objects.filter(station=station).select_related("user").order_by("starts_at", "pk"),
            label=_("Hours on the rota"),
            empty_label=_("None in particular"),
            required=False,
        )


class SpokenForm(forms.Form):
    """A code as it was said on the telephone."""

    code = forms.CharField(
        label=_("The code you were told"),
        help_text=_("Eight letters and figures, such as A2C4 E6G8."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "autofocus": True}),
    )


class TellingForm(forms.Form):
    """Who tells, how to reach them, and that they are outside. Numbers need no name; gaps need somebody to ring."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = forms.CharField(
        label=_("Your telephone number"),
        help_text=_("So that your organiser can ring if nothing arrives. It is deleted after the election."),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        required=False,
    )
    outside = forms.BooleanField(
        label=_(
            "I am outside the polling place. Today I am not a candidate, an election agent or a polling agent, and I do"
            " not work inside."
        ),
        error_messages={"required": _("Only somebody outside may type numbers. If you can’t say this, don’t go on.")},
    )

    def __init__(self, *args: Any, is_early: bool = False, **kwargs: Any) -> None:
        """Take whether the day is still to come: then somebody at home says what they will do."""
        super().__init__(*args, **kwargs)
        if is_early:
            self.fields["outside"].label = _(
                "On polling day I will be outside the polling place. I will not be a candidate, an election agent or a"
                " polling agent that day, and I will not work inside."
            )
