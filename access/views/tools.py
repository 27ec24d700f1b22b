"""The party's other tools: what each is for, who holds its key, and keeping the list."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from access import scoping
from access.actions import tools as actions
from access.enums import UnitKind
from access.forms.tools import ToolForm
from access.guards import GuardedRequest, requires, signed_in
from access.models import Tool, Unit
from access.permissions import Permission as P
from access.queries import figures
from access.queries import roles as queries
from access.views import places
from access.views.roles import where, with_unit
from kit.errors import Refused

_OPEN = "which tools the party has, and who lets people in, is open to every member"
_HELD_IN = (UnitKind.CLP,)


@signed_in(_OPEN)
@require_GET
def tool_list(request: GuardedRequest) -> HttpResponse:
    """List the tools with their sentence, and how many hold a key to each in the unit that was chosen."""
    form = where(request, _HELD_IN)
    unit = form.chosen
    held: dict[int, int] = {}
    if unit:
        with scoping.units([unit.pk]):
            held = queries.holders_of_tools(unit)
    rows = [{"tool": tool, "held": held.get(tool.pk, 0)} for tool in queries.tools()]
    return render(request, "access/tools/list.html", {"rows": rows, "form": form, "where": unit})


@signed_in(_OPEN)
@require_GET
def tool(request: GuardedRequest, code: str) -> HttpResponse:
    """Show all that somebody should know before they ask for a key to a tool."""
    found = _tool(code)
    form = where(request, _HELD_IN)
    unit = form.chosen
    return render(
        request,
        "access/tools/detail.html",
        {
            "tool": found,
            "form": form,
            "where": unit,
            "here": _here(found, unit),
            "back_url": with_unit(reverse("access:tool_list"), unit),
            "times": figures.for_tool(found, unit),
        },
    )


def _here(tool: Tool, unit: Unit | None) -> dict[str, Any]:
    """Return what a tool means in one unit: who decides, who lets people in, how many hold a key."""
    if unit is None:
        return {"deciding": None, "keys": None, "held": 0}
    with scoping.units(unit.lineage()):
        return {
            "deciding": queries.deciding(unit, P.GIVE_ACCESS),
            "keys": queries.key_holders(unit, tool),
            "held": queries.holders_of_tools(unit).get(tool.pk, 0),
        }


@requires(P.KEEP_TOOLS)
@require_GET
def keep_tools(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """List the tools to change, and the retired ones below."""
    context = {
        "tools": queries.tools(),
        "retired": queries.tools(retired=True),
        "places": places.ways(request, unit),
    }
    return render(request, "access/tools/keep.html", context)


@requires(P.KEEP_TOOLS)
@require_http_methods(["GET", "POST"])
def new_tool(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Add a tool to the list of the whole installation."""
    form = ToolForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add(by=request.user, unit=unit, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(tool)s is on the list.") % {"tool": made.name})
            return redirect("access:keep_tools", unit=unit.code)
    return render(request, "access/tools/edit.html", {"form": form})


@requires(P.KEEP_TOOLS)
@require_http_methods(["GET", "POST"])
def edit_tool(request: GuardedRequest, unit: Unit, code: str) -> HttpResponse:
    """Change what is said of a tool, or take it off the list."""
    found = _tool(code)
    form = ToolForm(request.POST or None, instance=Tool.objects.get(pk=found.pk))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(tool=found, by=request.user, unit=unit, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved. Everybody reads it from now on."))
            return redirect("access:keep_tools", unit=unit.code)
    return render(request, "access/tools/edit.html", {"form": form, "tool": found})


@requires(P.KEEP_TOOLS)
@require_POST
def retire_tool(request: GuardedRequest, unit: Unit, code: str) -> HttpResponse:
    """Take a tool off the list, or put it back."""
    found = _tool(code)
    if found.retired_at is None:
        actions.retire(tool=found, by=request.user, unit=unit)
        messages.success(request, _("%(tool)s is off the list. You can put it back below.") % {"tool": found.name})
    else:
        actions.bring_back(tool=found, by=request.user, unit=unit)
        messages.success(request, _("%(tool)s is on the list again.") % {"tool": found.name})
    return redirect("access:keep_tools", unit=unit.code)


def _tool(code: str) -> Tool:
    found = Tool.objects.filter(code=code).first()
    if found is None:
        raise Http404(_("There is no such tool."))
    return found
