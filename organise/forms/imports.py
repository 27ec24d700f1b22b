"""Choosing a members file, and saying what its columns hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from organise.enums import MemberField
from organise.rules import columns, files


class FileForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label=_("Members file"),
        help_text=_("A CSV file with a heading, up to 5 MB. Nothing changes until you have seen what it would do."),
        error_messages={"required": _("Choose a file first."), "empty": _("This file is empty.")},
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv"}),
    )

    def clean_file(self) -> UploadedFile:
        """Refuse a file that is too large before any of it is read."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > files.MOST_BYTES:
            raise forms.ValidationError(files.TOO_LARGE)
        return file


class ColumnsForm(forms.Form):
    """What each column of a file holds: one choice a column, its first values beside it."""

    def __init__(
        self, *args: Any, header: Sequence[str], chosen: Sequence[str], samples: Sequence[Sequence[str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._count = len(header)
        choices = [("", _("Leave out")), *MemberField.choices]
        for place, (heading, field, values) in enumerate(zip(header, chosen, samples, strict=True)):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=heading or str(_("Column without a heading")),
                choices=choices,
                initial=field,
                required=False,
                # The field template takes help texts for our own words; these come from a stranger's file.
                help_text="",
            )
            self.fields[f"column_{place}"].samples = ", ".join(values)  # type: ignore[attr-defined]

    def columns(self) -> list[str]:
        """Return the choice for each column, in order."""
        return [self.cleaned_data.get(f"column_{place}", "") for place in range(self._count)]

    def clean(self) -> dict:
        for objection in columns.objections(self.columns()):
            self.add_error(None, objection)
        return self.cleaned_data
