"""Saying what the columns of a register file hold, when no known layout fits it."""

from __future__ import annotations

import itertools
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from access.actions import audit
from access.guards import GuardedRequest, fetch, requires
from access.models import Unit
from access.permissions import Permission
from canvass.actions import mappings as actions
from canvass.actions.imports import files as stored
from canvass.forms.mappings import MappingForm, name_of, operation_column, with_meanings
from canvass.models import RegisterImport
from canvass.rules import files, mappings
from canvass.rules.files import Row, Shape
from canvass.rules.mappings import Preview
from kit import clock
from kit.errors import Refused

# What is looked at to propose columns and to find the values of an update: enough, and quick.
_ROWS = 2000
_PREVIEWED = 200


@requires(Permission.IMPORT_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def mapping(request: GuardedRequest, unit: Unit, file: str) -> HttpResponse:
    """Show the columns with examples and proposals; preview what somebody says; keep it, and read the file with it."""
    found: RegisterImport = fetch(request, RegisterImport.objects.select_related("unit", "council"), pk=file)
    if not actions.waits(found) or (shape := _shape(found)) is None:
        return _open(found)
    data: QueryDict | None = request.POST if request.method == "POST" else None
    has_header = shape.has_header if data is None else data.get("has_header") != "no"
    rows = list(itertools.islice(shape.rows(has_header=has_header), _ROWS))
    proposal = mappings.propose(
        shape,
        rows[:_PREVIEWED],
        clock.today(),
        has_header=has_header,
        attainment_age=found.council.attainment_age,
    )
    at = operation_column(data, proposal)
    values = [] if at is None else mappings.operations(rows, at)
    is_asked = data is None or all(name_of(value) in data for value in values)
    if data is not None and not is_asked:
        data = with_meanings(data, values)
    form = MappingForm(data, proposal=proposal, values=values)
    preview = None
    if data is not None and form.is_valid():
        preview = _preview(found, shape, form, rows[:_PREVIEWED])
        # What was only guessed is shown first, and kept when somebody has seen it.
        if data.get("do") == "keep" and is_asked and preview.readable:
            return _keep(request, found, shape, form)
    shown = proposal.shown + (len(preview.rows) if preview else 0)
    audit.looked(request, what=Permission.IMPORT_REGISTER, count=shown, through=found)
    context = {"file": found, "form": form, "preview": preview, "shown": proposal.shown}
    return render(request, "canvass/mappings/mapping.html", context)


def _shape(found: RegisterImport) -> Shape | None:
    """Return the stored file's shape, None when it is gone or can't be read any more."""
    path = stored.where(found.stored_as)
    if not found.stored_as or not path.is_file():
        return None
    try:
        return files.shape(path, files.look(path))
    except files.WrongFile:
        return None


def _preview(found: RegisterImport, shape: Shape, form: MappingForm, rows: list[Row]) -> Preview:
    age = found.council.attainment_age
    return mappings.preview(shape, form.mapped(), rows, clock.today(), attainment_age=age)


def _keep(request: GuardedRequest, found: RegisterImport, shape: Shape, form: MappingForm) -> HttpResponse:
    mapped = form.mapped()
    fingerprint = shape.fingerprint(has_header=mapped.has_header)
    try:
        actions.keep(register_import=found, mapped=mapped, fingerprint=fingerprint, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        said = _("Kept for the next file of %(council)s. This one is being read.")
        messages.success(request, said % {"council": found.council.name})
    return _open(found)


def _open(found: RegisterImport) -> HttpResponseRedirect:
    address: dict[str, Any] = {"unit": found.unit.code, "file": found.pk}
    return HttpResponseRedirect(reverse("canvass:import", kwargs=address))
