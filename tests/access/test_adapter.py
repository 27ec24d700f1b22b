"""Signing in, by django-allauth: silent about who has an account, limited, by the outbox, with a second step."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from access.models import AuditEvent, OutboxMessage, User
from access.queries import accesses
from access.roles import RoleName
from tests import cast as people
from tests.cast import PASSWORD, Cast


@pytest.fixture
def same_moment() -> Iterator[None]:
    """Stop the clock: each page ends with the minute it would be printed in, and a minute may end between two pages."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


def _ask(browser: Client, email: str) -> tuple[int, str, str]:
    answer = browser.post("/accounts/password/reset/", {"email": email}, follow=True)
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    return answer.status_code, answer.request["PATH_INFO"], text.replace(email, "")


@pytest.mark.usefixtures("same_moment")
def test_asking_for_a_password_says_the_same_whether_there_is_an_account_or_not(cast: Cast) -> None:
    known, unknown = _ask(Client(), "marian@example.org"), _ask(Client(), "nobody@example.org")
    assert known == unknown
    assert [message.to_email for message in OutboxMessage.objects.all()] == ["marian@example.org"]


def test_a_wrong_password_says_the_same_whether_there_is_an_account_or_not(cast: Cast) -> None:
    def errors(email: str) -> list[str]:
        answer = Client().post("/accounts/login/", {"login": email, "password": "wrong"})
        return answer.context["form"].non_field_errors()

    assert list(errors("marian@example.org")) == list(errors("nobody@example.org"))
    assert len(errors("marian@example.org")) == 1


def test_the_mail_waits_in_the_outbox_and_holds_a_secret(cast: Cast, settings: object) -> None:
    settings.BASE_URL = "https://rosette.example.org"
    _ask(Client(), "marian@example.org")
    message = OutboxMessage.objects.get()
    assert (message.purpose, message.has_secret, message.unit) == ("password_reset_key", True, None)
    assert "https://rosette.example.org/accounts/password/reset/key/" in message.text
    assert "testserver" not in message.text
    assert "\n" not in message.subject


_NEW = {"name": " Nell Comer ", "email": "New@Example.org", "password1": PASSWORD}


def test_where_signing_up_is_closed_nobody_signs_up_unasked(cast: Cast, settings: Settings) -> None:
    settings.SIGN_UP_OPEN = False
    assert "Accounts are by invitation" in Client().post("/accounts/signup/", _NEW).content.decode()
    assert not User.objects.filter(email__iexact="new@example.org").exists()


def test_an_account_that_was_made_unasked_opens_nothing(cast: Cast) -> None:
    browser = Client()
    assert browser.post("/accounts/signup/", _NEW)["Location"] == "/accounts/confirm-email/"
    user = User.objects.get(email="new@example.org")
    assert user.name == "Nell Comer"
    assert accesses.of(user).grants == ()
    answer = browser.post("/accounts/login/", {"login": "new@example.org", "password": PASSWORD})
    assert "_auth_user_id" not in answer.wsgi_request.session, "the address has to be confirmed first"
    link = re.search(r"/accounts/confirm-email/\S+", OutboxMessage.objects.latest("created_at").text)[0]
    browser.post(link)
    assert browser.post("/accounts/login/", {"login": "new@example.org", "password": PASSWORD})["Location"] == "/"
    assert browser.get("/u/wexcombe/").status_code == 404
    assert browser.get("/accounts/second-factor/").status_code == 200


@pytest.mark.usefixtures("same_moment")
def test_signing_up_says_the_same_whether_there_is_an_account_or_not(cast: Cast) -> None:
    def sign_up(email: str) -> tuple[str, str]:
        answer = Client().post("/accounts/signup/", _NEW | {"email": email}, follow=True)
        text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
        return answer.request["PATH_INFO"], text.replace(email, "")

    assert sign_up("marian@example.org") == sign_up("nobody@example.org")
    mails = dict(OutboxMessage.objects.values_list("to_email", "subject"))
    assert mails == {
        "marian@example.org": "You have an account already",
        "nobody@example.org": "Confirm your email address",
    }


@pytest.mark.usefixtures("same_moment")
def test_a_code_by_mail_says_the_same_whether_there_is_an_account_or_not(cast: Cast) -> None:
    def ask(email: str) -> str:
        answer = Client().post("/accounts/login/code/", {"email": email}, follow=True)
        assert answer.request["PATH_INFO"] == "/accounts/login/code/confirm/"
        return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode()).replace(email, "")

    assert ask("noor@example.org") == ask("nobody@example.org")
    message = OutboxMessage.objects.get()
    assert (message.to_email, message.purpose, message.has_secret) == ("noor@example.org", "login_code", True)


def test_a_code_by_mail_signs_in(cast: Cast) -> None:
    user = people.newcomer()
    browser = Client()
    browser.post("/accounts/login/code/", {"email": user.email})
    code = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", OutboxMessage.objects.get().text, re.MULTILINE)[0]
    assert "not right" in browser.post("/accounts/login/code/confirm/", {"code": "wrong"}).content.decode()
    answer = browser.post("/accounts/login/code/confirm/", {"code": code})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert browser.get("/accounts/sessions/").status_code == 200


def test_a_code_by_mail_does_not_replace_the_second_step(cast: Cast) -> None:
    browser = Client()
    browser.post("/accounts/login/code/", {"email": "noor@example.org"})
    code = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", OutboxMessage.objects.get().text, re.MULTILINE)[0]
    answer = browser.post("/accounts/login/code/confirm/", {"code": code})
    assert answer["Location"] == "/accounts/second-factor/authenticate/"
    assert "_auth_user_id" not in answer.wsgi_request.session


def test_a_new_password_by_mail_does_not_replace_the_second_step(cast: Cast) -> None:
    EmailAddress.objects.create(user_id=cast.marian.pk, email="marian@example.org", verified=True, primary=True)
    browser, new = Client(), "four words nobody joins"
    browser.post("/accounts/password/reset/", {"email": "marian@example.org"})
    link = re.search(r"/accounts/password/reset/key/\S+", OutboxMessage.objects.get().text)[0]
    form = browser.get(link, follow=True).request["PATH_INFO"]
    browser.post(form, {"password1": new, "password2": new})
    answer = browser.post("/accounts/login/", {"login": "marian@example.org", "password": new})
    assert answer["Location"] == "/accounts/second-factor/authenticate/"
    assert "_auth_user_id" not in answer.wsgi_request.session


def test_whose_role_waits_for_a_second_step_is_led_to_it_and_on(cast: Cast) -> None:
    user = people.newcomer()
    EmailAddress.objects.create(user_id=user.pk, email=user.email, verified=True, primary=True)
    people.grant(user, cast.wexcombe, RoleName.SECRETARY)
    browser = Client()
    answer = browser.post("/accounts/login/", {"login": user.email, "password": PASSWORD, "next": "/u/wexcombe/"})
    assert answer["Location"] == "/accounts/second-factor/?next=%2Fu%2Fwexcombe%2F"
    page = browser.get(answer["Location"]).content.decode()
    assert "Set up your second step" in page
    assert "CLP secretary" in page
    TOTP.activate(user, people.TOTP_SECRET)
    page = browser.get("/accounts/second-factor/").content.decode()
    assert "Go on to where you were going" in page
    assert 'href="/u/wexcombe/"' in page


def test_a_demo_asks_for_no_second_step(cast: Cast, settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = False
    user = people.newcomer()
    EmailAddress.objects.create(user_id=user.pk, email=user.email, verified=True, primary=True)
    people.grant(user, cast.wexcombe, RoleName.SECRETARY)
    assert Client().post("/accounts/login/", {"login": user.email, "password": PASSWORD})["Location"] == "/"


def test_secrets_of_second_steps_are_locked_in_the_database(cast: Cast) -> None:
    held = Authenticator.objects.get(user=cast.marian, type="totp")
    assert people.TOTP_SECRET not in str(held.data)
    assert held.wrap().validate_code(format_hotp_value(hotp_value(people.TOTP_SECRET, int(time.time()) // 30)))


def test_every_confirmed_address_is_told_of_a_change(cast: Cast) -> None:
    for address, confirmed in {"marian@example.org": True, "m@home.example": True, "x@else.example": False}.items():
        EmailAddress.objects.create(user=cast.marian, email=address, verified=confirmed, primary="marian" in address)
    cast.client(cast.marian).post("/accounts/second-factor/app/remove/")
    mails = OutboxMessage.objects.values_list("to_email", "purpose")
    assert set(mails) == {("marian@example.org", "totp_deactivated"), ("m@home.example", "totp_deactivated")}
    assert AuditEvent.objects.get(verb="account.changed").detail == {"what": "totp_deactivated"}


def test_guessing_passwords_is_stopped(cast: Cast) -> None:
    browser = Client()
    for _guess in range(6):
        browser.post("/accounts/login/", {"login": "marian@example.org", "password": "guess"})
    answer = browser.post("/accounts/login/", {"login": "marian@example.org", "password": PASSWORD})
    assert answer.status_code != 302, "the sixth guess was let through to the right one"


def test_asking_for_links_again_and_again_is_stopped(cast: Cast) -> None:
    browser = Client()
    statuses = [
        browser.post("/accounts/password/reset/", {"email": "marian@example.org"}).status_code for _ in range(8)
    ]
    assert statuses[0] == 302
    assert statuses[-1] == 429
    assert OutboxMessage.objects.count() <= 5


def test_a_closed_account_is_not_let_in(cast: Cast) -> None:
    cast.marian.is_active = False
    cast.marian.save()
    answer = Client().post("/accounts/login/", {"login": "marian@example.org", "password": PASSWORD})
    assert "_auth_user_id" not in answer.wsgi_request.session


def test_closing_an_account_takes_effect_in_a_session_that_is_open(cast: Cast) -> None:
    browser = cast.client(cast.marian)
    assert browser.get("/u/wexcombe/").status_code == 200
    cast.marian.is_active = False
    cast.marian.save()
    assert browser.get("/u/wexcombe/").status_code == 302


@pytest.mark.parametrize("email", ["marian@example.org", "MARIAN@Example.org", " marian@example.org "])
def test_an_address_is_the_same_however_it_is_typed(email: str, cast: Cast) -> None:
    EmailAddress.objects.create(user_id=cast.marian.pk, email="marian@example.org", verified=True, primary=True)
    answer = Client().post("/accounts/login/", {"login": email, "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/second-factor/authenticate/")


def test_after_a_change_of_the_key_codes_fail_with_words_and_new_ones_can_be_made(
    cast: Cast, settings: Settings
) -> None:
    RecoveryCodes.activate(cast.osei)
    EmailAddress.objects.create(user=cast.osei, email=cast.osei.email, verified=True, primary=True)
    settings.SECRET_KEY = "another" * 10
    browser = Client()
    browser.post("/accounts/login/", {"login": cast.osei.email, "password": PASSWORD})
    page = browser.post("/accounts/second-factor/authenticate/", {"code": "123456"}, follow=True)
    assert "This installation has a new key" in page.content.decode()
    inside = cast.client(cast.osei)
    assert "0 are left" in inside.get("/accounts/second-factor/").content.decode()
    inside.post("/accounts/second-factor/codes/new/")
    assert "10 are left" in inside.get("/accounts/second-factor/").content.decode()
    assert inside.post("/accounts/second-factor/app/remove/").status_code == 302
