"""Coming in, and proving it: passkeys, an app with recovery codes, sessions, step-up, a second step that is lost."""

from __future__ import annotations

import datetime
import re
import time
from importlib import import_module

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.db.models import F
from playwright.sync_api import Browser, CDPSession, Page, expect
from pytest_django.live_server_helper import LiveServer

from access.models import FactorReset, Grant, User
from access.roles import RoleName
from tests import cast as people
from tests.browsing import PHONE, Console, new_profile, sign_in
from tests.cast import PASSWORD, Cast
from tests.factories import accounts

# A phone with a fingerprint reader that always knows its owner.
_FINGERPRINT = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return people.make()


@pytest.fixture
def hope(cast: Cast) -> User:
    """A second secretary of Wexcombe, who has learnt and signed everything, and has no second step yet."""
    user = people._user("hope", "Hope Adeyemi")
    people.grant(user, cast.wexcombe, RoleName.SECRETARY)
    Authenticator.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _with_fingerprint(page: Page) -> CDPSession:
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": _FINGERPRINT})
    return devices


def _give_password(page: Page, url: str, user: User, password: str = PASSWORD) -> None:
    page.goto(url)
    page.locator("[name=login]").fill(user.email)
    page.locator("[name=password]").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def _sign_out(page: Page, url: str) -> None:
    page.goto(f"{url}/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def _code(secret: str, steps: int = 0) -> str:
    """Return what the app shows now, or so many half minutes from now: each works once."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def _heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_a_role_waits_for_a_passkey_and_opens_with_it(
    phone: Page, live_server: LiveServer, cast: Cast, hope: User
) -> None:
    _with_fingerprint(phone)
    _give_password(phone, f"{live_server.url}/accounts/login/?next=/u/wexcombe/access/record/", hope)
    _heading(phone, "Set up your second step")
    expect(phone.get_by_text("CLP secretary")).to_be_visible()
    phone.get_by_role("link", name="Make a passkey").click()
    phone.get_by_label("What to call it").fill("My phone")
    phone.get_by_role("button", name="Make the passkey").click()
    _heading(phone, "Keep these codes somewhere safe")
    expect(phone.locator(".code-list li")).to_have_count(10)
    phone.get_by_role("link", name="I have kept them").click()
    expect(phone.get_by_text("You have what your roles ask for.")).to_be_visible()
    phone.get_by_role("link", name="Go on to where you were going").click()
    expect(phone).to_have_url(f"{live_server.url}/u/wexcombe/access/record/")

    _sign_out(phone, live_server.url)
    phone.goto(f"{live_server.url}/accounts/login/?next=/u/wexcombe/access/record/")
    phone.get_by_role("button", name="Sign in with a passkey").click()
    expect(phone).to_have_url(f"{live_server.url}/u/wexcombe/access/record/")

    phone.goto(f"{live_server.url}/accounts/second-factor/")
    phone.get_by_role("link", name="Remove My phone").click()
    phone.get_by_role("button", name="Remove passkey").click()
    _heading(phone, "Set up your second step")
    phone.goto(f"{live_server.url}/u/wexcombe/access/record/")
    expect(phone).not_to_have_url(f"{live_server.url}/u/wexcombe/access/record/")


def test_what_a_passkey_fails_of_is_said(laptop: Page, live_server: LiveServer, cast: Cast, hope: User) -> None:
    devices = _with_fingerprint(laptop)
    sign_in(laptop, hope, live_server.url)
    laptop.goto(f"{live_server.url}/accounts/second-factor/passkeys/add/")
    laptop.get_by_role("button", name="Make the passkey").click()
    _heading(laptop, "Keep these codes somewhere safe")
    laptop.goto(f"{live_server.url}/accounts/second-factor/passkeys/add/")
    laptop.get_by_role("button", name="Make the passkey").click()
    expect(laptop.get_by_role("alert")).to_contain_text("holds a passkey for your account already")
    _sign_out(laptop, live_server.url)
    devices.send("WebAuthn.disable")
    devices.send("WebAuthn.enable")
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": _FINGERPRINT | {"isUserVerified": False, "automaticPresenceSimulation": True}},
    )
    laptop.get_by_role("button", name="Sign in with a passkey").click()
    expect(laptop.get_by_role("alert")).to_contain_text("Nothing was changed")


def test_an_app_and_recovery_codes(phone: Page, live_server: LiveServer, cast: Cast, hope: User) -> None:
    login = f"{live_server.url}/accounts/login/"
    _give_password(phone, login, hope)
    phone.get_by_role("link", name="Set up an app").click()
    expect(phone.get_by_role("img", name="The key as a picture")).to_be_visible()
    phone.get_by_text("I can’t point a camera at it").click()
    secret = phone.locator("#authenticator_secret").inner_text()
    phone.get_by_label("The code that the app shows now").fill("000000")
    phone.get_by_role("button", name="Use this app").click()
    expect(phone.get_by_role("alert")).to_contain_text("That code is not right")
    phone.get_by_label("The code that the app shows now").fill(_code(secret))
    phone.get_by_role("button", name="Use this app").click()
    _heading(phone, "Keep these codes somewhere safe")
    recovery = phone.locator(".code-list li").first.inner_text()
    with phone.expect_download() as saved:
        phone.get_by_role("link", name="Save as a file").click()
    assert recovery in saved.value.path().read_text()

    _sign_out(phone, live_server.url)
    _give_password(phone, login, hope)
    _heading(phone, "Your second step")
    phone.get_by_label("Your code").fill(_code(secret, 1))
    phone.get_by_role("button", name="Sign in", exact=True).click()
    expect(phone).to_have_url(f"{live_server.url}/u/wexcombe/")

    for works in (True, False):  # once, and no more
        _sign_out(phone, live_server.url)
        _give_password(phone, login, hope)
        phone.get_by_label("Your code").fill(recovery)
        phone.get_by_role("button", name="Sign in", exact=True).click()
        if not works:
            expect(phone.get_by_role("alert")).to_contain_text("That code is not right")
        else:
            expect(phone).to_have_url(f"{live_server.url}/u/wexcombe/")
            phone.goto(f"{live_server.url}/accounts/second-factor/")
            expect(phone.get_by_text("9 are left.")).to_be_visible()


def test_signing_out_a_phone_from_the_laptop(
    laptop: Page, browser: Browser, console: Console, live_server: LiveServer, cast: Cast
) -> None:
    EmailAddress.objects.create(user=cast.alun, email=cast.alun.email, verified=True, primary=True)
    Authenticator.objects.filter(user=cast.alun).delete()
    profile = new_profile(browser, console, PHONE, user_agent="Mozilla/5.0 (Linux; Android 14) Chrome/140.0 Mobile")
    lost = profile.new_page()
    for page in (laptop, lost):
        _give_password(page, f"{live_server.url}/accounts/login/?next=/accounts/sessions/", cast.alun)
        _heading(page, "Where you are signed in")
    laptop.reload()
    row = laptop.get_by_role("listitem").filter(has_text="Chrome on Android")
    row.get_by_role("button", name="Sign out").click()
    expect(laptop.get_by_text("That device is signed out.")).to_be_visible()
    expect(laptop.get_by_text("Chrome on Android")).to_have_count(0)
    lost.reload()
    _heading(lost, "Sign in")
    laptop.reload()
    _heading(laptop, "Where you are signed in")
    profile.close()


def _proved_a_while_ago(page: Page) -> None:
    """Let the proofs in this browser's session be ten minutes old."""
    cookie = next(one for one in page.context.cookies() if one["name"] == settings.SESSION_COOKIE_NAME)
    session = import_module(settings.SESSION_ENGINE).SessionStore(cookie["value"])
    for proof in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        proof["at"] = time.time() - 600
    session.save()


def test_what_was_typed_goes_on_after_the_proof(laptop: Page, live_server: LiveServer, cast: Cast, hope: User) -> None:
    _with_fingerprint(laptop)
    sign_in(laptop, hope, live_server.url)
    laptop.goto(f"{live_server.url}/accounts/second-factor/passkeys/add/")
    laptop.get_by_role("button", name="Make the passkey").click()
    _heading(laptop, "Keep these codes somewhere safe")
    laptop.goto(f"{live_server.url}/u/wexcombe/access/give/")
    laptop.get_by_label("Their email address").fill("elsie@example.org")
    laptop.get_by_label("Their name").fill("Elsie Marchbank")
    laptop.get_by_role("radio", name="Canvasser").check()
    laptop.get_by_label("Why they need it").fill("She knows every door in Tanyard Row")
    _proved_a_while_ago(laptop)
    laptop.get_by_role("button", name="Give role").click()
    _heading(laptop, "Show that it is you")
    assert not Grant.objects.filter(user__email="elsie@example.org").exists()
    laptop.get_by_role("button", name="Use my passkey").click()
    expect(laptop.get_by_text("Elsie Marchbank is Canvasser now.")).to_be_visible()
    assert Grant.objects.get(user__email="elsie@example.org").reason == "She knows every door in Tanyard Row"


def test_a_second_step_that_is_lost(
    laptop: Page, browser: Browser, console: Console, live_server: LiveServer, cast: Cast
) -> None:
    EmailAddress.objects.create(user=cast.osei, email=cast.osei.email, verified=True, primary=True)
    accounts.passkey(cast.osei)
    profile = new_profile(browser, console, PHONE)
    osei = profile.new_page()
    login = f"{live_server.url}/accounts/login/"
    _give_password(osei, login, cast.osei)
    osei.get_by_role("link", name="I have lost it").click()
    expect(osei.get_by_text("For you these are: Marian Teale, Priya Nair.")).to_be_visible()

    sign_in(laptop, cast.marian, live_server.url)
    laptop.goto(f"{live_server.url}/u/wexcombe/access/")
    laptop.get_by_role("link", name="Lost second steps").click()
    laptop.get_by_label("Who has lost it").select_option(label="Osei Mensah-Hart")
    laptop.get_by_label("How you made sure that it is them").fill("He came to the office")
    laptop.get_by_role("button", name="Start the 24 hours").click()
    expect(laptop.get_by_text("can take the second step off in 24 hours")).to_be_visible()

    osei.reload()
    expect(osei.get_by_text(re.compile("Marian Teale has vouched for you"))).to_be_visible()
    day = datetime.timedelta(hours=24)
    FactorReset.objects.update(
        asked_at=F("asked_at") - day, opens_at=F("opens_at") - day, lapses_at=F("lapses_at") - day
    )
    osei.reload()
    osei.get_by_role("button", name="Take the old one off and sign in").click()
    _heading(osei, "Set up your second step")
    assert not Authenticator.objects.filter(user=cast.osei).exists()
    profile.close()


def test_somebody_makes_an_account(phone: Page, live_server: LiveServer, cast: Cast) -> None:
    phone.goto(f"{live_server.url}/accounts/login/")
    phone.get_by_role("link", name="I have no account yet").click()
    phone.get_by_label("Your name").fill("Nell Comer")
    phone.get_by_label("Your email address").fill("nell@example.org")
    phone.get_by_label("Choose a password").fill("four words nobody joins")
    phone.get_by_role("button", name="Make account").click()
    _heading(phone, "Confirm your email address")
    phone.goto(f"{live_server.url}/dev/mail")
    phone.get_by_role("link", name="Confirm your email address").click()
    link = phone.locator("a[href*='/accounts/confirm-email/']").get_attribute("href")
    assert link is not None
    phone.goto(live_server.url + link[link.index("/accounts/") :])
    phone.get_by_role("button", name="Confirm this address").click()
    user = User.objects.get(email="nell@example.org")
    _give_password(phone, f"{live_server.url}/accounts/login/", user, "four words nobody joins")
    expect(phone.get_by_role("heading", level=1)).not_to_have_text("Sign in")
    assert not Grant.objects.filter(user=user).exists()
