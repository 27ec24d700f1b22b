"""Districts that new wards cut, and those of which no ward is known: asked about, never guessed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access.guards import GuardedRequest, fetch, requires
from access.models import Unit
from access.permissions import Permission as P
from canvass.actions import wards as actions
from canvass.forms.wards import BY_ADDRESS, DecideForm, PutForm
from canvass.models import PollingDistrict, Ward
from canvass.queries import areas, places
from canvass.views import areas as within
from canvass.views.places import ways
from kit.errors import Refused
from kit.pagination import page_of


@requires(P.IMPORT_REGISTER)
@require_safe
def questions(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """List what is to be decided, what was, and the districts without a known ward."""
    area = request.access.area(P.IMPORT_REGISTER, unit)
    context = {
        "ways": ways(request),
        "page": page_of(request, areas.districts(area, places.questions())),
        "decided": areas.districts(area, places.decided())[:200],
        "unknown": areas.districts(area, places.without_ward())[:200],
        "wards": Ward.objects.filter(unit=unit, ends_on=None).order_by("name"),
        "changed": _changed(request),
    }
    return render(request, "canvass/wards/questions.html", context)


@requires(P.IMPORT_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: GuardedRequest, unit: Unit, district: int) -> HttpResponse:
    """Show what of a district lies on each side, and take the decision."""
    found = within.district(request, P.IMPORT_REGISTER, district)
    sides = list(found.in_wards.select_related("ward"))
    doors, unlocated = found.households.count(), places.unlocated(found)
    form = DecideForm(request.POST or None, sides=sides, located=doors - unlocated, unlocated=unlocated)
    if request.method == "POST" and form.is_valid():
        where = form.cleaned_data["where"]
        ward = None if where == BY_ADDRESS else next(side.ward for side in sides if str(side.ward_id) == where)
        try:
            actions.decide(district=found, ward=ward, by=request.user)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            answer = redirect("canvass:ward_questions", unit=unit.code)
            answer["Location"] += f"?decided={found.pk}"
            return answer
    context = {"district": found, "sides": sides, "form": form, "doors": doors, "unlocated": unlocated}
    return render(request, "canvass/wards/question.html", context)


@requires(P.IMPORT_REGISTER)
@require_POST
def ask_again(request: GuardedRequest, unit: Unit, district: int) -> HttpResponse:
    """Undo a decision: the district is a question once more."""
    found = within.district(request, P.IMPORT_REGISTER, district)
    try:
        actions.ask_again(district=found, by=request.user)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(district)s is a question again.") % {"district": found.code})
    return redirect("canvass:ward_questions", unit=unit.code)


@requires(P.IMPORT_REGISTER)
@require_POST
def put(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Say which ward a district is in, where nothing else says it."""
    form = PutForm(request.POST, wards=Ward.objects.filter(unit=unit, ends_on=None))
    if form.is_valid():
        found = within.district(request, P.IMPORT_REGISTER, form.cleaned_data["district"])
        try:
            actions.put(district=found, ward=form.cleaned_data["ward"], by=request.user)
        except Refused as error:
            messages.error(request, str(error))
        else:
            said = {"district": found.code, "ward": form.cleaned_data["ward"].name}
            messages.success(request, _("%(district)s is in %(ward)s now.") % said)
    else:
        for value in request.POST.getlist("ward")[:1]:
            if value.isdecimal() and not Ward.objects.filter(pk=value).exists():
                fetch(request, Ward, pk=value)
        messages.error(request, _("Nothing was changed. Choose a ward for the district."))
    return redirect("canvass:ward_questions", unit=unit.code)


def _changed(request: GuardedRequest) -> PollingDistrict | None:
    """Return the district that was decided just now, while it still is."""
    wanted = request.GET.get("decided", "")
    return places.decided().filter(pk=wanted).first() if wanted.isdecimal() else None
