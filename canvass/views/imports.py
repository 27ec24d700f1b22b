"""Register files: choosing one, seeing what it would do, approving it, watching it come in, reading what it did."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access.actions import audit
from access.guards import GuardedRequest, fetch, requires
from access.limits import at_most
from access.models import Unit
from access.permissions import Permission
from access.stepup import recently
from canvass.actions import imports as actions
from canvass.enums import ImportState, LeftOut
from canvass.forms.imports import FileForm
from canvass.models import RegisterImport
from canvass.queries import imports as queries
from canvass.queries import register
from canvass.rules import imports as rules
from canvass.rules.layouts import BY_CODE
from kit import clock, csvsafe
from kit.errors import Refused
from kit.pagination import page_of


@requires(Permission.IMPORT_REGISTER)
@require_safe
def files(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """List the files that were uploaded, newest first."""
    return render(request, "canvass/imports/list.html", {"page": page_of(request, queries.files(unit))})


@requires(Permission.IMPORT_REGISTER)
@recently
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Take a file. It is read by a worker, and changes nothing until somebody approves it."""
    if request.method == "POST":
        form = FileForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            made = actions.upload(
                unit=unit,
                file_name=file.name,
                chunks=file.chunks(),
                supplied_by=form.cleaned_data["supplied_by"],
                dated_on=form.cleaned_data["dated_on"],
                by=request.user,
            )
            return _open(made)
    else:
        edition = register.current_edition(unit)
        form = FileForm(initial={"supplied_by": edition.council.name if edition else "", "dated_on": clock.today()})
    return render(request, "canvass/imports/new.html", {"form": form, "layouts": _readable()})


@requires(Permission.IMPORT_REGISTER)
@require_safe
def file(request: GuardedRequest, unit: Unit, file: str) -> HttpResponse:
    """Show a file in whatever state it is: being read, to be checked, being brought in, brought in, or refused."""
    found = _fetch(request, file)
    is_working = found.state in queries.AT_WORK
    if request.htmx and not is_working:  # type: ignore[attr-defined] # set by the htmx middleware
        answer = HttpResponse()
        answer["HX-Refresh"] = "true"
        return answer
    context: dict[str, Any] = {"file": found, "steps": _steps(found), "is_working": is_working}
    if is_working:
        context |= _at_work(found)
        return render(request, "canvass/imports/working.html", context)
    if found.state == ImportState.CHECKED:
        return render(request, "canvass/imports/check.html", context | _checked(request, unit, found))
    if found.state == ImportState.APPLIED:
        return render(request, "canvass/imports/report.html", context | _checked(request, unit, found))
    return render(request, "canvass/imports/ended.html", context)


@requires(Permission.IMPORT_REGISTER)
@require_POST
def approve(request: GuardedRequest, unit: Unit, file: str) -> HttpResponse:
    """Have the file brought in, or read once more when the register has changed since."""
    found = _fetch(request, file)
    try:
        if not actions.approve(register_import=found, by=request.user):
            messages.warning(
                request,
                _(
                    "The register has changed since this file was checked. It is being checked again; "
                    "look at it once more."
                ),
            )
    except Refused as refused:
        messages.error(request, str(refused))
    return _open(found)


@requires(Permission.IMPORT_REGISTER)
@require_POST
def discard(request: GuardedRequest, unit: Unit, file: str) -> HttpResponse:
    """Throw a file away that was not brought in."""
    found = _fetch(request, file)
    try:
        actions.discard(register_import=found, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return _open(found)
    messages.success(request, _("%(file)s was thrown away. The register is as it was.") % {"file": found.file_name})
    return redirect("canvass:register", unit=unit.code)


@requires(Permission.IMPORT_REGISTER)
@recently
@at_most("export")
@require_safe
def left_out(request: GuardedRequest, unit: Unit, file: str) -> HttpResponse:
    """Answer with the rows that were left out, each with its line and the reason, for asking the council."""
    found = _fetch(request, file)
    actions.note_left_out_taken(register_import=found, by=request.user)
    heading = [_("Line"), _("Left out because it is a row"), _("What stands there")]
    rows = [
        [row.line, LeftOut(row.reason).label, row.raw or _("not kept")] for row in queries.left_out(found).iterator()
    ]
    audit.looked(request, what=Permission.IMPORT_REGISTER, count=len(rows), through=found)
    # The mark at the front tells spreadsheets that this is UTF-8.
    text = "\ufeff" + "".join(csvsafe.lines([heading, *rows]))
    answer = HttpResponse(text.encode(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="left-out.csv"'
    return answer


def _fetch(request: GuardedRequest, file: str) -> RegisterImport:
    found: RegisterImport = fetch(
        request, RegisterImport.objects.select_related("unit", "uploaded_by", "approved_by", "edition"), pk=file
    )
    return found


def _steps(found: RegisterImport) -> list[dict[str, str]]:
    return rules.steps(found.state, (found.uploaded_at, found.approved_at, found.finished_at))


def _open(found: RegisterImport) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("canvass:import", kwargs={"unit": found.unit.code, "file": found.pk}))


def _readable() -> list[str]:
    """Return the names of the layouts that can be brought in."""
    return [str(layout.name) for layout in BY_CODE.values() if not layout.why_not]


def _at_work(found: RegisterImport) -> dict[str, Any]:
    silent = timezone.now() - found.touched_at
    return {"log": rules.log(found.state, found.stage, found.done), "is_silent": silent > actions.SILENT_AFTER / 2}


def _checked(request: GuardedRequest, unit: Unit, found: RegisterImport) -> dict[str, Any]:
    report = found.report
    edition = register.current_edition(unit)
    lines = rules.districts(report)
    return {
        "report": report,
        "layout": BY_CODE[report["layout"]].name,
        "read_as": rules.read_as(report),
        "columns": report["columns"],
        "edition": edition,
        "page": page_of(request, lines),
        "whole": rules.whole(lines),
        "has_names": any(line.name for line in lines),
        "warnings": rules.warnings(report, found.dated_on, edition.dated_on if edition else None),
        "changes": rules.changes(report),
        "changes_nothing": rules.changes_nothing(report),
        "is_newer": edition is None or found.dated_on is None or found.dated_on > edition.dated_on,
        "reasons": rules.reasons(report),
    }
