"""What is held of the register, until when, and what was let go."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from access.guards import GuardedRequest, fetch, requires
from access.models import Unit
from access.permissions import Permission
from access.stepup import recently_to_post
from canvass.actions import keeping as actions
from canvass.forms.keeping import DeleteByForm
from canvass.models import RegisterImport
from canvass.queries import keeping as queries
from canvass.rules import keeping as rules
from kit import clock
from kit.errors import Refused
from kit.pagination import page_of

_REPORTS = 10


@requires(Permission.IMPORT_REGISTER)
@require_safe
def keeping(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """List every file with its terms, what is left of it and when it goes, and the last runs of the purge."""
    today = clock.today()
    page = page_of(request, queries.files(unit), per_page=20)
    return render(
        request,
        "canvass/keeping/keeping.html",
        {
            "page": page,
            "held": queries.held(unit, list(page.object_list), today),
            "without_file": list(queries.without_file(unit)),
            "ending": queries.ending(unit, today),
            "reports": list(queries.reports(unit)[:_REPORTS]),
        },
    )


@requires(Permission.IMPORT_REGISTER)
@recently_to_post
@require_http_methods(["GET", "HEAD", "POST"])
def delete_by(request: GuardedRequest, unit: Unit, file: str) -> HttpResponse:
    """Change the day by which a file has to be deleted."""
    found: RegisterImport = fetch(request, RegisterImport.objects.select_related("unit", "council", "edition"), pk=file)
    today, fate = clock.today(), queries.fate_of(found)
    if fate is None or fate.is_gone(today):
        messages.info(request, _("Nothing is held of this file any more, so there is no day to change."))
        return redirect("canvass:keeping", unit=unit.code)
    latest, in_use = rules.latest_delete_by(fate, today), fate.supply.is_current
    form = DeleteByForm(
        request.POST or None, latest=latest, today=today, in_use=in_use, initial={"delete_by": found.delete_by}
    )
    if request.method == "POST" and form.is_valid():
        day, reason = form.cleaned_data["delete_by"], form.cleaned_data["reason"]
        try:
            actions.change_delete_by(register_import=found, to=day, reason=reason, today=today, by=request.user)
        except Refused as refused:
            form.add_error("delete_by", str(refused))
        else:
            said = {"file": found.file_name, "day": date_format(day, "j F Y")}
            messages.success(request, _("%(file)s is to be deleted by %(day)s.") % said)
            return redirect("canvass:keeping", unit=unit.code)
    return render(request, "canvass/keeping/delete_by.html", {"form": form, "file": found, "fate": fate})
