"""Saying what the columns of a register file hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from canvass.enums import FileKind, Operation
from canvass.rules import mappings
from canvass.rules.layouts import Field, Mapped, NameStyle, NumberStyle
from canvass.rules.mappings import Column, Proposal

_NUMBERS = [
    (NumberStyle.PARTS.value, gettext_lazy("124, with the suffix in a column of its own or none")),
    (NumberStyle.DECIMAL.value, gettext_lazy("124, 124.1 or 124/1")),
    (NumberStyle.COMPOSITE.value, gettext_lazy("HH1-124/1, with the polling district in front")),
]
_NAMES = [
    (NameStyle.PARTS.value, gettext_lazy("Surname and forenames in columns of their own")),
    (NameStyle.SINGLE.value, gettext_lazy("One column, surname first: Marchbank Elsie May")),
    (NameStyle.SPOKEN.value, gettext_lazy("One column, surname last: Elsie May Marchbank")),
]


class MappingForm(forms.Form):
    """One choice a column, how numbers and names are written, and what the values of an update mean.

    `values` are the different values in the column that says what a row changes, once it is known which that is.
    """

    has_header = forms.TypedChoiceField(
        label=gettext_lazy("First row"),
        choices=[("yes", gettext_lazy("It names the columns")), ("no", gettext_lazy("It is an elector already"))],
        coerce=lambda value: value == "yes",
    )
    kind = forms.ChoiceField(label=gettext_lazy("This file holds"), choices=FileKind.choices)
    number = forms.ChoiceField(label=gettext_lazy("Elector numbers look like"), choices=_NUMBERS)
    names = forms.ChoiceField(label=gettext_lazy("Names stand in"), choices=_NAMES)

    def __init__(self, *args: Any, proposal: Proposal, values: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {
            "has_header": "yes" if proposal.has_header else "no",
            "kind": proposal.kind,
            "number": proposal.number.value,
            "names": proposal.names.value,
        }
        self._proposal, self._values = proposal, list(values)
        choices = [("", gettext_lazy("Not read")), *((field.value, name) for field, name in mappings.CHOICES.items())]
        for place, column in enumerate(proposal.columns):
            if not column.refused:
                self.fields[f"column_{place}"] = forms.ChoiceField(
                    label=column.name or _("Column %(number)s") % {"number": place + 1},
                    choices=choices,
                    required=False,
                    initial=column.field,
                )
        meanings = [("", gettext_lazy("Choose what it means")), *Operation.choices]
        for value in self._values:
            self.fields[name_of(value)] = forms.ChoiceField(
                label=value,
                choices=meanings,
                initial=mappings.meaning(value),
                error_messages={"required": _("Say what this value means.")},
            )

    @property
    def columns(self) -> list[tuple[Column, BoundField | None]]:
        """Return each column with its choice, None for one that may not be brought in."""
        return [
            (column, None if column.refused else self[f"column_{place}"])
            for place, column in enumerate(self._proposal.columns)
        ]

    @property
    def meanings(self) -> list[BoundField]:
        """Return the choices of what the values mean."""
        return [self[name_of(value)] for value in self._values]

    @property
    def styles(self) -> list[BoundField]:
        """Return the choices about the file as a whole."""
        return [self[name] for name in ("has_header", "kind", "number", "names")]

    def mapped(self) -> Mapped:
        """Return what was said. Only for a valid form."""
        said = self.cleaned_data
        return Mapped(
            columns=tuple(said.get(f"column_{place}", "") for place in range(len(self._proposal.columns))),
            kind=FileKind(said["kind"]),
            has_header=said["has_header"],
            number=NumberStyle(said["number"]),
            names=NameStyle(said["names"]),
            operations={value: Operation(said[name_of(value)]) for value in self._values},
        )

    def clean(self) -> dict:
        if not self.errors:
            for objection in mappings.objections(self.mapped()):
                self.add_error(None, objection)
            if len(self._values) > mappings.MOST_OPERATIONS:
                self.add_error(None, _("The column that says what each row changes has too many different values."))
        return self.cleaned_data


def name_of(value: str) -> str:
    """Return the name of the field that asks what a value of the operation's column means."""
    return f"value_{value.encode().hex()}"


def with_meanings(data: QueryDict, values: Sequence[str]) -> QueryDict:
    """Return what was sent, with what the values probably mean where nobody was asked yet."""
    filled = data.copy()
    for value in values:
        filled.setdefault(name_of(value), mappings.meaning(value))
    return filled


def operation_column(data: QueryDict | None, proposal: Proposal) -> int | None:
    """Return the place of the column that says what a row changes, as chosen or as proposed; None for none.

    Nothing is asked about it while the file is said to be a full register.
    """
    if data is not None and data.get("kind") != FileKind.UPDATE:
        return None
    for place, column in enumerate(proposal.columns):
        chosen = column.field if data is None else data.get(f"column_{place}", "")
        if chosen == Field.OPERATION.value and not column.refused:
            return place
    return None
