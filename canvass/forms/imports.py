"""Choosing a register file."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField
from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from access.models import Unit
from canvass.actions.imports import Supply
from canvass.enums import Entitlement, Nation
from canvass.models import Council
from canvass.rules import keeping as rules
from kit import clock

NEW = "new"
_EARLIEST = datetime.date(2000, 1, 1)


class FileForm(forms.Form):
    """A file, the date of the register in it, the council that sent it, and the terms on which it did.

    `councils` are those of the unit. Whatever is left empty but the file and its date has a sensible value.
    """

    file = forms.FileField(
        label=_("Register file"),
        help_text=_(
            "As the council sent it: CSV or text, packed with gzip or not, or .xlsx. Don’t open it in a spreadsheet "
            "first; that spoils numbers and district codes."
        ),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("This file is empty. Choose the file that the council sent."),
            "missing": _("No file came through. Choose it once more."),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.gz,.xlsx,text/csv,text/plain,application/gzip"}),
    )
    dated_on = forms.DateField(
        label=_("Register date"),
        help_text=_("The day from which this register, or these changes, hold. The full one comes out by 1 December."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Say which day’s register this is."),
            "invalid": _("Write the day as 01/12/2026."),
        },
    )
    council = forms.ChoiceField(
        label=_("Supplied by"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Say which council sent it."),
            "invalid_choice": _("Choose one of these councils, or another one."),
        },
    )
    supplied_by = forms.CharField(
        label=_("Name of the council"),
        help_text=_("As it should be named as the source: “Wexcombe Borough Council”."),
        max_length=120,
        required=False,
        error_messages={"required": _("Say which council sent it.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    nation = forms.ChoiceField(
        label=_("Where it is"),
        choices=Nation,
        initial=Nation.ENGLAND,
        required=False,
        help_text=_("Which letters stand beside names, and who may vote in what, depend on it."),
    )
    attainment_age = forms.TypedChoiceField(
        label=_("Dates beside names"),
        choices=[(18, _("18th birthdays, like nearly everywhere")), (16, _("16th birthdays"))],
        initial=18,
        coerce=int,
        empty_value=18,  # type: ignore[arg-type] # the stubs know texts only
        required=False,
        help_text=_("Some registers in Scotland and Wales print the day from which somebody may vote at 16."),
    )
    entitlement = forms.TypedChoiceField(
        label=_("Supplied by right of"),
        choices=Entitlement,
        coerce=Entitlement,
        error_messages={"required": _("Say under which right it was supplied.")},
        help_text=_("Which right it was asked for under. It says what the register may be used for."),
    )
    received_by = forms.CharField(
        label=_("Received by"),
        max_length=120,
        required=False,
        help_text=_("Who got it from the council. They answer for it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    terms = forms.CharField(
        label=_("Terms of supply"),
        max_length=2000,
        required=False,
        help_text=_("What the council’s letter says beyond the law, in a sentence."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    delete_by = forms.DateField(
        label=_("Delete by"),
        required=False,
        help_text=_("18 months from today unless the terms say sooner. You can change it later."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day as 01/12/2027.")},
    )

    # What belongs together on the page.
    FILE = ("file", "dated_on")
    COUNCIL = ("council", "supplied_by", "nation", "attainment_age")
    TERMS = ("entitlement", "received_by", "terms", "delete_by")

    def __init__(self, *args: Any, unit: Unit, councils: Sequence[Council], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._unit, self._councils = unit, councils
        if councils:
            choices = [(str(council.pk), council.name) for council in councils]
            cast("forms.ChoiceField", self.fields["council"]).choices = [*choices, (NEW, _("Another council"))]
        else:
            del self.fields["council"]
            self.fields["supplied_by"].required = True

    def _group(self, names: Sequence[str]) -> list[BoundField]:
        return [self[name] for name in names if name in self.fields]

    @property
    def of_file(self) -> list[BoundField]:
        return self._group(self.FILE)

    @property
    def of_council(self) -> list[BoundField]:
        """Return the choice of a council, where there is one to choose."""
        return self._group(("council",))

    @property
    def of_new_council(self) -> list[BoundField]:
        return self._group(self.COUNCIL[1:])

    @property
    def of_terms(self) -> list[BoundField]:
        return self._group(self.TERMS)

    @property
    def asks_for_new(self) -> bool:
        """Whether the fields of another council are to be seen at once."""
        if not self._councils or any(name in self.errors for name in self.COUNCIL[1:]):
            return True
        return self["council"].value() == NEW

    @property
    def supply(self) -> Supply:
        """Return on what terms the file was supplied. Only for a valid form."""
        said = self.cleaned_data
        return Supply(said["entitlement"], said["received_by"], said["terms"], said["delete_by"])

    @property
    def chosen_council(self) -> Council:
        """Return the council, a new one unsaved. Only for a valid form."""
        found: Council = self.cleaned_data["chosen"]
        return found

    def clean(self) -> dict[str, Any]:
        """Find the council: one of the list, or by name, or a new one."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "council" in self.errors or "supplied_by" in self.errors:
            return cleaned
        by_id = {str(council.pk): council for council in self._councils}
        if found := by_id.get(cleaned.get("council", "")):
            return cleaned | {"chosen": found}
        name = cleaned.get("supplied_by", "").strip()
        if not name:
            self.add_error("supplied_by", _("Say which council sent it."))
            return cleaned
        known = {council.name.casefold(): council for council in self._councils}
        new = Council(
            unit=self._unit,
            name=name,
            nation=cleaned.get("nation") or Nation.ENGLAND,
            attainment_age=cleaned.get("attainment_age") or 18,
        )
        return cleaned | {"chosen": known.get(name.casefold(), new)}

    def clean_delete_by(self) -> datetime.date:
        today = clock.today()
        latest = rules.months_later(today, rules.KEPT_MONTHS)
        day: datetime.date = self.cleaned_data["delete_by"] or latest
        if day <= today:
            raise forms.ValidationError(_("This day is over. Enter a day from tomorrow on."))
        if day > latest:
            raise forms.ValidationError(
                _("%(day)s is the latest: a register is kept for 18 months at most."),
                params={"day": date_format(latest, "j F Y")},
            )
        return day

    def clean_file(self) -> UploadedFile:
        """Refuse a file that is too large before any of it is kept."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > settings.REGISTER_MAX_UPLOAD_BYTES:
            raise forms.ValidationError(
                _(
                    "This file has %(size)s, and %(most)s is the most. Nothing was kept. "
                    "Pack it with gzip, which makes it an eighth as large."
                ),
                params={
                    "size": filesizeformat(file.size or 0),
                    "most": filesizeformat(settings.REGISTER_MAX_UPLOAD_BYTES),
                },
            )
        return file

    def clean_dated_on(self) -> datetime.date:
        dated_on: datetime.date = self.cleaned_data["dated_on"]
        if dated_on > clock.today():
            raise forms.ValidationError(_("This day has not come yet. Enter the date that the council gives."))
        if dated_on < _EARLIEST:
            raise forms.ValidationError(_("No register here is that old. Look at the year again."))
        return dated_on
