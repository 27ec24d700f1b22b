"""Coordinates of doors: how many are known and from where, and files that say more."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from access.guards import GuardedRequest, fetch, requires
from access.models import Unit
from access.permissions import Permission as P
from canvass.actions import coordinates as actions
from canvass.actions.imports import SILENT_AFTER
from canvass.enums import CoordinatesState
from canvass.forms.coordinates import CoordinatesForm
from canvass.models import CoordinatesFile
from canvass.queries import coordinates as queries
from canvass.queries import places
from canvass.rules import coordinates as rules
from canvass.views.places import ways
from kit.errors import Refused
from kit.pagination import page_of
from kit.templatetags.rosette import number

_FILES = 20


@requires(P.IMPORT_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def coordinates(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Show what is located and the files, how far one at work is, and take another."""
    form = CoordinatesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        actions.upload(unit=unit, file_name=sent.name, chunks=sent.chunks(), by=request.user)
        return redirect("canvass:coordinates", unit=unit.code)
    files = list(queries.files(unit)[:_FILES])
    at_work = next((file for file in files if file.state == CoordinatesState.WORKING), None)
    if request.htmx and at_work is None:  # type: ignore[attr-defined] # set by the htmx middleware
        answer = HttpResponse()
        answer["HX-Refresh"] = "true"
        return answer
    last = queries.last_applied(unit)
    rows = places.districts(unit, request.access.area(P.IMPORT_REGISTER, unit))
    context = {
        "ways": ways(request),
        "form": form,
        "sources": places.located_by(unit),
        "page": page_of(request, rows),
        "doors": sum(row.doors for row in rows),
        "files": [(file, _came_of(file)) for file in files],
        "at_work": at_work,
        "is_silent": at_work is not None and timezone.now() - at_work.touched_at > SILENT_AFTER / 2,
        "last": last,
        "until": last.finished_at + actions.KEPT if last and last.finished_at else None,
    }
    return render(request, "canvass/coordinates/page.html", context)


def _came_of(file: CoordinatesFile) -> str:
    return rules.told(file.report) if file.state == CoordinatesState.APPLIED else file.problem


@requires(P.IMPORT_REGISTER)
@require_POST
def undo(request: GuardedRequest, unit: Unit, file: uuid.UUID) -> HttpResponse:
    """Put the doors back where they were before the last file."""
    found = fetch(request, queries.files(unit).select_related("unit"), pk=file)
    try:
        doors = actions.undo(file=found, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        said = ngettext(
            "%(file)s was taken back. One door is where it was before.",
            "%(file)s was taken back. %(doors)s doors are where they were before.",
            doors,
        )
        messages.success(request, said % {"file": found.file_name, "doors": number(doors)})
    return redirect("canvass:coordinates", unit=unit.code)
