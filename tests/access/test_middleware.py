"""What holds for every page."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from redis.exceptions import ConnectionError as NoCache

from access import middleware
from tests.cast import PASSWORD, Cast


@pytest.fixture
def forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has not yet seen a unit."""
    monkeypatch.setattr(middleware, "_set_up", threading.Event())


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/u/wexcombe/", "/nowhere/"])
def test_an_empty_installation_leads_to_its_set_up(path: str, db: None, forgotten: None) -> None:
    answer = Client().get(path)
    assert (answer.status_code, answer["Location"]) == (302, "/setup/")


@pytest.mark.parametrize("path", ["/healthz", "/styleguide", "/setup/"])
def test_what_needs_no_unit_is_open_before(path: str, db: None, forgotten: None) -> None:
    assert Client().get(path).status_code == 200


def test_a_phone_that_sends_is_not_led_away(db: None, forgotten: None) -> None:
    assert Client().post("/canvass/sync/v1/events", b"{}", content_type="application/json").status_code != 302


def test_once_there_is_a_unit_the_question_is_not_asked_again(cast: Cast, forgotten: None) -> None:
    browser = Client()
    assert browser.get("/accounts/login/").status_code == 200
    with CaptureQueriesContext(connection) as queries:
        browser.get("/accounts/login/")
    assert not [one for one in queries.captured_queries if "access_unit" in one["sql"]]


def test_no_cache_keeps_a_page(cast: Cast) -> None:
    assert cast.client(cast.marian).get("/u/wexcombe/")["Cache-Control"] == "no-store, private"
    assert Client().get("/accounts/login/")["Cache-Control"].count("no-store") == 1


def test_without_the_cache_signing_in_stays_shut_and_says_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_args: object, **_options: object) -> None:
        raise NoCache

    monkeypatch.setattr("allauth.core.internal.ratelimit.cache_lock", gone)
    answer = Client().post("/accounts/login/", {"login": "marian@example.org", "password": PASSWORD})
    assert answer.status_code == 503
    assert "the door stays shut" in answer.content.decode()
    assert "_auth_user_id" not in answer.wsgi_request.session
