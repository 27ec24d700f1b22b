"""The offices of a unit: who holds them, handing over, and where too few people are there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from access.actions import offices as actions
from access.actions import users
from access.enums import UnitKind
from access.forms.grants import EndForm
from access.forms.offices import HandOverForm, OfficeForm, TermForm, initial_of
from access.guards import GuardedRequest, fetch, requires
from access.models import Office, OfficeTerm, Unit, User
from access.permissions import Permission as P
from access.queries import cover
from access.queries import offices as queries
from access.rules import offices as rules
from access.stepup import recently_to_post
from access.views import places
from kit import clock
from kit.errors import Refused
from kit.pagination import page_of


@requires(P.SEE_ACCESS)
@require_GET
def offices(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """List the offices here, who holds them until when, and what work would stop for want of people."""
    return render(
        request,
        "access/offices/list.html",
        {
            "posts": queries.posts(unit, clock.today()),
            "gaps": cover.shortfalls([unit]),
            "may_run": request.access.may(P.RUN_OFFICES, unit),
            "has_usual": unit.kind == UnitKind.CLP,
            "places": places.ways(request, unit),
        },
    )


@requires(P.SEE_ACCESS)
@require_GET
def office(request: GuardedRequest, unit: Unit, office: int) -> HttpResponse:
    """Show one office with everybody who held it."""
    found = _office(request, unit, office)
    return render(
        request,
        "access/offices/detail.html",
        {
            "post": queries.post(found, clock.today()),
            "page": page_of(request, queries.terms(found)),
            "may_run": request.access.may(P.RUN_OFFICES, unit),
            "today": clock.today(),
        },
    )


@requires(P.RUN_OFFICES)
@require_POST
def usual(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Make the offices that most CLPs have."""
    try:
        made = actions.create_usual(unit=unit, by=request.user)
    except Refused as error:
        messages.error(request, str(error))
    else:
        words = ngettext("%(count)d office was made.", "%(count)d offices were made.", len(made))
        messages.success(request, words % {"count": len(made)})
    return redirect("access:offices", unit=unit.code)


@requires(P.RUN_OFFICES)
@require_http_methods(["GET", "POST"])
def new(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Make an office."""
    form = OfficeForm(request.POST or None, unit=unit)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create(unit=unit, by=request.user, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(title)s is an office here now.") % {"title": made.title})
            return redirect("access:office", unit=unit.code, office=made.pk)
    return render(request, "access/offices/edit.html", {"form": form, "office": None})


@requires(P.RUN_OFFICES)
@require_http_methods(["GET", "POST"])
def edit(request: GuardedRequest, unit: Unit, office: int) -> HttpResponse:
    """Change an office. Its roles hold for terms that are started from now on."""
    found = _office(request, unit, office)
    form = OfficeForm(request.POST or None, unit=unit, initial=initial_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(office=found, by=request.user, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("access:office", unit=unit.code, office=found.pk)
    return render(request, "access/offices/edit.html", {"form": form, "office": found})


@requires(P.RUN_OFFICES)
@require_POST
def close(request: GuardedRequest, unit: Unit, office: int) -> HttpResponse:
    """Close an office that nobody holds."""
    found = _office(request, unit, office)
    try:
        actions.close(office=found, by=request.user)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("access:office", unit=unit.code, office=found.pk)
    messages.success(request, _("%(title)s was closed.") % {"title": found.title})
    return redirect("access:offices", unit=unit.code)


@requires(P.RUN_OFFICES)
@recently_to_post
@require_http_methods(["GET", "POST"])
def start(request: GuardedRequest, unit: Unit, office: int) -> HttpResponse:
    """Write down who holds an office, from when until when. The roles that it brings open on that day."""
    found = _office(request, unit, office)
    form = TermForm(request.POST or None, initial=_next_term(request, found))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            with transaction.atomic():
                user = _person(request, unit, data)
                actions.start_term(
                    office=found, user=user, starts_on=data["starts_on"], ends_on=data["ends_on"], by=request.user
                )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            _say_who(request, found, user, data)
            return redirect("access:offices", unit=unit.code)
    return render(request, "access/offices/start.html", {"form": form, "post": queries.post(found, clock.today())})


@requires(P.RUN_OFFICES)
@recently_to_post
@require_http_methods(["GET", "POST"])
def hand_over(request: GuardedRequest, unit: Unit, term: int) -> HttpResponse:
    """Hand an office over to somebody, on a day. The roles move on that day by themselves."""
    found = _term(request, unit, term)
    form = HandOverForm(request.POST or None, initial={"seen": found.ends_on} | _free_day(found))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        found.ends_on = form.seen_day()
        try:
            with transaction.atomic():
                user = _person(request, unit, data)
                actions.hand_over(term=found, to=user, on=data["starts_on"], ends_on=data["ends_on"], by=request.user)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            _say_who(request, found.office, user, data)
            return redirect("access:offices", unit=unit.code)
    context = {"form": form, "term": found, "post": queries.post(found.office, clock.today())}
    return render(request, "access/offices/hand_over.html", context)


@requires(P.RUN_OFFICES)
@require_http_methods(["GET", "POST"])
def end_term(request: GuardedRequest, unit: Unit, term: int) -> HttpResponse:
    """End a term early, and with it the roles that it brought."""
    found = _term(request, unit, term)
    own = found.user_id == request.user.pk
    form = EndForm(request.POST or None, at_once=own or found.starts_on > clock.today())
    if request.method == "POST" and form.is_valid():
        try:
            over = actions.end_term(term=found, by=request.user, **form.asked())
        except Refused as error:
            form.add_error(None, str(error))
        else:
            told = {"name": over.user.name, "title": over.office.title, "day": date_format(over.ends_on, "j F Y")}
            if over.ends_on < clock.today():
                messages.success(request, _("%(name)s is no longer %(title)s.") % told)
            else:
                messages.success(request, _("%(name)s is %(title)s until %(day)s. They are told, and why.") % told)
            return redirect("access:offices", unit=unit.code)
    context = {"form": form, "term": found, "own": own, "post": queries.post(found.office, clock.today())}
    return render(request, "access/offices/end_term.html", context)


def _office(request: GuardedRequest, unit: Unit, pk: int) -> Office:
    return fetch(request, Office.objects.filter(unit=unit).select_related("unit"), pk=pk)


def _term(request: GuardedRequest, unit: Unit, pk: int) -> OfficeTerm:
    return fetch(request, OfficeTerm.objects.filter(unit=unit).select_related("office", "unit", "user"), pk=pk)


def _person(request: GuardedRequest, unit: Unit, data: dict[str, Any]) -> User:
    return users.invite(email=data["email"], name=data["name"], by=request.user, unit=unit)


def _next_term(request: GuardedRequest, office: Office) -> dict[str, object]:
    """Return the fields for electing somebody again, whose term ?again= names: from the day after, for a year."""
    again = request.GET.get("again", "")
    if not again:
        return {}
    term = fetch(request, OfficeTerm.objects.filter(office=office).select_related("user"), pk=again)
    return {"email": term.user.email, "name": term.user.name} | _free_day(term)


def _free_day(term: OfficeTerm) -> dict[str, object]:
    """Return the day after a term, or today when it is over, and the last day of a year from then."""
    first = max(rules.day_after(term.ends_on), clock.today())
    return {"starts_on": first, "ends_on": rules.a_year_from(first)}


def _say_who(request: GuardedRequest, office: Office, user: User, data: dict[str, Any]) -> None:
    told = {"name": user.name, "title": office.title, "day": date_format(data["starts_on"], "j F Y")}
    said = _("%(name)s is %(title)s from %(day)s.") % told
    if not user.has_usable_password():
        said += " " + _("A link to choose a password is on its way to them; it works for three days.")
    messages.success(request, said)
