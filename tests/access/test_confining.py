"""A sign-in for a few pages opens those and no others, whatever the account may do."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from access.actions import accounts
from access.actions.accounts import ONLY
from tests import addresses
from tests.cast import Cast


def confined(cast: Cast, minutes: int = 60) -> Client:
    """Return a browser of the secretary, who may do everything here, held to one page."""
    browser = cast.client(cast.marian)
    session = browser.session
    until = timezone.now() + datetime.timedelta(minutes=minutes)
    session[ONLY] = {"paths": ["/access/mine/"], "until": until.isoformat()}
    session.save()
    return browser


def _asks(one: addresses.Address) -> bool:
    return getattr(one.view, "access_rule", ("public", ""))[0] != "public"


def test_what_it_was_made_for_opens(cast: Cast) -> None:
    assert confined(cast).get("/access/mine/").status_code == 200


def test_every_address_that_asks_for_a_sign_in_is_shut(cast: Cast) -> None:
    browser = confined(cast)
    shut = [f"/{one.route}" for one in addresses.walk() if _asks(one) and "<" not in one.route and "^" not in one.route]
    assert len(shut) > 10
    for path in shut:
        if path != "/access/mine/":
            assert browser.get(path).status_code == 403, path


@pytest.mark.parametrize("path", ["/healthz", "/canvass/worker.js", "/canvass/shell/"])
def test_what_needs_no_session_stays_open(cast: Cast, path: str) -> None:
    assert confined(cast).get(path).status_code == 200


def test_leaving_is_always_possible(cast: Cast) -> None:
    browser = confined(cast)
    assert browser.post("/accounts/logout/").status_code == 302
    assert ONLY not in browser.session


def test_when_its_time_is_over_it_is_signed_out(cast: Cast) -> None:
    browser = confined(cast, minutes=-1)
    assert browser.get("/access/mine/").status_code == 302
    assert "_auth_user_id" not in browser.session


def test_what_is_sent_after_its_time_is_not_carried_out(cast: Cast) -> None:
    browser = confined(cast, minutes=-1)
    assert browser.post("/access/mine/")["Location"] == "/access/mine/"


def test_signing_in_in_full_ends_it(cast: Cast) -> None:
    session = confined(cast).session
    accounts.signed_in(user=cast.marian, session=session)
    assert ONLY not in session
