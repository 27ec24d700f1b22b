"""Public figures: how many requests there were, how long they took, and why some were refused."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from access.enums import RefusalReason
from access.guards import GuardedRequest, signed_in
from access.queries import figures as queries


@signed_in("how long decisions take is open to every member")
@require_GET
def figures(request: GuardedRequest) -> HttpResponse:
    """Show requests, median and worst time, and refusals by reason, by region. Counts and times, no names."""
    found = queries.public()
    columns = [(region.name or _("No region"), region) for region in found.regions]
    if len(columns) > 1 and found.total is not None:
        columns.append((_("All"), found.total))
    reasons = [
        {"label": label, "cells": [{"name": name, "count": column.reasons[value]} for name, column in columns]}
        for value, label in RefusalReason.choices
    ]
    names = [name for name, _column in columns]
    return render(request, "access/figures/figures.html", {"found": found, "columns": names, "reasons": reasons})
