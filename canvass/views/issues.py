"""The topics that phones offer: the common list and a CLP's own, what they are called and which count as another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from canvass.actions import issues as actions
from canvass.forms.issues import MergeForm, TopicForm
from canvass.models import Ward
from canvass.queries import areas, issues
from canvass.queries.issues import Topic, Topics
from canvass.rules import issues as rules
from kit.errors import Refused
from kit.pagination import page_of

_PER_PAGE = 30


@dataclass(frozen=True)
class Row:
    """A topic with its use: people who raised it under its own code, and where a merged one is counted."""

    topic: Topic
    people: int
    counts_as: str
    may_change: bool


@requires(P.MAKE_BOARDS)
@require_safe
def topics(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """List the topics with how often each was raised; those that are offered first."""
    known, uses = issues.topics(unit), issues.uses(unit)
    order = sorted(known.by_code.values(), key=lambda topic: (not topic.is_offered, topic.code == rules.UNKNOWN))
    page = page_of(request, order, per_page=_PER_PAGE)
    rows = [
        Row(topic, uses.get(topic.code, 0), issues.chain(known, topic.code), _may_change(request, unit, topic))
        for topic in page.object_list
    ]
    strange = sum(people for code, people in uses.items() if code not in known.by_code)
    context = {"page": page, "rows": rows, "strange": strange}
    return render(request, "canvass/issues/list.html", context)


@requires(P.MAKE_BOARDS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Add a topic."""
    known = issues.topics(unit)
    form = _form(request, unit, known, None)
    if request.method == "POST" and form.is_valid():
        said = {"label": form.cleaned_data["label"], "ward": form.cleaned_data.get("ward")}
        if _done(form, lambda: actions.add(unit=unit, by=request.user, **said)):
            messages.success(request, _("%(label)s is added. Phones offer it from their next board on.") % said)
            return redirect("canvass:issue_topics", unit=unit.code)
    return render(request, "canvass/issues/form.html", {"form": form, "topic": None})


@requires(P.MAKE_BOARDS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: GuardedRequest, unit: Unit, code: str) -> HttpResponse:
    """Give one of the CLP's own topics another name or ward."""
    known = issues.topics(unit)
    topic = _topic(request, unit, known, code)
    if topic.is_common:
        raise Http404(_("There is no such page."))
    form = _form(request, unit, known, topic)
    if request.method == "POST" and form.is_valid():
        said = {"label": form.cleaned_data["label"], "ward": form.cleaned_data.get("ward")}
        if _done(form, lambda: actions.rename(unit=unit, code=code, by=request.user, **said)):
            messages.success(request, _("%(label)s is saved.") % said)
            return redirect("canvass:issue_topics", unit=unit.code)
    return render(request, "canvass/issues/form.html", {"form": form, "topic": topic})


@requires(P.MAKE_BOARDS)
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: GuardedRequest, unit: Unit, code: str) -> HttpResponse:
    """Count a topic as another one."""
    known = issues.topics(unit)
    topic = _topic(request, unit, known, code)
    others = [
        one
        for one in known.by_code.values()
        if one.code != code and one.is_offered and not rules.runs_in_circle(code, one.code, known.merged)
    ]
    form = MergeForm(request.POST or None, others=others)
    if request.method == "POST" and form.is_valid():
        into = form.cleaned_data["into"]
        if _done(form, lambda: actions.merge(unit=unit, code=code, into=into, by=request.user)):
            said = {"label": topic.label, "other": known.by_code[into].label}
            messages.success(request, _("%(label)s counts as %(other)s now, past answers included.") % said)
            return redirect("canvass:issue_topics", unit=unit.code)
    people = issues.uses(unit).get(code, 0)
    return render(request, "canvass/issues/merge.html", {"form": form, "topic": topic, "people": people})


@requires(P.MAKE_BOARDS)
@require_POST
def archive(request: GuardedRequest, unit: Unit, code: str) -> HttpResponse:
    """Offer a topic no longer."""
    return _change(request, unit, code, actions.archive, _("%(label)s is not offered any more. It is still counted."))


@requires(P.MAKE_BOARDS)
@require_POST
def restore(request: GuardedRequest, unit: Unit, code: str) -> HttpResponse:
    """Offer a topic again."""
    return _change(request, unit, code, actions.restore, _("%(label)s is offered again."))


@requires(P.MAKE_BOARDS)
@require_POST
def unmerge(request: GuardedRequest, unit: Unit, code: str) -> HttpResponse:
    """Undo a merge."""
    return _change(request, unit, code, actions.unmerge, _("%(label)s counts by itself again."))


def _change(request: GuardedRequest, unit: Unit, code: str, deed: Callable[..., None], said: str) -> HttpResponse:
    topic = _topic(request, unit, issues.topics(unit), code)
    try:
        deed(unit=unit, code=code, by=request.user)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said % {"label": topic.label})
    return redirect("canvass:issue_topics", unit=unit.code)


def _done(form: Any, deed: Callable[[], object]) -> bool:
    """Do it, or put why not into the form."""
    try:
        deed()
    except Refused as error:
        form.add_error(None, str(error))
        return False
    return True


def _form(request: GuardedRequest, unit: Unit, known: Topics, topic: Topic | None) -> TopicForm:
    inside = areas.wards(request.access.area(P.MAKE_BOARDS, unit))
    wards = Ward.objects.filter(unit=unit, ends_on=None).order_by("name")
    return TopicForm(
        request.POST or None,
        initial={"label": topic.label, "ward": topic.ward} if topic else None,
        wards=list(wards if inside is None else wards.filter(pk__in=inside)),
        limited=inside is not None,
        others=[one for one in known.by_code.values() if topic is None or one.code != topic.code],
    )


def _may_change(request: GuardedRequest, unit: Unit, topic: Topic) -> bool:
    """What is offered everywhere is changed by whoever makes boards everywhere."""
    inside = areas.wards(request.access.area(P.MAKE_BOARDS, unit))
    if topic.code == rules.UNKNOWN:
        return False
    return inside is None or (topic.ward is not None and topic.ward.pk in inside)


def _topic(request: GuardedRequest, unit: Unit, known: Topics, code: str) -> Topic:
    found = known.by_code.get(code)
    if found is None or not _may_change(request, unit, found):
        raise Http404(_("There is no such page."))
    return found
