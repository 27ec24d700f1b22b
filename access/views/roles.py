"""Roles that every member can read: what each lets one do, who decides, how long that takes, how many hold it."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import nullcontext
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from access import scoping
from access.enums import Factor, UnitKind
from access.forms.grants import may_do
from access.forms.roles import WhereForm
from access.guards import GuardedRequest, held, signed_in
from access.models import Unit
from access.queries import figures, training
from access.queries import roles as queries
from access.roles import ROLES, Role

_OPEN = "what a role lets people do, and who decides about it, is open to every member"
# Branches have no roles of their own.
WITH_ROLES = (UnitKind.PARTY, UnitKind.REGION, UnitKind.CLP)


def where(request: GuardedRequest, kinds: Collection[UnitKind]) -> WhereForm:
    """Return the choice of a unit: the one asked for, else the first of the person's own."""
    held = {grant.unit for grant in request.access.held}
    own = sorted((unit for unit in held if unit.kind in kinds), key=lambda unit: (unit.name, unit.pk))
    asked = request.GET.get("unit")
    first = own[0].code if own else ""
    return WhereForm(queries.units_for(kinds), {unit.pk for unit in own}, {"unit": first if asked is None else asked})


@signed_in(_OPEN)
@require_GET
def role_list(request: GuardedRequest) -> HttpResponse:
    """List every role with its sentence, and how many hold it in the unit that was chosen."""
    form = where(request, WITH_ROLES)
    unit = form.chosen
    with _in(unit):
        held = queries.holders_of_roles(unit) if unit else {}
    mine = {grant.role for grant in request.access.held if grant.unit == unit}
    rows = [
        {"role": role, "held": held.get(name, 0), "mine": name in mine}
        for name, role in ROLES.items()
        if unit is None or unit.kind in role.kinds
    ]
    return render(request, "access/roles/list.html", {"rows": rows, "form": form, "where": unit})


@signed_in(_OPEN)
@require_GET
def role(request: GuardedRequest, role: str) -> HttpResponse:
    """Show all that somebody should know before they ask for a role, and what it means where they are."""
    found = ROLES.get(role)
    if found is None:
        raise Http404(_("There is no such role."))
    form = where(request, found.kinds)
    unit = form.chosen
    return render(
        request,
        "access/roles/detail.html",
        {
            "role": found,
            "may": may_do(role),
            "gates": training.of_names(training.gates(request.user), found.gates),
            "factor": found.factor if found.factor != Factor.NONE else None,
            "form": form,
            "where": unit,
            "here": _here(found, unit),
            "mine": next((grant for grant in request.access.held if grant.role == role and grant.unit == unit), None),
            "back_url": with_unit(reverse("access:role_list"), unit),
            "times": figures.for_role(role, unit),
        },
    )


def with_unit(url: str, unit: Unit | None) -> str:
    """Return the address of a page about the same unit."""
    return f"{url}?{urlencode({'unit': unit.code})}" if unit else url


def _here(role: Role, unit: Unit | None) -> dict[str, Any]:
    """Return what a role means in one unit: who decides, and how many hold it. Nothing where none was chosen."""
    if unit is None:
        return {"deciding": None, "held": 0}
    with _in(unit):
        return {
            "deciding": queries.deciding(unit, role.decided_with),
            "held": queries.holders_of_roles(unit).get(role.name, 0),
        }


def _in(unit: Unit | None) -> Any:
    """Open a scope on a unit and those above it: who decides there is open to every member, and only that is read."""
    return scoping.units(unit.lineage()) if unit else nullcontext()


@held("leads on to what every member may read")
@require_GET
def roles(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Go to the roles, as they are in this unit."""
    return HttpResponseRedirect(with_unit(reverse("access:role_list"), unit))
