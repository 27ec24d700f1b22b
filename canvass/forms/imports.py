"""Choosing a register file."""

from __future__ import annotations

import datetime

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from kit import clock

_EARLIEST = datetime.date(2000, 1, 1)


class FileForm(forms.Form):
    """A file, the date of the register in it, and the council that sent it."""

    file = forms.FileField(
        label=_("Register file"),
        help_text=_(
            "As the council sent it: CSV or text, packed with gzip or not. Don’t open it in a spreadsheet first; that "
            "spoils numbers and district codes."
        ),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("This file is empty. Choose the file that the council sent."),
            "missing": _("No file came through. Choose it once more."),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.gz,text/csv,text/plain,application/gzip"}),
    )
    dated_on = forms.DateField(
        label=_("Register date"),
        help_text=_("The day from which this register holds. The full one comes out by 1 December."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Say which day’s register this is."),
            "invalid": _("Write the day as 01/12/2026."),
        },
    )
    supplied_by = forms.CharField(
        label=_("Supplied by"),
        help_text=_("The council, as it should be named as the source."),
        max_length=120,
        error_messages={"required": _("Say which council sent it.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

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
