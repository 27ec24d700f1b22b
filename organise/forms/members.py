"""Looking for members."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from access.models import Unit
from organise.enums import MemberState


class FilterForm(forms.Form):
    """What to look for. Everything may be left empty."""

    q = forms.CharField(
        label=_("Name, email address or number"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    state = forms.ChoiceField(label=_("Membership"), required=False, choices=[("", _("All")), *MemberState.choices])
    branch = forms.ChoiceField(label=_("Branch"), required=False)

    def __init__(self, *args: Any, branches: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.branches = {branch.code: branch for branch in branches}
        choices = [("", _("All")), *((code, branch.name) for code, branch in self.branches.items())]
        cast("forms.ChoiceField", self.fields["branch"]).choices = choices
        if not self.branches:
            del self.fields["branch"]

    def wanted(self) -> dict:
        """Return what members.search takes; nothing for a field that is empty or holds what it can't."""
        self.is_valid()
        found = self.cleaned_data
        return {
            "words": found.get("q", ""),
            "state": found.get("state", ""),
            "branch": self.branches.get(found.get("branch", "")),
        }

    def is_used(self) -> bool:
        """Say whether anything is looked for."""
        return any(self.wanted().values())
