"""Step-up: what matters asks who it is, and what was typed goes on afterwards."""

from __future__ import annotations

import time

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from access.models import Grant, User
from access.roles import RoleName
from kit import clock
from tests import cast as people
from tests.addresses import walk
from tests.cast import PASSWORD, Cast

GIVE = "/u/wexcombe/access/give/"
# Pages that hand over a whole list, or change who may do what: each by name, with how much of it asks.
ASKING = {
    "access:give": "to post",
    "access:mail_server": "to post",
    "access:resets": "to post",
    "canvass:delete_by": "to post",
    "canvass:export": "always",
    "canvass:export_file": "always",
    "canvass:import_new": "always",
    "canvass:import_left_out": "always",
    "organise:choose_members_file": "always",
    "organise:members_file_problems": "always",
    "gotv:knock_up_sheets": "always",
}


def _role() -> dict[str, str]:
    return {
        "email": "elsie@example.org",
        "name": "Elsie Marchbank",
        "role": RoleName.CANVASSER.value,
        "starts_on": clock.today().isoformat(),
        "reason": "She asked",
    }


def _a_while_ago(browser: Client, seconds: int = 301) -> Client:
    session = browser.session
    for proof in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        proof["at"] = time.time() - seconds
    session.save()
    return browser


def _code() -> str:
    return format_hotp_value(hotp_value(people.TOTP_SECRET, int(time.time()) // 30))


def _without_passkey(user: User) -> None:
    Authenticator.objects.filter(user=user, type="webauthn").delete()


def test_what_matters_asks() -> None:
    found = {one.name: one.view.step_up for one in walk() if hasattr(one.view, "step_up")}
    assert ASKING.items() <= found.items()


def test_who_signed_in_just_now_is_not_asked(cast: Cast) -> None:
    answer = cast.client(cast.marian).post(GIVE, _role())
    assert "reauthenticate" not in answer.headers.get("Location", "")
    assert Grant.objects.filter(user__email="elsie@example.org").exists()


def test_what_was_typed_goes_on_after_the_proof(cast: Cast) -> None:
    _without_passkey(cast.marian)
    browser = _a_while_ago(cast.client(cast.marian))
    assert browser.get(GIVE).status_code == 200, "the form itself opens without"
    asked = browser.post(f"{GIVE}?from=the-desk", _role())
    page = browser.get(asked["Location"], follow=True)
    assert page.request["PATH_INFO"] == "/accounts/second-factor/reauthenticate/"
    assert not Grant.objects.filter(user__email="elsie@example.org").exists()
    wrong = browser.post(page.request["PATH_INFO"], {"code": "000000"})
    assert wrong.status_code == 200
    assert not Grant.objects.filter(user__email="elsie@example.org").exists()
    done = browser.post(page.request["PATH_INFO"], {"code": _code()})
    assert (done.status_code, done["Location"]) == (302, "/u/wexcombe/access/")
    given = Grant.objects.get(user__email="elsie@example.org")
    assert (given.reason, given.granted_by) == ("She asked", cast.marian)
    assert STATE_SESSION_KEY not in browser.session


def test_what_waits_can_not_be_read_in_the_session(cast: Cast) -> None:
    browser = _a_while_ago(cast.client(cast.marian))
    browser.post(GIVE, _role())
    assert "elsie" not in str(dict(browser.session))


def test_a_right_that_was_lost_meanwhile_is_lost(cast: Cast) -> None:
    _without_passkey(cast.marian)
    browser = _a_while_ago(cast.client(cast.marian))
    browser.post(GIVE, _role())
    Grant.objects.filter(user=cast.marian).delete()
    assert browser.post("/accounts/second-factor/reauthenticate/", {"code": _code()}).status_code == 404
    assert not Grant.objects.filter(user__email="elsie@example.org").exists()


def test_what_waited_too_long_is_not_carried_out(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    _without_passkey(cast.marian)
    browser = _a_while_ago(cast.client(cast.marian))
    browser.post(GIVE, _role())
    now = int(time.time())
    code = format_hotp_value(hotp_value(people.TOTP_SECRET, (now + 700) // 30))
    monkeypatch.setattr(time, "time", lambda: now + 700.0)
    answer = browser.post("/accounts/second-factor/reauthenticate/", {"code": code})
    assert answer["Location"] == GIVE
    assert not Grant.objects.filter(user__email="elsie@example.org").exists()


def test_a_page_that_hands_out_a_list_asks_before_it_opens(cast: Cast) -> None:
    browser = _a_while_ago(cast.client(cast.marian))
    asked = browser.get("/u/wexcombe/canvass/register/imports/new/")
    assert asked["Location"].startswith("/accounts/reauthenticate/")


def test_a_file_can_not_wait_and_that_is_said(cast: Cast) -> None:
    _without_passkey(cast.marian)
    browser = _a_while_ago(cast.client(cast.marian))
    url = next(f"/{one.route}" for one in walk() if one.name == "organise:choose_members_file")
    url = url.replace("<slug:unit>", "wexcombe")
    browser.post(url, {"file": SimpleUploadedFile("members.csv", b"a,b\n1,2\n")})
    back = browser.post("/accounts/second-factor/reauthenticate/", {"code": _code()}, follow=True)
    assert back.request["PATH_INFO"] == url
    assert "Choose the file once more" in back.content.decode()


def test_a_password_is_enough_for_those_without_a_second_step(cast: Cast, settings: object) -> None:
    settings.REQUIRE_SECOND_FACTOR = False
    user = people.newcomer()
    people.passed_everything([user])
    Authenticator.objects.filter(user=user).delete()
    people.grant(user, cast.wexcombe, RoleName.SECRETARY)
    browser = _a_while_ago(cast.client(user))
    browser.post(GIVE, _role())
    assert browser.get("/accounts/reauthenticate/").status_code == 200
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert Grant.objects.filter(user__email="elsie@example.org").exists()


def test_a_password_is_not_enough_for_those_with_a_second_step(cast: Cast) -> None:
    _without_passkey(cast.marian)
    browser = _a_while_ago(cast.client(cast.marian))
    browser.post(GIVE, _role())
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert not Grant.objects.filter(user__email="elsie@example.org").exists()


def test_who_has_neither_signs_in_again(cast: Cast) -> None:
    user = people.newcomer()
    user.set_unusable_password()
    user.save()
    browser = _a_while_ago(cast.client(user))
    answer = browser.get("/accounts/second-factor/app/")
    assert answer["Location"] == "/accounts/login/?next=/accounts/second-factor/app/"
    assert "_auth_user_id" not in browser.session


def test_a_demo_says_its_password_where_it_asks(cast: Cast, settings: object) -> None:
    settings.DEMO, settings.REQUIRE_SECOND_FACTOR = True, False
    user = people.newcomer()
    browser = _a_while_ago(cast.client(user))
    assert "red-rose-demo" in browser.get("/accounts/reauthenticate/").content.decode()
