"""Who may open which page, as a table. Out of scope is 404, in scope without the right is 403."""

from __future__ import annotations

import pytest
from django.urls import reverse

from access import scoping
from access.models import AuditEvent
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
    "new_election": _OFFICE,
    "edit_election": _OFFICE,
    "stations": _OFFICE,
    "new_station": _OFFICE,
    "arrange_stations": _OFFICE,
    "edit_station": _OFFICE,
    "numbers": _TYPING,
    "marks": _OFFICE,
    "void_mark": _OFFICE,
    "knock_ups": _OFFICE,
    "knock_up_list": _OFFICE,
    "knock_up_sheets": _OFFICE,
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
_WITHOUT_ELECTION = {"polling_days", "new_election", "past_election"}
_OUTSIDE = ("noor", "rival", "lewis")
_INSIDE = ("marian", "osei", "priya", "alun", "tess")


def _address(day: Day, name: str) -> str:
    kwargs: dict = {"unit": day.cast.wexcombe.code}
    if name not in _WITHOUT_ELECTION:
        kwargs["election"] = day.poll.pk
    if name in {"edit_station", "remove_station"}:
        kwargs["station"] = day.hall.pk
    if name in {"knock_up_list", "knock_up_sheets", "turnout_district"}:
        kwargs["district"] = day.hh1.pk
    if name == "void_mark":
        kwargs["mark"] = make.mark(day.hall, day.graham).pk
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


_TELLERS = ("teller", "teller_undo", "teller_device")


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
