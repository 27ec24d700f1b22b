"""Boundaries: what is held, and files on their way in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from access.guards import GuardedRequest, fetch, requires
from access.models import Unit
from access.permissions import Permission as P
from canvass.actions import boundaries as actions
from canvass.enums import BoundaryKind, PlaceFileState
from canvass.forms.boundaries import ApproveForm, BoundaryUploadForm, DescribeForm
from canvass.models import BoundaryFile, Council
from canvass.queries import boundaries
from canvass.queries.boundaries import Preview
from canvass.views.places import ways
from kit.errors import Refused
from kit.pagination import page_of


@requires(P.IMPORT_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """List boundaries and their files, and take another file."""
    form = BoundaryUploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = actions.upload(unit=unit, file_name=file.name, data=file.read(), by=request.user)
        except Refused as error:
            form.add_error("file", str(error))
        else:
            return _open(made)
    context = {
        "ways": ways(request),
        "form": form,
        "files": list(boundaries.files().filter(unit=unit)[:20]),
        "page": page_of(request, boundaries.listing()),
        "last": boundaries.last_applied(unit),
    }
    return render(request, "canvass/boundaries/list.html", context)


@requires(P.IMPORT_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: GuardedRequest, unit: Unit, file: str) -> HttpResponse:
    """Show a file: what it seems to be, what approving would do; or what it did."""
    found = _fetch(request, file)
    if found.state != PlaceFileState.WAITING:
        last = boundaries.last_applied(unit)
        return render(
            request,
            "canvass/boundaries/settled.html",
            {"file": found, "may_undo": last is not None and last.pk == found.pk},
        )
    form = DescribeForm(request.POST or None, file=found, councils=list(Council.objects.filter(unit=unit)))
    if request.method == "POST" and form.is_valid():
        said = {"council": None} | form.cleaned_data
        try:
            actions.describe(file=found, by=request.user, **said)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return _open(found)
    context: dict[str, Any] = {"file": found, "form": form, "count": len(found.features)}
    if request.method != "POST" and found.kind and (found.code_property or found.name_property):
        preview = boundaries.preview(found)
        context |= {"preview": preview, "approve": _approve_form(preview), "page": page_of(request, preview.cut)}
    return render(request, "canvass/boundaries/check.html", context)


@requires(P.IMPORT_REGISTER)
@require_POST
def approve(request: GuardedRequest, unit: Unit, file: str) -> HttpResponse:
    """Bring the boundaries in."""
    found = _fetch(request, file)
    form = _approve_form(boundaries.preview(found), request.POST) if found.features and found.kind else None
    if form is not None and not form.is_valid():
        messages.error(request, _("The wards have changed since you looked. Nothing was changed. Look at it again."))
        return _open(found)
    said = form.cleaned_data if form is not None else {}
    try:
        done = actions.approve(
            file=found,
            ends=said.get("ends", []),
            makes_districts=said.get("makes_districts", False),
            by=request.user,
        )
    except Refused as error:
        messages.error(request, str(error))
        return _open(found)
    messages.success(request, _("The boundaries are in use."))
    if done.kind != BoundaryKind.CONSTITUENCY and done.report.get("asked"):
        return redirect("canvass:ward_questions", unit=unit.code)
    return _open(found)


@requires(P.IMPORT_REGISTER)
@require_POST
def discard(request: GuardedRequest, unit: Unit, file: str) -> HttpResponse:
    """Throw a waiting file away."""
    found = _fetch(request, file)
    try:
        actions.discard(file=found, by=request.user)
    except Refused as error:
        messages.error(request, str(error))
        return _open(found)
    messages.success(request, _("%(file)s was thrown away. Nothing else was changed.") % {"file": found.file_name})
    return redirect("canvass:boundaries", unit=unit.code)


@requires(P.IMPORT_REGISTER)
@require_POST
def undo(request: GuardedRequest, unit: Unit, file: str) -> HttpResponse:
    """Take back the file that was approved last."""
    found = _fetch(request, file)
    try:
        actions.undo(file=found, by=request.user)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(file)s was taken back. Wards are as before.") % {"file": found.file_name})
    return _open(found)


def _approve_form(preview: Preview, data: Any = None) -> ApproveForm:
    return ApproveForm(data, ending=preview.ending, ticked=preview.ticked, missing=len(preview.unknown))


def _fetch(request: GuardedRequest, file: str) -> BoundaryFile:
    found: BoundaryFile = fetch(
        request, BoundaryFile.objects.select_related("unit", "uploaded_by", "settled_by", "council"), pk=file
    )
    return found


def _open(found: BoundaryFile) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("canvass:boundary_file", kwargs={"unit": found.unit.code, "file": found.pk}))
