"""The desk: one queue over a unit and all below it, decided in place."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from access import scoping
from access.actions import grants
from access.actions import requests as actions
from access.enums import RefusalReason
from access.models import AccessRequest, Grant, Office, OfficeTerm
from access.permissions import Permission as P
from access.queries import accesses, appeals, cover
from access.queries import desk as queries
from access.roles import ROLES, RoleName
from kit import clock
from tests import cast as people
from tests.cast import Cast
from tests.everywhere import everywhere
from tests.factories.requests import again, ask, tool


def _desk(cast: Cast, who: str, unit: str = "wexcombe") -> str:
    response = cast.client(getattr(cast, who)).get(f"/u/{unit}/access/desk/")
    assert response.status_code == 200
    return response.content.decode()


def test_everybody_who_decides_has_the_request_on_their_desk(cast: Cast) -> None:
    ask(cast, why="I live there")
    for who in ("marian", "osei"):
        page = _desk(cast, who)
        for part in ("1 request waits", "Noor Haddad: Canvasser", "I live there", "All training done", "1 holds it"):
            assert part in page, part


def test_the_region_has_one_queue_over_all_clps(cast: Cast) -> None:
    ask(cast)
    ask(cast, unit=cast.marsham)
    page = _desk(cast, "priya", "eastshire")
    assert "2 requests wait" in page
    assert "Marsham Vale" in page
    assert "With Wexcombe and Harrow Hill; you may decide as well" in page


def test_what_went_up_stands_first(cast: Cast) -> None:
    below = ask(cast)
    above = ask(cast, cast.marian, RoleName.DATA_OFFICER)
    page = _desk(cast, "priya", "eastshire")
    assert page.index(f"request-{above.number}") < page.index(f"request-{below.number}")


def test_who_decides_about_the_field_sees_only_that(cast: Cast) -> None:
    ask(cast)
    ask(cast, cast.lewis, RoleName.DATA_OFFICER, need="Bring in the register")
    page = _desk(cast, "osei")
    assert "Noor Haddad" in page
    assert "Bring in the register" not in page
    assert "2 requests wait" in _desk(cast, "marian")


def test_ones_own_is_not_on_ones_desk(cast: Cast) -> None:
    ask(cast, cast.marian, RoleName.DATA_OFFICER)
    assert "Nothing waits for a decision" in _desk(cast, "marian")


@pytest.mark.parametrize("who", ["alun", "tess"])
def test_who_decides_nothing_has_no_desk(who: str, cast: Cast) -> None:
    assert cast.client(getattr(cast, who)).get("/u/wexcombe/access/desk/").status_code == 403


@pytest.mark.parametrize("who", ["noor", "rival", "lewis"])
def test_for_others_it_is_not_there(who: str, cast: Cast) -> None:
    assert cast.client(getattr(cast, who)).get("/u/wexcombe/access/desk/").status_code == 404


def test_another_clps_requests_are_never_on_it(cast: Cast) -> None:
    ask(cast, unit=cast.marsham, need="Something of theirs")
    assert "Something of theirs" not in _desk(cast, "marian")


def test_it_is_decided_in_place(cast: Cast) -> None:
    wanted = ask(cast)
    browser = cast.client(cast.priya)
    response = browser.post(
        f"/access/requests/{wanted.pk}/decide/", {"do": "approve", "next": "/u/eastshire/access/desk/"}
    )
    assert response["Location"] == "/u/eastshire/access/desk/"
    assert again(wanted).decided_by == cast.priya


def test_a_refusal_in_place(cast: Cast) -> None:
    wanted = ask(cast)
    cast.client(cast.osei).post(
        f"/access/requests/{wanted.pk}/decide/",
        {"do": "refuse", "reason": "not_needed", "words": "We are full.", "next": "/u/wexcombe/access/desk/"},
    )
    assert again(wanted).reason == "not_needed"


def test_what_a_decision_rests_on(cast: Cast) -> None:
    """Office, training, who holds it already, and what was decided before."""
    first = ask(cast, cast.lewis)
    actions.refuse(request=first, by=cast.osei, reason=RefusalReason.OTHER_ROLE, words="Be a teller.")
    newcomer = people.newcomer()
    with everywhere():
        chair = Office.objects.create(unit=cast.wexcombe, title="Chair")
        today = clock.today()
        OfficeTerm.objects.create(unit=cast.wexcombe, office=chair, user=newcomer, starts_on=today, ends_on=today)
    ask(cast, newcomer)
    page = _desk(cast, "marian")
    for part in ("Chair", "2 steps left before it opens", "Alun Prosser", "Another role fits better", "Lewis Ottaway"):
        assert part in page, part


def test_a_full_role_says_so_before_somebody_tries(cast: Cast) -> None:
    for name in ("ann", "bee", "cat"):
        people.grant(people.newcomer(name, name.title()), cast.wexcombe, RoleName.DATA_OFFICER)
    ask(cast, role=RoleName.DATA_OFFICER)
    page = _desk(cast, "marian")
    assert "3 of 3 hold it here" in page
    assert "full" in page


def test_keys_to_let_in_and_to_take_back(cast: Cast) -> None:
    grant = actions.approve(request=ask(cast, role="", tool=tool(), need="Make lists"), by=cast.marian)
    assert "Let Noor Haddad" not in _desk(cast, "marian"), "the region holds this key"
    assert "Let Noor Haddad" in _desk(cast, "priya", "eastshire")
    browser = cast.client(cast.priya)
    back = {"next": "/u/eastshire/access/desk/"}
    assert browser.post(f"/u/wexcombe/access/keys/{grant.pk}/done/", back)["Location"] == back["next"]
    assert "Let Noor Haddad" not in _desk(cast, "priya", "eastshire")
    with everywhere():
        grants.end(grant=Grant.objects.get(pk=grant.pk), reason="not needed", by=cast.marian, agreed=True)
    page = _desk(cast, "priya", "eastshire")
    assert "Take Noor Haddad" in page
    assert "Take the person off." in page
    browser.post(f"/u/wexcombe/access/keys/{grant.pk}/back/", back)
    assert "Take Noor Haddad" not in _desk(cast, "priya", "eastshire")


def test_a_forged_key(cast: Cast) -> None:
    grant = actions.approve(request=ask(cast, role="", tool=tool(), need="Make lists"), by=cast.marian)
    assert cast.client(cast.rival).post(f"/u/marsham/access/keys/{grant.pk}/done/").status_code == 404
    assert cast.client(cast.osei).post(f"/u/wexcombe/access/keys/{grant.pk}/done/").status_code == 403


def test_endings_without_notice_are_seen_above(cast: Cast) -> None:
    with everywhere():
        grants.end(grant=Grant.objects.get(user=cast.alun), reason="sold a list", by=cast.marian, urgent=True)
    page = _desk(cast, "priya", "eastshire")
    assert "Ended without notice" in page
    assert "sold a list" in page


def test_clps_below_their_minimum_are_listed(cast: Cast) -> None:
    page = _desk(cast, "priya", "eastshire")
    assert "Too few people" in page
    assert "CLP secretary: 1 of 2" in page


def test_appeals_are_on_the_desk_of_those_who_decide_them(cast: Cast) -> None:
    wanted = ask(cast)
    actions.refuse(request=wanted, by=cast.osei, reason=RefusalReason.NOT_NEEDED, words="Full.")
    actions.appeal(request=wanted, by=cast.noor, words="Look again")
    assert "Appealed on" in _desk(cast, "priya", "eastshire")
    assert "Appealed on" not in _desk(cast, "marian")


def test_whoever_gives_access_also_decides_about_the_field() -> None:
    """The desk opens with the one right; a role with only the other would be locked out."""
    assert [
        r.name for r in ROLES.values() if P.GIVE_ACCESS in r.permissions and P.DECIDE_FIELD not in r.permissions
    ] == []


def _many(cast: Cast, count: int) -> None:
    """Requests by as many people, of several roles, in both CLPs."""
    roles = [RoleName.CANVASSER, RoleName.TELLER, RoleName.BOARD_RUNNER, RoleName.DATA_OFFICER]
    with everywhere():
        AccessRequest.objects.bulk_create(
            AccessRequest(
                number=1000 + index,
                unit=(cast.wexcombe, cast.marsham)[index % 2],
                rests_with=(cast.wexcombe, cast.region)[index % 2],
                user=people.newcomer(f"p{index}", f"Person {index}"),
                role=roles[index % 4],
                need="Help",
                asked_at=timezone.now(),
                escalates_at=timezone.now() + datetime.timedelta(hours=index),
            )
            for index in range(count)
        )


def _count(browser_gets: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as queried:
        browser_gets()
    return len(queried)


def test_thirty_requests_cost_no_more_queries_than_one(
    cast: Cast, django_assert_max_num_queries: Callable[[int], AbstractContextManager]
) -> None:
    browser = cast.client(cast.priya)
    browser.get("/u/eastshire/access/desk/")
    ask(cast)
    one = _count(lambda: browser.get("/u/eastshire/access/desk/"))
    _many(cast, 30)
    assert _count(lambda: browser.get("/u/eastshire/access/desk/")) == one


def test_the_desk_itself_takes_twelve_queries(
    cast: Cast, django_assert_max_num_queries: Callable[[int], AbstractContextManager]
) -> None:
    """What the guards ask of every page comes on top: the session, the account, its grants, the scope."""
    _many(cast, 30)
    access = accesses.of(cast.priya)
    units = [cast.region, cast.wexcombe, cast.marsham, cast.branch]
    ids = [unit.pk for unit in units]
    with scoping.units(ids), django_assert_max_num_queries(12):
        found = queries.queue(cast.region, ids, access)
        assert found.count() == 30
        assert len(queries.lines(list(found[:25]), cast.region)) == 25
        appeals.to_decide(ids, cast.priya)
        queries.keys(cast.region, units, cast.priya)
        cover.shortfalls(units)


def test_it_is_turned_over_page_by_page(cast: Cast) -> None:
    _many(cast, 30)
    page = _desk(cast, "priya", "eastshire")
    assert "1 to 25 of 30" in page


def test_the_start_page_says_that_something_waits(cast: Cast) -> None:
    wanted = ask(cast)
    assert "Decide a request for access" in cast.client(cast.osei).get("/u/wexcombe/").content.decode()
    assert "Decide a request for access" not in cast.client(cast.priya).get("/u/eastshire/").content.decode()
    actions.ask_back(request=ask(cast, cast.alun, RoleName.TELLER), by=cast.osei, words="Which station?")
    assert "Answer a question" in cast.client(cast.alun).get("/u/wexcombe/").content.decode()
    actions.approve(request=wanted, by=cast.osei)
