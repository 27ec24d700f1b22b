"""Register files: choosing one, seeing what it would do, approving it, watching it come in, reading what it did."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
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
from access.queries import accesses
from access.stepup import recently
from canvass.actions import imports as actions
from canvass.actions.imports import undoing
from canvass.enums import FileKind, ImportState, LeftOut, Unmatched
from canvass.forms.imports import FileForm
from canvass.models import ChangeSample, RegisterImport
from canvass.queries import editions, matches, register
from canvass.queries import imports as queries
from canvass.rules import imports as rules
from canvass.rules.keeping import KEPT_MONTHS, months_later
from canvass.rules.layouts import BY_CODE, REGISTERS
from kit import clock, csvsafe
from kit.errors import Refused
from kit.pagination import page_of

# Each with a few examples of what would change, so that a page of them can be taken in.
_DISTRICTS_A_PAGE = 12


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
    councils = editions.councils(unit)
    if request.method == "POST":
        form = FileForm(request.POST, request.FILES, unit=unit, councils=councils)
        if form.is_valid():
            file = form.cleaned_data["file"]
            made = actions.upload(
                unit=unit,
                file_name=file.name,
                chunks=file.chunks(),
                council=form.chosen_council,
                dated_on=form.cleaned_data["dated_on"],
                supply=form.supply,
                by=request.user,
            )
            return _open(made)
    else:
        form = FileForm(unit=unit, councils=councils, initial=_as_last_time(unit))
    return render(request, "canvass/imports/new.html", {"form": form, "layouts": _readable()})


def _as_last_time(unit: Unit) -> dict[str, Any]:
    """Return what the next file of this unit will mostly say: the council and the terms of its last one."""
    today = clock.today()
    last = queries.files(unit).first()
    initial = {"dated_on": today, "delete_by": months_later(today, KEPT_MONTHS)}
    if last is None:
        edition = register.current_edition(unit)
        return initial | {"council": str(edition.council_id) if edition else ""}
    said = ("entitlement", "received_by", "terms")
    return initial | {"council": str(last.council_id)} | {name: getattr(last, name) for name in said}


@requires(Permission.IMPORT_REGISTER)
@require_safe
def file(request: GuardedRequest, unit: Unit, file: str) -> HttpResponse:
    """Show a file in whatever state it is: being read, to be checked, being brought in, brought in, or refused."""
    found = _fetch(request, file)
    is_working = queries.is_at_work(found)
    if request.htmx and not is_working:  # type: ignore[attr-defined] # set by the htmx middleware
        answer = HttpResponse()
        answer["HX-Refresh"] = "true"
        return answer
    if found.state == ImportState.UNMAPPED:
        return redirect("canvass:import_mapping", unit=unit.code, file=found.pk)
    context: dict[str, Any] = {"file": found, "steps": _steps(found), "is_working": is_working}
    if is_working:
        context |= _at_work(found)
        return render(request, "canvass/imports/working.html", context)
    if found.state in {ImportState.CHECKED, ImportState.SECOND}:
        return render(request, "canvass/imports/check.html", context | _to_decide(request, unit, found))
    if found.state in {ImportState.APPLIED, ImportState.UNDONE}:
        return render(request, "canvass/imports/report.html", context | _in_use(request, unit, found))
    return render(request, "canvass/imports/ended.html", context)


@requires(Permission.IMPORT_REGISTER)
@require_POST
def approve(request: GuardedRequest, unit: Unit, file: str) -> HttpResponse:
    """Have the file brought in, or read once more when the register has changed since."""
    found = _fetch(request, file)
    try:
        if not actions.approve(register_import=found, by=request.user):
            _tell_changed(request)
    except Refused as refused:
        messages.error(request, str(refused))
    return _open(found)


def _tell_changed(request: GuardedRequest) -> None:
    text = _("The register has changed since this file was checked. It is being checked again; look at it once more.")
    messages.warning(request, text)


@requires(Permission.IMPORT_REGISTER)
@recently
@require_POST
def confirm(request: GuardedRequest, unit: Unit, file: str) -> HttpResponse:
    """Be the second person who approves a file that takes many off the register."""
    found = _fetch(request, file)
    try:
        if not actions.confirm(register_import=found, figures=request.POST.get("figures", ""), by=request.user):
            _tell_changed(request)
    except Refused as refused:
        messages.error(request, str(refused))
    return _open(found)


@requires(Permission.IMPORT_REGISTER)
@recently
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: GuardedRequest, unit: Unit, file: str) -> HttpResponse:
    """Say what taking a file back means, and have it done."""
    found = _fetch(request, file)
    if request.method == "POST":
        try:
            actions.take_back(register_import=found, by=request.user)
        except Refused as refused:
            messages.error(request, str(refused))
        return _open(found)
    if reason := undoing.why_not(found):
        messages.error(request, reason)
        return _open(found)
    report = rules.complete(found.report)
    return render(request, "canvass/imports/take_back.html", {"file": found, "report": report})


@requires(Permission.IMPORT_REGISTER)
@require_safe
def unmatched(request: GuardedRequest, unit: Unit, file: str) -> HttpResponse:
    """List the rows of a notice that fit nobody, each with the reason."""
    found = _fetch(request, file)
    page = page_of(request, queries.unmatched(found))
    audit.looked(request, what=Permission.IMPORT_REGISTER, count=len(page.object_list), through=found)
    return render(
        request, "canvass/imports/unmatched.html", {"file": found, "page": page, "rows": _rows(page.object_list)}
    )


def _rows(samples: Iterable[ChangeSample]) -> list[tuple[ChangeSample, str]]:
    """Return unmatched rows, each with the reason in words."""
    words = dict(Unmatched.choices)
    return [(sample, str(words.get(sample.reason, sample.reason))) for sample in samples]


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
    people = ("uploaded_by", "approved_by", "confirmed_by", "undone_by")
    rows = RegisterImport.objects.select_related("unit", "council", "edition", *people)
    found: RegisterImport = fetch(request, rows, pk=file)
    return found


def _steps(found: RegisterImport) -> list[dict[str, str]]:
    return rules.steps(found.state, (found.uploaded_at, found.approved_at, found.finished_at))


def _open(found: RegisterImport) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("canvass:import", kwargs={"unit": found.unit.code, "file": found.pk}))


def _readable() -> list[str]:
    """Return the names of the layouts that can be brought in."""
    return [str(layout.name) for layout in REGISTERS]


def _at_work(found: RegisterImport) -> dict[str, Any]:
    silent = timezone.now() - found.touched_at
    return {"log": rules.log(found.state, found.stage, found.done), "is_silent": silent > actions.SILENT_AFTER / 2}


def _to_decide(request: GuardedRequest, unit: Unit, found: RegisterImport) -> dict[str, Any]:
    """Return what a file would change, what to look at, and who may approve it."""
    context = _checked(request, found)
    report, held_on = context["report"], queries.last_dated(found)
    codes = [line.code for line in context["lines"] if line.electors]
    elsewhere = queries.other_councils(found, codes) if not report["held"] else []
    is_second = found.state == ImportState.SECOND
    return context | {
        "warnings": rules.warnings(report, found.dated_on, held_on, elsewhere),
        "is_newer": report["kind"] == FileKind.FULL and _is_newer(found.dated_on, held_on),
        "edition": editions.of_council(found.council),
        "is_second": is_second,
        "is_first_person": found.approved_by_id == request.user.pk,
        "seconds": [one for one in queries.who_may_confirm(found) if is_second or one != request.user]
        if report["needs_second"]
        else [],
        "givers": accesses.holders(unit, [Permission.GIVE_ACCESS]) if report["needs_second"] else [],
        "as_seen": rules.as_seen(report) if is_second else "",
    }


def _is_newer(dated_on: datetime.date | None, held_on: datetime.date | None) -> bool:
    return held_on is None or dated_on is None or dated_on > held_on


def _in_use(request: GuardedRequest, unit: Unit, found: RegisterImport) -> dict[str, Any]:
    """Return what a file changed, and whether it can be taken back."""
    return _checked(request, found) | {
        "edition": editions.of_council(found.council),
        "can_take_back": found.state == ImportState.APPLIED and not undoing.why_not(found),
        "doubts": matches.of_file(found),
    }


def _checked(request: GuardedRequest, found: RegisterImport) -> dict[str, Any]:
    report = rules.complete(found.report)
    lines = rules.districts(report)
    page = page_of(request, lines, _DISTRICTS_A_PAGE)
    samples = queries.samples(found, [line.code for line in page.object_list])
    audit.looked(request, what=Permission.IMPORT_REGISTER, count=sum(map(len, samples.values())), through=found)
    return {
        "report": report,
        "layout": _layout(report["layout"]),
        "read_as": rules.read_as(report),
        "columns": report["columns"],
        "lines": lines,
        "page": page,
        "samples": [(line, samples.get(line.code, [])) for line in page.object_list if line.has_changes],
        "whole": rules.whole(lines),
        "has_names": any(line.name for line in lines),
        "changes": rules.changes(report),
        "changes_nothing": rules.changes_nothing(report),
        "reasons": rules.reasons(report),
    }


def _layout(code: str) -> str:
    """Return the name of a layout, also of one that is not known any more."""
    return str(BY_CODE[code].name) if code in BY_CODE else code
