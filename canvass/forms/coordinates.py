"""Choosing a file of coordinates."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class CoordinatesForm(forms.Form):
    """A table of postcodes or UPRNs with where they are."""

    file = forms.FileField(
        label=gettext_lazy("File of coordinates"),
        help_text=gettext_lazy(
            "A table with a column of postcodes or UPRNs, and latitude and longitude or easting and northing: the "
            "ONS Postcode Directory, Code-Point Open, OS Open UPRN, or one of your own. CSV, packed with gzip or not."
        ),
        error_messages={"required": gettext_lazy("Choose a file first."), "empty": gettext_lazy("This file is empty.")},
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.gz,text/csv,text/plain,application/gzip"}),
    )

    def clean_file(self) -> UploadedFile:
        """Refuse a file that is too large before any of it is read."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > settings.REGISTER_MAX_UPLOAD_BYTES:
            raise forms.ValidationError(
                _(
                    "This file has %(size)s, and %(most)s is the most. Nothing was kept. "
                    "Pack it with gzip, or cut out your own area."
                )
                % {
                    "size": filesizeformat(file.size or 0),
                    "most": filesizeformat(settings.REGISTER_MAX_UPLOAD_BYTES),
                }
            )
        return file
