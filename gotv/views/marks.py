"""Committee room: typing numbers from a sheet, looking through marks, taking a wrong one back."""

from __future__ import annotations

import uuid
from collections.abc import Container, Mapping, Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from access import guards
from access.actions import audit
from access.guards import GuardedRequest, requires
from access.limits import at_most
from access.models import Unit
from access.permissions import Permission as P
from canvass.models import PollingDistrict
from canvass.queries import areas
from gotv.actions import corrections
from gotv.actions import marks as actions
from gotv.enums import MarkVerdict
from gotv.forms.marks import MarkFilter, NumbersForm, VoidForm
from gotv.models import Election, PollingStation, VoteMark
from gotv.queries import elections, marks
from gotv.rules.numbers import RollNumber
from gotv.views.elections import ways
from kit.errors import Refused
from kit.pagination import SHORT, page_of


@requires(P.RECORD_VOTED)
@require_http_methods(["GET", "HEAD", "POST"])
def numbers(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Type several numbers of a district at once, and see what each came to. Sending it twice is harmless."""
    found = guards.fetch(request, Election, pk=election)
    area = request.access.area(P.RECORD_VOTED, unit)
    form = NumbersForm(request.POST or None, election=found, area=area)
    results: list[tuple[str, str]] = []
    district = None
    if request.method == "POST" and form.is_valid():
        district = form.cleaned_data["district"]
        try:
            results = _record(found, form, request)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            left = {"district": district, "numbers": _unread(results)}
            form = NumbersForm(election=found, area=area, initial=left)
    context = {
        "election": found,
        "ways": ways(request, found),
        "is_over": elections.is_over(found),
        "form": form,
        "results": results,
        "district": district,
        "may_correct": request.access.may(P.CORRECT_MARKS, unit),
    }
    return render(request, "gotv/marks/numbers.html", context)


def _record(election: Election, form: NumbersForm, request: GuardedRequest) -> list[tuple[str, str]]:
    """Record what could be read; return each word with its verdict, "" for a word that is no number."""
    district: PollingDistrict = form.cleaned_data["district"]
    read = form.cleaned_data["read"]
    answers = actions.type_in(
        election=election,
        station=PollingStation.objects.filter(election=election, districts=district).first(),
        district=district,
        numbers=[number for _word, number in read if number],
        form_id=form.cleaned_data["entry"],
        by=request.user,
    )
    return said(read, answers, corrections.taken_back(form.cleaned_data["entry"], district.code, answers))


def said(
    read: Sequence[tuple[str, RollNumber | None]],
    answers: Mapping[RollNumber, MarkVerdict],
    gone: Container[RollNumber],
) -> list[tuple[str, str]]:
    """Return each word with what it came to: a MarkVerdict value, "taken_back", or "" for a word that is no number."""
    return [
        (word, "" if number is None else "taken_back" if number in gone else answers[number].value)
        for word, number in read
    ]


def _unread(results: list[tuple[str, str]]) -> str:
    return " ".join(word for word, verdict in results if not verdict)


@requires(P.CORRECT_MARKS)
@at_most("person_search", when_asked=("number",))
@require_safe
def listing(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Look through what was typed: by district, number, and what it came to."""
    found = guards.fetch(request, Election, pk=election)
    form = MarkFilter(request.GET)
    wanted = form.wanted()
    page = page_of(request, marks.listing(found, area=_area(request, unit), **wanted), SHORT)
    audit.looked(
        request,
        what=P.CORRECT_MARKS,
        count=len(page.object_list),
        searched=bool(wanted["number"]),
        through=found,
    )
    context = {
        "election": found,
        "ways": ways(request, found),
        "is_over": elections.is_over(found),
        "form": form,
        "filtered": any(wanted.values()),
        "page": page,
    }
    return render(request, "gotv/marks/list.html", context)


def _area(request: GuardedRequest, unit: Unit) -> areas.Keys:
    return request.access.area(P.CORRECT_MARKS, unit)


@requires(P.CORRECT_MARKS)
@require_http_methods(["GET", "HEAD", "POST"])
def void(request: GuardedRequest, unit: Unit, election: int, mark: uuid.UUID) -> HttpResponse:
    """Take one mark back, with the reason."""
    found = guards.fetch(request, Election, pk=election)
    area = _area(request, unit)
    wrong = guards.fetch(request, marks.listing(found, area=area), pk=mark)
    form = VoidForm(request.POST or None, election=found, area=area, was=wrong.typed.rpartition(" ")[0])
    if request.method == "POST" and form.is_valid():
        try:
            said = _take_back(wrong, form, request)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, said)
            return redirect("gotv:marks", unit=unit.code, election=found.pk)
    audit.looked(request, what=P.CORRECT_MARKS, count=1, through=wrong)
    context = {
        "election": found,
        "ways": ways(request, found),
        "mark": wrong,
        "void": getattr(wrong, "void", None),
        "form": form,
    }
    return render(request, "gotv/marks/void.html", context)


def _take_back(wrong: VoteMark, form: VoidForm, request: GuardedRequest) -> str:
    """Take the mark back, record the right number if it is known, and return what happened in words."""
    reason, number = form.cleaned_data["reason"], form.cleaned_data["number"]
    if number is None:
        corrections.void(mark=wrong, reason=reason, by=request.user)
        return _("%(number)s is taken back. The mark and your reason stay.") % {"number": wrong.typed}
    district = form.cleaned_data["district"]
    verdict = corrections.correct(mark=wrong, district=district, number=number, reason=reason, by=request.user)
    return _("%(number)s is taken back. %(right)s in its place: %(verdict)s.") % {
        "number": wrong.typed,
        "right": f"{district} {number}",
        "verdict": verdict.label,
    }
