"""An empty installation is set up, and the first person is let in and out again: the whole way in a browser."""

from __future__ import annotations

import threading
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from access import content, middleware
from access.models import LessonPass, User
from tests import cast as people
from tests.browsing import PHONE, Console, new_profile
from tests.everywhere import everywhere

PASSWORD = "four words nobody joins"


def test_from_the_first_visit_to_the_second_person(
    laptop: Page, browser: Browser, console: Console, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(middleware, "_set_up", threading.Event())
    laptop.goto(live_server.url)
    expect(laptop.get_by_role("heading", level=1)).to_have_text("Set up Rosette for your CLP")
    laptop.get_by_label("Name of your CLP").fill("Wexcombe")
    laptop.get_by_label("Your name").fill("Marian Teale")
    laptop.get_by_label("Your email address").fill("marian@example.org")
    laptop.get_by_label("Password", exact=True).fill("short")
    laptop.get_by_role("button", name="Set up this CLP").click()
    expect(laptop.get_by_role("alert")).to_contain_text("One thing needs another look")
    expect(laptop.get_by_label("Name of your CLP")).to_have_value("Wexcombe")
    laptop.get_by_label("Password", exact=True).fill(PASSWORD)
    laptop.get_by_role("button", name="Set up this CLP").click()
    expect(laptop.get_by_text("Wexcombe is set up, and you are its administrator")).to_be_visible()
    # Nobody's role is open before its gates, not even the first one's. The lessons have a journey of their own.
    expect(laptop.get_by_role("link", name="Start the lesson")).to_be_visible()
    people.passed_everything([User.objects.get()])
    laptop.goto(f"{live_server.url}/u/wexcombe/")
    expect(laptop.get_by_role("heading", name="Find a second person who can give roles")).to_be_visible()
    laptop.get_by_role("navigation", name="Main").get_by_role("link", name="Access").click()
    laptop.get_by_role("link", name="Give a role").click()
    laptop.get_by_label("Their email address").fill("osei@example.org")
    laptop.get_by_label("Their name").fill("Osei Mensah-Hart")
    laptop.get_by_role("radio", name="Teller").check()
    laptop.get_by_label("Why they need it").fill("Tells on polling day")
    laptop.get_by_role("button", name="Give role").click()
    _shows_that_it_is_her(laptop)
    expect(laptop.get_by_role("row", name="Osei Mensah-Hart")).to_contain_text("Teller")
    _passes_the_lesson(User.objects.get(name="Osei Mensah-Hart"))

    profile = new_profile(browser, console, PHONE)
    second = profile.new_page()
    _let_in(second, live_server.url)
    expect(second).to_have_url(f"{live_server.url}/u/wexcombe/")

    laptop.get_by_role("row", name="Osei Mensah-Hart").get_by_role("link", name="End").click()
    laptop.get_by_label("Now: we have agreed on it").check()
    laptop.get_by_label("Why it ends").fill("Moved away")
    laptop.get_by_role("button", name="End role").click()
    expect(laptop.get_by_text("Osei Mensah-Hart is no longer Teller.")).to_be_visible()
    second.reload()  # signed out at once, everywhere
    expect(second.get_by_role("heading", level=1)).to_have_text("Sign in")
    laptop.get_by_role("link", name="Give it again", exact=True).click()
    laptop.get_by_role("button", name="Give role").click()
    expect(laptop.get_by_role("row", name="Osei Mensah-Hart").first).to_contain_text("Polling")
    _sign_in(second, live_server.url)
    expect(second).to_have_url(f"{live_server.url}/u/wexcombe/")
    expect(second.get_by_role("heading", level=1)).to_contain_text("today")
    profile.close()


def _shows_that_it_is_her(page: Page) -> None:
    """Type the code from the app, as is asked before a role is given; what was sent goes on from there."""
    page.get_by_role("link", name="Use a code from your app").click()
    page.locator("[name=code]").fill(format_hotp_value(hotp_value(people.TOTP_SECRET, int(time.time()) // 30)))
    page.locator("main form button").first.click()


def _passes_the_lesson(user: User) -> None:
    telling = content.LESSONS["telling"]
    with everywhere():
        LessonPass.objects.create(user=user, lesson=telling.name, version=telling.version, passed_at=timezone.now())


def _let_in(page: Page, url: str) -> None:
    """Follow the link in the invitation, choose a password, and sign in with it."""
    page.goto(f"{url}/dev/mail")
    page.get_by_role("link", name="Your account for Wexcombe").click()
    link = page.locator("a[href*='/accounts/password/reset/key/']").get_attribute("href")
    assert link is not None
    page.goto(url + link[link.index("/accounts/") :])
    page.locator("[name=password1]").fill(PASSWORD)
    page.locator("[name=password2]").fill(PASSWORD)
    page.locator("main form button").first.click()
    _sign_in(page, url)


def _sign_in(page: Page, url: str) -> None:
    page.goto(f"{url}/accounts/login/")
    page.locator("[name=login]").fill("osei@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
