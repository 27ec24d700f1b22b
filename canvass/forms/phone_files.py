"""Choosing the file of a phone."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from canvass.rules import phone_files as rules


class PhoneFileForm(forms.Form):
    """The file that a phone saved of what it had not sent."""

    file = forms.FileField(
        label=gettext_lazy("File from a phone"),
        help_text=gettext_lazy("Its name begins with “rosette-” and ends in “.json”."),
        error_messages={
            "required": gettext_lazy("Choose a file first."),
            "empty": gettext_lazy("This file is empty, so nothing was kept. Ask for it again."),
        },
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )

    def clean_file(self) -> UploadedFile:
        """Refuse a file that is too large before any of it is read."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > rules.MAX_BYTES:
            raise forms.ValidationError(
                _("This file has %(size)s, and no phone saves more than %(most)s. Nothing was kept. Ask who made it.")
                % {"size": filesizeformat(file.size or 0), "most": filesizeformat(rules.MAX_BYTES)}
            )
        return file
