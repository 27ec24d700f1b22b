"""What of the register is taken out, and for what."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from canvass.enums import ElectorKind, ExportPurpose
from canvass.models import PollingDistrict

# Kinds without an address here. Who is sealed is not among them and can't be asked for.
_OTHERS = (ElectorKind.OVERSEAS, ElectorKind.OTHER)


class ExportForm(forms.Form):
    """The purpose, the district, and whom besides those who live there."""

    purpose = forms.TypedChoiceField(
        label=_("What for"),
        choices=ExportPurpose.choices,
        coerce=ExportPurpose,
        widget=forms.RadioSelect,
        help_text=_("The law allows the register to be used for these alone, so there is no other one to choose."),
        error_messages={"required": _("Say what the list is for."), "invalid_choice": _("Choose one of these.")},
    )
    district = forms.TypedChoiceField(
        label=_("Which district"),
        choices=[],
        coerce=int,
        required=False,
        empty_value=None,
        help_text=_("Take no more than you need: a list that is lost is lost with everybody in it."),
        error_messages={"invalid_choice": _("This district isn’t one of yours. Choose one of the list.")},
    )
    others = forms.TypedMultipleChoiceField(
        label=_("Also electors without an address here"),
        choices=[(kind.value, kind.label) for kind in _OTHERS],
        coerce=ElectorKind,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nobody can call on them. Overseas electors vote in UK Parliament elections only."),
    )

    def __init__(self, *args: Any, districts: Iterable[PollingDistrict], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.pk, str(one)) for one in districts]
        cast(forms.TypedChoiceField, self.fields["district"]).choices = [("", _("All of them")), *choices]

    def wanted(self) -> dict[str, Any]:
        """Return what was chosen, as actions.exports.take_out() takes it. Of a valid form."""
        district = self.cleaned_data["district"]
        return {
            "purpose": self.cleaned_data["purpose"],
            "districts": [] if district is None else [district],
            "others": self.cleaned_data["others"],
        }
