"""Signing in, by django-allauth: closed to strangers, silent about who has an account, limited, by the outbox."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from access.models import OutboxMessage
from tests.cast import PASSWORD, Cast


def _ask(browser: Client, email: str) -> tuple[int, str, str]:
    answer = browser.post("/accounts/password/reset/", {"email": email}, follow=True)
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    return answer.status_code, answer.request["PATH_INFO"], text.replace(email, "")


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


def test_nobody_signs_up_unasked(db: None, cast: Cast) -> None:
    data = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    Client().post("/accounts/signup/", data)
    assert not type(cast.marian).objects.filter(email="new@example.org").exists()


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
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user_id=cast.marian.pk, email="marian@example.org", verified=True, primary=True)
    answer = Client().post("/accounts/login/", {"login": email, "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/")
