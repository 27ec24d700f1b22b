"""Noting that the homes of a target list were written to or rung, and taking that back."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from canvass.actions import approaches as actions
from canvass.forms.targets import ApproachForm
from canvass.models import TargetList
from canvass.queries import approaches
from canvass.views import areas as within
from kit.errors import Refused
from kit.templatetags.rosette import number


@requires(P.MAKE_BOARDS)
@require_http_methods(["GET", "HEAD", "POST"])
def of_list(request: GuardedRequest, unit: Unit, target_list: UUID) -> HttpResponse:
    """Show how the homes of a list were turned to beside the door, and note another time."""
    found = within.target_list(request, P.MAKE_BOARDS, target_list)
    if "take_back" in request.POST:
        _take_back(request, found)
        return redirect("canvass:target_list_approaches", unit=unit.code, target_list=found.pk)
    form = ApproachForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _note(request, found, form):
        return redirect("canvass:target_list_approaches", unit=unit.code, target_list=found.pk)
    context = {"list": found, "form": form, "noted": approaches.of_list(found)}
    return render(request, "canvass/targets/approaches.html", context)


def _note(request: GuardedRequest, found: TargetList, form: ApproachForm) -> bool:
    """Note it. False: refused, and the form says why."""
    data = form.cleaned_data
    try:
        homes = actions.note(by=request.user, found=found, channel=data["channel"], on=data["on"])
    except Refused as error:
        form.add_error("on", str(error))
        return False
    if homes:
        text = ngettext("Noted for one home.", "Noted for %(homes)s homes.", homes)
        messages.success(request, text % {"homes": number(homes)})
    else:
        messages.info(request, _("That was noted already, so nothing was added."))
    return True


def _take_back(request: GuardedRequest, found: TargetList) -> None:
    """Take back what the button names as "post 2026-04-20"."""
    channel, _space, day = request.POST["take_back"].partition(" ")
    try:
        on = datetime.date.fromisoformat(day)
    except ValueError:
        messages.error(request, _("Nothing was changed: that line is not there."))
        return
    actions.take_back(by=request.user, found=found, channel=channel, on=on)
    messages.success(request, _("Taken back: it no longer counts as an approach."))
