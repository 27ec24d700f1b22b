"""Taking a list of electors out as a file."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from access.actions import audit
from access.guards import GuardedRequest, requires
from access.limits import at_most
from access.models import Unit
from access.permissions import Permission
from access.stepup import recently
from canvass.actions import exports as actions
from canvass.forms.exports import ExportForm
from canvass.queries import exports as queries
from canvass.rules import exports as rules

_RIGHT = Permission.EXPORT_REGISTER


@requires(_RIGHT)
@recently
@require_safe
def export(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Ask what of the register is wanted, and for what."""
    area = request.access.area(_RIGHT, unit)
    return _page(request, unit, ExportForm(districts=queries.districts(unit, area)))


@requires(_RIGHT)
@recently
@at_most("export")
@require_POST
def export_file(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Answer with the electors that were asked for, as CSV marked as this person's copy."""
    area = request.access.area(_RIGHT, unit)
    form = ExportForm(request.POST, districts=queries.districts(unit, area))
    if not form.is_valid():
        return _page(request, unit, form)
    taken = actions.take_out(unit=unit, area=area, by=request.user, **form.wanted())
    audit.looked(request, what=_RIGHT, count=taken.people)
    # The mark at the front tells spreadsheets that this is UTF-8.
    answer = HttpResponse(f"\ufeff{taken.text}".encode(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="register-{taken.copy}.csv"'
    return answer


def _page(request: GuardedRequest, unit: Unit, form: ExportForm) -> HttpResponse:
    everybody = queries.electors(unit, request.access.area(_RIGHT, unit), chosen=[], others=[])
    missing = rules.in_words(queries.left_out(everybody))
    return render(request, "canvass/exports/export.html", {"form": form, "missing": missing})
