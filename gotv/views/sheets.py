"""Paper: printing sheets for knocking up and for tellers, and typing in what came back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access import guards
from access.actions import audit
from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from access.stepup import recently_for_a_file
from canvass.models import PollingDistrict
from canvass.queries import areas
from canvass.views import areas as within
from gotv.actions import corrections, postal
from gotv.actions import knock_ups as noting
from gotv.actions import sheets as actions
from gotv.enums import SheetKind
from gotv.forms.sheets import CodeForm, LinesForm, PadForm, PadNumbersForm, WarpForm
from gotv.models import Election, Round, Sheet
from gotv.queries import elections, knock_ups, printing, rounds, stations
from gotv.queries import postal as chase
from gotv.queries import sheets as queries
from gotv.rules import sheets as rules
from gotv.views.elections import ways
from gotv.views.marks import said
from kit.errors import Refused
from kit.pagination import page_of


@requires(P.SEE_KNOCK_UPS)
@require_safe
def listing(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Find a sheet by its code; print new ones; see what was printed and what has come back."""
    found = guards.fetch(request, Election, pk=election)
    asked = CodeForm(request.GET if "code" in request.GET else None)
    if asked.is_bound and asked.is_valid():
        code = asked.cleaned_data["code"]
        if queries.by_code(found, code) is not None:
            return redirect("gotv:sheet", unit=unit.code, election=found.pk, code=code)
        asked.add_error("code", _foreign(found, code))
    return _page(request, found, asked)


def _foreign(election: Election, code: str) -> str:
    other = queries.of_another(election, code)
    if other is not None:
        return _("This sheet is of another election: %(election)s.") % {"election": other.election}
    return _("No sheet of this election has this code. Nothing was recorded.")


def _page(
    request: GuardedRequest,
    found: Election,
    asked: CodeForm,
    warp: WarpForm | None = None,
    pad: PadForm | None = None,
) -> HttpResponse:
    area = request.access.area(P.SEE_KNOCK_UPS, request.unit)
    context = {
        "election": found,
        "ways": ways(request, found),
        "is_over": elections.is_over(found),
        "asked": asked,
        "warp": warp or WarpForm(districts=_districts(request, found)),
        "pad": pad or PadForm(stations=stations.in_area(found, area), prefix="pad"),
        "page": page_of(request, queries.listing(found, area)),
    }
    return render(request, "gotv/sheets/list.html", context)


def _districts(request: GuardedRequest, election: Election) -> QuerySet[PollingDistrict]:
    here = areas.districts(request.access.area(P.SEE_KNOCK_UPS, request.unit))
    return stations.districts_in_use(election).filter(pk__in=here.values("pk"))


@requires(P.SEE_KNOCK_UPS)
@recently_for_a_file
@require_POST
def make(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Print the knock-up sheets of a district as a PDF. It is noted who made them, and they reserve nothing."""
    found = guards.fetch(request, Election, pk=election)
    form = WarpForm(request.POST, districts=_districts(request, found))
    if not form.is_valid():
        return _page(request, found, CodeForm(), warp=form)
    district: PollingDistrict = form.cleaned_data["district"]
    streets = knock_ups.doors(found, within.district(request, P.SEE_KNOCK_UPS, district.pk))
    people = sum(street.people for street in streets)
    if not people:
        nobody = _("Nobody is left to knock up in %(code)s, so there is nothing to print.")
        form.add_error(None, nobody % {"code": district.code})
        return _page(request, found, CodeForm(), warp=form)
    large = form.cleaned_data["large"]
    pages = actions.lay_out(election=found, district=district, streets=streets, by=request.user, large=large)
    audit.looked(request, what=P.SEE_KNOCK_UPS, count=people, through=found)
    noting.note_printed(election=found, district=district, people=people, by=request.user)
    return _pdf(printing.warp(found, pages, large=large), f"knock-up-{district.code}.pdf")


@requires(P.SEE_KNOCK_UPS)
@require_POST
def make_pad(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Print pages of a teller's pad as a PDF."""
    found = guards.fetch(request, Election, pk=election)
    area = request.access.area(P.SEE_KNOCK_UPS, unit)
    form = PadForm(request.POST, stations=stations.in_area(found, area), prefix="pad")
    if not form.is_valid():
        return _page(request, found, CodeForm(), pad=form)
    station = form.cleaned_data["station"]
    sheets = actions.make_pads(election=found, station=station, pages=form.cleaned_data["pages"], by=request.user)
    return _pdf(printing.pad(found, sheets, station, large=form.cleaned_data["large"]), f"teller-{station.pk}.pdf")


@requires(P.SEE_KNOCK_UPS)
@recently_for_a_file
@require_POST
def make_for_round(
    request: GuardedRequest,
    unit: Unit,
    election: int,
    round: UUID,  # noqa: A002 - the noun
) -> HttpResponse:
    """Print the sheets of a round: whom its team calls on, as of now."""
    found = guards.fetch(request, Election, pk=election)
    one: Round = guards.fetch(request, rounds.listing(found), pk=round)
    district = within.district(request, P.SEE_KNOCK_UPS, one.polling_district_id)
    streets = knock_ups.of_round(one)
    people = sum(street.people for street in streets)
    if not people:
        messages.info(request, _("Nobody is left to call on where this round goes, so there is nothing to print."))
        return redirect("gotv:round", unit=unit.code, election=found.pk, round=one.pk)
    what_for = actions.For(round=one, room=one.room)
    pages = actions.lay_out(election=found, district=district, streets=streets, by=request.user, what_for=what_for)
    audit.looked(request, what=P.SEE_KNOCK_UPS, count=people, through=one)
    noting.note_printed(election=found, district=district, people=people, by=request.user)
    return _pdf(printing.warp(found, pages, large=False), f"round-{one.number}-{district.code}.pdf")


@requires(P.SEE_KNOCK_UPS)
@recently_for_a_file
@require_POST
def make_postal(request: GuardedRequest, unit: Unit, election: int, district: int) -> HttpResponse:
    """Print the sheets of a district's postal chase: whom to ask whether theirs is sent. It is noted who made them."""
    found = guards.fetch(request, Election, pk=election)
    place = within.district(request, P.SEE_KNOCK_UPS, district)
    doors = chase.doors(found, chase.arranged(found, place), phones=request.access.may(P.SEE_BOARDS, unit))
    people = sum(len(door.people) for door in doors)
    if not people:
        messages.info(request, _("Nobody is left to ask in %(code)s, so there is nothing to print.") % {"code": place})
        return redirect("gotv:postal_list", unit=unit.code, election=found.pk, district=place.pk)
    streets = chase.streets(doors)
    pages = actions.lay_out(election=found, district=place, streets=streets, by=request.user, kind=SheetKind.POSTAL)
    audit.looked(request, what=P.SEE_KNOCK_UPS, count=people, through=found)
    postal.note_printed(election=found, district=place, people=people, by=request.user)
    return _pdf(printing.warp(found, pages, large=False), f"postal-{place.code}.pdf")


def _pdf(made: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        made, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@requires(P.RECORD_VOTED)
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: GuardedRequest, unit: Unit, election: int, code: str) -> HttpResponse:
    """Type in a sheet by its code. Typed twice it changes nothing, and it never undoes what was said later."""
    found = guards.fetch(request, Election, pk=election)
    try:
        one = queries.by_code(found, rules.read_code(code))
    except rules.NotACode:
        one = None
    if one is None:
        messages.error(request, _("No sheet of this election has this code. Nothing was recorded."))
        return redirect("gotv:sheets", unit=unit.code, election=found.pk)
    if one.kind == SheetKind.PAD:
        return _type_pad(request, found, one)
    if not request.access.may(P.SEE_KNOCK_UPS, unit):
        guards.refuse(request, P.SEE_KNOCK_UPS, unit)
    within.district(request, P.SEE_KNOCK_UPS, one.polling_district_id or 0)
    if one.kind == SheetKind.POSTAL and not request.access.may(P.RUN_ROUNDS, unit):
        guards.refuse(request, P.RUN_ROUNDS, unit)
    return _type_lines(request, found, one)


def _type_lines(request: GuardedRequest, found: Election, one: Sheet) -> HttpResponse:
    form = LinesForm(request.POST or None, sheet=one)
    came: list[actions.Came] = []
    if request.method == "POST" and form.is_valid():
        read: rules.Read = form.cleaned_data["lines"]
        try:
            type_in = postal.type_in if one.kind == SheetKind.POSTAL else actions.type_in
            came = type_in(sheet=one, entries=read.entries, by=request.user)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            form = LinesForm(sheet=one, initial={"lines": " ".join(read.unread)})
    lines = queries.lines(one)
    audit.looked(request, what=P.SEE_KNOCK_UPS, count=len(lines), through=one)
    context = {
        **_about(request, found, one),
        "form": form,
        "lines": lines,
        "came": came,
        "unread": form.initial.get("lines", "") if came else "",
        "letters": printing.letters(one.kind),
    }
    return render(request, "gotv/sheets/warp.html", context)


def _type_pad(request: GuardedRequest, found: Election, one: Sheet) -> HttpResponse:
    form = PadNumbersForm(request.POST or None, sheet=one)
    results: list[tuple[str, str]] = []
    district = None
    if request.method == "POST" and form.is_valid():
        district, read = form.cleaned_data["district"], form.cleaned_data["read"]
        numbers = [number for _word, number in read if number]
        try:
            answers = actions.type_numbers(sheet=one, district=district, numbers=numbers, by=request.user)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            results = said(read, answers, corrections.taken_back(one.pk, district.code, answers))
            unread = " ".join(word for word, verdict in results if not verdict)
            form = PadNumbersForm(sheet=one, initial={"district": district, "numbers": unread})
    context = {**_about(request, found, one), "form": form, "results": results, "district": district}
    return render(request, "gotv/sheets/pad.html", context)


def _about(request: GuardedRequest, found: Election, one: Sheet) -> dict:
    return {
        "election": found,
        "ways": ways(request, found),
        "is_over": elections.is_over(found),
        "sheet": one,
        "code": queries.title(one),
    }
