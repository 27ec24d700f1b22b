"""Choosing a file of polling stations, and saying where districts in doubt vote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gotv.queries.station_files import Choice

MOST_BYTES = 25 * 1024 * 1024
_ACCEPT = ".csv,.tsv,.txt,.gz,text/csv,text/plain,application/gzip"


def _small(file: UploadedFile) -> UploadedFile:
    """Refuse a file that is too large before any of it is read."""
    if (file.size or 0) > MOST_BYTES:
        raise forms.ValidationError(
            _("This file has %(size)s, and %(most)s is the most. Nothing was kept. Pack it with gzip.")
            % {"size": filesizeformat(file.size or 0), "most": filesizeformat(MOST_BYTES)}
        )
    return file


class StationFileForm(forms.Form):
    """One file, or the two of Democracy Counts."""

    file = forms.FileField(
        label=gettext_lazy("File of polling stations"),
        help_text=gettext_lazy(
            "As the council’s software or Contact Creator exports it. Don’t open it in a spreadsheet first."
        ),
        error_messages={"required": gettext_lazy("Choose a file first."), "empty": gettext_lazy("This file is empty.")},
        widget=forms.FileInput(attrs={"accept": _ACCEPT}),
    )
    second = forms.FileField(
        label=gettext_lazy("File of addresses"),
        required=False,
        help_text=gettext_lazy("Only where the council sent two files, stations and addresses (Democracy Counts)."),
        error_messages={"empty": gettext_lazy("This file is empty.")},
        widget=forms.FileInput(attrs={"accept": _ACCEPT}),
    )

    def clean_file(self) -> UploadedFile:
        return _small(self.cleaned_data["file"])

    def clean_second(self) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data["second"]
        return _small(file) if file else None


class DoubtsForm(forms.Form):
    """A choice for each district that the file has at several places; nothing is chosen beforehand."""

    def __init__(self, *args: Any, choices: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in choices:
            options = [("", _("nowhere yet"))]
            for at, name, count in one.places:
                label = ngettext("%(place)s (%(count)s row)", "%(place)s (%(count)s rows)", count)
                options.append((str(at), label % {"place": name, "count": count}))
            self.fields[one.field] = forms.TypedChoiceField(
                label=_("%(district)s votes at") % {"district": one.name},
                choices=options,
                required=False,
                coerce=int,
                empty_value=None,
            )

    def chosen(self) -> dict[int, int]:
        """Return the place of each district that was chosen, both by position in the file."""
        return {
            int(name.removeprefix("district_")): place for name, place in self.cleaned_data.items() if place is not None
        }


class CampaignFiguresForm(forms.Form):
    """Contact Creator's campaign stats."""

    file = forms.FileField(
        label=gettext_lazy("Campaign stats"),
        help_text=gettext_lazy("The CSV export of Contact Creator. It replaces the figures of the last one."),
        error_messages={"required": gettext_lazy("Choose a file first."), "empty": gettext_lazy("This file is empty.")},
        widget=forms.FileInput(attrs={"accept": _ACCEPT}),
    )

    def clean_file(self) -> UploadedFile:
        return _small(self.cleaned_data["file"])
