"""Which letter stands for which intention in this CLP."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from canvass.actions import letters as actions
from canvass.enums import Intention
from canvass.forms.letters import LettersForm, MarkForm
from canvass.queries import letters as queries
from canvass.rules import letters as rules
from kit.errors import Refused


@requires(P.MAKE_BOARDS)
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Show the letters, take others, and read a mark by them."""
    scheme = queries.current(unit)
    form = LettersForm(request.POST or None, letters=scheme.letters)
    if form.is_bound and form.is_valid():
        try:
            number = actions.save(by=request.user, unit=unit, letters=form.pairs())
        except Refused as error:
            form.add_error(None, str(error))
        else:
            said = {"number": number}
            messages.success(request, _("These are the letters now: number %(number)s.") % said)
            return redirect("canvass:letters", unit=unit.code)
    mark = request.GET.get("mark", "")[:20]
    context = {
        "scheme": scheme,
        "form": form,
        "conflicts": rules.conflicts(scheme.letters),
        "earlier": queries.earlier(unit),
        "mark_form": MarkForm(initial={"mark": mark}),
        "mark": mark,
        "read": _read(mark, scheme) if mark.strip() else "",
    }
    return render(request, "canvass/letters/letters.html", context)


def _read(mark: str, scheme: queries.Scheme) -> str:
    """Return what a mark says, in words, or why it says nothing."""
    try:
        found = rules.parse(mark, scheme.letters)
    except rules.Unreadable as why:
        return str(why)
    parts = [
        _("has voted") if found.has_voted else "",
        str(Intention(found.intention).label) if found.intention else "",
        _("%(scale)s of 10 for Labour") % {"scale": found.labour_scale} if found.labour_scale else "",
        *(_("never %(party)s") % {"party": Intention(code).label} for code in found.ruled_out),
    ]
    return ", ".join(part for part in parts if part)
