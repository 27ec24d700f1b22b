"""Accounts: invitations, links that work once, proved addresses."""

from __future__ import annotations

import datetime
import re

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from access.actions import users
from access.models import AuditEvent, OutboxMessage, User
from kit.errors import Refused
from tests.cast import Cast

PASSWORD = "four words nobody joins"


def _link() -> str:
    """Return the path of the link in the newest message."""
    text = OutboxMessage.objects.latest("created_at").text
    found = re.search(r"https?://[^/\s]+(/accounts/password/reset/key/\S+)", text)
    assert found
    return found[1]


def _choose_password(browser: Client, path: str) -> int:
    page = browser.get(path, follow=True)
    assert page.status_code == 200
    return browser.post(page.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD}).status_code


def test_an_invited_person_chooses_a_password_and_gets_in(cast: Cast) -> None:
    user = users.invite(email=" Jo@Example.ORG", name="Jo Tranmer", by=cast.marian, unit=cast.wexcombe)
    assert (user.email, user.has_usable_password()) == ("jo@example.org", False)
    message = OutboxMessage.objects.get()
    assert (message.to_email, message.has_secret, message.purpose) == ("jo@example.org", True, "invitation")
    assert "Marian Teale has made you an account" in message.text
    assert cast.wexcombe.imprint in message.text
    browser = Client()
    assert _choose_password(browser, _link()) == 302
    address = EmailAddress.objects.get(user_id=user.pk)
    assert (address.email, address.verified, address.primary) == ("jo@example.org", True, True)
    answer = Client().post("/accounts/login/", {"login": "jo@example.org", "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_the_link_works_once(cast: Cast) -> None:
    users.invite(email="jo@example.org", name="Jo", by=cast.marian, unit=cast.wexcombe)
    path = _link()
    _choose_password(Client(), path)
    again = Client().get(path, follow=True)
    assert "password1" not in again.content.decode()


def test_the_link_works_for_three_days(cast: Cast) -> None:
    users.invite(email="jo@example.org", name="Jo", by=cast.marian, unit=cast.wexcombe)
    path = _link()
    now = timezone.now()
    with time_machine.travel(now + datetime.timedelta(days=2, hours=23)):
        assert "password1" in Client().get(path, follow=True).content.decode()
    with time_machine.travel(now + datetime.timedelta(days=3, minutes=1)):
        assert "password1" not in Client().get(path, follow=True).content.decode()


def test_before_the_link_is_used_nobody_can_sign_in(cast: Cast) -> None:
    users.invite(email="jo@example.org", name="Jo", by=cast.marian, unit=cast.wexcombe)
    for password in ("", "!", PASSWORD):
        answer = Client().post("/accounts/login/", {"login": "jo@example.org", "password": password})
        assert answer.status_code == 200


def test_somebody_who_was_invited_before_is_sent_a_new_link(cast: Cast) -> None:
    first = users.invite(email="jo@example.org", name="Jo", by=cast.marian, unit=cast.wexcombe)
    second = users.invite(email="JO@example.org", name="Somebody Else", by=cast.rival, unit=cast.marsham)
    assert (first.pk, second.name) == (second.pk, "Jo")
    assert OutboxMessage.objects.count() == 2


def test_somebody_with_a_password_is_not_mailed(cast: Cast) -> None:
    assert users.invite(email="osei@example.org", name="", by=cast.marian, unit=cast.wexcombe) == cast.osei
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize(
    ("email", "name", "words"), [("nowhere", "Jo", "not an email"), ("jo@example.org", " ", "name")]
)
def test_what_is_wrong_is_said_and_no_account_is_made(email: str, name: str, words: str, cast: Cast) -> None:
    before = User.objects.count()
    with pytest.raises(Refused, match=words):
        users.invite(email=email, name=name, by=cast.marian, unit=cast.wexcombe)
    assert User.objects.count() == before


def test_a_name_is_one_line(cast: Cast) -> None:
    user, _new = users.find_or_make(email="jo@example.org", name="Jo\r\nBcc: all@example.org", by=None)
    assert user.name == "Jo Bcc: all@example.org"


def test_an_address_is_proved_by_a_link_only_while_none_is(cast: Cast) -> None:
    EmailAddress.objects.create(user_id=cast.osei.pk, email="other@example.org", verified=True, primary=True)
    users.prove_email(user=cast.osei)
    assert not EmailAddress.objects.filter(email="osei@example.org").exists()


def test_the_record_names_accounts_by_number_only(cast: Cast) -> None:
    user = users.invite(email="jo@example.org", name="Jo Tranmer", by=cast.marian, unit=cast.wexcombe)
    entries = AuditEvent.objects.filter(verb__startswith="user.")
    assert {entry.verb for entry in entries} == {"user.made", "user.invited"}
    assert all(entry.detail == {"user": user.pk} for entry in entries)


def test_when_somebody_was_last_here_moves_once_an_hour(cast: Cast) -> None:
    now = timezone.now()
    assert users.seen(user=cast.marian, now=now)
    assert not users.seen(user=cast.marian, now=now + datetime.timedelta(minutes=59))
    cast.marian.refresh_from_db()
    assert cast.marian.last_seen_at == now
    assert users.seen(user=cast.marian, now=now + datetime.timedelta(minutes=60))
