"""Choosing the doors of a board, and handing one out."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from access.models import User
from canvass.models import PollingDistrict
from canvass.queries.boards.picking import StreetChoice, Walk
from canvass.rules import boards as rules
from canvass.rules.boards import Pace, Share

SEVERAL, ONE = "several", "one"


@dataclass(frozen=True)
class Plan:
    """What boards would come of a choice. `split` streets lie on two of them; `people` are in a team, of this pace."""

    shares: list[Share]
    split: int
    people: int
    electors: int
    left_out: Counter[str]
    pace: Pace

    @property
    def long(self) -> int:
        """How many boards take longer than wished for, because a street stays whole."""
        return sum(share.is_long for share in self.shares)

    @property
    def rows(self) -> list[tuple[Share, int]]:
        """Return each board with how many minutes a team takes for it."""
        return [(share, -(-share.minutes // self.people)) for share in self.shares]


class MakeForm(forms.Form):
    """Which streets, and what the board is called. `key` makes the form sent twice make one board."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    whole = forms.TypedMultipleChoiceField(coerce=int, required=False)
    streets = forms.MultipleChoiceField(required=False)
    how = forms.ChoiceField(required=False, widget=forms.RadioSelect, label=gettext_lazy("How should it be made?"))
    name = forms.CharField(
        label=gettext_lazy("What it is called"),
        max_length=rules.NAME_LENGTH,
        required=False,
        help_text=gettext_lazy("Left empty, it is called after its streets."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    teams = forms.IntegerField(
        label=gettext_lazy("How many teams go out?"),
        required=False,
        min_value=1,
        max_value=rules.MOST_BOARDS,
        help_text=gettext_lazy("Each gets a board. Left empty, there are as many boards as the time below asks for."),
    )
    people = forms.IntegerField(label=gettext_lazy("People in a team"), required=False, min_value=1, max_value=30)
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes they walk"),
        required=False,
        min_value=10,
        max_value=600,
        help_text=gettext_lazy("Left empty: four people, an hour and three quarters."),
    )

    def __init__(
        self,
        *args: Any,
        districts: Sequence[PollingDistrict],
        choices: Sequence[StreetChoice],
        pace: Pace,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._pace = pace
        self.too_big_for_one = 0  # so many people that somebody has to say how it is made
        self.plan: Plan | None = None  # what would come of it, once somebody has looked
        self._choices = choices
        self._codes = {district.pk: district.code for district in districts}
        self.fields["key"].initial = uuid.uuid4
        self._offer("whole", [(pk, code) for pk, code in self._codes.items()])
        self._offer("streets", [(one.value, one.value) for one in choices])
        self._offer("how", [(SEVERAL, SEVERAL), (ONE, ONE)])

    def _offer(self, field: str, choices: list[tuple[Any, str]]) -> None:
        cast(forms.ChoiceField, self.fields[field]).choices = choices

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not self.picks():
            self.add_error(None, _("No street is ticked, so no board was made. Tick at least one."))
        return data

    def picks(self) -> list[tuple[int, int]]:
        """Return (district, street) of what was ticked, each once; street 0 is "without a street"."""
        whole, ticked = set(self.cleaned_data["whole"]), set(self.cleaned_data["streets"])
        return [
            (one.district.pk, one.street.pk if one.street else 0)
            for one in self._choices
            if one.district.pk in whole or one.value in ticked
        ]

    def board_name(self) -> str:
        """Return the name that was typed, or else one made of the places."""
        if self.cleaned_data["name"].strip():
            return self.cleaned_data["name"].strip()
        picked = set(self.picks())
        ours = [one for one in self._choices if (one.district.pk, one.street.pk if one.street else 0) in picked]
        codes = list(dict.fromkeys(self._codes[one.district.pk] for one in ours))
        names = list(dict.fromkeys(one.street.name if one.street else _("no street") for one in ours))
        all_of_them = {one.value for one in self._choices if self._codes[one.district.pk] in codes}
        return rules.proposed_name(codes, names, whole=all_of_them == {one.value for one in ours})

    @property
    def is_sized(self) -> bool:
        """Whether somebody said how many teams there are, or how long they walk."""
        return any(self.cleaned_data[name] for name in ("teams", "people", "minutes"))

    def at_most(self) -> int:
        """Return the effort of a board, as rules.boards.cut takes it."""
        people, minutes = self.cleaned_data["people"], self.cleaned_data["minutes"]
        return rules.evening(people or rules.TEAM, minutes or rules.AN_OUTING, self._pace)

    def look(self, walk: Walk) -> None:
        """Say what would come of it."""
        parts = rules.cut(walk.stops, boards=self.cleaned_data["teams"], at_most=self.at_most())
        people = self.cleaned_data["people"] or rules.TEAM
        self.plan = Plan(
            shares=rules.shares(parts, self.at_most(), self._pace),
            split=rules.split_streets(parts),
            people=people,
            electors=walk.electors,
            left_out=walk.left_out,
            pace=self._pace,
        )

    def ask_how(self, walk: Walk) -> None:
        """Offer to make several boards of this walk; and one big one, if one may hold it."""
        self.too_big_for_one = walk.electors
        self.look(walk)
        parts = len(self.plan.shares) if self.plan else 1
        several = ngettext(
            "%(parts)s board, in walking order",
            "%(parts)s boards of about one effort, one after another in walking order",
            parts,
        )
        choices = [(SEVERAL, several % {"parts": parts})]
        if walk.electors <= rules.MOST:
            choices.append((ONE, _("One board of %(people)s people") % {"people": walk.electors}))
        self._offer("how", choices)
        self.fields["how"].required = True
        data = cast(QueryDict, self.data).copy()
        data["how"] = SEVERAL
        self.data = data


class HandOutForm(forms.Form):
    """Who gets the board, and until when they may read it."""

    to = forms.TypedChoiceField(label=gettext_lazy("Who takes it"), coerce=int, widget=forms.RadioSelect)
    read_until = forms.DateTimeField(
        label=gettext_lazy("They may read it until"),
        help_text=gettext_lazy(
            "24 hours at most, so that a lost phone gives little away. What they record can be sent for two weeks more."
        ),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": gettext_lazy("Write a day and a time, such as 2026-04-20 21:00.")},
    )
    far = forms.BooleanField(
        label=gettext_lazy("There is no signal for days where they go: up to three days"),
        help_text=gettext_lazy("Names stay on the phone for longer then, so this is noted in the record."),
        required=False,
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: Sequence[User], out: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["to"])
        field.choices = [(user.pk, self._label(user, out.get(user.pk, ""))) for user in people]
        field.error_messages["invalid_choice"] = _("That person may not record answers here. Choose one of these.")
        self.fields["read_until"].initial = rules.default_until(timezone.localtime())

    def _label(self, user: User, board: str) -> str:
        return _("%(name)s, who has %(board)s") % {"name": user.name, "board": board} if board else user.name
