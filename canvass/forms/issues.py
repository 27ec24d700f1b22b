"""Adding a topic, giving it another name, and merging it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from canvass.models import Ward
from canvass.queries.issues import Topic
from canvass.rules import issues as rules


class TopicForm(forms.Form):
    """A topic of the CLP's own. One that sounds like another is saved only when somebody says that it is not."""

    label = forms.CharField(
        label=gettext_lazy("What people call it"),
        max_length=60,
        help_text=gettext_lazy("Few words, as they fit on a phone’s button: “The swimming pool”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Give the topic a name.")},
    )
    ward: forms.ModelChoiceField = forms.ModelChoiceField(
        label=gettext_lazy("Where phones offer it"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("Everywhere"),
    )
    sure = forms.BooleanField(
        label=gettext_lazy("It is something else, save it"), required=False, widget=forms.HiddenInput
    )

    def __init__(
        self, *args: Any, wards: Sequence[Ward], limited: bool, others: Sequence[Topic], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._others = [topic.label for topic in others]
        field = cast(forms.ModelChoiceField, self.fields["ward"])
        field.queryset = Ward.objects.filter(pk__in=[ward.pk for ward in wards]).order_by("name")
        if limited:  # whose role covers some wards adds topics for those alone
            field.required, field.empty_label = True, None
        elif not wards:
            del self.fields["ward"]

    def clean(self) -> dict[str, Any]:
        """Refuse, once, a label that may mean the same as another one."""
        label = self.cleaned_data.get("label", "")
        found = rules.alike(label, self._others) if label and "label" in self.changed_data else []
        if found and not self.cleaned_data.get("sure") and not any(rules.is_same(label, one) for one in found):
            self.fields["sure"].widget = forms.CheckboxInput()
            self.add_error(
                "label",
                _("This may be the same as %(others)s. If it is not, tick “It is something else, save it”.")
                % {"others": ", ".join(f"“{one}”" for one in found[:3])},
            )
        return self.cleaned_data


class MergeForm(forms.Form):
    """Which topic counts instead."""

    into = forms.ChoiceField(
        label=gettext_lazy("It counts as"),
        error_messages={
            "required": gettext_lazy("Choose the topic that it counts as."),
            "invalid_choice": gettext_lazy("Choose the topic that it counts as."),
        },
    )

    def __init__(self, *args: Any, others: Sequence[Topic], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["into"])
        field.choices = [("", _("Choose a topic")), *((topic.code, topic.label) for topic in others)]
