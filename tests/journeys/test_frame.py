"""What stands round every page: the menu, the look, a form that is sent once."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browsing import PHONE, Console, new_profile, sign_in
from tests.cast import Cast

# Each tap: was the form let through?
_THREE_TAPS = """() => {
  const taps = [];
  addEventListener("submit", (event) => taps.push(!event.defaultPrevented));
  const button = document.querySelector("button.button--wide");
  for (let n = 0; n < 3; n += 1) button.click();
  return taps;
}"""


def test_the_menu_opens_goes_somewhere_and_gives_the_focus_back(
    phone: Page, live_server: LiveServer, cast: Cast
) -> None:
    sign_in(phone, cast.marian, live_server.url)
    phone.goto(f"{live_server.url}/u/wexcombe/")
    menu = phone.locator("#menu")
    opener = phone.get_by_role("button", name="Menu", exact=True)
    expect(menu).to_be_hidden()
    opener.click()
    expect(menu.get_by_role("link", name="Today")).to_be_visible()
    phone.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(opener).to_be_focused()
    opener.click()
    menu.get_by_role("link", name="Change your password").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Change your password")


def test_the_menu_works_without_a_script(
    browser: Browser, console: Console, live_server: LiveServer, cast: Cast
) -> None:
    profile = new_profile(browser, console, PHONE, java_script_enabled=False)
    page = profile.new_page()
    sign_in(page, cast.marian, live_server.url)
    page.goto(f"{live_server.url}/u/wexcombe/")
    page.get_by_role("button", name="Menu", exact=True).click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    profile.close()


def test_a_chosen_look_stays(phone: Page, live_server: LiveServer, cast: Cast) -> None:
    phone.goto(f"{live_server.url}/styleguide")
    phone.get_by_role("button", name="Sunlight").click()
    expect(phone.locator("html")).to_have_class(re.compile(r"\btheme-sunlight\b"))
    expect(phone).to_have_url(f"{live_server.url}/styleguide")
    phone.goto(f"{live_server.url}/accounts/login/")
    expect(phone.get_by_role("button", name="Sunlight")).to_have_attribute("aria-pressed", "true")
    assert phone.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    phone.get_by_role("button", name="As the device").click()
    expect(phone.locator("html")).not_to_have_class(re.compile("theme-"))


def test_a_form_is_sent_once_however_often_one_taps(phone: Page, live_server: LiveServer, cast: Cast) -> None:
    phone.goto(f"{live_server.url}/accounts/login/")
    phone.get_by_label("Email").fill("nobody@example.org")
    phone.get_by_label("Password").fill("something")
    assert phone.evaluate(_THREE_TAPS) == [True, False, False]
    expect(phone.get_by_role("alert")).to_be_focused()


def test_a_form_can_be_sent_again_after_going_back(phone: Page, live_server: LiveServer, cast: Cast) -> None:
    phone.goto(f"{live_server.url}/accounts/password/reset/")
    phone.get_by_label("Email").fill("nobody@example.org")
    phone.get_by_role("button", name="Send me the link").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Look in your mail")
    phone.go_back()
    phone.get_by_label("Email").fill("somebody@example.org")
    phone.get_by_role("button", name="Send me the link").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Look in your mail")


def test_the_skip_link_comes_first_and_leads_to_the_page(laptop: Page, live_server: LiveServer, cast: Cast) -> None:
    sign_in(laptop, cast.marian, live_server.url)
    laptop.goto(f"{live_server.url}/u/wexcombe/")
    laptop.keyboard.press("Tab")
    expect(laptop.get_by_role("link", name="Skip to the page")).to_be_focused()
    laptop.keyboard.press("Enter")
    expect(laptop.locator("main")).to_be_focused()


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/no-such-page/", "There is nothing here"),
        ("/u/marsham/", "There is nothing here"),
        ("/u/wexcombe/access/", "You can’t open this yet"),
    ],
)
def test_error_pages_are_for_everybody(
    phone: Page, console: Console, live_server: LiveServer, cast: Cast, path: str, heading: str
) -> None:
    console.expect(r"status of 40[34]")
    sign_in(phone, cast.alun, live_server.url)
    phone.goto(live_server.url + path)
    expect(phone.get_by_role("heading", level=1)).to_have_text(heading)
    assert Axe().run(phone).response["violations"] == []
    phone.get_by_role("link", name="Go to the start page").click()
    expect(phone.get_by_role("heading", level=1)).not_to_have_text(heading)
