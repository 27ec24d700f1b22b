"""Members files: choosing one, matching its columns, seeing what it would do, approving it, taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from access.actions import audit
from access.guards import GuardedRequest, fetch, requires
from access.limits import at_most
from access.models import Unit
from access.permissions import Permission
from access.stepup import recently
from kit import csvsafe
from kit.errors import Refused
from kit.pagination import page_of
from organise.actions import imports as actions
from organise.enums import Effect, MemberField, MemberImportState
from organise.forms.imports import ColumnsForm, FileForm
from organise.models import MemberImport
from organise.queries import imports as queries
from organise.queries import members


@requires(Permission.IMPORT_MEMBERS)
@require_GET
def files(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """List the files that were uploaded, newest first."""
    return render(request, "organise/imports/list.html", {"page": page_of(request, queries.files(unit))})


@requires(Permission.IMPORT_MEMBERS)
@recently
@require_http_methods(["GET", "POST"])
def choose(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Take a file. It is kept beside the list, and changes nothing yet."""
    is_sent = request.method == "POST"
    form = FileForm(request.POST, request.FILES) if is_sent else FileForm()
    if is_sent and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            found = actions.read(unit=unit, file_name=file.name or "", content=file.read(), by=request.user)
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            if found.state == MemberImportState.APPLIED:
                messages.info(request, _("This very file was brought in already, and nothing has changed since."))
            return _open(unit, found)
    return render(request, "organise/imports/choose.html", {"form": form})


@requires(Permission.IMPORT_MEMBERS)
@require_GET
def file(request: GuardedRequest, unit: Unit, file: str) -> HttpResponse:
    """Show what a file would do, did, or was to do, row by row."""
    found = _fetch(request, file)
    if found.state == MemberImportState.READ:
        return redirect("organise:match_columns", unit=unit.code, file=found.pk)
    shown = _shown(request, found)
    page = page_of(request, queries.rows(found, shown))
    _looked(request, found, len(page.object_list))
    names = {branch.pk: branch.name for branch in members.branches(unit)}
    return render(
        request,
        "organise/imports/detail.html",
        {
            "file": found,
            "is_waiting": found.state == MemberImportState.CHECKED,
            "is_applied": found.state == MemberImportState.APPLIED,
            "does_nothing": not (_count(found, Effect.NEW) or _count(found, Effect.CHANGED)),
            "recognised": _recognised(found),
            "figures": [(effect, _count(found, effect)) for effect in Effect],
            "shown": shown,
            "page": page,
            "lines": list(queries.lines(list(page.object_list), found.mapping["columns"], names)),
            "problems": _count(found, Effect.PROBLEM) if found.state != MemberImportState.DISCARDED else 0,
            "without_state": MemberField.STATE.value not in found.mapping["columns"] and _count(found, Effect.NEW),
        },
    )


@requires(Permission.IMPORT_MEMBERS)
@require_http_methods(["GET", "POST"])
def columns(request: GuardedRequest, unit: Unit, file: str) -> HttpResponse:
    """Let somebody say what each column holds, beside its first values."""
    found = _fetch(request, file)
    if found.state not in {MemberImportState.READ, MemberImportState.CHECKED}:
        return _open(unit, found)
    samples = queries.samples(found)
    form = ColumnsForm(
        request.POST if request.method == "POST" else None,
        header=found.header,
        chosen=found.mapping["columns"],
        samples=samples,
    )
    _looked(request, found, max((len(column) for column in samples), default=0))
    if request.method == "POST" and form.is_valid():
        try:
            return _open(unit, actions.match(member_import=found, columns=form.columns(), by=request.user))
        except Refused as refused:
            form.add_error(None, str(refused))
    return render(request, "organise/imports/columns.html", {"file": found, "form": form})


@requires(Permission.IMPORT_MEMBERS)
@require_POST
def approve(request: GuardedRequest, unit: Unit, file: str) -> HttpResponse:
    """Bring the file in. When the list has changed meanwhile, show the new preview."""
    found = _fetch(request, file)
    try:
        found = actions.approve(member_import=found, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        if found.state == MemberImportState.CHECKED:
            actions.look_again(member_import=found)
        return _open(unit, found)
    new, changed = _count(found, Effect.NEW), _count(found, Effect.CHANGED)
    said = ngettext("%(new)d new member", "%(new)d new members", new) % {"new": new}
    messages.success(request, _("Brought in: %(new)s, %(changed)d changed.") % {"new": said, "changed": changed})
    return _open(unit, found)


@requires(Permission.IMPORT_MEMBERS)
@require_POST
def discard(request: GuardedRequest, unit: Unit, file: str) -> HttpResponse:
    """Throw a waiting file away."""
    found = _fetch(request, file)
    try:
        actions.discard(member_import=found, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return _open(unit, found)
    messages.success(request, _("%(file)s was thrown away. The members list is as it was.") % {"file": found.file_name})
    return redirect("organise:members_files", unit=unit.code)


@requires(Permission.IMPORT_MEMBERS)
@require_POST
def take_back(request: GuardedRequest, unit: Unit, file: str) -> HttpResponse:
    """Undo a file that was brought in."""
    found = _fetch(request, file)
    try:
        actions.take_back(member_import=found, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request, _("%(file)s was taken back: the list is as it was before.") % {"file": found.file_name}
        )
    return _open(unit, found)


@requires(Permission.IMPORT_MEMBERS)
@recently
@at_most("export")
@require_GET
def problems(request: GuardedRequest, unit: Unit, file: str) -> HttpResponse:
    """Answer with the rows that were left out, each with its line and the reason, to be put right in a spreadsheet."""
    found = _fetch(request, file)
    actions.note_problems_taken(member_import=found, by=request.user)
    heading = [_("Line"), _("Why it was left out"), *found.header]
    rows = [[row.line, row.problem, *row.cells] for row in queries.rows(found, Effect.PROBLEM)]
    _looked(request, found, len(rows))
    # The mark at the front tells spreadsheets that this is UTF-8.
    text = "\ufeff" + "".join(csvsafe.lines([heading, *rows]))
    answer = HttpResponse(text.encode(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="left-out.csv"'
    return answer


def _looked(request: GuardedRequest, found: MemberImport, people: int) -> None:
    audit.looked(request, what=Permission.IMPORT_MEMBERS, count=people, through=found)


def _fetch(request: GuardedRequest, file: str) -> MemberImport:
    found: MemberImport = fetch(
        request, MemberImport.objects.select_related("unit", "uploaded_by", "approved_by"), pk=file
    )
    return found


def _open(unit: Unit, found: MemberImport) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("organise:members_file", kwargs={"unit": unit.code, "file": found.pk}))


def _count(found: MemberImport, effect: Effect) -> int:
    return int(found.counts.get(effect.value, 0))


def _shown(request: GuardedRequest, found: MemberImport) -> str:
    """Return which rows to show: those asked for, else the first kind of which there are any, what changes first."""
    asked = request.GET.get("show", "")
    if asked in Effect.values:
        return asked
    order = (Effect.CHANGED, Effect.NEW, Effect.PROBLEM, Effect.SAME)
    return next((effect.value for effect in order if _count(found, effect)), Effect.NEW.value)


def _recognised(found: MemberImport) -> list[tuple[str, str]]:
    """Return how the file was read, in words."""
    marks = {",": _("commas"), ";": _("semicolons"), "\t": _("tabs"), "|": _("upright strokes")}
    codes = {"utf-8-sig": "UTF-8", "cp1252": "Windows-1252", "utf-16": "UTF-16"}
    read = [
        f"{heading} → {MemberField(field).label}"
        for heading, field in zip(found.header, found.mapping["columns"], strict=True)
        if field
    ]
    return [
        (_("Comes from"), found.mapping["layout"] or _("a list of your own")),
        (_("Letters"), codes.get(found.mapping["encoding"], found.mapping["encoding"])),
        (_("Cells divided by"), marks.get(found.mapping["delimiter"], "")),
        (_("Columns read"), ", ".join(read)),
        (_("Columns left out"), str(len(found.header) - len(read))),
    ]
