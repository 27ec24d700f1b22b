"""Access, as those who ask and those who decide live it: asked, escalated, refused and appealed, expired, handed over.

The clock is turned for the server and the suite alike; the browser keeps its own. What a worker does every minute is
called here, since the queue of a run is shared.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import time_machine
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from access import content, scoping
from access.actions import offices, requests
from access.models import Absence, AccessRequest, Grant, OutboxMessage, User
from access.queries import accesses
from access.roles import RoleName
from tests import cast as people
from tests.browsing import Console, sign_in
from tests.cast import Cast
from tests.everywhere import as_in_production, everywhere

# A Monday morning in spring, well before the clocks change.
MONDAY = datetime.datetime(2027, 4, 12, 9, 0, tzinfo=datetime.UTC)
NO_PAGE = "status of (403|404)"


@pytest.fixture(autouse=True)
def looking() -> Iterator[None]:
    """The test looks at what was stored, in whatever unit. The server it talks to does not."""
    with everywhere():
        yield


@contextmanager
def _at(moment: datetime.datetime) -> Iterator[None]:
    with time_machine.travel(moment):
        yield


def _sweep() -> int:
    """Do what the worker does every minute."""
    with as_in_production():
        return requests.sweep()


def _ask(page: Page, url: str, need: str, role: str, **fields: str) -> AccessRequest:
    """Say what one needs to do, take what fits, and ask for it in Wexcombe."""
    page.goto(f"{url}/access/")
    page.get_by_label("What do you need to do?").fill(need)
    page.get_by_role("button", name="Find what fits").click()
    card = page.locator("section.card")
    expect(card.get_by_role("heading", name=role)).to_be_visible()
    card.get_by_label("CLP").or_(card.get_by_label("Where")).first.select_option(label="Wexcombe and Harrow Hill")
    card.get_by_role("button", name="Choose").click()
    for label, value in fields.items():
        page.get_by_label(label.replace("_", " ")).fill(value)
    page.get_by_role("button", name="Ask for this").click()
    expect(page.get_by_role("heading", name="Where it is")).to_be_visible()
    return AccessRequest.objects.latest("asked_at")


def _mail_to(user: User) -> list[str]:
    return list(OutboxMessage.objects.filter(to_email=user.email).values_list("purpose", flat=True))


def test_asked_and_approved_and_opened_by_a_lesson_and_a_signature(
    phone: Page, laptop: Page, live_server: LiveServer, cast: Cast, console: Console
) -> None:
    nell = people.newcomer()
    sign_in(phone, nell, live_server.url)
    wanted = _ask(phone, live_server.url, "knock on doors with my neighbours", "Canvasser", Why="Osei asked me to")
    expect(phone.get_by_text("Marian Teale")).to_be_visible()
    assert {"request_asked"} <= set(_mail_to(cast.marian)) & set(_mail_to(cast.osei))

    sign_in(laptop, cast.osei, live_server.url)
    laptop.goto(f"{live_server.url}/u/wexcombe/access/desk/")
    line = laptop.locator(f"#request-{wanted.number}")
    expect(line).to_contain_text("Osei asked me to")
    line.get_by_role("button", name="Approve").click()
    expect(laptop.get_by_text("Nothing waits for a decision")).to_be_visible()
    assert "request_approved" in _mail_to(nell)
    assert "request_decided" in _mail_to(cast.marian), "the others hear that it is done"

    phone.reload()
    expect(phone.get_by_text("Osei Mensah-Hart").first).to_be_visible()
    phone.get_by_role("link", name="Go there").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Before it opens")
    assert accesses.of(nell).units() == [], "held, and closed"
    _pass_the_gates(phone, live_server.url, nell)
    assert [unit.code for unit in accesses.of(nell).units()] == ["wexcombe"]
    phone.goto(f"{live_server.url}/canvass/")
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
    expect(phone.get_by_text("Before it opens")).to_have_count(0)


def _pass_the_gates(page: Page, url: str, user: User) -> None:
    """Answer the lesson's questions and sign the terms, as somebody would who has read them."""
    page.goto(f"{url}/training/doorstep/")
    for question in content.LESSONS["doorstep"].questions:
        page.locator(f"[name={question.name}][value='{question.right}']").check()
    page.get_by_role("button", name="Check my answers").click()
    page.goto(f"{url}/training/terms/register-terms/")
    page.get_by_label("Your full name").fill(user.name)
    page.get_by_role("button", name="Sign").click()
    expect(page.get_by_role("status")).to_contain_text("Signed")


def test_escalated_because_both_who_decide_are_away(
    phone: Page, laptop: Page, live_server: LiveServer, cast: Cast
) -> None:
    with _at(MONDAY):
        for user in (cast.marian, cast.osei):
            sign_in(laptop, user, live_server.url)
            laptop.goto(f"{live_server.url}/u/wexcombe/access/away/")
            laptop.get_by_label("First day away").fill("2027-04-12")
            laptop.get_by_label("Last day away").fill("2027-04-18")
            laptop.get_by_role("button", name="Say that I am away").click()
            expect(laptop.get_by_text(user.name).first).to_be_visible()
        assert Absence.objects.count() == 2

        sign_in(phone, cast.noor, live_server.url)
        wanted = _ask(phone, live_server.url, "knock on doors", "Canvasser")
        wanted.refresh_from_db()
        assert wanted.rests_with == cast.region, "at once: nobody waits for somebody who is on holiday"
        expect(phone.get_by_text("Eastshire region").first).to_be_visible()
        assert "request_asked" in _mail_to(cast.priya)
        assert "request_passed_over" in _mail_to(cast.marian)

        sign_in(laptop, cast.priya, live_server.url)
        laptop.goto(f"{live_server.url}/u/eastshire/access/desk/")
        laptop.locator(f"#request-{wanted.number}").get_by_role("button", name="Approve").click()
        expect(laptop.get_by_text("Nothing waits for a decision")).to_be_visible()
    wanted.refresh_from_db()
    assert (wanted.state, wanted.decided_by) == ("approved", cast.priya)


def test_escalated_because_nobody_acted_in_time(phone: Page, live_server: LiveServer, cast: Cast) -> None:
    with _at(MONDAY):
        sign_in(phone, cast.noor, live_server.url)
        wanted = _ask(phone, live_server.url, "knock on doors", "Canvasser")
        assert (wanted.rests_with, _sweep()) == (cast.wexcombe, 0)
    with _at(MONDAY + datetime.timedelta(hours=23, minutes=50)):
        assert _sweep() == 0
    with _at(MONDAY + datetime.timedelta(hours=24, minutes=1)):
        assert _sweep() == 1
        assert _sweep() == 0, "safe to run again"
        sign_in(phone, cast.noor, live_server.url)
        phone.goto(f"{live_server.url}/access/requests/{wanted.pk}/")
        expect(phone.get_by_text("Eastshire region").first).to_be_visible()
    wanted.refresh_from_db()
    assert wanted.rests_with == cast.region
    assert "request_went_up" in _mail_to(cast.noor)
    assert "request_now_yours" in _mail_to(cast.priya)
    assert "request_left_you" in _mail_to(cast.marian)


def test_refused_with_a_reason_and_appealed_to_the_region(
    phone: Page, laptop: Page, live_server: LiveServer, cast: Cast
) -> None:
    sign_in(phone, cast.noor, live_server.url)
    wanted = _ask(phone, live_server.url, "be a teller", "Teller")

    sign_in(laptop, cast.marian, live_server.url)
    laptop.goto(f"{live_server.url}/access/requests/{wanted.pk}/")
    laptop.get_by_text("Refuse with a reason").click()
    laptop.get_by_label("We could not make sure who the person is").check()
    laptop.locator("form", has=laptop.locator("[value=refuse]")).get_by_label("In your own words").fill(
        "We rang twice and nobody answered."
    )
    laptop.get_by_role("button", name="Refuse").click()
    expect(laptop.get_by_text("Refused").first).to_be_visible()

    phone.reload()
    expect(phone.get_by_text("We rang twice and nobody answered.").first).to_be_visible()
    phone.get_by_role("link", name="Appeal").click()
    phone.get_by_label("Why this should be looked at again").fill("My number had changed. Osei knows me well.")
    phone.get_by_role("button", name="Appeal").click()
    expect(phone.get_by_text("Eastshire region").first).to_be_visible()
    assert "request_appealed" in _mail_to(cast.priya)
    assert "request_appealed" not in _mail_to(cast.marian), "not to who refused"

    sign_in(laptop, cast.priya, live_server.url)
    laptop.goto(f"{live_server.url}/u/eastshire/access/desk/")
    laptop.get_by_role("link", name="Noor Haddad").click()
    laptop.get_by_label("Uphold it: access is given").check()
    laptop.get_by_label("Why", exact=True).fill("Osei confirms who she is.")
    laptop.get_by_role("button", name="Decide").click()
    expect(laptop.get_by_text("Upheld").first).to_be_visible()

    phone.goto(f"{live_server.url}/access/requests/{wanted.pk}/")
    expect(phone.get_by_text("Osei confirms who she is.").first).to_be_visible()
    expect(phone.get_by_role("link", name="Appeal")).to_have_count(0)
    assert Grant.objects.filter(user=cast.noor, role=RoleName.TELLER).count() == 1


def test_a_role_that_ran_out_is_refused_with_no_worker_running(
    laptop: Page, live_server: LiveServer, cast: Cast, console: Console
) -> None:
    console.expect(NO_PAGE)
    last_day = datetime.date(2027, 4, 30)
    Grant.objects.filter(user=cast.osei).update(ends_on=last_day)
    boards = f"{live_server.url}/u/wexcombe/canvass/boards/"
    # 23:59 in London, where it is summer, and two minutes later. Nothing runs in between.
    with _at(datetime.datetime(2027, 4, 30, 22, 59, tzinfo=datetime.UTC)):
        sign_in(laptop, cast.osei, live_server.url)
        answer = laptop.goto(boards)
        assert answer is not None
        assert answer.status == 200
    with _at(datetime.datetime(2027, 4, 30, 23, 1, tzinfo=datetime.UTC)):
        answer = laptop.goto(boards)
        assert answer is not None
        assert answer.status == 404


def test_a_new_secretary_takes_over_on_the_day(
    laptop: Page, phone: Page, live_server: LiveServer, cast: Cast, console: Console
) -> None:
    console.expect(NO_PAGE)
    second, _officer = people.staff(cast)
    with _at(MONDAY):
        with scoping.units([cast.wexcombe.pk]):
            office = offices.create(
                unit=cast.wexcombe, title="Secretary", seats=1, roles=[RoleName.SECRETARY], by=second
            )
            Grant.objects.filter(user=cast.marian).delete()
            offices.start_term(
                office=office,
                user=cast.marian,
                starts_on=MONDAY.date(),
                ends_on=datetime.date(2028, 6, 30),
                by=second,
            )
        sign_in(laptop, cast.marian, live_server.url)
        laptop.goto(f"{live_server.url}/u/wexcombe/access/offices/")
        laptop.get_by_role("link", name="Hand over").first.click()
        laptop.get_by_label("Their email address").fill(cast.noor.email)
        laptop.get_by_label("Their first day").fill("2027-05-01")
        laptop.get_by_label("Their last day").fill("2028-06-30")
        laptop.get_by_role("button", name="Hand over office").click()
        expect(laptop.get_by_text("Noor Haddad").first).to_be_visible()
    members = f"{live_server.url}/u/wexcombe/organise/members/"
    for moment, marian, noor in (
        (datetime.datetime(2027, 4, 30, 22, 50, tzinfo=datetime.UTC), 200, 404),
        (datetime.datetime(2027, 4, 30, 23, 10, tzinfo=datetime.UTC), 404, 200),
    ):
        with _at(moment):
            for page, user, status in ((laptop, cast.marian, marian), (phone, cast.noor, noor)):
                sign_in(page, user, live_server.url)
                answer = page.goto(members)
                assert answer is not None
                assert answer.status == status, f"{user} at {moment}"


@pytest.mark.parametrize("size", ["laptop", "phone"])
def test_the_regional_desk_is_worked_through(
    size: str, request: pytest.FixtureRequest, live_server: LiveServer, cast: Cast
) -> None:
    """Three CLPs' requests in one queue; on a laptop by keyboard, on a phone by thumb."""
    page: Page = request.getfixturevalue(size)
    asked = [
        requests.ask(user=cast.noor, unit=cast.wexcombe, need="Knock on doors", role=RoleName.CANVASSER),
        requests.ask(user=cast.lewis, unit=cast.marsham, need="Be a teller", role=RoleName.TELLER),
        requests.ask(user=cast.tess, unit=cast.wexcombe, need="Run a board", role=RoleName.BOARD_RUNNER),
    ]
    sign_in(page, cast.priya, live_server.url)
    page.goto(f"{live_server.url}/u/eastshire/access/desk/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("3 requests wait for a decision")
    expect(page.get_by_role("heading", name="Too few people")).to_be_visible()
    if size == "laptop":
        first = page.locator("[data-desk-line]").first
        first.focus()
        page.keyboard.press("j")
        expect(page.locator("[data-desk-line]").nth(1)).to_be_focused()
        page.keyboard.press("k")
        expect(first).to_be_focused()
        page.keyboard.press("Enter")
        expect(first.get_by_text("Training", exact=True)).to_be_visible()
        first.get_by_role("button", name="Approve").press("Enter")
    else:
        assert not page.evaluate("document.scrollingElement.scrollWidth > innerWidth")
        page.locator("[data-desk-line]").first.get_by_role("button", name="Approve").tap()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(f"{live_server.url}/u/eastshire/access/desk/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("2 requests wait for a decision")
    line = page.locator("[data-desk-line]").first
    line.get_by_text("More, refuse, or ask").click()
    line.get_by_label("Reason").select_option("other_role")
    line.get_by_label("In your own words").fill("A canvasser can do this already.")
    line.get_by_role("button", name="Refuse").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 request waits for a decision")
    states = sorted(AccessRequest.objects.filter(pk__in=[one.pk for one in asked]).values_list("state", flat=True))
    assert states == ["approved", "open", "refused"]
