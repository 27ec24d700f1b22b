"""Pages of the frozen knock-up list: what holds, freezing it, who came and went since."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access import guards
from access.actions import audit
from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from canvass.models import TargetRuleVersion
from canvass.queries import areas
from canvass.views import areas as within
from gotv.actions import snapshots as actions
from gotv.forms.snapshots import AddForm, FreezeForm
from gotv.models import Election, KnockUpEntry, KnockUpSnapshot
from gotv.queries import elections, snapshots, stations
from gotv.rules import snapshots as rules
from gotv.views.elections import ways
from kit.errors import Refused
from kit.pagination import page_of


@requires(P.SEE_POLLING_DAY)
@require_safe
def page(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Show the frozen list that holds: its rule, its counts, who came since; and those before it."""
    found = guards.fetch(request, Election, pk=election)
    held = snapshots.holding(found)
    context = _about(request, found, held) if held else {}
    context |= {
        "election": found,
        "ways": ways(request, found),
        "history": page_of(request, snapshots.history(found).exclude(replaced_at=None)),
        "is_over": elections.is_over(found),
        "may_freeze": _everywhere(request),
    }
    return render(request, "gotv/snapshots/page.html", context)


@requires(P.SEE_POLLING_DAY)
@require_safe
def earlier(request: GuardedRequest, unit: Unit, election: int, snapshot: UUID) -> HttpResponse:
    """Show a list that was replaced, as it was."""
    found = guards.fetch(request, Election, pk=election)
    held = guards.fetch(request, snapshots.history(found), pk=snapshot)
    context = _about(request, found, held) | {"election": found, "ways": ways(request, found)}
    return render(request, "gotv/snapshots/earlier.html", context)


def _about(request: GuardedRequest, election: Election, held: KnockUpSnapshot) -> dict[str, Any]:
    """Return what is said of one frozen list."""
    says = snapshots.says(held.version)
    reader = snapshots.reader(request.access, request.unit, says)
    return {
        "list": held,
        "says": reader.says(says),
        "left_out": snapshots.left_out(reader, says, held.left_out),
        "since": snapshots.since(held),
        "difference": snapshots.difference(held),
        "may_name": request.access.may(P.SEE_KNOCK_UPS, request.unit),
    }


def _everywhere(request: GuardedRequest) -> bool:
    """Say whether this person sets up polling day in the whole of the unit, not in some wards of it."""
    may = request.access.may(P.SET_UP_POLLING_DAY, request.unit)
    return may and request.access.area(P.SET_UP_POLLING_DAY, request.unit) is None


@requires(P.SET_UP_POLLING_DAY)
@require_http_methods(["GET", "HEAD", "POST"])
def freeze(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Choose a rule, see whom it finds and whom not, and freeze that."""
    found = guards.fetch(request, Election, pk=election)
    if not _everywhere(request):
        guards.refuse(request, P.SET_UP_POLLING_DAY, unit)
    if request.method == "POST":
        done = _freeze(request, found)
        if done is not None:
            return done
    versions = snapshots.newest(unit)
    chosen = _chosen(request, found, versions)
    held = snapshots.holding(found)
    context: dict[str, Any] = {
        "election": found,
        "ways": ways(request, found),
        "versions": versions,
        "chosen": chosen,
        "held": held,
        "is_over": elections.is_over(found),
        "has_offered": any(snapshots.says(one) == rules.OFFERED for one in versions),
        "may_write": request.access.may(P.MAKE_BOARDS, unit),
    }
    says = snapshots.says(chosen) if chosen else rules.OFFERED
    reader = snapshots.reader(request.access, unit, says)
    counted = snapshots.tally(found, says)
    context |= {
        "says": reader.says(says),
        "counted": counted,
        "left_out": snapshots.left_out(reader, says, counted.left_out),
        "form": FreezeForm.of(chosen.pk if chosen else 0),
    }
    return render(request, "gotv/snapshots/freeze.html", context)


def _chosen(request: GuardedRequest, election: Election, versions: list[TargetRuleVersion]) -> TargetRuleVersion | None:
    """Return the rule that was asked for, else the one that holds now; None: the one that is offered."""
    wanted = request.GET.get("rule", "")
    by_rule = {str(one.rule_id): one for one in versions}
    if wanted:
        return by_rule.get(wanted)
    held = snapshots.holding(election)
    return by_rule.get(str(held.version.rule_id)) if held else None


def _freeze(request: GuardedRequest, election: Election) -> HttpResponse | None:
    """Freeze what the form names. None: refused, and the page says why."""
    form = FreezeForm(request.POST)
    if not form.is_valid():
        return None
    pk = form.cleaned_data["version"]
    version = (
        guards.fetch(request, TargetRuleVersion.objects.filter(rule__unit=request.unit), pk=pk)
        if pk
        else actions.offer(unit=request.unit, by=request.user)
    )
    try:
        made = actions.freeze(election=election, version=version, by=request.user, key=form.cleaned_data["key"])
    except Refused as error:
        messages.error(request, str(error))
        return None
    text = ngettext("Frozen: one person to knock up.", "Frozen: %(people)s people to knock up.", made.electors)
    messages.success(request, text % {"people": made.electors})
    return redirect("gotv:frozen", unit=request.unit.code, election=election.pk)


@requires(P.SET_UP_POLLING_DAY)
@require_POST
def follow(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Bring in who joined the list since, at once; a job does the same all day."""
    found = guards.fetch(request, Election, pk=election)
    held = snapshots.holding(found)
    if held is not None:
        try:
            done = actions.follow(snapshot=held, by=request.user)
        except Refused as error:
            messages.error(request, str(error))
        else:
            text = _("The list is up to date: %(came)s came, %(went)s went.")
            messages.success(request, text % {"came": done.came, "went": done.went})
    return redirect("gotv:frozen", unit=unit.code, election=found.pk)


@requires(P.SEE_KNOCK_UPS)
@require_safe
def changes(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Name who came on to the frozen list later and who was taken off, in this person's area."""
    found = guards.fetch(request, Election, pk=election)
    held = snapshots.holding(found)
    rows = (
        page_of(request, snapshots.changes(held, request.access.area(P.SEE_KNOCK_UPS, unit)))
        if held
        else page_of(request, KnockUpEntry.objects.none())
    )
    audit.looked(request, what=P.SEE_KNOCK_UPS, count=len(rows.object_list), through=found)
    context = {
        "election": found,
        "ways": ways(request, found),
        "page": rows,
        "rows": [(one, snapshots.why_gone(one)) for one in rows.object_list],
        "held": held,
        "may_add": request.access.may(P.SET_UP_POLLING_DAY, unit) and not elections.is_over(found),
    }
    return render(request, "gotv/snapshots/changes.html", context)


@requires(P.SET_UP_POLLING_DAY)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Put somebody on the frozen list by number."""
    found = guards.fetch(request, Election, pk=election)
    held = snapshots.holding(found)
    area = request.access.area(P.SET_UP_POLLING_DAY, unit)
    form = AddForm(request.POST or None, districts=areas.districts(area, stations.districts_in_use(found)))
    if request.method == "POST" and held is not None and form.is_valid() and _added(request, held, form):
        return redirect("gotv:frozen_changes", unit=unit.code, election=found.pk)
    context = {
        "election": found,
        "ways": ways(request, found),
        "form": form,
        "held": held,
        "is_over": elections.is_over(found),
    }
    return render(request, "gotv/snapshots/add.html", context)


def _added(request: GuardedRequest, held: KnockUpSnapshot, form: AddForm) -> bool:
    """Add whom the form names. False: refused, and the form says why."""
    district = within.district(request, P.SET_UP_POLLING_DAY, form.cleaned_data["district"].pk)
    elector = snapshots.with_number(district.pk, form.cleaned_data["read"])
    if elector is None:
        form.add_error("number", _("Nobody at a door of this district has that number. Nothing was added."))
        return False
    try:
        actions.add(snapshot=held, elector=elector, by=request.user)
    except Refused as error:
        form.add_error("number", str(error))
        return False
    messages.success(request, _("%(name)s is on the list.") % {"name": elector.name})
    return True


@requires(P.SET_UP_POLLING_DAY)
@require_POST
def take_off(request: GuardedRequest, unit: Unit, election: int, entry: int) -> HttpResponse:
    """Take somebody off again who was added by hand."""
    found = guards.fetch(request, Election, pk=election)
    row: KnockUpEntry = guards.fetch(request, KnockUpEntry.objects.filter(snapshot__election=found), pk=entry)
    within.elector(request, P.SET_UP_POLLING_DAY, row.elector_id)
    try:
        actions.take_off(entry=row, by=request.user)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Taken off the list. You can add them again."))
    return redirect("gotv:frozen_changes", unit=unit.code, election=found.pk)
