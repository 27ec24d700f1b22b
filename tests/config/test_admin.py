"""The admin site is behind the same door: administrators of the whole installation, to read, and nobody's data."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from access.models import AuditEvent, Unit, User
from access.roles import RoleName
from config import admin
from tests import cast as people
from tests.addresses import walk
from tests.cast import Cast

PAGES = ["/admin/", "/admin/access/unit/", "/admin/access/tool/", "/admin/access/heartbeat/", "/admin/access/"]


@pytest.fixture
def administrator(cast: Cast) -> User:
    user = people._user("ada", "Ada Min")
    people.grant(user, Unit.objects.get(parent=None), RoleName.ADMINISTRATOR)
    return user


def test_nobody_is_sent_to_sign_in_by_the_usual_door() -> None:
    for page in PAGES:
        assert Client().get(page)["Location"] == f"/accounts/login/?next={page}"
    assert Client().get("/admin/login/")["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("who", ["noor", "marian", "priya", "alun", "rival", "lewis"])
def test_nobody_but_administrators_is_let_in(who: str, cast: Cast) -> None:
    for page in PAGES:
        assert cast.client(getattr(cast, who)).get(page).status_code == 403, page
    assert AuditEvent.objects.filter(verb="access.refused", actor_id=getattr(cast, who).pk).count() == len(PAGES)


def test_an_administrator_of_one_clp_below_is_not_let_in(cast: Cast) -> None:
    people.grant(cast.noor, cast.wexcombe, RoleName.ADMINISTRATOR)
    assert cast.client(cast.noor).get("/admin/").status_code == 403


def test_without_the_second_step_the_door_stays_shut(cast: Cast, administrator: User) -> None:
    Authenticator.objects.filter(user=administrator).delete()
    assert cast.client(administrator).get("/admin/").status_code == 403


def test_administrators_read(cast: Cast, administrator: User) -> None:
    browser = cast.client(administrator)
    for page in PAGES:
        assert browser.get(page).status_code == 200, page
    assert "Marsham Vale" in browser.get("/admin/access/unit/").content.decode()
    assert browser.get(f"/admin/access/unit/{cast.wexcombe.pk}/change/").status_code == 200


def test_nothing_can_be_changed(cast: Cast, administrator: User) -> None:
    browser = cast.client(administrator)
    one = f"/admin/access/unit/{cast.wexcombe.pk}"
    for page in ("/admin/access/unit/add/", f"{one}/delete/"):
        assert browser.get(page).status_code == 403
        assert browser.post(page, {"post": "yes"}).status_code == 403
    assert browser.post(f"{one}/change/", {"name": "Taken over"}).status_code == 403
    assert Unit.objects.get(pk=cast.wexcombe.pk).name == "Wexcombe and Harrow Hill"


def test_it_holds_nothing_about_people() -> None:
    assert {model._meta.label for model in admin.site._registry} == {"access.Unit", "access.Tool", "access.Heartbeat"}


def test_every_address_of_it_has_the_guard() -> None:
    mine = [one for one in walk() if one.name.startswith("admin:")]
    assert len(mine) > 10
    assert {one.view.access_rule[0] for one in mine} == {"signed_in"}
