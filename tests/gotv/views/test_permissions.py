"""Who may open which page, as a table. Out of scope is 404, in scope without the right is 403."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.urls import reverse

from access import scoping
from access.models import AuditEvent
from gotv.actions import passes, sheets
from gotv.models import MarkVoid, PollingStation, VoteMark
from tests.factories import gotv as make
from tests.gotv.conftest import Day

_FIGURES = {"marian", "osei", "priya"}
_OFFICE = {"marian", "osei"}
_TYPING = {"marian", "osei", "tess"}
_PAGES = {
    "polling_days": _FIGURES,
    "dashboard": _FIGURES,
    "figures": _FIGURES,
    "districts": _FIGURES,
    "wall": _FIGURES,
    "wall_figures": _FIGURES,
    "room_screen": _FIGURES,
    "room_figures": _FIGURES,
    "left_map": _OFFICE,
    "new_election": _OFFICE,
    "new_counts_only": _OFFICE,
    "boxes": _OFFICE,
    "edit_election": _OFFICE,
    "rehearsals": _OFFICE,
    "watch_rehearsal": _OFFICE,
    "stations": _OFFICE,
    "new_station": _OFFICE,
    "arrange_stations": _OFFICE,
    "edit_station": _OFFICE,
    "readiness": _OFFICE,
    "rota": _OFFICE,
    "rota_sheets": _OFFICE,
    "station_shifts": _OFFICE,
    "rooms": _OFFICE,
    "new_room": _OFFICE,
    "arrange_rooms": _OFFICE,
    "edit_room": _OFFICE,
    "room_officers": _OFFICE,
    "numbers": _TYPING,
    "counts": _OFFICE,
    "count": _OFFICE,
    "sheets": _OFFICE,
    "packs": _OFFICE,
    "sheet": _TYPING,
    "marks": _OFFICE,
    "void_mark": _OFFICE,
    "checks": _OFFICE,
    "gaps": _FIGURES,
    "box_totals": _OFFICE,
    "day_report": _FIGURES,
    "day_report_file": _FIGURES,
    "teller_passes": _OFFICE,
    "new_teller_pass": _OFFICE,
    "teller_pass": _OFFICE,
    "knock_ups": _OFFICE,
    "knock_up_list": _OFFICE,
    "knock_up_sheets": _OFFICE,
    "frozen": _FIGURES,
    "frozen_earlier": _FIGURES,
    "freeze": _OFFICE,
    "frozen_changes": _OFFICE,
    "frozen_add": _OFFICE,
    "lifts": _OFFICE,
    "ask_lift": _OFFICE,
    "lift": _OFFICE,
    "edit_lift": _OFFICE,
    "drivers": _OFFICE,
    "new_driver": _OFFICE,
    "driver": _OFFICE,
    "edit_driver": _OFFICE,
    "rounds": _OFFICE,
    "rounds_history": _OFFICE,
    "round_begin": _OFFICE,
    "round": _OFFICE,
    "round_hand": _OFFICE,
    "hidden": _OFFICE,
    "postal": _OFFICE,
    "postal_answers": _OFFICE,
    "postal_list": _OFFICE,
    "franchise": _FIGURES,
    "edit_franchise": _OFFICE,
    "absent": _FIGURES,
    "absent_new": {"marian"},
    "absent_by_hand": _OFFICE,
    "past_election": _OFFICE,
    "turnout": _OFFICE,
    "marked_new": _OFFICE,
    "turnout_district": _OFFICE,
}
_WITHOUT_ELECTION = {"polling_days", "new_election", "new_counts_only", "past_election"}
_OUTSIDE = ("noor", "rival", "lewis")
_INSIDE = ("marian", "osei", "priya", "alun", "tess")


def _code(day: Day) -> uuid.UUID:
    with scoping.units([day.poll.unit_id]):
        return passes.make(station=day.hall, by=None).pk


def _sheet(day: Day) -> str:
    with scoping.units([day.poll.unit_id]):
        return sheets.make_pads(election=day.poll, station=day.hall, pages=1, by=day.cast.marian)[0].code


# What a page is about, where it has to be made first.
_MADE: dict[str, tuple[str, Callable[[Day], object]]] = {
    "frozen_earlier": ("snapshot", lambda day: make.frozen(day.poll, day.cast.marian).pk),
    "round": ("round", lambda day: make.round(day.poll, day.hh1, day.cast.marian).pk),
    "round_hand": ("round", lambda day: make.round(day.poll, day.hh1, day.cast.marian).pk),
    "lift": ("lift", lambda day: make.lift(day.poll, day.elsie).pk),
    "edit_lift": ("lift", lambda day: make.lift(day.poll, day.elsie).pk),
    "driver": ("driver", lambda day: make.driver(day.poll).pk),
    "edit_driver": ("driver", lambda day: make.driver(day.poll).pk),
    "void_mark": ("mark", lambda day: make.mark(day.hall, day.graham).pk),
}


def _address(day: Day, name: str) -> str:
    kwargs: dict = {"unit": day.cast.wexcombe.code}
    if name not in _WITHOUT_ELECTION:
        kwargs["election"] = day.poll.pk
    if name in {"edit_station", "remove_station", "station_shifts", "new_teller_pass"}:
        kwargs["station"] = day.hall.pk
    if name in {"knock_up_list", "knock_up_sheets", "turnout_district", "round_begin", "postal_list"}:
        kwargs["district"] = day.hh1.pk
    if name in {"edit_room", "room_officers", "room_screen", "room_figures"}:
        kwargs["room"] = make.room(day.poll).pk
    if name in _MADE:
        argument, made = _MADE[name]
        kwargs[argument] = made(day)
    if name in {"sheet", "teller_pass"}:
        kwargs["code"] = {"sheet": _sheet, "teller_pass": _code}[name](day)
    if name == "count":
        kwargs |= {"kind": "turnout", "place": make.box(day.hall, "1", day.hh1).pk}
    if name == "restore_station":
        kwargs["token"] = "made-up"
    return reverse(f"gotv:{name}", kwargs=kwargs)


@pytest.mark.parametrize("name", _PAGES)
def test_nobody_is_asked_to_sign_in(day: Day, name: str) -> None:
    answer = day.cast.client(None).get(_address(day, name))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", _PAGES)
@pytest.mark.parametrize("who", _OUTSIDE)
def test_without_a_role_here_now_there_is_no_such_page(day: Day, name: str, who: str) -> None:
    user = getattr(day.cast, who)
    assert day.cast.client(user).get(_address(day, name)).status_code == 404
    assert AuditEvent.objects.filter(verb="access.out_of_scope", actor_id=user.pk).count() == 1


@pytest.mark.parametrize("name", _PAGES)
@pytest.mark.parametrize("who", _INSIDE)
def test_each_role_opens_its_own_pages(day: Day, name: str, who: str) -> None:
    user = getattr(day.cast, who)
    status = day.cast.client(user).get(_address(day, name)).status_code
    assert status == (200 if who in _PAGES[name] else 403)
    refused = AuditEvent.objects.filter(verb="access.refused", actor_id=user.pk).count()
    assert refused == (0 if who in _PAGES[name] else 1)


@pytest.mark.parametrize("name", ["remove_station", "restore_station"])
@pytest.mark.parametrize(
    ("who", "status"), [("noor", 404), ("rival", 404), ("lewis", 404), ("priya", 403), ("tess", 403)]
)
def test_stations_are_not_removed_or_restored_without_the_right(day: Day, name: str, who: str, status: int) -> None:
    assert day.cast.client(getattr(day.cast, who)).post(_address(day, name)).status_code == status
    with scoping.units([day.cast.wexcombe.pk]):
        assert PollingStation.objects.get() == day.hall


_TELLERS = ("teller", "teller_undo", "teller_device", "teller_check", "teller_hand_over")


@pytest.mark.parametrize("name", _TELLERS)
@pytest.mark.parametrize(
    ("who", "status"), [("", 302), ("noor", 404), ("rival", 404), ("lewis", 404), ("priya", 404), ("alun", 403)]
)
def test_a_station_is_for_its_tellers(day: Day, name: str, who: str, status: int) -> None:
    user = getattr(day.cast, who) if who else None
    url = reverse(f"gotv:{name}", kwargs={"station": day.hall.pk})
    mark = make.mark(day.hall, day.graham, by=day.cast.tess)
    answer = day.cast.client(user).post(url, {"mark": str(mark.pk), "number": "1", "district": "HH1"})
    # The keypad itself sends what the phone still holds before it goes on to the sign-in page.
    assert answer.status_code == (401 if name == "teller" and not who else status)
    with scoping.units([day.cast.wexcombe.pk]):
        assert not MarkVoid.objects.exists()
        assert VoteMark.objects.get() == mark


def test_a_forged_station_is_noted_in_the_clp_it_belongs_to(day: Day) -> None:
    url = reverse("gotv:teller", kwargs={"station": day.hall.pk})
    assert day.cast.client(day.cast.rival).get(url).status_code == 404
    row = AuditEvent.objects.get(verb="access.forged_id")
    assert (row.unit_id, row.actor_id) == (day.cast.wexcombe.pk, day.cast.rival.pk)


@pytest.mark.parametrize("name", sorted(set(_PAGES) - _WITHOUT_ELECTION))
def test_a_forged_id_of_another_clp_is_not_found_and_noted(day: Day, name: str) -> None:
    """Roy is secretary of Marsham Vale: his own address, with Wexcombe's ids in it."""
    forged = _address(day, name).replace("/wexcombe/", "/marsham/")
    assert day.cast.client(day.cast.rival).get(forged).status_code == 404
    row = AuditEvent.objects.get(verb="access.forged_id")
    assert (row.unit_id, row.object_id) == (day.cast.wexcombe.pk, str(day.poll.pk))


@pytest.mark.parametrize(
    ("name", "kwargs", "query"),
    [
        ("dashboard", {"election": 999_999_999}, ""),
        ("dashboard", {"election": 2**70}, ""),
        ("knock_up_list", {"district": 999_999_999}, ""),
        ("edit_station", {"station": 999_999_999}, ""),
        ("void_mark", {"mark": "00000000-0000-7000-8000-000000000000"}, ""),
    ],
)
def test_an_id_that_never_was_is_not_found_and_not_noted(day: Day, name: str, kwargs: dict, query: str) -> None:
    known = {"unit": day.cast.wexcombe.code, "election": day.poll.pk}
    url = reverse(f"gotv:{name}", kwargs=known | kwargs) + query
    assert day.cast.client(day.cast.marian).get(url).status_code == 404
    assert not AuditEvent.objects.filter(verb="access.forged_id").exists()


def test_a_station_of_another_election_is_not_found(day: Day) -> None:
    other = make.election(day.cast.wexcombe, "Another")
    url = reverse(
        "gotv:edit_station",
        kwargs={"unit": day.cast.wexcombe.code, "election": other.pk, "station": day.hall.pk},
    )
    assert day.cast.client(day.cast.marian).get(url).status_code == 404
