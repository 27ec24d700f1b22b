"""Who has access: the list, giving, ending, roles."""

from __future__ import annotations

import datetime

import pytest

from access import scoping
from access.actions import grants, offices
from access.enums import UnitKind
from access.models import AuditEvent, Grant, OutboxMessage, User
from access.roles import ROLES, RoleName
from kit import clock
from tests import cast as people
from tests.cast import Cast
from tests.everywhere import SCOPE
from tests.factories import canvass

LIST, GIVE = "/u/wexcombe/access/", "/u/wexcombe/access/give/"


def _form(**more: str) -> dict[str, str]:
    today = clock.today().isoformat()
    return {
        "email": "jo@example.org",
        "name": "Jo Tranmer",
        "role": "canvasser",
        "starts_on": today,
        "reason": "boards",
    } | more


def test_the_list_says_who_what_when_why_and_by_whom(cast: Cast) -> None:
    Grant.objects.filter(user=cast.alun).update(granted_by=cast.marian, reason="knows every door")
    page = cast.client(cast.marian).get(LIST).content.decode()
    for words in ("Alun Prosser", "Canvasser", "1 Jan 2020", "knows every door", "Marian Teale", "until ended"):
        assert words in page
    assert "Roy Vale" not in page
    assert "Priya Nair" not in page, "a role in the region isn't a role here"
    assert page.index("Ended") < page.index("Lewis Ottaway")


def test_a_list_of_one_and_of_three_costs_the_same(cast: Cast, django_assert_num_queries: object) -> None:
    browser = cast.client(cast.rival)
    for name in ("one", "two"):
        user = User.objects.create_user(f"{name}@example.org", name)
        ended = people.grant(User.objects.create_user(f"x{name}@example.org", name), cast.marsham, RoleName.TELLER)
        Grant.objects.filter(pk=ended.pk).update(ended_at="2026-01-01T00:00Z", ended_by=cast.rival, ended_reason="over")
        with django_assert_num_queries(6 + SCOPE):
            browser.get("/u/marsham/access/")
        people.grant(user, cast.marsham, RoleName.CANVASSER)


def test_who_only_sees_may_end_nothing_but_their_own(cast: Cast) -> None:
    own = people.grant(cast.noor, cast.wexcombe, RoleName.DATA_OFFICER)
    page = cast.client(cast.noor).get(LIST).content.decode()
    assert "Give a role" not in page
    assert page.count("/end/") == 1
    assert f"/access/{own.pk}/end/" in page
    alun = Grant.objects.get(user=cast.alun)
    answer = cast.client(cast.noor).post(f"{LIST}{alun.pk}/end/", {"how": "agreed", "reason": "x"})
    assert "You may not end roles here" in answer.content.decode()


def test_the_list_says_for_what_where_and_how_it_came(cast: Cast) -> None:
    with scoping.units([cast.wexcombe.pk]):
        office = offices.create(unit=cast.wexcombe, title="Secretary", seats=1, roles=["secretary"], by=None)
        today = clock.today()
        offices.start_term(
            office=office, user=cast.noor, starts_on=today, ends_on=today + datetime.timedelta(days=99), by=cast.marian
        )
        ward = canvass.ward(cast.wexcombe, "Tanyard")
    people.grant(cast.noor, cast.wexcombe, RoleName.BOARD_RUNNER)
    Grant.objects.filter(user=cast.noor, role="board_runner").update(area=[f"ward:{ward.pk}"])
    grants.end(grant=Grant.objects.get(user=cast.alun), reason="too many", by=cast.marian)
    page = cast.client(cast.marian).get(LIST).content.decode()
    for words in (
        "comes with the office Secretary",
        "Tanyard",
        "Canvassing and recording what residents say",
        "notice given",
        "Marian Teale gave notice: too many",
    ):
        assert words in page


def test_a_role_is_renewed_with_one_button(cast: Cast) -> None:
    grant = Grant.objects.get(user=cast.alun)
    url = f"{LIST}{grant.pk}/renew/"
    browser = cast.client(cast.marian)
    assert url not in browser.get(LIST).content.decode(), "a role without an end"
    Grant.objects.filter(pk=grant.pk).update(ends_on=clock.today() + datetime.timedelta(days=14))
    assert url in browser.get(LIST).content.decode()
    assert "Alun Prosser is Canvasser until" in browser.post(url, follow=True).content.decode()
    assert "runs that long already" in browser.post(url, follow=True).content.decode()


def test_who_runs_the_field_is_offered_its_roles_alone(cast: Cast) -> None:
    page = cast.client(cast.osei).get(GIVE).content.decode()
    assert 'value="canvasser"' in page
    assert 'value="secretary"' not in page
    answer = cast.client(cast.osei).post(GIVE, _form(role="secretary"))
    assert "not one of the available choices" in answer.content.decode()


def test_a_role_for_some_wards(cast: Cast) -> None:
    with scoping.units([cast.wexcombe.pk]):
        ward = canvass.ward(cast.wexcombe, "Tanyard")
    browser = cast.client(cast.marian)
    assert "Tanyard" in browser.get(GIVE).content.decode()
    answer = browser.post(GIVE, _form(area=f"ward:{ward.pk}"))
    assert "can’t be limited to places" in answer.content.decode()
    browser.post(GIVE, _form(area=f"ward:{ward.pk}", role="board_runner"))
    assert Grant.objects.get(role="board_runner").area == [f"ward:{ward.pk}"]


def test_a_role_is_given_to_somebody_with_an_account(cast: Cast) -> None:
    answer = cast.client(cast.marian).post(GIVE, _form(email="NOOR@example.org", name=""), follow=True)
    assert answer.redirect_chain == [(LIST, 302)]
    assert "Noor Haddad is Canvasser now." in answer.content.decode()
    assert Grant.objects.get(user=cast.noor).granted_by == cast.marian


def test_somebody_without_an_account_is_invited(cast: Cast) -> None:
    answer = cast.client(cast.marian).post(GIVE, _form(), follow=True)
    assert "A link to choose a password is on its way" in answer.content.decode()
    message = OutboxMessage.objects.get()
    assert (message.to_email, message.unit) == ("jo@example.org", cast.wexcombe)
    assert "invited" in cast.client(cast.marian).get(LIST).content.decode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "Say the person’s name"),
        ({"email": "nowhere"}, "valid email"),
        ({"role": "emperor"}, "emperor is not one of the available choices"),
        ({"starts_on": "2020-01-01"}, "begin in the past"),
        ({"ends_on": "2020-01-01"}, "before the first day"),
        ({"reason": ""}, "required"),
        ({"email": "marian@example.org"}, "Nobody gives a role to themselves"),
        ({"email": "alun@example.org"}, "Alun Prosser is Canvasser here already"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(change: dict, words: str, cast: Cast) -> None:
    before = (Grant.objects.count(), User.objects.count(), OutboxMessage.objects.count())
    answer = cast.client(cast.marian).post(GIVE, _form(**change))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert words in page
    assert 'value="boards"' in page or "reason" in change
    assert (Grant.objects.count(), User.objects.count(), OutboxMessage.objects.count()) == before


def test_the_form_shows_each_role_with_all_that_it_lets_people_do(cast: Cast) -> None:
    page = cast.client(cast.marian).get(GIVE).content.decode()
    for role in ROLES.values():
        is_given_here = UnitKind.CLP in role.kinds and role.may_be_asked
        assert (str(role.what_for).replace("'", "&#x27;") in page) is is_given_here, role.name
    for permission in ROLES["secretary"].permissions:
        assert permission.label.replace("'", "&#x27;") in page


def test_ending_a_role_by_agreement_asks_why_and_offers_the_way_back(cast: Cast) -> None:
    grant = Grant.objects.get(user=cast.alun)
    browser = cast.client(cast.marian)
    url = f"/u/wexcombe/access/{grant.pk}/end/"
    assert "End Alun Prosser’s role Canvasser" in browser.get(url).content.decode()
    assert "required" in browser.post(url, {"how": "agreed", "reason": ""}).content.decode()
    answer = browser.post(url, {"how": "agreed", "reason": "moved to Marsham"}, follow=True)
    page = answer.content.decode()
    assert "Alun Prosser is no longer Canvasser." in page
    again = f"{GIVE}?again={grant.pk}"
    assert again in page
    assert 'value="alun@example.org"' in browser.get(again).content.decode()
    browser.post(again, _form(email="alun@example.org", name="Alun Prosser"))
    assert Grant.objects.filter(user=cast.alun, ended_at=None).count() == 1


def test_ending_a_role_is_with_notice_unless_something_else_is_chosen(cast: Cast) -> None:
    grant = Grant.objects.get(user=cast.alun)
    url = f"/u/wexcombe/access/{grant.pk}/end/"
    browser = cast.client(cast.marian)
    last = clock.today() + datetime.timedelta(days=7)
    page = browser.get(url).content.decode()
    assert f'value="{last.isoformat()}"' in page
    early = {"how": "notice", "on": clock.today().isoformat(), "reason": "x"}
    assert "Notice is a week at least" in browser.post(url, early).content.decode()
    answer = browser.post(url, {"how": "notice", "on": last.isoformat(), "reason": "too many"}, follow=True)
    assert "Alun Prosser is told that Canvasser ends on" in answer.content.decode()
    grant.refresh_from_db()
    assert (grant.ended_at, grant.ends_on) == (None, last)


def test_an_urgent_ending_is_marked_in_the_list(cast: Cast) -> None:
    grant = Grant.objects.get(user=cast.alun)
    browser = cast.client(cast.marian)
    browser.post(f"/u/wexcombe/access/{grant.pk}/end/", {"how": "urgent", "reason": "sold the list"})
    assert "without notice" in browser.get(LIST).content.decode()
    assert OutboxMessage.objects.filter(purpose="grant_urgent").count() == 1


def test_somebody_elses_ending_is_not_offered_back(cast: Cast) -> None:
    grant = Grant.objects.get(user=cast.alun)
    cast.client(cast.marian).post(f"/u/wexcombe/access/{grant.pk}/end/", {"how": "agreed", "reason": "moved"})
    assert "is no longer" not in cast.client(cast.priya).get(f"{LIST}?ended={grant.pk}").content.decode()


def test_the_last_one_who_can_give_roles_is_told_why_not(cast: Cast) -> None:
    Grant.objects.filter(user=cast.priya).update(ends_on=datetime.date(2021, 1, 1))
    grant = Grant.objects.get(user=cast.marian)
    answer = cast.client(cast.marian).post(f"/u/wexcombe/access/{grant.pk}/end/", {"reason": "tired"})
    assert "Nobody else may give roles here" in answer.content.decode()


@pytest.mark.parametrize("page", ["/u/wexcombe/access/{}/end/", GIVE + "?again={}"])
def test_an_id_of_another_clp_is_404_and_on_its_record(page: str, cast: Cast) -> None:
    theirs = Grant.objects.get(user=cast.rival)
    assert cast.client(cast.marian).get(page.format(theirs.pk)).status_code == 404
    assert AuditEvent.objects.get(verb="access.forged_id").unit_id == cast.marsham.pk
    cast.client(cast.marian).post(page.format(theirs.pk), {"reason": "mischief"})
    theirs.refresh_from_db()
    assert theirs.ended_at is None


def test_a_page_number_that_is_none_is_the_first_page(cast: Cast) -> None:
    for number in ("0", "-1", "999", "abc", ""):
        assert cast.client(cast.marian).get(LIST, {"page": number}).status_code == 200


def test_many_that_ended_are_on_a_page_of_their_own(cast: Cast) -> None:
    for number in range(11):
        user = User.objects.create_user(f"p{number}@example.org", f"Person {number:02}")
        people.grant(user, cast.wexcombe, RoleName.TELLER, ends_on=datetime.date(2021, 1, 1))
    browser = cast.client(cast.marian)
    assert "/u/wexcombe/access/ended/" in browser.get(LIST).content.decode()
    page = browser.get("/u/wexcombe/access/ended/").content.decode()
    assert page.count("Its last day had come.") == 12
