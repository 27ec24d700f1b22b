"""Deciding about odd marks: which of them, and a note."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from gotv.actions.checks import MOST
from gotv.enums import Suspicion
from gotv.models import Election, VoteMark
from gotv.queries import suspicions


class CheckFilter(forms.Form):
    """Of which kind of oddness to look at; all kinds while it is empty."""

    reason = forms.ChoiceField(
        label=_("Why it waits"), choices=[("", _("Anything")), *Suspicion.choices], required=False
    )

    def wanted(self) -> str:
        """Return the kind, "" for all and for one that there is not."""
        return self.cleaned_data["reason"] if self.is_valid() else ""


class DecideForm(forms.Form):
    """The marks that were ticked, and what becomes of them ("counts" or "wrong")."""

    note = forms.CharField(
        label=_("Note"),
        help_text=_("What you found out, with no name: Rang the teller, the number is right."),
        max_length=200,
        required=False,
    )
    what = forms.ChoiceField(choices=[("counts", ""), ("wrong", "")])

    def __init__(self, *args: object, election: Election, area: frozenset[str] | None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["mark"] = forms.ModelMultipleChoiceField(
            queryset=suspicions.waiting(election, area=area),
            error_messages={
                "required": _("Tick the numbers first. Nothing was changed."),
                "invalid_choice": _(
                    "Somebody has decided about one of these meanwhile. Look again: the rest still waits."
                ),
            },
        )

    def clean_mark(self) -> list[VoteMark]:
        """Return at most as many as are decided at once."""
        return list(self.cleaned_data["mark"][:MOST])
