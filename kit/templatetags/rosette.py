"""Template filters that every page may use (a built-in library: no {% load %} needed)."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def figure(value: object) -> str:
    """Return a count with thousands separated ("81,138"); an empty string for None."""
    if value is None or value == "":
        return ""
    return number_format(value, use_l10n=True, force_grouping=True)


@register.filter
def signed(value: int) -> str:
    """Return a change with its sign, with a true minus: "+33", "−28", "0"."""
    text = number_format(abs(value), use_l10n=True, force_grouping=True)
    return f"+{text}" if value > 0 else f"−{text}" if value < 0 else text
