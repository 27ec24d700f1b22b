"""Cutting a list into pages, with a page number that can't be wrong."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PER_PAGE = 50
# Of a list whose rows are read on a phone in a hurry, and each say much.
SHORT = 25


def page_of(request: HttpRequest, rows: QuerySet | list, per_page: int = PER_PAGE) -> Page:
    """Return the page that ?page= asks for; the first or last one when the number is out of range or no number."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))
