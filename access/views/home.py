"""The address without a path: leads everybody to where their work is."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render

from access import hooks
from access.guards import GuardedRequest, signed_in
from access.queries import sharing


@signed_in("leads everybody to where their work is")
def home(request: GuardedRequest) -> HttpResponse:
    """Go to the one job or the one unit that this person has; otherwise list the units, or say that there are none."""
    for lead in hooks.homes:
        address = lead(request.access)
        if address is not None:
            return redirect(address)
    # The start page of a unit in which nothing is open yet leads on to what is missing there.
    units = request.access.units() or request.access.units_before_they_open()
    if len(units) == 1:
        return redirect("access:start", unit=units[0].code)
    return render(request, "access/home.html", {"rows": units, "shared": sharing.with_person(request.user)})
