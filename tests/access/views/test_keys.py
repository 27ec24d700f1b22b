"""The register of keys: everything that anybody holds here, by person."""

from __future__ import annotations

import datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from access.actions import grants
from access.actions import requests as actions
from access.models import Grant
from access.roles import RoleName
from tests import cast as people
from tests.cast import Cast
from tests.everywhere import everywhere
from tests.factories.requests import ask, tool


def _keys(cast: Cast, who: str = "marian") -> str:
    response = cast.client(getattr(cast, who)).get("/u/wexcombe/access/keys/")
    assert response.status_code == 200
    return response.content.decode()


def test_roles_and_tools_stand_together(cast: Cast) -> None:
    grant = actions.approve(request=ask(cast, cast.osei, "", tool=tool(), need="Make lists"), by=cast.marian)
    page = _keys(cast)
    assert "List Maker" in page
    assert "to be let in" in page
    actions.done(grant=grant, by=cast.priya)
    assert "to be let in" not in _keys(cast)
    assert "Roy Vale" not in page
    assert "Lewis Ottaway" not in page, "what has run out is nobody's key any more"


def test_a_tools_key_that_was_never_taken_back_is_still_a_key(cast: Cast) -> None:
    grant = actions.approve(request=ask(cast, role="", tool=tool(), need="Make lists"), by=cast.marian)
    actions.done(grant=grant, by=cast.priya)
    with everywhere():
        grants.end(grant=Grant.objects.get(pk=grant.pk), reason="not needed", by=cast.marian, agreed=True)
    assert "to be taken back" in _keys(cast)
    actions.taken_back(grant=grant, by=cast.priya)
    assert "List Maker" not in _keys(cast)


def test_a_role_that_is_not_open_yet_says_so(cast: Cast) -> None:
    people.grant(people.newcomer(), cast.wexcombe, RoleName.CANVASSER)
    assert "not open yet" in _keys(cast)


def test_the_queries_do_not_grow_with_the_people(cast: Cast) -> None:
    browser = cast.client(cast.marian)
    browser.get("/u/wexcombe/access/keys/")
    with CaptureQueriesContext(connection) as before:
        browser.get("/u/wexcombe/access/keys/")
    for index in range(30):
        people.grant(people.newcomer(f"p{index}", f"Person {index}"), cast.wexcombe, RoleName.CANVASSER)
    with CaptureQueriesContext(connection) as after:
        browser.get("/u/wexcombe/access/keys/")
    assert len(after) == len(before)


def test_a_grant_for_later_is_not_a_key_yet(cast: Cast) -> None:
    later = people.newcomer("later", "Later Person")
    grant = people.grant(later, cast.wexcombe, RoleName.CANVASSER)
    with everywhere():
        Grant.objects.filter(pk=grant.pk).update(starts_on=datetime.date(2099, 1, 1))
    assert "Later Person" not in _keys(cast)
