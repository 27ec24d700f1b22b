"""Every register that was ever in use, with its monthly changes."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission
from canvass.queries import editions as queries
from kit.pagination import page_of


@requires(Permission.IMPORT_REGISTER)
@require_safe
def editions(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """List the editions of all councils, each with its files, their counts, people and terms."""
    page = page_of(request, queries.editions(unit))
    rows = [(edition, queries.files(edition)) for edition in page.object_list]
    return render(request, "canvass/imports/editions.html", {"page": page, "rows": rows})
