"""Files of polling stations: choosing one, seeing what it says, approving it, taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access import guards
from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from canvass.actions.imports import files
from canvass.enums import PlaceFileState
from gotv.actions import station_files as actions
from gotv.forms.station_files import DoubtsForm, StationFileForm
from gotv.models import Election, StationFile
from gotv.queries import elections, station_files
from gotv.rules.station_files import LAYOUTS
from gotv.views.elections import ways
from kit.errors import Refused
from kit.pagination import page_of


@requires(P.SET_UP_POLLING_DAY)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Take a file of stations; nothing changes until somebody approves it."""
    found = guards.fetch(request, Election, pk=election)
    form = StationFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = _upload(found, form.cleaned_data["file"], form.cleaned_data["second"], request)
        except Refused as error:
            form.add_error("file", str(error))
        else:
            return _open(made)
    context = {
        "election": found,
        "ways": ways(request, found),
        "form": form,
        "files": list(station_files.listing(found)[:20]),
        "is_over": elections.is_over(found),
        "layouts": [layout.name for layout in LAYOUTS if not layout.why_not],
    }
    return render(request, "gotv/station_files/new.html", context)


@requires(P.SET_UP_POLLING_DAY)
@require_safe
def file(request: GuardedRequest, unit: Unit, election: int, file: str) -> HttpResponse:
    """Show what a file says and leaves in doubt; or what it did."""
    found = _fetch(request, election, file)
    last = station_files.last_applied(found.election)
    context = {
        "election": found.election,
        "ways": ways(request, found.election),
        "file": found,
        "may_undo": last is not None and last.pk == found.pk,
    }
    if found.state == PlaceFileState.WAITING:
        doubts = station_files.choices(found)
        context |= {
            "page": page_of(request, station_files.place_rows(found)),
            "doubts": doubts,
            "form": DoubtsForm(choices=doubts),
            "strangers": station_files.strangers(found),
            "nowhere": station_files.nowhere(found),
        }
        return render(request, "gotv/station_files/check.html", context)
    return render(request, "gotv/station_files/settled.html", context)


@requires(P.SET_UP_POLLING_DAY)
@require_POST
def approve(request: GuardedRequest, unit: Unit, election: int, file: str) -> HttpResponse:
    """Put the file's stations in place of those there are."""
    found = _fetch(request, election, file)
    waits = found.state == PlaceFileState.WAITING
    form = DoubtsForm(request.POST, choices=station_files.choices(found) if waits else [])
    if not form.is_valid():
        messages.error(request, _("Choose one of the places of this file. Nothing was changed."))
        return _open(found)
    try:
        actions.approve(file=found, chosen=form.chosen(), by=request.user)
    except Refused as error:
        messages.error(request, str(error))
        return _open(found)
    messages.success(request, _("The stations are in use."))
    return _open(found)


@requires(P.SET_UP_POLLING_DAY)
@require_POST
def discard(request: GuardedRequest, unit: Unit, election: int, file: str) -> HttpResponse:
    """Throw a waiting file away."""
    found = _fetch(request, election, file)
    try:
        actions.discard(file=found, by=request.user)
    except Refused as error:
        messages.error(request, str(error))
        return _open(found)
    messages.success(request, _("%(file)s was thrown away. The stations are as they were.") % {"file": found.file_name})
    return redirect("gotv:stations", unit=unit.code, election=found.election_id)


@requires(P.SET_UP_POLLING_DAY)
@require_POST
def undo(request: GuardedRequest, unit: Unit, election: int, file: str) -> HttpResponse:
    """Put the stations back as they were before the file."""
    found = _fetch(request, election, file)
    try:
        actions.undo(file=found, by=request.user)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(file)s was taken back. The stations are as before.") % {"file": found.file_name})
    return _open(found)


def _upload(
    election: Election, file: UploadedFile, second: UploadedFile | None, request: GuardedRequest
) -> StationFile:
    with files.for_a_moment(file.chunks()) as path:
        if second is None:
            return actions.upload(election=election, file_name=file.name or "", path=path, by=request.user)
        with files.for_a_moment(second.chunks()) as other:
            return actions.upload(
                election=election, file_name=file.name or "", path=path, second=other, by=request.user
            )


def _fetch(request: GuardedRequest, election: int, file: str) -> StationFile:
    at = guards.fetch(request, Election, pk=election)
    found: StationFile = guards.fetch(
        request,
        StationFile.objects.filter(election=at).select_related("election", "unit", "uploaded_by", "settled_by"),
        pk=file,
    )
    return found


def _open(found: StationFile) -> HttpResponseRedirect:
    kwargs = {"unit": found.unit.code, "election": found.election_id, "file": found.pk}
    return HttpResponseRedirect(reverse("gotv:station_file", kwargs=kwargs))
