"""A list that a council sent: the file, and whose it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from canvass.models import Council


class ListForm(forms.Form):
    """A file of elector numbers. `council` is asked for only where a CLP has several, and may use one code twice."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("As the council sent it: CSV, text or .xlsx. It is read and not kept."),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("This file is empty. Choose the file that the council sent."),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.gz,.xlsx,text/csv,text/plain,application/gzip"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        councils = Council.objects.all()
        if len(councils) > 1:
            self.fields["council"] = forms.ModelChoiceField(
                queryset=councils, label=_("Council that sent it"), empty_label=None
            )

    def clean_file(self) -> UploadedFile:
        """Refuse a file that is too large before any of it is read."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > settings.REGISTER_MAX_UPLOAD_BYTES:
            raise forms.ValidationError(
                _("This file has %(size)s, and %(most)s is the most. Nothing was kept. Pack it with gzip."),
                params={
                    "size": filesizeformat(file.size or 0),
                    "most": filesizeformat(settings.REGISTER_MAX_UPLOAD_BYTES),
                },
            )
        return file

    @property
    def council(self) -> Council | None:
        """The council that was chosen, None where there is only one. Only on a valid form."""
        return self.cleaned_data.get("council")
