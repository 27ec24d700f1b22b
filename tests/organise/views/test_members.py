"""The members list and one member's page."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from access.models import AuditEvent, User
from tests.cast import Cast
from tests.everywhere import SCOPE
from tests.factories import organise

LIST = "/u/wexcombe/organise/members/"


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("marian", 200),
        ("osei", 403),
        ("alun", 403),
        ("tess", 403),
        ("priya", 403),
        ("noor", 404),
        ("rival", 404),
        ("lewis", 404),
    ],
)
def test_who_may_see_members(cast: Cast, who: str, status: int) -> None:
    one = organise.member(cast.wexcombe)
    user: User = getattr(cast, who)
    assert cast.client(user).get(LIST).status_code == status
    assert cast.client(user).get(f"{LIST}{one.pk}/").status_code == status


def test_who_is_not_signed_in_is_asked_to(cast: Cast) -> None:
    assert cast.client(None).get(LIST).headers["Location"].startswith("/accounts/login/")


def test_a_member_of_another_clp_is_not_there_and_the_attempt_is_noted(cast: Cast) -> None:
    theirs = organise.member(cast.marsham)
    assert cast.client(cast.marian).get(f"{LIST}{theirs.pk}/").status_code == 404
    noted = AuditEvent.objects.get(verb="access.forged_id")
    assert (noted.unit_id, noted.actor_id, noted.object_id) == (cast.marsham.pk, cast.marian.pk, str(theirs.pk))


def test_a_member_that_never_was_is_not_there_and_nothing_is_noted(cast: Cast) -> None:
    assert cast.client(cast.marian).get(f"{LIST}999999/").status_code == 404
    assert not AuditEvent.objects.filter(verb="access.forged_id").exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_for_three(
    cast: Cast, count: int, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    for n in range(count):
        organise.member(cast.wexcombe, last_name=f"Marchbank{n}", branch=cast.branch)
    browser = cast.client(cast.marian)
    with django_assert_num_queries(7 + SCOPE):  # the last: that somebody looked
        page = browser.get(LIST).content.decode()
    assert page.count("/organise/members/") >= count


def test_only_what_is_looked_for_is_shown(cast: Cast) -> None:
    organise.member(cast.wexcombe, "Zoë", "Oakes")
    organise.member(cast.wexcombe, "Ada", "Wetherby", state="lapsed")
    page = cast.client(cast.marian).get(LIST, {"q": "oakes", "state": "", "branch": ""}).content.decode()
    assert "Zoë Oakes" in page
    assert "Wetherby" not in page
    assert "Show everybody" in page


@pytest.mark.parametrize("query", ["state=nonsense", "branch=nowhere", "page=x", "sort=';--", f"q={'x' * 101}"])
def test_nonsense_in_the_address_is_no_fault(cast: Cast, query: str) -> None:
    organise.member(cast.wexcombe)
    assert cast.client(cast.marian).get(f"{LIST}?{query}").status_code == 200


def test_a_name_is_never_markup(cast: Cast) -> None:
    organise.member(cast.wexcombe, "<script>alert(1)</script>", "Oakes")
    page = cast.client(cast.marian).get(LIST).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_fifty_a_page(cast: Cast) -> None:
    for n in range(51):
        organise.member(cast.wexcombe, last_name=f"M{n:02}")
    browser = cast.client(cast.marian)
    assert browser.get(LIST).content.decode().count('scope="row"') == 50
    assert browser.get(f"{LIST}?page=2").content.decode().count('scope="row"') == 1


def test_an_empty_list_says_why(cast: Cast) -> None:
    assert "Nobody is on the list yet" in cast.client(cast.marian).get(LIST).content.decode()
    organise.member(cast.wexcombe)
    assert "Nobody fits" in cast.client(cast.marian).get(f"{LIST}?q=zzz").content.decode()


def test_a_member_page_says_what_is_kept_and_why(cast: Cast) -> None:
    joined = datetime.date.today() - datetime.timedelta(days=10)  # noqa: DTZ011 - near enough
    one = organise.member(
        cast.wexcombe, email="e@members.example", state="provisional", joined_on=joined, branch=cast.branch
    )
    url = reverse("organise:member", kwargs={"unit": "wexcombe", "member": one.pk})
    page = cast.client(cast.marian).get(url).content.decode()
    for said in (
        "Elsie Marchbank",
        "e@members.example",
        "For notices of meetings",
        "Provisional until",
        "Harrow Hill branch",
    ):
        assert said in page
