"""`make_administrator`: the way in when nobody can give roles."""

from __future__ import annotations

import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from access.models import AuditEvent, Grant, User
from access.roles import RoleName
from tests.cast import Cast

PASSWORD = "four words nobody joins"


def _link(capsys: pytest.CaptureFixture[str]) -> str:
    found = re.search(r"https?://[^/]+(/accounts/\S+)", capsys.readouterr().out)
    assert found
    return found[1]


def test_a_new_administrator_opens_the_link_and_gets_in(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("make_administrator", "New@example.org", unit="wexcombe", name="Newcomer")
    browser = Client()
    page = browser.get(_link(capsys), follow=True)
    browser.post(page.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    answer = browser.post("/accounts/login/", {"login": "new@example.org", "password": PASSWORD}, follow=True)
    # The role asks for a second step, which the account has still to set up.
    assert answer.redirect_chain[-1] == ("/accounts/second-factor/?next=%2F", 302)
    grant = Grant.objects.get(user__email="new@example.org")
    assert (grant.role, grant.reason) == (RoleName.ADMINISTRATOR, "Given on the command line")
    assert AuditEvent.objects.filter(verb="user.link_made", unit_id=cast.wexcombe.pk).exists()


def test_a_lost_one_gets_back_in_and_keeps_the_role(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    cast.marian.is_active = False
    cast.marian.save()
    for _twice in range(2):
        call_command("make_administrator", "marian@example.org", unit="wexcombe")
    assert Client().get(_link(capsys), follow=True).status_code == 200
    cast.marian.refresh_from_db()
    assert cast.marian.is_active
    assert cast.marian.name == "Marian Teale"
    assert Grant.objects.filter(user=cast.marian, role=RoleName.ADMINISTRATOR).count() == 1


@pytest.mark.parametrize(
    ("email", "unit", "words"),
    [
        ("new@example.org", "atlantis", "There is no unit atlantis. There are: "),
        ("nowhere", "wexcombe", "not an email"),
    ],
)
def test_it_refuses_in_words(email: str, unit: str, words: str, cast: Cast) -> None:
    before = User.objects.count()
    with pytest.raises(CommandError, match=words):
        call_command("make_administrator", email, unit=unit)
    assert User.objects.count() == before
