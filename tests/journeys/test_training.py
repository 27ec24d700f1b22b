"""From a closed role to an open one on a small phone, with the keyboard alone."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from access import content
from access.models import LessonPass, TermsSignature
from access.roles import RoleName
from tests import cast as people
from tests.browsing import sign_in
from tests.cast import Cast

DOORSTEP = content.LESSONS["doorstep"]


def _focus(page: Page, name: str) -> None:
    """Press Tab until what has the focus is called `name`."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if name in page.evaluate("document.activeElement.textContent").strip():
            return
    raise AssertionError(f"Tab never came to “{name}”")


def _choose(page: Page, question: content.Question, index: int) -> None:
    """Go on to the next question by Tab, and choose an answer with Space and the arrows."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == question.name:
            break
    at = int(page.evaluate("document.activeElement.value"))
    page.keyboard.press("Space")
    for _ in range((index - at) % len(question.answers)):
        page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.value") == str(index)


def _sideways(page: Page) -> bool:
    """Say whether the page is wider than the glass."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def test_a_lesson_and_terms_with_the_keyboard_alone(phone: Page, live_server: LiveServer, cast: Cast) -> None:
    nell = people.newcomer()
    people.grant(nell, cast.wexcombe, RoleName.CANVASSER)
    sign_in(phone, nell, live_server.url)

    phone.goto(f"{live_server.url}/u/wexcombe/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Before it opens")
    assert not _sideways(phone)
    _focus(phone, "Start the lesson")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_have_text(DOORSTEP.title)
    assert not _sideways(phone)

    for question in DOORSTEP.questions:
        wrong = (question.right + 1) % len(question.answers)
        _choose(phone, question, wrong if question.number == 3 else question.right)
    _focus(phone, "Check my answers")
    phone.keyboard.press("Enter")

    notice = phone.get_by_role("alert")
    expect(notice).to_contain_text("One answer needs another look")
    expect(notice).to_be_focused()
    expect(notice).to_be_in_viewport()
    expect(phone.locator("#q3 .verdict")).to_contain_text(DOORSTEP.questions[2].why)
    for question in DOORSTEP.questions:
        expect(phone.locator(f"[name={question.name}]:checked")).to_have_count(1)
    assert not LessonPass.objects.filter(user=nell).exists()

    _focus(phone, "Question 3")
    phone.keyboard.press("Enter")
    expect(phone.locator("#q3")).to_be_in_viewport()
    _choose(phone, DOORSTEP.questions[2], DOORSTEP.questions[2].right)
    _focus(phone, "Check my answers")
    phone.keyboard.press("Enter")

    expect(phone.get_by_role("heading", level=1)).to_have_text("Terms for using the electoral register")
    expect(phone.get_by_role("status").first).to_contain_text("You have passed")
    assert not _sideways(phone)
    for _ in range(80):
        phone.keyboard.press("Tab")
        if phone.evaluate("document.activeElement.name") == "name":
            break
    phone.keyboard.type("Nell Comer")
    phone.keyboard.press("Enter")

    expect(phone).to_have_url(f"{live_server.url}/u/wexcombe/")
    assert LessonPass.objects.filter(user=nell, lesson="doorstep").count() == 1
    assert TermsSignature.objects.get(user=nell).signed_as == "Nell Comer"


def test_without_javascript_it_works_too(browser: object, live_server: LiveServer, cast: Cast, console: object) -> None:
    from tests.browsing import PHONE, new_profile

    nell = people.newcomer()
    people.grant(nell, cast.wexcombe, RoleName.TELLER)
    profile = new_profile(browser, console, PHONE, java_script_enabled=False)  # type: ignore[arg-type] # fixtures
    page = profile.new_page()
    sign_in(page, nell, live_server.url)
    page.goto(f"{live_server.url}/training/telling/?next=/u/wexcombe/")
    for question in content.LESSONS["telling"].questions:
        page.locator(f"#{question.name} input").nth(question.right).check()
    page.get_by_role("button", name="Check my answers").click()
    expect(page.get_by_text("You have passed")).to_be_visible()
    assert LessonPass.objects.filter(user=nell, lesson="telling").exists()
    profile.close()
