"""The register that is held."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission
from canvass.queries import editions, imports, matches
from canvass.queries import register as queries
from kit.pagination import page_of


@requires(Permission.SEE_REGISTER)
@require_safe
def register(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Show the edition in use with its districts, and the files that are on their way in."""
    held = queries.held(unit, request.access.area(Permission.SEE_REGISTER, unit))
    may_import = request.access.may(Permission.IMPORT_REGISTER, unit)
    return render(
        request,
        "canvass/register/register.html",
        {
            "register": held,
            "page": page_of(request, list(held.districts)),
            "may_import": may_import,
            "may_export": request.access.may(Permission.EXPORT_REGISTER, unit),
            "editions": editions.current(unit),
            "doubts": matches.waiting(unit, request.access.area(Permission.IMPORT_REGISTER, unit)).count()
            if may_import
            else 0,
            "under_way": list(imports.under_way(unit)) if may_import else [],
        },
    )
