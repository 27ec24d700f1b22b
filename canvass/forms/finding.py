"""The box in which people look for somebody."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from canvass.models import PollingDistrict


class FindForm(forms.Form):
    """What to look for, and in which of these districts."""

    q = forms.CharField(
        label=_("Whom or where"),
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Type a name, an address, a number or a postcode.")},
    )
    district = forms.ChoiceField(label=_("In the district"), required=False)

    def __init__(self, *args: Any, districts: Iterable[PollingDistrict], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.districts = {str(one.pk): one for one in districts}
        choices = [("", _("All")), *((pk, str(one)) for pk, one in self.districts.items())]
        cast("forms.ChoiceField", self.fields["district"]).choices = choices
