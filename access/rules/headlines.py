"""The headline of the start page: how many things need somebody, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

_WORDS = (
    gettext_lazy("One"),
    gettext_lazy("Two"),
    gettext_lazy("Three"),
    gettext_lazy("Four"),
    gettext_lazy("Five"),
    gettext_lazy("Six"),
    gettext_lazy("Seven"),
    gettext_lazy("Eight"),
    gettext_lazy("Nine"),
)


def needs_you(count: int) -> str:
    """Return "Nothing needs you today", "One thing needs you today", "Four things need you today"."""
    if count == 0:
        return _("Nothing needs you today")
    word = str(_WORDS[count - 1]) if count <= len(_WORDS) else str(count)
    return ngettext("%(word)s thing needs you today", "%(word)s things need you today", count) % {"word": word}
