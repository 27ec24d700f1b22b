"""Offices, terms and handing over, by their pages."""

from __future__ import annotations

import datetime

import pytest

from access import scoping
from access.actions import offices
from access.models import AuditEvent, Grant, Office, OfficeTerm, OutboxMessage, User
from access.roles import RoleName
from kit import clock
from tests import cast as people
from tests.cast import Cast
from tests.everywhere import everywhere

LIST = "/u/wexcombe/access/offices/"
DAY = datetime.timedelta(days=1)


def _office(cast: Cast, title: str = "Secretary", roles: tuple[str, ...] = ("secretary",), seats: int = 1) -> Office:
    with scoping.units([cast.wexcombe.pk]):
        return offices.create(unit=cast.wexcombe, title=title, seats=seats, roles=roles, by=None)


def _term(cast: Cast, office: Office, user: User, days: int = 100) -> OfficeTerm:
    today = clock.today()
    with scoping.units([cast.wexcombe.pk]):
        return offices.start_term(office=office, user=user, starts_on=today, ends_on=today + days * DAY, by=cast.marian)


def _who(email: str, first: datetime.date, days: int = 300, **more: str) -> dict[str, str]:
    last = first + days * DAY
    return {"email": email, "starts_on": first.isoformat(), "ends_on": last.isoformat()} | more


def test_a_clp_without_offices_is_offered_the_usual_ones(cast: Cast) -> None:
    browser = cast.client(cast.marian)
    assert "No office is written down here" in browser.get(LIST).content.decode()
    page = browser.post(f"{LIST}usual/", follow=True).content.decode()
    assert "9 offices were made." in page
    assert "Campaign co-ordinator" in page


def test_the_list_says_who_holds_what_until_when(cast: Cast) -> None:
    _term(cast, _office(cast, seats=2), cast.noor)
    page = cast.client(cast.marian).get(LIST).content.decode()
    for words in ("Noor Haddad", "until ", "CLP secretary", "1 seat free", "Where too few people are there"):
        assert words in page


def test_who_may_not_run_offices_is_offered_no_button(cast: Cast) -> None:
    people.grant(cast.noor, cast.wexcombe, RoleName.DATA_OFFICER)
    office = _office(cast)
    term = _term(cast, office, cast.alun)
    browser = cast.client(cast.noor)
    page = browser.get(LIST).content.decode()
    assert "Add an office" not in page
    assert "Hand over" not in page
    for url in (f"{LIST}new/", f"{LIST}{office.pk}/start/", f"{LIST}terms/{term.pk}/hand-over/"):
        assert browser.get(url).status_code == 403


def test_an_office_is_made_changed_and_closed(cast: Cast) -> None:
    browser = cast.client(cast.marian)
    wanted = {"title": "Data officer", "seats": "2", "roles": ["data_officer"]}
    browser.post(f"{LIST}new/", wanted)
    with everywhere():
        office = Office.objects.get()
    assert "office of this name already" in browser.post(f"{LIST}new/", wanted).content.decode()
    browser.post(f"{LIST}{office.pk}/change/", wanted | {"seats": "1", "roles": []})
    with everywhere():
        office.refresh_from_db()
    assert (office.seats, office.roles) == (1, [])
    page = browser.post(f"{LIST}{office.pk}/close/", follow=True).content.decode()
    assert "Data officer was closed." in page
    assert f"{LIST}{office.pk}/" not in page


def test_a_new_secretary_takes_over(cast: Cast) -> None:
    """By the form: on a day next week, to somebody without an account, who is invited."""
    term = _term(cast, _office(cast), cast.noor)
    url, day = f"{LIST}terms/{term.pk}/hand-over/", clock.today() + 7 * DAY
    browser = cast.client(cast.marian)
    page = browser.get(url).content.decode()
    assert "Hand over the office Secretary" in page
    assert f'name="seen" value="{term.ends_on.isoformat()}"' in page
    form = _who("new@example.org", day, name="Nia Fell", seen=term.ends_on.isoformat())
    page = browser.post(url, form, follow=True).content.decode()
    assert "Nia Fell is Secretary from" in page
    assert "A link to choose a password is on its way" in page
    assert Grant.objects.get(user__email="new@example.org").starts_on == day
    assert Grant.objects.get(user=cast.noor).ends_on == day - DAY
    assert OutboxMessage.objects.filter(purpose="office_left", to_email="noor@example.org").exists()


def test_the_second_of_two_is_told_who_was_quicker(cast: Cast) -> None:
    term = _term(cast, _office(cast), cast.noor)
    url, day = f"{LIST}terms/{term.pk}/hand-over/", clock.today() + 7 * DAY
    seen = term.ends_on.isoformat()
    cast.client(cast.marian).post(url, _who("tess@example.org", day, seen=seen))
    page = cast.client(cast.priya).post(url, _who("alun@example.org", day, seen=seen)).content.decode()
    assert "Somebody else changed this a moment ago: the term of Noor Haddad now ends on" in page
    assert "alun@example.org" in page, "what was typed is kept"
    assert not Grant.objects.filter(user=cast.alun, role="secretary").exists()


def test_nobody_invites_anybody_by_a_hand_over_that_is_refused(cast: Cast) -> None:
    term = _term(cast, _office(cast), cast.noor)
    form = _who("new@example.org", clock.today() - DAY, name="Nia", seen=term.ends_on.isoformat())
    page = cast.client(cast.marian).post(f"{LIST}terms/{term.pk}/hand-over/", form).content.decode()
    assert "Choose today or a later day" in page
    assert not User.objects.filter(email="new@example.org").exists()


def test_elected_again_is_two_clicks(cast: Cast) -> None:
    office = _office(cast)
    term = _term(cast, office, cast.noor)
    browser = cast.client(cast.marian)
    again = f"{LIST}{office.pk}/start/?again={term.pk}"
    assert again in browser.get(f"{LIST}{office.pk}/").content.decode()
    page = browser.get(again).content.decode()
    first = term.ends_on + DAY
    assert 'value="noor@example.org"' in page
    assert f'value="{first.isoformat()}"' in page
    browser.post(again, _who("noor@example.org", first))
    assert Grant.objects.filter(user=cast.noor, role="secretary").count() == 2


@pytest.mark.parametrize(("how", "words"), [("notice", "They are told, and why"), ("agreed", "is no longer Secretary")])
def test_a_term_is_ended(how: str, words: str, cast: Cast) -> None:
    term = _term(cast, _office(cast), cast.noor)
    page = cast.client(cast.marian).post(f"{LIST}terms/{term.pk}/end/", {"how": how, "reason": "left"}, follow=True)
    assert words in page.content.decode()
    assert AuditEvent.objects.filter(verb="office.term_ended").count() == 1


def test_an_id_of_another_clp_is_404(cast: Cast) -> None:
    office = _office(cast)
    term = _term(cast, office, cast.noor)
    browser = cast.client(cast.rival)
    theirs = "/u/marsham/access/offices/"
    for url in (f"{theirs}{office.pk}/", f"{theirs}terms/{term.pk}/hand-over/", f"{theirs}terms/{term.pk}/end/"):
        assert browser.get(url).status_code == 404
    assert AuditEvent.objects.filter(verb="access.forged_id", unit_id=cast.wexcombe.pk).count() == 3


def test_the_list_costs_the_same_with_one_office_and_with_many(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    browser = cast.client(cast.marian)
    for number in range(3):
        _term(cast, _office(cast, f"Officer {number}", roles=()), cast.noor)
        with django_assert_max_num_queries(14):
            browser.get(LIST)
