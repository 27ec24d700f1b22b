"""The form of a rule: lines that are added and taken out by sending it, and the numbers below; and making a list."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.models import Unit
from canvass.enums import Channel
from canvass.hooks import TargetField
from canvass.models import PollingDistrict, RoadGroup
from canvass.rules import targets
from canvass.rules.targets import Condition, Rule
from kit import clock

# The two blocks of a rule, as they are called in the form.
ANY, NOT = "any", "not"
_NUMBERS = {"autocomplete": "off", "inputmode": "numeric"}


def _whole(label: Any, most: int, least: int = 0, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, widget=forms.NumberInput(attrs=_NUMBERS), **more
    )


class NumbersForm(forms.Form):
    """What a rule is called, its recontact window, and its budget of approaches."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(
        label=gettext_lazy("What the rule is called"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Give the rule a name, such as “Undecided last spring”.")},
    )
    recontact_days = _whole(
        gettext_lazy("Leave out who was spoken to in the last so many days"),
        targets.MOST_DAYS,
        help_text=gettext_lazy("0: nobody is left out for that."),
    )
    approaches = _whole(
        gettext_lazy("Leave out homes that were approached so many times or more"),
        targets.MOST_APPROACHES,
        help_text=gettext_lazy("At the door, by telephone, by post and by email together. 0: no limit."),
    )
    approach_days = _whole(gettext_lazy("… in the last so many days"), targets.MOST_DAYS)


class LineForm(forms.Form):
    """One line of a rule: a field of the allow-list, and what is asked about it."""

    def __init__(self, *args: Any, about: TargetField, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about = about
        shape = about.shape
        if len(shape.ops) > 1:
            self.fields["op"] = forms.ChoiceField(
                label=_("When") if any("months" in op.parts for op in shape.ops) else _("What is true of them"),
                choices=[(op.code, op.label) for op in shape.ops],
            )
        parts = {part for op in shape.ops for part in op.parts}
        if "codes" in parts:
            self.fields["codes"] = self._codes(about.choices(unit))
        if "months" in parts:
            always = all("months" in op.parts for op in shape.ops)
            self.fields["months"] = _whole(_("Months"), targets.MOST_MONTHS, 1, required=always)
        if "scale" in parts:
            self.fields["scale"] = _whole(_("At least, of 10"), targets.MOST_SCALE, 1)
        if "times" in parts:
            self.fields["times"] = _whole(_("This many elections"), targets.MOST_ELECTIONS, 1)
            self.fields["of"] = _whole(_("Of the last so many"), targets.MOST_ELECTIONS, 1)

    def _codes(self, choices: Sequence[tuple[str, str]]) -> forms.MultipleChoiceField:
        any_code = any(op.any_code for op in self.about.shape.ops)
        return forms.MultipleChoiceField(
            label=_("Which"),
            choices=choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("None ticked: any of them.") if any_code else "",
        )

    @property
    def label(self) -> str:
        return str(self.about.shape.label)

    def condition(self) -> Condition:
        """Return the line as it was filled in; parts that its operator has no use for are dropped."""
        data = self.cleaned_data
        op = self.about.shape.op(data.get("op") or self.about.shape.ops[0].code) or self.about.shape.ops[0]
        return Condition(
            self.about.shape.name,
            op.code,
            codes=tuple(data.get("codes") or ()) if "codes" in op.parts else (),
            **{part: data.get(part) for part in ("months", "times", "of", "scale") if part in op.parts},
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                targets.check(Rule((self.condition(),)), {self.about.shape.name: self.about.shape})
            except targets.BadRule as error:
                self.add_error(self._wrong(), str(error))
        return data

    def _wrong(self) -> str | None:
        """Return the field that a line with a fault of its own is most likely missing."""
        empty = [
            name for name in ("codes", "months", "times", "of", "scale") if name in self.fields and self._is_empty(name)
        ]
        return next(iter(empty), "of" if "of" in self.fields else None)

    def _is_empty(self, name: str) -> bool:
        op = self.condition().op
        parts = next(one.parts for one in self.about.shape.ops if one.code == op)
        return name in parts and not self.cleaned_data.get(name)


class Editor:
    """The whole form of a rule. `fields` are those that this person may ask about.

    Bound to what was posted, or showing a rule. Buttons: "add_any", "add_not" (with field_any, field_not),
    "take_out" with a line's prefix as its value, "count", and "save".
    """

    def __init__(
        self,
        *,
        unit: Unit,
        fields: Mapping[str, TargetField],
        posted: QueryDict | None = None,
        rule: Rule | None = None,
        name: str = "",
    ) -> None:
        self.unit, self.fields = unit, fields
        says = rule or Rule()
        numbers = {part: getattr(says, part) for part in ("recontact_days", "approaches", "approach_days")}
        first = {"key": uuid.uuid4(), "name": name} | numbers
        self.numbers = NumbersForm(posted, initial=first)
        self.lines: dict[str, list[LineForm]] = {ANY: [], NOT: []}
        if posted is None:
            for block, conditions in ((ANY, says.conditions), (NOT, says.but_not)):
                for place, one in enumerate(conditions):
                    self._add(block, place, one.field, initial=one.data()["value"] | {"op": one.op})
        else:
            self._read(posted)

    @property
    def blocks(self) -> list[tuple[str, list[LineForm]]]:
        return list(self.lines.items())

    @property
    def offered(self) -> list[tuple[str, str]]:
        """Return the fields that a line can be about, as (name, words)."""
        return [(name, str(one.shape.label)) for name, one in self.fields.items()]

    def _add(self, block: str, place: int, name: str, **kwargs: Any) -> None:
        if name in self.fields and len(self.lines[block]) < targets.MOST_CONDITIONS:
            form = LineForm(about=self.fields[name], unit=self.unit, prefix=f"{block}-{place}", **kwargs)
            self.lines[block].append(form)

    def _read(self, posted: QueryDict) -> None:
        """Take the lines that were posted, each as "any-0:answer", without the one that is taken out."""
        last = -1
        for row in posted.getlist("line")[: 2 * targets.MOST_CONDITIONS]:
            prefix, _colon, name = row.partition(":")
            block, _dash, place = prefix.partition("-")
            if block not in self.lines or not place.isdecimal() or len(place) > 4:
                continue
            last = max(last, int(place))
            if prefix != posted.get("take_out"):
                self._add(block, int(place), name, data=posted)
        for block in (ANY, NOT):
            if f"add_{block}" in posted:
                self._add(block, last + 1, posted.get(f"field_{block}", ""))

    def is_valid(self) -> bool:
        """Say whether everything is filled in as it has to be; what isn't then says so."""
        wrong = [form for form in self._all() if not form.is_valid()]  # each, so that each says what is wrong
        return not wrong

    def found(self) -> Rule | None:
        """Return the rule as far as it makes one, whatever it is called; None while a line of it is unfinished."""
        lines = [form.is_valid() for block in self.lines.values() for form in block]
        if not all(lines) or not self.lines[ANY] or set(self.numbers.errors) - {"name"}:
            return None
        return self.rule()

    def rule(self) -> Rule:
        """Return what was filled in. Only after is_valid() or found()."""
        data = self.numbers.cleaned_data
        return Rule(
            conditions=tuple(form.condition() for form in self.lines[ANY]),
            but_not=tuple(form.condition() for form in self.lines[NOT]),
            recontact_days=data["recontact_days"],
            approaches=data["approaches"],
            approach_days=data["approach_days"],
        )

    def hush(self) -> None:
        """Say nothing yet about what is missing: the form was sent to add or take out a line."""
        for form in self._all():
            cast(Any, form)._errors = ErrorDict()  # noqa: SLF001 - Django has no other way to show what was sent

    def _all(self) -> list[forms.Form]:
        return [self.numbers, *self.lines[ANY], *self.lines[NOT]]


class MakeListForm(forms.Form):
    """What a list is called and where to look. `key` makes the form sent twice make one list."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=gettext_lazy("What the list is called"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Give the list a name, such as “Undecided, June”.")},
    )
    districts: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        queryset=None, required=False, label=gettext_lazy("Polling districts"), widget=forms.CheckboxSelectMultiple
    )
    road_groups: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        queryset=None, required=False, label=gettext_lazy("Road groups"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, districts: Any, road_groups: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid.uuid4
        for field, rows in (("districts", districts), ("road_groups", road_groups)):
            cast(forms.ModelMultipleChoiceField, self.fields[field]).queryset = rows
        if not road_groups.exists():
            del self.fields["road_groups"]

    def chosen(self) -> tuple[list[PollingDistrict], list[RoadGroup]]:
        """Return what was ticked; nothing: everywhere."""
        return list(self.cleaned_data["districts"]), list(self.cleaned_data.get("road_groups", ()))


class ApproachForm(forms.Form):
    """How and when the homes of a list were turned to, other than at the door."""

    channel = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=[(one.value, capfirst(one.label)) for one in (Channel.POST, Channel.PHONE, Channel.EMAIL)],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say how: by post, by telephone or by email.")},
    )
    on = forms.DateField(
        label=gettext_lazy("On which day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        initial=clock.today,
        error_messages={"invalid": gettext_lazy("Write a day, such as 2026-04-20.")},
    )
