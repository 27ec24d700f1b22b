"""Roles that every member can read."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from access import scoping
from access.models import Absence, AccessRequest, Grant, User
from access.roles import ROLES, RoleName
from kit import clock
from tests import cast as people
from tests.cast import Cast

DAY = datetime.timedelta(days=1)


def _page(user: User, url: str) -> str:
    return people.sign_in(user).get(url).content.decode()


def _text(page: str) -> str:
    return " ".join(page.split())


def test_every_role_is_there_for_somebody_without_any(cast: Cast) -> None:
    page = _page(cast.noor, "/access/roles/")
    for name, role in ROLES.items():
        assert f"/access/roles/{name}/" in page
        assert _escaped(str(role.what_for)) in page


@pytest.mark.parametrize("name", list(ROLES))
@pytest.mark.parametrize("query", ["", "?unit=wexcombe"])
def test_each_role_says_all_that_one_should_know(name: str, query: str, cast: Cast) -> None:
    role = ROLES[name]
    page = _page(cast.noor, f"/access/roles/{name}/{query}")
    for words in (role.sees, role.basis.label, *(permission.label for permission in role.permissions)):
        assert _escaped(str(words)) in page
    for gate in role.gates:
        assert f"{gate}/?next=" in page or "passed" in page or "signed" in page


def _escaped(words: str) -> str:
    return words.replace("'", "&#x27;")


def test_there_is_no_such_role(cast: Cast) -> None:
    browser = cast.client(cast.noor)
    assert browser.get("/access/roles/king/").status_code == 404


def test_in_a_unit_it_names_who_decides_and_counts_who_holds_it(cast: Cast) -> None:
    people.grant(cast.noor, cast.wexcombe, RoleName.CANVASSER)
    page = _text(_page(cast.rival, "/access/roles/canvasser/?unit=wexcombe"))
    assert "Marian Teale" in page
    assert "Osei Mensah-Hart" in page
    assert "Either one alone." in page
    assert "2 people hold it here." in page
    assert "Alun Prosser" not in page, "who holds it is nobody’s business outside"
    assert "As many may as need it." in page
    assert "Eastshire region decides instead" in page


def test_another_unit_has_other_people(cast: Cast) -> None:
    page = _text(_page(cast.noor, "/access/roles/canvasser/?unit=marsham"))
    assert "Roy Vale" in page
    assert "Marian Teale" not in page
    assert "0 people hold it here." in page


def test_too_few_is_said_and_how_many_must_and_may(cast: Cast) -> None:
    page = _text(_page(cast.noor, "/access/roles/secretary/?unit=wexcombe"))
    assert "1 person holds it here." in page
    assert "too few" in page
    assert "At least 2 must" in page
    assert "At most 3 may." in page


def test_one_who_is_away_is_said_to_be(cast: Cast) -> None:
    with scoping.units([cast.wexcombe.pk]):
        Absence.objects.create(
            unit=cast.wexcombe, user=cast.osei, from_on=clock.today() - DAY, until_on=clock.today() + 3 * DAY
        )
    page = _text(_page(cast.noor, "/access/roles/canvasser/?unit=wexcombe"))
    assert "away, back on" in page


def test_where_nobody_decides_the_unit_above_does(cast: Cast) -> None:
    Grant.objects.filter(unit=cast.marsham).update(ended_at=timezone.now())
    page = _text(_page(cast.noor, "/access/roles/canvasser/?unit=marsham"))
    assert "Nobody in Marsham Vale can decide today, so it goes to Eastshire region at once." in page
    assert "Priya Nair" in page
    Grant.objects.filter(unit=cast.region).update(ended_at=timezone.now())
    page = _text(_page(cast.noor, "/access/roles/canvasser/?unit=marsham"))
    assert "Nobody can decide here or above today." in page


def test_times_are_real_ones(cast: Cast) -> None:
    assert "No decision here yet" in _page(cast.noor, "/access/roles/teller/?unit=wexcombe")
    now = timezone.now()
    with scoping.units([cast.wexcombe.pk]):
        for number, hours in enumerate((2, 6, 72), start=1):
            AccessRequest.objects.create(
                unit=cast.wexcombe,
                number=number,
                user=cast.noor,
                role=RoleName.TELLER,
                need="tell",
                asked_at=now - datetime.timedelta(hours=hours) - 10 * DAY,
                rests_with=cast.wexcombe,
                state="approved",
                decided_at=now - 10 * DAY,
                decided_by=cast.marian,
            )
    page = _text(_page(cast.noor, "/access/roles/teller/?unit=wexcombe"))
    assert "<b>6 hours</b>" in page
    assert "3 requests here in the last twelve months" in page
    assert "slowest took 3 days" in page
    assert "Everywhere: 6 hours" in _text(_page(cast.noor, "/access/roles/teller/?unit=marsham"))


def test_ones_own_unit_is_chosen_at_first(cast: Cast) -> None:
    assert people.sign_in(cast.alun).get("/access/roles/canvasser/").context["where"] == cast.wexcombe
    assert people.sign_in(cast.noor).get("/access/roles/canvasser/").context["where"] is None
    assert people.sign_in(cast.alun).get("/access/roles/canvasser/?unit=").context["where"] is None


@pytest.mark.parametrize("code", ["nowhere", "eastshire", "harrow-hill", "%00", "x" * 300])
def test_a_unit_that_cannot_have_the_role_is_not_chosen(code: str, cast: Cast) -> None:
    answer = cast.client(cast.alun).get(f"/access/roles/canvasser/?unit={code}")
    assert answer.status_code == 200
    assert answer.context["where"] is None


def test_one_sees_how_one_stands_to_what_must_be_done_before(cast: Cast) -> None:
    assert "Start, 5 min" in _page(people.newcomer(), "/access/roles/canvasser/?unit=wexcombe")
    assert "passed" in _page(cast.alun, "/access/roles/canvasser/?unit=wexcombe")


def test_who_holds_it_is_not_asked_to_ask(cast: Cast) -> None:
    page = _page(cast.alun, "/access/roles/canvasser/?unit=wexcombe")
    assert "You hold this role here" in page
    assert "Ask for this role" not in page
    page = _page(cast.alun, "/access/roles/canvasser/?unit=marsham")
    assert "/access/?role=canvasser&amp;unit=marsham" in page


def test_what_only_opens_in_an_emergency_can_not_be_asked_for(cast: Cast) -> None:
    page = _page(cast.noor, "/access/roles/emergency_reader/?unit=wexcombe")
    assert "Nobody can ask for it" in page
    assert "Ask for this role" not in page


def test_the_old_address_leads_here(cast: Cast) -> None:
    answer = cast.client(cast.marian).get("/u/wexcombe/access/roles/")
    assert answer.headers["Location"] == "/access/roles/?unit=wexcombe"


def test_the_list_costs_the_same_with_many_holders(cast: Cast, django_assert_max_num_queries: Callable) -> None:
    for number in range(12):
        people.grant(people.newcomer(f"n{number}", f"N {number}"), cast.wexcombe, RoleName.CANVASSER)
    browser = cast.client(cast.marian)
    with django_assert_max_num_queries(14):
        browser.get("/access/roles/?unit=wexcombe")
    with django_assert_max_num_queries(24):
        browser.get("/access/roles/canvasser/?unit=wexcombe")


def test_nobody_is_sent_to_sign_in(db: None) -> None:
    assert Client().get("/access/roles/").status_code == 302
    assert Client().get("/access/roles/canvasser/").status_code == 302
