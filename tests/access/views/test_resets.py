"""The pages for a lost second step: vouching, stopping it, and getting back in."""

from __future__ import annotations

import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from access import scoping
from access.actions import resets
from access.models import FactorReset
from tests.cast import PASSWORD, Cast

HERE = "/u/wexcombe/access/second-steps/"
LOST = "/accounts/second-factor/lost/"


def _asked(cast: Cast, **ago: int) -> FactorReset:
    with scoping.units([cast.wexcombe.pk], user=cast.marian.pk):
        made = resets.ask(user=cast.osei, unit=cast.wexcombe, reason="Met him", by=cast.marian)
    past = datetime.timedelta(**ago)
    FactorReset.objects.update(
        asked_at=made.asked_at - past, opens_at=made.opens_at - past, lapses_at=made.lapses_at - past
    )
    return made


def _password_given(cast: Cast) -> Client:
    EmailAddress.objects.get_or_create(user=cast.osei, email=cast.osei.email, verified=True, primary=True)
    browser = Client()
    answer = browser.post("/accounts/login/", {"login": cast.osei.email, "password": PASSWORD})
    assert answer["Location"] == "/accounts/second-factor/authenticate/"
    return browser


def test_an_officer_vouches(cast: Cast) -> None:
    browser = cast.client(cast.marian)
    page = browser.get(HERE).content.decode()
    assert "Osei Mensah-Hart" in page
    assert ">Marian Teale</option>" not in page
    answer = browser.post(HERE, {"user": cast.osei.pk, "reason": "Met him"}, follow=True)
    assert "can take the second step off in 24 hours" in answer.content.decode()
    assert "waiting" in answer.content.decode()
    again = browser.post(HERE, {"user": cast.osei.pk, "reason": "Met him"})
    assert "This is under way already." in again.content.decode()


def test_nobody_from_elsewhere_is_offered(cast: Cast) -> None:
    answer = cast.client(cast.marian).post(HERE, {"user": cast.rival.pk, "reason": "Met him"})
    assert answer.status_code == 200
    assert not FactorReset.objects.exists()


def test_whoever_decides_calls_it_off(cast: Cast) -> None:
    made = _asked(cast)
    url = reverse("access:call_off_reset", kwargs={"unit": "wexcombe", "reset": made.pk})
    assert "Called off." in cast.client(cast.priya).post(url, follow=True).content.decode()
    assert "This is over already." in cast.client(cast.marian).post(url, follow=True).content.decode()


def test_the_person_sees_it_and_stops_it(cast: Cast) -> None:
    _asked(cast)
    browser = cast.client(cast.osei)
    assert "Did you lose your second step?" in browser.get("/accounts/second-factor/").content.decode()
    page = browser.post("/accounts/second-factor/stop-reset/", follow=True).content.decode()
    assert "Called off." in page
    assert "Did you lose your second step?" not in page
    assert browser.post("/accounts/second-factor/stop-reset/").status_code == 302, "there is nothing to stop now"


def test_a_stranger_is_told_the_way_and_no_names(cast: Cast) -> None:
    page = Client().get(LOST).content.decode()
    assert "I have lost my second step" in page
    assert "Marian" not in page
    assert Client().post(LOST).status_code == 200


def test_who_gave_the_password_is_told_whom_to_ring(cast: Cast) -> None:
    page = _password_given(cast).get(LOST).content.decode()
    assert "Marian Teale, Priya Nair" in page


def test_before_its_day_nothing_is_taken_off(cast: Cast) -> None:
    _asked(cast, hours=23)
    browser = _password_given(cast)
    assert "has vouched for you" in browser.get(LOST).content.decode()
    browser.post(LOST)
    assert Authenticator.objects.filter(user=cast.osei).exists()
    assert browser.get("/accounts/sessions/").status_code == 302


def test_after_its_day_the_way_in_is_open(cast: Cast) -> None:
    _asked(cast, hours=24)
    browser = _password_given(cast)
    assert "Take the old one off and sign in" in browser.get(LOST).content.decode()
    answer = browser.post(LOST)
    assert answer["Location"].startswith("/accounts/second-factor/"), "the role waits for a new one"
    assert "Set up your second step" in browser.get(answer["Location"]).content.decode()
    assert browser.get("/u/wexcombe/canvass/boards/").status_code == 302


def test_a_reset_does_not_replace_the_password(cast: Cast) -> None:
    _asked(cast, hours=24)
    browser = Client()
    browser.post("/accounts/login/", {"login": cast.osei.email, "password": "wrong"})
    browser.post(LOST)
    assert Authenticator.objects.filter(user=cast.osei).exists()
