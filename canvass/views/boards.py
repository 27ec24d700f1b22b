"""Boards in the office: the list, making one, one board, handing it out and taking it back, and paper."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from segno import make as qr_code

from access.actions import audit
from access.guards import GuardedRequest, fetch, requires
from access.models import Unit
from access.permissions import Permission as P
from access.stepup import recently
from canvass.actions import boards as actions
from canvass.forms.boards import ONE, SEVERAL, HandOutForm, MakeForm
from canvass.models import Board, PollingDistrict, Street, TargetList
from canvass.queries import areas, flags, letters
from canvass.queries.boards import doors as door_queries
from canvass.queries.boards import lists, picking
from canvass.queries.boards.pace import pace
from canvass.queries.found import on_board
from canvass.queries.targets import lists as target_lists
from canvass.queries.targets.fields import reader
from canvass.rules import boards as rules
from canvass.rules import letters as letter_rules
from canvass.rules.targets import read
from canvass.views import areas as within
from kit.errors import Refused
from kit.pagination import page_of

# "Spoken to" on the pages for choosing streets means: within a year.
A_YEAR = datetime.timedelta(days=365)


@requires(P.SEE_BOARDS)
@require_safe
def boards(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """List the boards in use, or those put away, with how far each is."""
    away = request.GET.get("show") == "away"
    here = areas.boards(request.access.area(P.SEE_BOARDS, unit), lists.put_away() if away else lists.in_use())
    page = page_of(request, lists.with_holder(here))
    return render(
        request,
        "canvass/boards/list.html",
        {
            "page": page,
            "rows": lists.rows(page.object_list),
            "away": away,
            "now": timezone.now(),
            "may_make": request.access.may(P.MAKE_BOARDS, unit),
            "may_review": request.access.may(P.REVIEW_ANSWERS, unit),
        },
    )


@requires(P.MAKE_BOARDS)
@require_http_methods(["GET", "POST"])
def new(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """First choose districts, then their streets, then make the board."""
    wanted = request.GET.getlist("district")[:50]
    districts = [within.district(request, P.MAKE_BOARDS, pk) for pk in dict.fromkeys(wanted)]
    since = timezone.now() - A_YEAR
    of_list = _of_list(request)
    if not districts:
        return _districts(request, unit, since, of_list)
    choices = picking.streets(unit, districts, since, of_list)
    form = MakeForm(request.POST or None, districts=districts, choices=choices, pace=pace(unit, timezone.now()))
    if request.method == "POST":
        _refuse_forged_streets(request)
        if form.is_valid():
            made = _make(request, unit, form, of_list)
            if made is not None:
                return made
    return render(
        request,
        "canvass/boards/new.html",
        {
            "form": form,
            "list": of_list,
            "big": form.too_big_for_one,
            "plan": form.plan,
            "left_out": _left_out(form.plan.left_out) if form.plan else "",
            "groups": _groups(districts, choices),
            "ticked": set(request.POST.getlist("streets") or request.GET.getlist("street")),
            "whole": set(request.POST.getlist("whole")),
        },
    )


def _districts(
    request: GuardedRequest, unit: Unit, since: datetime.datetime, of_list: TargetList | None
) -> HttpResponse:
    """Show the districts by code, or those first where the fewest were spoken to and nobody knocked for longest."""
    area = areas.wards(request.access.area(P.MAKE_BOARDS, unit))
    found = picking.districts(unit, since, wards=area, target_list=of_list)
    fewest = request.GET.get("order") == "fewest"
    if fewest:
        never = datetime.datetime.min.replace(tzinfo=datetime.UTC)
        found.sort(key=lambda one: (one.figures.share, one.figures.last_knocked_at or never))
    context = {
        "page": page_of(request, found),
        "nothing_ticked": "pick" in request.GET,
        "list": of_list,
        "fewest": fewest,
    }
    return render(request, "canvass/boards/districts.html", context)


def _of_list(request: GuardedRequest) -> TargetList | None:
    """Return the target list that the boards are made of; None: of everybody there."""
    wanted = request.GET.get("list", "")
    return within.target_list(request, P.MAKE_BOARDS, wanted) if wanted else None


def _groups(districts: list[PollingDistrict], choices: list[picking.StreetChoice]) -> list[dict]:
    found = []
    for district in districts:
        streets = [one for one in choices if one.district == district]
        found.append(
            {
                "district": district,
                "value": str(district.pk),
                "streets": streets,
                "doors": sum(one.figures.doors for one in streets),
                "electors": sum(one.figures.electors for one in streets),
            }
        )
    return found


def _refuse_forged_streets(request: GuardedRequest) -> None:
    """Raise 404, recorded, for a street or a district of another CLP; what is merely wrong the form refuses."""
    for value in request.POST.getlist("streets")[:2000]:
        _district, _dash, street = value.partition("-")
        if street.isdecimal() and street != "0" and not Street.objects.filter(pk=street).exists():
            fetch(request, Street, pk=street)
    for value in request.POST.getlist("whole")[:50]:
        within.district(request, P.MAKE_BOARDS, value)


def _make(request: GuardedRequest, unit: Unit, form: MakeForm, of_list: TargetList | None) -> HttpResponse | None:
    """Make the boards and go on to them. None: there is something to decide or to mend first."""
    how = form.cleaned_data["how"]
    several = how == SEVERAL or (how != ONE and form.is_sized)
    if "look" in request.POST or not (how or several):
        walk = picking.walk(unit, form.picks(), of_list)
        if rules.COMFORTABLE < walk.electors <= rules.MOST_AT_ONCE and not form.is_sized:
            form.ask_how(walk)
            return None
        if "look" in request.POST:
            form.look(walk)
            return None
    try:
        made = actions.make(
            by=request.user,
            unit=unit,
            key=form.cleaned_data["key"],
            name=form.board_name(),
            picks=form.picks(),
            several=several,
            count=form.cleaned_data["teams"],
            at_most=form.at_most(),
            target_list=of_list,
        )
    except Refused as error:
        form.add_error(None, str(error))
        return None
    messages.success(request, _told(made))
    if len(made.boards) == 1:
        return redirect("canvass:board", unit=unit.code, board=made.boards[0].pk)
    return redirect("canvass:boards", unit=unit.code)


def _told(made: actions.Made) -> str:
    """Return what was made and what was left out, in words."""
    if made.again:
        return _("This board was made already; here it is.")
    count = len(made.boards)
    words = [ngettext("The board is made.", "%(count)s boards are made.", count) % {"count": count}]
    total = made.left_out.total()
    if total:
        words.append(
            ngettext("One door was left out: %(why)s.", "%(count)s doors were left out: %(why)s.", total)
            % {"count": total, "why": _left_out(made.left_out)}
        )
    return " ".join(words)


def _left_out(counts: Counter[str]) -> str:
    """Return in words why doors are no part of a board; "" where all are."""
    reasons = (
        (picking.OBJECTING, _("%(doors)s where everybody asked not to be contacted")),
        (picking.UNKNOWN, _("%(doors)s where somebody may have asked not to be contacted: say who is who first")),
        (picking.GONE, _("%(doors)s where everybody has moved or died")),
        (picking.HELD, _("%(doors)s on other boards")),
    )
    return ", ".join(text % {"doors": counts[reason]} for reason, text in reasons if counts[reason])


@requires(P.SEE_BOARDS)
@require_safe
def board(request: GuardedRequest, unit: Unit, board: UUID) -> HttpResponse:
    """Show one board: its doors with their people, who has it, and what can be done with it."""
    rows = Board.objects.select_related("target_list__version").annotate(found=on_board(OuterRef("pk")))
    found = within.board(request, P.SEE_BOARDS, board, lists.with_company(rows))
    doors = door_queries.doors(found, _why(request, unit, found))
    handing = lists.current_handing(found)
    address = _phone_address(request, found)
    tally = door_queries.tally(found, doors)
    may_name = _may_name(request, unit, found)
    if may_name:
        audit.looked(request, what=P.SEE_REGISTER, count=tally.people, through=found)
    return render(
        request,
        "canvass/boards/board.html",
        {
            "board": found,
            "streets": door_queries.by_street(doors),
            "tally": tally,
            "found": found.found if may_name else [],  # type: ignore[attr-defined] # annotated above
            "handing": handing,
            "now": timezone.now(),
            "address": address,
            "qr": _qr(address) if handing is not None else "",
            "phones": lists.phones_of(found),
            "may_make": request.access.may(P.MAKE_BOARDS, unit),
            "shares": lists.shares_of(found),
            "may_name": may_name,
            "may_review": request.access.may(P.REVIEW_ANSWERS, unit),
        },
    )


def _why(request: GuardedRequest, unit: Unit, board: Board) -> dict[int, tuple[str, ...]]:
    """Return why each person is on the board's list, in this person's words; nothing for a board without a list."""
    if board.target_list is None:
        return {}
    says = read(board.target_list.version.body)
    return target_lists.why_on(board, reader(request.access, unit, [says]))


def _may_name(request: GuardedRequest, unit: Unit, board: Board) -> bool:
    """Say whether the people on a board may be named to this person: by a role that sees electors there."""
    return request.access.may(P.SEE_REGISTER, unit) and areas.holds(request.access.area(P.SEE_REGISTER, unit), board)


@requires(P.MAKE_BOARDS)
@recently
@require_safe
def sheets(request: GuardedRequest, unit: Unit, board: UUID) -> HttpResponse:
    """Show a board as sheets for paper, a street each, with room to write."""
    found = within.board(request, P.MAKE_BOARDS, board)
    doors = [door for door in door_queries.doors(found) if door.state not in (door_queries.CLOSED, door_queries.EMPTY)]
    people = sum(1 for door in doors for person in door.people if not person.is_closed)
    audit.looked(request, what=P.MAKE_BOARDS, count=people, through=found)
    actions.print_out(by=request.user, board=found, electors=people)
    scheme = letters.current(unit)
    context = {
        "board": found,
        "streets": door_queries.by_street(doors),
        "people": people,
        "now": timezone.now(),
        "scheme": scheme,
        "key": letter_rules.key(scheme.letters),
    }
    return render(request, "canvass/boards/sheets.html", context)


@requires(P.MAKE_BOARDS)
@require_http_methods(["GET", "POST"])
def hand_out(request: GuardedRequest, unit: Unit, board: UUID) -> HttpResponse:
    """Hand a board to somebody, or on from one to another, with what they should know about its doors."""
    found = within.board(request, P.MAKE_BOARDS, board)
    handing = lists.current_handing(found)
    people = areas.who_may_have(found)
    form = HandOutForm(
        request.POST or None,
        people=people,
        out=lists.out_with(people),
        initial={"seen": handing.pk if handing else None},
    )
    if request.method == "POST" and form.is_valid():
        chosen = next(user for user in people if user.pk == form.cleaned_data["to"])
        seen = found.handings.filter(pk=form.cleaned_data["seen"] or 0).first()
        try:
            actions.hand_out(
                by=request.user,
                board=found,
                to=chosen,
                read_until=form.cleaned_data["read_until"],
                instead_of=seen,
                far=form.cleaned_data["far"],
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            text = _("%(name)s has the board now. They scan the code below, or open the link.")
            messages.success(request, text % {"name": chosen.name})
            return redirect("canvass:board", unit=unit.code, board=found.pk)
    care = flags.on_board(found)
    audit.looked(request, what=P.MAKE_BOARDS, count=len(care), through=found)
    context = {"form": form, "board": found, "handing": handing, "people": people, "flags": care}
    return render(request, "canvass/boards/hand_out.html", context)


@requires(P.MAKE_BOARDS)
@require_POST
def take_back(request: GuardedRequest, unit: Unit, board: UUID) -> HttpResponse:
    """End the handing of a board."""

    def act(found: Board) -> str:
        ended = actions.take_back(by=request.user, board=found)
        if ended is None:
            return _("Nobody had this board any more.")
        text = _("%(name)s no longer has the board. What is still on their phone can be sent.")
        return text % {"name": ended.user.name}

    return _do(request, unit, board, act)


@requires(P.MAKE_BOARDS)
@require_POST
def close(request: GuardedRequest, unit: Unit, board: UUID) -> HttpResponse:
    """Put a board away."""

    def act(found: Board) -> str:
        actions.close(by=request.user, board=found)
        return _("The board is put away.")

    return _do(request, unit, board, act)


@requires(P.MAKE_BOARDS)
@require_POST
def reopen(request: GuardedRequest, unit: Unit, board: UUID) -> HttpResponse:
    """Open a board again."""

    def act(found: Board) -> str:
        actions.reopen(by=request.user, board=found)
        return _("The board is open again.")

    return _do(request, unit, board, act)


def _do(request: GuardedRequest, unit: Unit, board: UUID, act: Callable[[Board], str]) -> HttpResponse:
    found = within.board(request, P.MAKE_BOARDS, board)
    try:
        messages.success(request, act(found))
    except Refused as error:
        messages.error(request, str(error))
    return redirect("canvass:board", unit=unit.code, board=found.pk)


def _phone_address(request: HttpRequest, board: Board) -> str:
    """Return the whole address of the board's page for a phone: the public one, or the one this page came from."""
    path = reverse("canvass:phone_board", kwargs={"board": board.pk})
    return f"{settings.BASE_URL}{path}" if settings.HTTPS else request.build_absolute_uri(path)


def _qr(address: str) -> SafeString:
    """Return the address as a QR code in SVG that takes the size of its box."""
    svg = qr_code(address, error="m", micro=False).svg_inline(omitsize=True, border=2, title=_("Address of the board"))
    return mark_safe(svg)  # noqa: S308 - made by the library of an address of ours
