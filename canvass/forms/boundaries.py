"""Choosing a file of boundaries, saying what it is, and which wards end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from canvass.enums import BoundaryKind
from canvass.models import BoundaryFile, Council, Ward
from canvass.rules import boundaries as rules


class BoundaryUploadForm(forms.Form):
    """A GeoJSON file."""

    file = forms.FileField(
        label=gettext_lazy("File of boundaries"),
        help_text=gettext_lazy(
            "GeoJSON in longitude and latitude (WGS 84), packed with gzip or not. Councils and the ONS publish it."
        ),
        error_messages={"required": gettext_lazy("Choose a file first."), "empty": gettext_lazy("This file is empty.")},
        widget=forms.FileInput(attrs={"accept": ".geojson,.json,.gz,application/geo+json,application/gzip"}),
    )

    def clean_file(self) -> UploadedFile:
        """Refuse a file that is too large before any of it is read."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > rules.MAX_BYTES:
            raise forms.ValidationError(
                _(
                    "This file has %(size)s, and %(most)s is the most. Nothing was kept. "
                    "Pack it with gzip, or download generalised boundaries."
                )
                % {"size": filesizeformat(file.size or 0), "most": filesizeformat(rules.MAX_BYTES)}
            )
        return file


class DescribeForm(forms.Form):
    """What a file of boundaries encloses, and which of its columns name the places."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What does it enclose?"), choices=BoundaryKind.choices, widget=forms.RadioSelect
    )
    code_property = forms.ChoiceField(
        label=gettext_lazy("Column with the codes"),
        required=False,
        help_text=gettext_lazy("Polling districts are told by their code, as on poll cards: 1BDF."),
    )
    name_property = forms.ChoiceField(label=gettext_lazy("Column with the names"), required=False)
    starts_on = forms.DateField(
        label=gettext_lazy("In force from"),
        required=False,
        help_text=gettext_lazy("For new wards: the day from which they hold. Leave it empty for those of today."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Write the day as 04/05/2027.")},
    )
    source = forms.CharField(
        label=gettext_lazy("Source and licence"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Who made it, as it must be named: Ordnance Survey, Open Government Licence v3.0."),
    )

    def __init__(self, *args: Any, file: BoundaryFile, councils: Sequence[Council], **kwargs: Any) -> None:
        initial = {
            name: getattr(file, name) for name in ("kind", "code_property", "name_property", "starts_on", "source")
        }
        kwargs["initial"] = initial | {"council": file.council_id}
        super().__init__(*args, **kwargs)
        if len(councils) > 1:
            self.fields["council"] = forms.ModelChoiceField(
                label=gettext_lazy("Council"),
                queryset=Council.objects.filter(pk__in=[one.pk for one in councils]),
                required=False,
                empty_label=gettext_lazy("Any"),
            )
        found = rules.properties(file.features)
        choices = [("", _("none"))] + [
            (name, _("%(name)s, such as %(value)s") % {"name": name, "value": values[0][:40] or _("nothing")})
            for name, values in found.items()
        ]
        for name in ("code_property", "name_property"):
            cast(forms.ChoiceField, self.fields[name]).choices = choices


class ApproveForm(forms.Form):
    """Which wards the new ones replace, and whether to make districts that no register has named."""

    ends = forms.TypedMultipleChoiceField(coerce=int, required=False, widget=forms.CheckboxSelectMultiple)
    makes_districts = forms.BooleanField(required=False)

    def __init__(
        self, *args: Any, ending: Iterable[Ward] = (), ticked: Sequence[int] = (), missing: int = 0, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(ward.pk, ward.name) for ward in ending]
        ends = cast(forms.TypedMultipleChoiceField, self.fields["ends"])
        ends.choices, ends.initial = choices, list(ticked)
        ends.label = _("These wards end on that day")
        self.fields["makes_districts"].label = _("Make the districts that no register has named yet (%(count)s)") % {
            "count": missing
        }
        if not choices:
            del self.fields["ends"]
        if not missing:
            del self.fields["makes_districts"]
