"""One's own account: the second step, and where one is signed in."""

from __future__ import annotations

import datetime
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from access.actions import accounts
from access.models import AuditEvent
from access.roles import RoleName
from tests import cast as people
from tests.cast import Cast

INDEX = "/accounts/second-factor/"


def _aged(browser: Client, **keys: datetime.timedelta) -> Client:
    """Let a session have been signed in to, or last used, so long ago."""
    session = browser.session
    for key, ago in keys.items():
        session[key] = (timezone.now() - ago).timestamp()
    session.save()
    return browser


def test_who_has_all_is_told_what_they_have(cast: Cast) -> None:
    page = cast.client(cast.marian).get(INDEX).content.decode()
    assert "What you have" in page
    assert "Waits for it" not in page


@pytest.mark.parametrize(
    ("role", "words"), [(RoleName.SECRETARY, "Set up your second step"), (RoleName.CANVASSER, "Your second step")]
)
def test_what_is_missing_depends_on_the_role(role: RoleName, words: str, cast: Cast) -> None:
    user = people.newcomer()
    people.grant(user, cast.wexcombe, role)
    page = cast.client(user).get(INDEX).content.decode()
    assert re.search(r"<h1>(.*?)</h1>", page)[1] == words


def test_a_role_that_asks_for_a_passkey_takes_nothing_less(cast: Cast) -> None:
    Authenticator.objects.filter(user=cast.priya, type="webauthn").delete()
    page = cast.client(cast.priya).get(INDEX).content.decode()
    assert re.search(r"<h1>(.*?)</h1>", page)[1] == "Make a passkey"
    assert "Regional organiser" in page


def test_an_address_without_a_name_says_that_passkeys_need_one(cast: Cast) -> None:
    browser = cast.client(cast.marian)
    assert "not at a number" in browser.get(INDEX, headers={"host": "127.0.0.1:8000"}).content.decode()
    assert "not at a number" not in browser.get(INDEX, headers={"host": "localhost:8000"}).content.decode()


def test_nobody_is_led_away_from_here(cast: Cast) -> None:
    browser = cast.client(cast.marian)
    assert browser.get(INDEX, {"next": "https://evil.example/"}).context["going_to"] == ""
    assert browser.get(INDEX, {"next": "/u/wexcombe/"}).context["going_to"] == "/u/wexcombe/"


def test_sessions_are_listed_and_ended(cast: Cast) -> None:
    here, there = cast.client(cast.marian), cast.client(cast.marian)
    page = here.get("/accounts/sessions/").content.decode()
    assert page.count("<li>") >= 2
    assert "after 60 minutes without a click, and after 12 hours" in page
    other = UserSession.objects.get(session_key=there.session.session_key)
    assert (
        "That device is signed out." in here.post(f"/accounts/sessions/{other.pk}/end/", follow=True).content.decode()
    )
    assert there.get("/accounts/sessions/").status_code == 302
    assert here.get("/accounts/sessions/").status_code == 200
    assert AuditEvent.objects.filter(verb="account.session_ended", actor_id=cast.marian.pk).exists()


def test_all_others_are_ended_together(cast: Cast) -> None:
    here, others = cast.client(cast.marian), [cast.client(cast.marian) for _each in range(3)]
    here.post("/accounts/sessions/end-others/")
    assert [browser.get("/accounts/sessions/").status_code for browser in (here, *others)] == [200, 302, 302, 302]


def test_nobody_ends_another_persons_session(cast: Cast) -> None:
    theirs = cast.client(cast.rival)
    row = UserSession.objects.get(user=cast.rival)
    assert cast.client(cast.marian).post(f"/accounts/sessions/{row.pk}/end/").status_code == 404
    assert theirs.get("/accounts/sessions/").status_code == 200


def test_a_session_ends_when_it_was_idle(cast: Cast) -> None:
    idle = datetime.timedelta(minutes=60)
    assert _aged(cast.client(cast.marian), **{accounts.SEEN: idle}).get("/u/wexcombe/access/").status_code == 302
    less = idle - datetime.timedelta(minutes=1)
    assert _aged(cast.client(cast.marian), **{accounts.SEEN: less}).get("/u/wexcombe/access/").status_code == 200


def test_a_session_ends_when_it_is_old(cast: Cast) -> None:
    used, old = datetime.timedelta(minutes=2), datetime.timedelta(hours=12)
    browser = _aged(cast.client(cast.marian), **{accounts.SEEN: used, accounts.STARTED: old})
    page = browser.get("/u/wexcombe/access/", follow=True)
    assert page.request["PATH_INFO"] == "/accounts/login/"
    assert "You were signed out because it had been a while" in page.content.decode()
    assert 'value="/u/wexcombe/access/"' in page.content.decode(), "where the person was going is kept"


def test_a_canvasser_stays_signed_in_for_longer(cast: Cast) -> None:
    ago = datetime.timedelta(hours=11)
    assert _aged(cast.client(cast.alun), **{accounts.SEEN: ago}).get("/accounts/sessions/").status_code == 200


def test_what_is_sent_after_the_end_is_not_carried_out_and_that_is_said(cast: Cast) -> None:
    browser = _aged(cast.client(cast.marian), **{accounts.SEEN: datetime.timedelta(hours=2)})
    answer = browser.post("/accounts/sessions/end-others/", headers={"referer": "http://testserver/accounts/sessions/"})
    assert answer["Location"] == "/accounts/login/?next=/accounts/sessions/"
    assert "The last page was not saved" in browser.get(answer["Location"]).content.decode()


def test_between_two_looks_a_click_costs_nothing(cast: Cast) -> None:
    browser = cast.client(cast.marian)
    with CaptureQueriesContext(connection) as made:
        browser.get("/accounts/second-factor/passkeys/")
    assert not [one["sql"] for one in made.captured_queries if "session" in one["sql"]]
    assert sum("access_read" in one["sql"] for one in made.captured_queries) == 1, "the guard's own"


def test_a_phone_that_sends_in_the_background_keeps_nobody_signed_in(cast: Cast) -> None:
    browser = _aged(cast.client(cast.marian), **{accounts.SEEN: datetime.timedelta(minutes=5)})
    before = browser.session[accounts.SEEN]
    browser.get("/canvass/sync/v1/ping?nonce=1")
    assert browser.session[accounts.SEEN] == before


def test_recovery_codes_are_fetched_as_a_file(cast: Cast) -> None:
    RecoveryCodes.activate(cast.marian)
    answer = cast.client(cast.marian).get("/accounts/second-factor/codes/download/")
    assert len(re.findall(r"^\d{8}$", answer.content.decode(), re.MULTILINE)) == 10
    assert "no-store" in answer["Cache-Control"]
