"""Coordinates of doors: how many are known and from where, and files that say more."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from canvass.actions import coordinates as actions
from canvass.enums import LocatedBy
from canvass.forms.coordinates import CoordinatesForm
from canvass.queries import places
from canvass.views.places import ways
from kit.errors import Refused
from kit.pagination import page_of

# Read while the person waits: three million rows take some seconds, the whole of Open UPRN half a minute.
MOST_ROWS = 3_000_000


@requires(P.IMPORT_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def coordinates(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Show what is located, and take a file."""
    form = CoordinatesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            loaded = _load(unit, form.cleaned_data["file"], request)
        except Refused as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, _told(loaded))
            return redirect("canvass:coordinates", unit=unit.code)
    rows = places.districts(unit, request.access.area(P.IMPORT_REGISTER, unit))
    context = {
        "ways": ways(request),
        "form": form,
        "sources": places.located_by(unit),
        "page": page_of(request, rows),
        "doors": sum(row.doors for row in rows),
    }
    return render(request, "canvass/coordinates/page.html", context)


def _load(unit: Unit, file: UploadedFile, request: GuardedRequest) -> actions.Loaded:
    """Load an uploaded file by way of a temporary one, which goes with the block."""
    with tempfile.NamedTemporaryFile() as kept:
        for chunk in file.chunks():
            kept.write(chunk)
        kept.flush()
        return actions.load(unit=unit, path=Path(kept.name), by=request.user, most_rows=MOST_ROWS)


def _told(loaded: actions.Loaded) -> str:
    if not loaded.doors:
        return _("Every door that this file knows was there already, or at a better place. Nothing was changed.")
    what = {
        "doors": f"{loaded.doors:,}",
        "known": f"{loaded.known:,}",
        "rows": f"{loaded.rows:,}",
    }
    if loaded.by == LocatedBy.UPRN:
        return (
            ngettext(
                "One door was placed. The file has %(rows)s places, %(known)s of them with UPRNs of ours.",
                "%(doors)s doors were placed. The file has %(rows)s places, %(known)s of them with UPRNs of ours.",
                loaded.doors,
            )
            % what
        )
    return (
        ngettext(
            "One door was placed. The file has %(rows)s places, %(known)s of them postcodes of ours.",
            "%(doors)s doors were placed. The file has %(rows)s places, %(known)s of them postcodes of ours.",
            loaded.doors,
        )
        % what
    )
