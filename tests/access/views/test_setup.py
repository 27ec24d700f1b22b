"""The first visit, as a page."""

from __future__ import annotations

import threading

import pytest
from django.test import Client

from access import middleware, transport
from access.models import MailServer, OutboxMessage, Unit, User
from tests import cast as people
from tests.cast import Cast

ENTERED = {
    "unit_name": "Wexcombe and Harrow Hill",
    "person_name": "Marian Teale",
    "email": "marian@example.org",
    "password": "four words nobody joins",
    "mail_when": "later",
}
SERVER = {
    "mail_when": "now",
    "from_email": "rosette@example.org",
    "host": "mail.example.org",
    "port": "587",
    "security": "starttls",
    "username": "rosette",
    "mail_password": "s3cret",
    "test_message": "on",
}
IMPRINT = {"promoter": "M. Teale", "on_behalf_of": "Wexcombe Labour Party", "address": "4 Corn Hall Lane, Wexcombe"}


@pytest.fixture(autouse=True)
def empty(db: None, monkeypatch: pytest.MonkeyPatch, settings: object) -> None:
    monkeypatch.setattr(middleware, "_set_up", threading.Event())
    settings.EMAIL_URL, settings.MAIL_IS_CAUGHT = "", False


def test_it_sets_up_signs_in_and_shows_the_next_steps() -> None:
    browser = Client()
    assert browser.get("/", follow=True).redirect_chain == [("/setup/", 302)]
    answer = browser.post("/setup/", ENTERED, follow=True)
    page = answer.content.decode()
    start = "/u/wexcombe-and-harrow-hill/"
    # Both roles ask for a second step, and the secretary's for lessons and terms as well.
    assert answer.redirect_chain == [(start, 302), (f"{start}access/before/", 302)]
    assert "is set up, and you are its administrator and its secretary" in page
    people.passed_everything([User.objects.get()])
    page = browser.get(start).content.decode()
    for step in ("Find a second person who can give roles", "Add your imprint", "Set up mail"):
        assert step in page


def test_then_it_is_gone_for_everybody() -> None:
    browser = Client()
    browser.post("/setup/", ENTERED)
    for visitor in (browser, Client()):
        assert visitor.get("/setup/").status_code == 404
        assert visitor.post("/setup/", ENTERED | {"unit_code": "x", "email": "x@example.org"}).status_code == 404
    assert Unit.objects.count() == User.objects.count() == 1


def test_where_anything_is_set_up_there_is_no_set_up(cast: Cast) -> None:
    assert Client().get("/setup/").status_code == 404


def test_the_imprint_is_put_together() -> None:
    Client().post("/setup/", ENTERED | IMPRINT)
    assert Unit.objects.get().imprint == (
        "Promoted by M. Teale on behalf of Wexcombe Labour Party, both at 4 Corn Hall Lane, Wexcombe."
    )


def test_a_mail_server_is_tried_out_and_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "try_out", lambda _server: None)
    Client().post("/setup/", ENTERED | SERVER)
    assert transport.stored_server(MailServer.objects.get()).password == "s3cret"
    assert OutboxMessage.objects.get().to_email == "marian@example.org"


def test_a_mail_server_that_does_not_let_us_in_stops_nothing_half_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def shut(_server: transport.Server) -> None:
        raise transport.Shut("535 not you")

    monkeypatch.setattr(transport, "try_out", shut)
    page = Client().post("/setup/", ENTERED | SERVER).content.decode()
    assert "535 not you" in page
    assert "s3cret" not in page
    assert "four words nobody joins" not in page
    assert 'value="Wexcombe and Harrow Hill"' in page
    assert not Unit.objects.exists()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"unit_name": ""}, "unit_name"),
        ({"unit_name": "ŵŷ!!", "unit_code": "has space"}, "unit_code"),
        ({"unit_name": "!!!"}, "unit_code"),
        ({"person_name": ""}, "person_name"),
        ({"email": "nowhere"}, "email"),
        ({"password": "short"}, "password"),
        ({"password": "marian@example.org"}, "password"),
        ({"password": "password1234"}, "password"),
        ({"promoter": "M. Teale"}, "address"),
        ({"mail_when": "now", "host": ""}, "host"),
        ({"mail_when": "now", "host": "x", "port": "99999"}, "port"),
        ({"mail_when": "never"}, "mail_when"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(change: dict, field: str) -> None:
    answer = Client().post("/setup/", ENTERED | change)
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert not Unit.objects.exists()


def test_without_a_mail_server_what_stands_in_its_fields_does_not_matter() -> None:
    nonsense = {"host": "x" * 300, "port": "abc", "security": "none of these", "mail_password": "s3cret"}
    page = Client().post("/setup/", ENTERED | nonsense | {"unit_name": ""}).content.decode()
    assert "s3cret" not in page
    assert page.count("<select") == 1
    assert Client().post("/setup/", ENTERED | nonsense).status_code == 302
    assert not MailServer.objects.exists()


def test_where_the_environment_names_a_mail_server_nothing_is_asked(settings: object) -> None:
    settings.EMAIL_URL = "smtp://mail.example.org"
    page = Client().get("/setup/").content.decode()
    assert "EMAIL_URL" in page
    assert 'name="host"' not in page
    assert Client().post("/setup/", ENTERED).status_code == 302


def test_the_law_is_named() -> None:
    assert "Elections Act 2022, Part 6" in Client().get("/setup/").content.decode()
