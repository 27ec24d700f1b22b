"""Signing in and everything round it: our pages, our words, and the way through them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.contrib.messages import get_messages
from django.template.loader import get_template, render_to_string
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from access.models import OutboxMessage
from tests.addresses import walk
from tests.cast import PASSWORD, Cast

ROOT = Path(__file__).resolve().parents[2]
_ALLAUTH = [
    address for address in walk() if hasattr(address.view, "view_class") and "allauth" in address.view.__module__
]


@pytest.mark.parametrize("address", _ALLAUTH, ids=lambda address: address.name)
def test_every_page_of_allauth_is_ours(address: object) -> None:
    view = address.view.view_class
    names = {view.template_name, getattr(view, "template_name_signup_closed", view.template_name)} - {None}
    # The passkey's sign-in has no page of its own: it answers JSON, or leads back to the sign-in page.
    assert names or address.name == "mfa_login_webauthn"
    for name in names:
        assert Path(get_template(name).origin.name).is_relative_to(ROOT / "templates")


@pytest.mark.parametrize(
    "name",
    [
        "account_login", "account_signup", "account_inactive", "account_reset_password",
        "account_reset_password_done", "account_reset_password_from_key_done", "account_email_verification_sent",
    ],
)  # fmt: skip
def test_the_entrance_is_open_and_has_one_heading(cast: Cast, client: Client, name: str) -> None:
    page = client.get(reverse(name)).content.decode()
    assert len(re.findall(r"<h1\b", page)) == 1
    assert 'class="frame entrance"' in page


@pytest.mark.parametrize("name", ["account_email", "account_change_password", "account_logout"])
def test_own_account_has_one_heading(cast: Cast, name: str) -> None:
    page = cast.client(cast.noor).get(reverse(name)).content.decode()
    assert len(re.findall(r"<h1\b", page)) == 1


def _confirmed(cast: Cast) -> None:
    EmailAddress.objects.get_or_create(
        user=cast.noor, email=cast.noor.email, defaults={"verified": True, "primary": True}
    )


def test_signing_in_leads_home_without_a_message(cast: Cast, client: Client) -> None:
    _confirmed(cast)
    response = client.post(reverse("account_login"), {"login": cast.noor.email, "password": PASSWORD})
    assert response.status_code == 302
    assert list(get_messages(response.wsgi_request)) == []


def test_a_demo_shows_its_sign_ins_and_nothing_else_does(cast: Cast, client: Client) -> None:
    with override_settings(DEMO=True):
        assert "red-rose-demo" in client.get(reverse("account_login")).content.decode()
        assert "red-rose-demo" not in client.get(reverse("account_reset_password")).content.decode()
    with override_settings(DEMO=False):
        assert "red-rose-demo" not in client.get(reverse("account_login")).content.decode()


def test_a_wrong_password_says_so_at_the_top_and_keeps_the_address(cast: Cast, client: Client) -> None:
    page = client.post(reverse("account_login"), {"login": cast.noor.email, "password": "wrong"}).content.decode()
    assert "One thing needs another look" in page
    assert f'value="{cast.noor.email}"' in page


def test_where_one_wanted_to_go_is_kept(cast: Cast, client: Client) -> None:
    page = client.get(reverse("account_login"), {"next": "/u/wexcombe/"}).content.decode()
    assert 'name="next" value="/u/wexcombe/"' in page


def test_a_forgotten_password_from_the_mail_to_the_new_one(
    cast: Cast, client: Client, django_capture_on_commit_callbacks: object
) -> None:
    _confirmed(cast)
    asked = client.post(reverse("account_reset_password"), {"email": cast.noor.email})
    assert asked.status_code == 302, asked.content.decode()
    message = OutboxMessage.objects.get(to_email=cast.noor.email)
    assert message.subject == "Set a new password"
    assert "do nothing: your password stays as it is" in message.text
    link = re.search(r"https?://\S+(/accounts/password/reset/key/\S+)", message.text)[1]
    form = client.get(link, follow=True)
    page = form.content.decode()
    assert re.search(r"<h1>(.*?)</h1>", page)[1] == "Choose a new password", (link, form.redirect_chain)
    new = "four words that never met"
    done = client.post(form.request["PATH_INFO"], {"password1": new, "password2": new}, follow=True)
    assert "Your new password is saved" in done.content.decode()
    assert "This link no longer works" in client.get(link, follow=True).content.decode()


def test_a_broken_link_says_what_to_do(cast: Cast, client: Client) -> None:
    address = reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": "no-key"})
    page = client.get(address).content.decode()
    assert "This link no longer works" in page
    assert "Send me a new link" in page


def test_a_confirmation_link_that_is_too_old(cast: Cast, client: Client) -> None:
    page = client.get(reverse("account_confirm_email", kwargs={"key": "nothing"})).content.decode()
    assert "This link no longer works" in page


def test_an_address_can_be_added_and_has_to_be_confirmed(cast: Cast) -> None:
    _confirmed(cast)
    browser = cast.client(cast.noor)
    page = browser.post(
        reverse("account_email"), {"email": "noor@elsewhere.example", "action_add": ""}, follow=True
    ).content.decode()
    assert "not confirmed" in page
    message = OutboxMessage.objects.get(to_email="noor@elsewhere.example")
    assert message.subject == "Confirm your email address"
    assert "/accounts/confirm-email/" in message.text


@pytest.mark.parametrize(
    "name",
    ["email_changed", "email_confirm", "email_deleted", "password_changed", "password_reset", "password_set"],
)
def test_notices_of_changes_say_what_and_what_to_do(name: str) -> None:
    context = {
        "timestamp": timezone.now(),
        "from_email": "a&b@example.org",
        "to_email": "c@example.org",
        "deleted_email": "a&b@example.org",
    }
    text = render_to_string(f"account/email/{name}_message.txt", context)
    assert "tell your secretary or organiser" in text
    assert "&amp;" not in text
    assert "\n" not in render_to_string(f"account/email/{name}_subject.txt").strip()
