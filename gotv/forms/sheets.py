"""Paper: what to print, which sheet came back, and what stands on it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from canvass.models import PollingDistrict
from gotv.enums import SheetKind
from gotv.models import PollingStation, Sheet
from gotv.rules import sheets as rules
from gotv.rules.numbers import parse_many

MOST_PAGES = 20


class CodeForm(forms.Form):
    """The code in the corner of a sheet."""

    code = forms.CharField(
        label=gettext_lazy("Code of the sheet"),
        help_text=gettext_lazy("Eight characters in its corner, such as K7QM-2RX4. Or scan the square beside it."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        try:
            return rules.read_code(self.cleaned_data["code"])
        except rules.NotACode as error:
            raise ValidationError(
                _("No sheet has this code: one of its characters is another. Look at the corner again.")
            ) from error


class WarpForm(forms.Form):
    """Knock-up sheets of a district."""

    large = forms.BooleanField(label=gettext_lazy("Large print"), required=False)

    def __init__(self, *args: Any, districts: QuerySet[PollingDistrict], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"] = forms.ModelChoiceField(
            queryset=districts, label=gettext_lazy("Polling district"), empty_label=None
        )
        self.order_fields(["district", "large"])


class PadForm(forms.Form):
    """Pages of a teller's pad."""

    pages = forms.IntegerField(label=gettext_lazy("Pages"), min_value=1, max_value=MOST_PAGES, initial=4)
    large = forms.BooleanField(label=gettext_lazy("Large print"), required=False)

    def __init__(self, *args: Any, stations: QuerySet[PollingStation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["station"] = forms.ModelChoiceField(
            queryset=stations, label=gettext_lazy("Polling station"), empty_label=None
        )
        self.order_fields(["station", "pages", "large"])


class LinesForm(forms.Form):
    """What stands in the columns of a knock-up sheet."""

    lines = forms.CharField(
        label=gettext_lazy("Lines"),
        help_text=gettext_lazy(
            "The time over a column, then line and letter: 10:30 1v 2n 4l 14:15 2v. "
            "A star if somebody else said it: 3v*. Nothing is sent before you press the button."
        ),
        max_length=5000,
        widget=forms.Textarea(
            attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false", "autocapitalize": "none", "autofocus": True}
        ),
    )

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        if sheet.kind == SheetKind.POSTAL:
            self.fields["lines"].help_text = _(
                "The time over a column, then line and letter: 10:30 1s 2n 4c. A time counts as the next one after the"
                " sheet was printed. A star if somebody else said it: 3s*. Nothing is sent before you press the button."
            )

    def clean_lines(self) -> rules.Read:
        """Return what could be read. With nothing that could, the form says so."""
        found = rules.read(self.cleaned_data["lines"], len(self.sheet.lines), self.sheet.kind)
        if not found.entries:
            raise ValidationError(_("Nothing could be read, and nothing was recorded. Write it like this: 10:30 1v 2n"))
        return found


class PadNumbersForm(forms.Form):
    """The numbers of a teller's pad, of one district of its station."""

    numbers = forms.CharField(
        label=gettext_lazy("Numbers"),
        help_text=gettext_lazy("With spaces, commas or new lines between them: 1274 1275/1 88"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "spellcheck": "false", "autofocus": True}),
    )

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert sheet.station is not None  # noqa: S101 - a pad is made for a station
        self.fields["district"] = forms.ModelChoiceField(
            queryset=sheet.station.districts.order_by("code"), label=gettext_lazy("Polling district"), empty_label=None
        )
        self.order_fields(["district", "numbers"])

    def clean(self) -> dict:
        """Add `read`: each word with its RollNumber, None where it is none."""
        found = super().clean() or self.cleaned_data
        district: PollingDistrict | None = found.get("district")
        if district is not None and found.get("numbers"):
            found["read"] = parse_many(found["numbers"], district.code)
        return found
