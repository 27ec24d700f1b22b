"""Saying which ward a district is in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from canvass.models import DistrictWard, Ward

BY_ADDRESS = "by_address"


class DecideForm(forms.Form):
    """One of the wards that a cut district lies in, or each address in its own."""

    where = forms.ChoiceField(
        label=gettext_lazy("Where does it belong?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose where the district belongs."),
            "invalid_choice": gettext_lazy("The district does not lie there any more. Look at it again."),
        },
    )

    def __init__(self, *args: Any, sides: Sequence[DistrictWard], located: int, unlocated: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (str(side.ward_id), _("The whole district is in %(ward)s") % {"ward": side.ward.name}) for side in sides
        ]
        if located:
            label = _("Each address is in its own ward, by its coordinates")
            if unlocated:
                label += " " + ngettext(
                    "(%(count)s door has none, and would be in no ward)",
                    "(%(count)s doors have none, and would be in no ward)",
                    unlocated,
                ) % {"count": unlocated}
            choices.append((BY_ADDRESS, label))
        cast(forms.ChoiceField, self.fields["where"]).choices = choices


class PutForm(forms.Form):
    """The ward of a district of which nothing else says it."""

    district = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, wards: QuerySet[Ward], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ward"] = forms.ModelChoiceField(queryset=wards)
