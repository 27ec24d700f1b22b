"""Rules of target lists: all of them, and one with its form, its lines in words, and how many it finds now."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access.guards import GuardedRequest, fetch, requires
from access.models import Unit
from access.permissions import Permission as P
from canvass.actions import targets as actions
from canvass.forms.targets import Editor
from canvass.models import TargetRule
from canvass.queries.targets import fields, finding, lists
from canvass.rules import targets
from canvass.rules.targets import Rule
from kit.errors import Refused
from kit.pagination import page_of


@requires(P.SEE_BOARDS)
@require_safe
def listing(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """List the rules, each in words, or those put away."""
    away = request.GET.get("show") == "away"
    page = page_of(request, lists.rules(unit, archived=away), per_page=20)
    rules = [(rule, targets.read(rule.versions.all()[0].body)) for rule in page.object_list]
    reader = fields.reader(request.access, unit, [says for _rule, says in rules])
    rows = [(rule, reader.says(says)) for rule, says in rules]
    context = {"page": page, "rows": rows, "away": away, "may_make": request.access.may(P.MAKE_BOARDS, unit)}
    return render(request, "canvass/targets/rules.html", context)


@requires(P.MAKE_BOARDS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Write a rule."""
    return _edit(request, unit, None)


@requires(P.SEE_BOARDS)
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: GuardedRequest, unit: Unit, rule: UUID) -> HttpResponse:
    """Show a rule with its versions; to those who make boards as a form, with how many it finds now."""
    found: TargetRule = fetch(request, TargetRule.objects.select_related("made_by"), pk=rule)
    if request.access.may(P.MAKE_BOARDS, unit) and found.archived_at is None and _may_read_all(request, unit, found):
        return _edit(request, unit, found)
    if request.method == "POST":
        messages.error(request, _("Nothing was changed: your role may not change this rule."))
    says = targets.read(lists.newest(found).body)
    reader = fields.reader(request.access, unit, [says])
    counted = finding.tally(unit, says, finding.of_area(request.access.area(P.SEE_BOARDS, unit)))
    context = _counted(reader, says, counted) | {"may_make": request.access.may(P.MAKE_BOARDS, unit)}
    return render(request, "canvass/targets/rule.html", context | _versions(request, unit, found) | {"rule": found})


@requires(P.MAKE_BOARDS)
@require_POST
def put_away(request: GuardedRequest, unit: Unit, rule: UUID) -> HttpResponse:
    """Put a rule away."""
    found: TargetRule = fetch(request, TargetRule.objects.all(), pk=rule)
    actions.put_away(by=request.user, rule=found)
    messages.success(request, _("The rule is put away. The lists that it made stay."))
    return redirect("canvass:target_rule", unit=unit.code, rule=found.pk)


@requires(P.MAKE_BOARDS)
@require_POST
def bring_back(request: GuardedRequest, unit: Unit, rule: UUID) -> HttpResponse:
    """Bring a rule back."""
    found: TargetRule = fetch(request, TargetRule.objects.all(), pk=rule)
    try:
        actions.bring_back(by=request.user, rule=found)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The rule is back."))
    return redirect("canvass:target_rule", unit=unit.code, rule=found.pk)


def _may_read_all(request: GuardedRequest, unit: Unit, found: TargetRule) -> bool:
    """Say whether this person's role shows everything that the rule asks about."""
    says = targets.read(lists.newest(found).body)
    return {one.field for one in (*says.conditions, *says.but_not)} <= set(fields.offered(request.access, unit))


def _edit(request: GuardedRequest, unit: Unit, found: TargetRule | None) -> HttpResponse:
    offered = fields.offered(request.access, unit)
    says = targets.read(lists.newest(found).body) if found else Rule()
    if request.method == "POST":
        editor = Editor(unit=unit, fields=offered, posted=request.POST)
        saved = _save(request, unit, found, editor) if request.POST.get("do") == "save" else None
        if saved is not None:
            return saved
        now = editor.found()
        if request.POST.get("do") is None:
            editor.hush()
    else:
        editor = Editor(unit=unit, fields=offered, rule=says, name=found.name if found else "")
        now = says if found else None
    context: dict[str, Any] = {"editor": editor, "rule": found, "may_make": True}
    if now is not None:
        counted = finding.tally(unit, now, finding.of_area(request.access.area(P.MAKE_BOARDS, unit)))
        context |= _counted(fields.reader(request.access, unit, [now]), now, counted)
    return render(request, "canvass/targets/edit.html", context | (_versions(request, unit, found) if found else {}))


def _save(request: GuardedRequest, unit: Unit, found: TargetRule | None, editor: Editor) -> HttpResponse | None:
    """Save the rule and go on to it. None: something has to be mended first, and the form says what."""
    if not editor.is_valid():
        if not editor.numbers.errors:
            editor.numbers.add_error(None, _("Nothing was saved yet: a line of the rule is not finished."))
        return None
    try:
        made = actions.save(
            by=request.user,
            unit=unit,
            name=editor.numbers.cleaned_data["name"],
            rule=editor.rule(),
            of=found,
            key=editor.numbers.cleaned_data["key"],
        )
    except Refused as error:
        editor.numbers.add_error(None, str(error))
        return None
    messages.success(request, _("The rule is saved. It finds nobody by itself: make a list of it."))
    return redirect("canvass:target_rule", unit=unit.code, rule=made.rule_id)


def _counted(reader: fields.Reader, says: Rule, counted: finding.Tally) -> dict[str, Any]:
    return {
        "says": reader.says(says),
        "counted": counted,
        "left_out": reader.left_out(says, counted.left_out),
    }


def _versions(request: GuardedRequest, unit: Unit, found: TargetRule) -> dict[str, Any]:
    """Return the last versions of a rule, each with what it says in this person's words."""
    versions = lists.versions(found)[:20]
    bodies = [targets.read(one.body) for one in versions]
    reader = fields.reader(request.access, unit, bodies)
    return {"versions": [(one, reader.says(says)) for one, says in zip(versions, bodies, strict=True)]}
