"""The address without a path leads everybody to where their work is."""

from __future__ import annotations

import pytest
from django.test import Client

from access import hooks
from access.roles import RoleName
from tests import cast as people
from tests.cast import Cast


@pytest.fixture(autouse=True)
def no_homes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hooks, "homes", [])


def test_nobody_is_asked_to_sign_in(cast: Cast) -> None:
    assert Client().get("/")["Location"] == "/accounts/login/?next=/"


def test_with_one_unit_it_is_that_units_start_page(cast: Cast) -> None:
    assert cast.client(cast.marian).get("/")["Location"] == "/u/wexcombe/"


def test_with_several_it_asks_which(cast: Cast) -> None:
    people.grant(cast.marian, cast.marsham, RoleName.SECRETARY)
    answer = cast.client(cast.marian).get("/")
    assert answer.status_code == 200
    assert [unit.code for unit in answer.context["rows"]] == ["marsham", "wexcombe"]
    assert '<a href="/u/marsham/">' in answer.content.decode()


def test_without_a_role_it_says_what_to_do(cast: Cast) -> None:
    answer = cast.client(cast.noor).get("/")
    assert answer.status_code == 200
    assert "You have no role yet" in answer.content.decode()


def test_a_role_that_is_not_open_yet_leads_to_what_is_missing(cast: Cast) -> None:
    user = people.newcomer()
    people.grant(user, cast.wexcombe, RoleName.CANVASSER)
    answer = cast.client(user).get("/", follow=True)
    assert answer.redirect_chain[-1][0] == "/u/wexcombe/access/before/"
    people.grant(user, cast.marsham, RoleName.CANVASSER)
    answer = cast.client(user).get("/")
    assert [unit.code for unit in answer.context["rows"]] == ["marsham", "wexcombe"]
    assert "You have no role yet" not in answer.content.decode()


def test_somebody_with_one_job_is_led_to_it(cast: Cast) -> None:
    hooks.homes += [lambda access: None, lambda access: "/canvass/" if access.user == cast.alun else None]
    assert cast.client(cast.alun).get("/")["Location"] == "/canvass/"
    assert cast.client(cast.marian).get("/")["Location"] == "/u/wexcombe/"
