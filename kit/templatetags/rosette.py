"""Template tags of the design system: shapes, grouped numbers, page numbers. Loaded everywhere as built-ins."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal

from django import template
from django.core.paginator import Page
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()

# Each shape fills a square of 16 units, so that it can stand beside a word at any size.
SHAPES = {
    "tick": "M6.1 13.5.8 8.2l2-2 3.3 3.3L13.1 2.5l2 2z",
    "cross": "M3.4 1.4 8 6l4.6-4.6 2 2L10 8l4.6 4.6-2 2L8 10l-4.6 4.6-2-2L6 8 1.4 3.4z",
    "plus": "M6.7 1.5h2.6v5.2h5.2v2.6H9.3v5.2H6.7V9.3H1.5V6.7h5.2z",
    "up": "M8 .8 14.2 7l-1.7 1.7-3.3-3.3v9.8H6.8V5.4L3.5 8.7 1.8 7z",
    "down": "M8 15.2 1.8 9l1.7-1.7 3.3 3.3V.8h2.4v9.8l3.3-3.3L14.2 9z",
    "next": "M5.7.9 12.8 8l-7.1 7.1L4 13.4 9.4 8 4 2.6z",
    "warning": "M8 .8 15.8 15H.2zM6.9 5.9l.4 4.6h1.4l.4-4.6zm.1 5.7v1.8h2v-1.8z",
    "bang": "M5 .2h6L15.8 5v6L11 15.8H5L.2 11V5zM6.8 3.2l.4 6h1.6l.4-6zM7 10.6v2.1h2v-2.1z",
    "info": "M8 .2a7.8 7.8 0 1 1 0 15.6A7.8 7.8 0 0 1 8 .2zM7 3.2v2.1h2V3.2zm0 3.6v6h2v-6z",
    "clock": (
        "M8 .2a7.8 7.8 0 1 1 0 15.6A7.8 7.8 0 0 1 8 .2zm0 2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2z"
        "M7 4h2v3.6l2.7 2.7-1.4 1.4L7 8.4z"
    ),
    "half": "M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zm0 2v10A5 5 0 0 0 8 3z",
    "ring": "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zm0 2.2a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 0 0 0-7.6z",
    "dot": "M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11z",
    "equals": "M1.2 4.1h13.6v2.5H1.2zm0 5.3h13.6v2.5H1.2z",
    "lock": "M3.9 7V5.1a4.1 4.1 0 0 1 8.2 0V7H13v8H3V7zm2 0h4.2V5.1a2.1 2.1 0 0 0-4.2 0z",
    "rub-out": (
        "M5.4 2.5H16v11H5.4L.2 8z"
        "m2.3 3.1-1.3 1.3L8.1 8.6l-1.7 1.7 1.3 1.3 1.7-1.7 1.7 1.7 1.3-1.3-1.7-1.7 1.7-1.7-1.3-1.3-1.7 1.7z"
    ),
    "stop": "M8 .2a7.8 7.8 0 1 1 0 15.6A7.8 7.8 0 0 1 8 .2zM3.6 6.8v2.4h8.8V6.8z",
    "person": "M8 1a3.4 3.4 0 1 1 0 6.8A3.4 3.4 0 0 1 8 1zM1.8 15c.2-3.8 2.6-6 6.2-6s6 2.2 6.2 6z",
    "paper": "M2.5.8h7.6l3.4 3.4v11h-11zM5 6.4v1.5h6V6.4zm0 3v1.5h6V9.4z",
    "phone": "M4.2.6h7.6v14.8H4.2zm1.7 2v9h4.2v-9zM7 12.7v1.4h2v-1.4z",
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return a shape as inline SVG in the colour of the text. It is silent: a word always stands beside it.

    Raises KeyError for a name that is not in SHAPES.
    """
    path = SHAPES[name]
    return mark_safe(  # noqa: S308 - both parts are constants of this file
        f'<svg class="shape" viewBox="0 0 16 16" aria-hidden="true"><path fill-rule="evenodd" d="{path}"/></svg>'
    )


@register.filter
def number(value: int | float | Decimal | None) -> str:
    """Return the number with its thousands grouped as the language does it: 71,642. Nothing for None."""
    if value is None or value == "":
        return ""
    return number_format(value, force_grouping=True)


@register.filter
def signed(value: int | None) -> str:
    """Return a change with its sign, a real minus among them: +186, −28, 0."""
    if value is None:
        return ""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{number(abs(value))}"


@register.filter
def span(apart: datetime.timedelta | None) -> str:
    """Return how long something took, as people say it: "6 hours", "3 days". Nothing for None.

    Rounded to whole hours up to two days and to whole days beyond: a usual time is never known to the minute.
    """
    if apart is None:
        return ""
    hours = round(apart / datetime.timedelta(hours=1))
    if hours < 1:
        return _("less than an hour")
    if hours < 48:
        return ngettext("%(hours)d hour", "%(hours)d hours", hours) % {"hours": hours}
    days = round(hours / 24)
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


@register.simple_tag
def page_numbers(page: Page) -> Iterable[int | str]:
    """Return the page numbers to offer around this page, with an ellipsis for those left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.simple_tag
def aria_sort(key: str, sorted_by: str) -> SafeString | str:
    """Return the aria-sort attribute of a column head, or nothing when the table is not sorted by it."""
    if sorted_by.lstrip("-") != key:
        return ""
    return format_html('aria-sort="{}"', "descending" if sorted_by.startswith("-") else "ascending")
