"""Emergency access, by its pages."""

from __future__ import annotations

from access.enums import GrantKind
from access.models import AuditEvent, Grant, OutboxMessage
from tests import cast as people
from tests.cast import Cast

LIST = "/u/wexcombe/access/break-glass/"
OPEN = f"{LIST}open/"
WHY = {"reason": "a leaked list", "reference": "T-214"}
MEMBERS = "/u/wexcombe/organise/members/"


def test_opened_it_shows_names_says_so_on_each_page_and_is_closed_by_a_button(cast: Cast) -> None:
    browser = cast.client(cast.priya)
    assert browser.get(MEMBERS).status_code == 403
    page = browser.get(OPEN).content.decode()
    assert "Everybody who runs the CLP" in page
    page = browser.post(OPEN, WHY, follow=True).content.decode()
    assert "Everybody who runs it has been told" in page
    grant = Grant.objects.get(kind=GrantKind.BREAK_GLASS)
    for url in (MEMBERS, "/u/eastshire/", "/access/mine/"):
        page = browser.get(url).content.decode()
        assert "Emergency access." in page, url
        assert f"{LIST}{grant.pk}/close/" in page, url
    browser.post(f"{LIST}{grant.pk}/close/")
    assert browser.get(MEMBERS).status_code == 403
    assert "Emergency access." not in browser.get("/u/eastshire/").content.decode()


def test_what_is_looked_at_stands_in_the_record_with_its_purpose(cast: Cast) -> None:
    from organise.models import Member
    from tests.everywhere import everywhere

    with everywhere():
        Member.objects.create(unit=cast.wexcombe, membership_number="A1", first_name="Elsie", last_name="Marchbank")
    browser = cast.client(cast.priya)
    browser.post(OPEN, WHY)
    browser.get(MEMBERS)
    entry = AuditEvent.objects.get(verb="people.seen")
    assert (entry.actor_id, entry.unit_id) == (cast.priya.pk, cast.wexcombe.pk)
    assert entry.detail["purpose"] == "emergency"
    assert "1 page with people was opened: 1 people in all" in browser.get(LIST).content.decode()


def test_it_wants_a_reason_and_keeps_what_was_typed(cast: Cast) -> None:
    page = cast.client(cast.priya).post(OPEN, {"reason": "", "reference": "T-214"}).content.decode()
    assert "required" in page
    assert 'value="T-214"' in page
    assert not Grant.objects.filter(kind=GrantKind.BREAK_GLASS).exists()


def test_it_asks_who_you_are_once_more(cast: Cast) -> None:
    browser = cast.client(cast.priya)
    session = browser.session
    session.pop("account_authentication_methods", None)
    session.save()
    answer = browser.post(OPEN, WHY)
    assert answer.status_code == 302
    assert "reauthenticate" in answer.url
    assert not Grant.objects.filter(kind=GrantKind.BREAK_GLASS).exists()


def test_nobody_in_the_clp_opens_it_and_everybody_who_runs_it_sees_the_list(cast: Cast) -> None:
    cast.client(cast.priya).post(OPEN, WHY)
    browser = cast.client(cast.marian)
    assert browser.get(OPEN).status_code == 403
    page = browser.get(LIST).content.decode()
    assert "Priya Nair" in page
    assert "T-214: a leaked list" in page
    assert "Close it now" in page
    grant = Grant.objects.get(kind=GrantKind.BREAK_GLASS)
    browser.post(f"{LIST}{grant.pk}/close/")
    assert cast.client(cast.priya).get(MEMBERS).status_code == 403
    assert cast.client(cast.alun).get(LIST).status_code == 403


def test_it_is_another_clps_business_to_nobody(cast: Cast) -> None:
    cast.client(cast.priya).post(OPEN, WHY)
    grant = Grant.objects.get(kind=GrantKind.BREAK_GLASS)
    browser = cast.client(cast.rival)
    assert "Priya Nair" not in browser.get("/u/marsham/access/break-glass/").content.decode()
    assert browser.post(f"/u/marsham/access/break-glass/{grant.pk}/close/").status_code == 404
    assert cast.client(cast.priya).get("/u/marsham/organise/members/").status_code == 403


def test_the_region_sees_the_openings_of_all_its_clps(cast: Cast) -> None:
    browser = cast.client(cast.priya)
    browser.post(OPEN, WHY)
    page = browser.get("/u/eastshire/access/break-glass/").content.decode()
    assert "<b>Priya Nair</b>, Wexcombe and Harrow Hill" in page
    assert "Open this CLP’s names" not in page, "a region has no names"
    assert "/u/marsham/access/break-glass/" in page


def test_what_is_missing_is_said_before(cast: Cast) -> None:
    from allauth.mfa.models import Authenticator

    from access.roles import RoleName

    new = people.newcomer()
    people.grant(new, cast.region, RoleName.REGIONAL_ORGANISER)
    Authenticator.objects.create(user=new, type=Authenticator.Type.WEBAUTHN, data={"name": "Key", "credential": {}})
    page = cast.client(new).get(OPEN).content.decode()
    assert "You can’t open it yet" in page
    assert "<textarea" not in page


def test_opening_it_twice_tells_nobody_twice(cast: Cast) -> None:
    browser = cast.client(cast.priya)
    browser.post(OPEN, WHY)
    before = OutboxMessage.objects.count()
    assert "You have it open until" in browser.get(OPEN).content.decode()
    browser.post(OPEN, WHY)
    assert OutboxMessage.objects.count() == before
