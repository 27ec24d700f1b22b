"""Lessons and terms: what a person still has to do before something opens, reading, answering, signing."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from access import content
from access.actions import training as actions
from access.forms.training import LessonForm, SignForm
from access.guards import GuardedRequest, held, signed_in
from access.models import Unit
from access.queries import training as queries
from kit.errors import Refused


@signed_in("everybody may learn; what it opens stands in the roles")
@require_GET
def training(request: GuardedRequest) -> HttpResponse:
    """List every lesson and all terms: those that this person's roles ask for first."""
    gates = queries.gates(request.user)
    needed = queries.needed_by(request.user)
    return render(
        request,
        "access/training/list.html",
        {
            "mine": [(gate, needed[gate.name]) for gate in queries.of_names(gates, needed)],
            "others": queries.of_names(gates, set(gates) - set(needed)),
            "open": sum(not gates[name].current for name in needed),
        },
    )


@signed_in("everybody may learn; what it opens stands in the roles")
@require_http_methods(["GET", "POST"])
def lesson(request: GuardedRequest, lesson: str) -> HttpResponse:
    """Read a lesson and answer its questions. All right is a pass; what is wrong is explained and asked again."""
    found = content.LESSONS.get(lesson)
    if found is None:
        raise Http404(_("There is no such lesson."))
    form = LessonForm(found, request.POST if request.method == "POST" else None)
    if form.is_about_another_version:
        messages.warning(request, _("This lesson changed while you were reading. Please read it again."))
        return redirect(_with_next(request.path, _came_from(request)))
    if request.method == "POST" and form.is_valid():
        actions.pass_lesson(user=request.user, lesson=found, answers=form.answers())
        messages.success(request, _("All right. You have passed “%(title)s”.") % {"title": found.title})
        return redirect(_on_from_here(request, found.name))
    gate = queries.gates(request.user)[found.name]
    return render(request, "access/training/lesson.html", {"lesson": found, "form": form, "gate": gate} | _way(request))


@signed_in("everybody may read the terms; signing them opens nothing by itself")
@require_http_methods(["GET", "POST"])
def terms(request: GuardedRequest, terms: str) -> HttpResponse:
    """Read terms and sign them by typing one's full name."""
    found = content.TERMS.get(terms)
    if found is None:
        raise Http404(_("There are no such terms."))
    form = SignForm(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.sign(user=request.user, terms=found, name=data["name"], digest=data["digest"])
        except Refused as error:
            form = _again(form, found, str(error))
        else:
            messages.success(request, _("Signed: “%(title)s”.") % {"title": found.title})
            return redirect(_on_from_here(request, found.name))
    gate = queries.gates(request.user)[found.name]
    return render(request, "access/training/terms.html", {"terms": found, "form": form, "gate": gate} | _way(request))


def _again(form: SignForm, terms: content.Terms, why: str) -> SignForm:
    """Return the form with what was typed, the error, and the mark of the text that is on the screen now."""
    again = SignForm(terms, {"name": form.cleaned_data["name"], "digest": terms.digest.hex()})
    again.add_error("name", why)
    return again


@held("says to somebody with a role here what is still missing before it opens")
@require_GET
def before_it_opens(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Show each role here that is given but not open yet, and what is missing, with the next step first."""
    closed = queries.closed_in(request.access, unit)
    if not closed:
        return redirect("access:start", unit=unit.code)
    steps = [gate for gate in queries.distinct(closed) if not gate.current]
    return render(
        request,
        "access/training/before.html",
        {
            "closed": closed,
            "first": steps[0] if steps else None,
            "minutes": sum(gate.minutes for gate in steps),
            "factor": next((one.factor for one in closed if one.factor), None),
            "next": request.path,
        },
    )


def _way(request: GuardedRequest) -> dict[str, str]:
    """Return where to go afterwards, when the person came from somewhere: for the form and the way back."""
    return {"next": _came_from(request)}


def _came_from(request: GuardedRequest) -> str:
    """Return the page of ours that sent the person here; empty when there is none, or it is not ours."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if ours else ""


def _on_from_here(request: GuardedRequest, done: str) -> str:
    """Return where to go after something is done: to what the person's roles still ask for, or where they came from.

    Somebody who learns for themselves, unasked, is not sent on to anything.
    """
    gates, back, needed = queries.gates(request.user), _came_from(request), queries.needed_by(request.user)
    missing = [gate for gate in queries.of_names(gates, needed) if not gate.current]
    if missing and done in needed:
        return _with_next(missing[0].url, back)
    return back or reverse("access:training")


def _with_next(url: str, back: str) -> str:
    return f"{url}?{urlencode({'next': back})}" if back else url
