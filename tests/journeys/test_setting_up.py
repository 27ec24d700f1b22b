"""An empty installation is set up, and the first person is let in and out again: the whole way in a browser."""

from __future__ import annotations

import threading

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from access import middleware
from tests.browsing import PHONE, Console, new_profile

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
    laptop.get_by_role("link", name="Give a role").click()
    laptop.get_by_label("Their email address").fill("osei@example.org")
    laptop.get_by_label("Their name").fill("Osei Mensah-Hart")
    laptop.get_by_role("radio", name="Campaign organiser").check()
    laptop.get_by_label("Why they need it").fill("Runs the boards")
    laptop.get_by_role("button", name="Give role").click()
    expect(laptop.get_by_role("row", name="Osei Mensah-Hart")).to_contain_text("Campaign organiser")

    profile = new_profile(browser, console, PHONE)
    second = profile.new_page()
    _let_in(second, live_server.url)
    expect(second).to_have_url(f"{live_server.url}/u/wexcombe/")

    laptop.get_by_role("row", name="Osei Mensah-Hart").get_by_role("link", name="End").click()
    laptop.get_by_label("Why it ends").fill("Moved away")
    laptop.get_by_role("button", name="End role").click()
    expect(laptop.get_by_text("Osei Mensah-Hart is no longer Campaign organiser.")).to_be_visible()
    console.expect("404")
    second.reload()
    expect(second.get_by_role("heading", level=1)).not_to_contain_text("need")
    laptop.get_by_role("link", name="Give it again", exact=True).click()
    laptop.get_by_role("button", name="Give role").click()
    second.reload()
    expect(second).to_have_url(f"{live_server.url}/u/wexcombe/")
    expect(second.get_by_role("heading", level=1)).to_contain_text("today")
    profile.close()


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
    page.goto(f"{url}/accounts/login/")
    page.locator("[name=login]").fill("osei@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
