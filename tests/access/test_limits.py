"""Nobody copies a register page by page, and a cache that is down stops no search."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings
from redis.exceptions import ConnectionError as NoCache

from access import limits
from tests.addresses import walk
from tests.cast import Cast

MEMBERS = "/u/wexcombe/organise/members/"


def test_lists_that_leave_the_house_are_limited() -> None:
    found = {one.name: one.view.limit for one in walk() if hasattr(one.view, "limit")}
    assert found == {
        "access:day_pin": "day_pin",
        "canvass:answer_attach": "person_search",
        "canvass:found_known": "person_search",
        "canvass:join": "join",
        "canvass:outing_address": "join",
        "canvass:survey_file": "export",
        "canvass:export_file": "export",
        "canvass:find": "person_search",
        "canvass:import_left_out": "export",
        "canvass:phone_file": "phone_file",
        "gotv:ask_lift": "person_search",
        "gotv:build_pack": "phone_file",
        "gotv:driver_page": "teller_code",
        "gotv:fetch_pack": "phone_file",
        "gotv:marks": "person_search",
        "gotv:teller_code": "teller_code",
        "gotv:teller_use": "teller_code",
        "organise:members": "person_search",
        "organise:members_file_problems": "export",
    }


def test_searching_too_often_is_refused_and_looking_is_not(cast: Cast, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"person_search": "3/m/user"}
    marian, rival = cast.client(cast.marian), cast.client(cast.rival)
    assert [marian.get(MEMBERS, {"q": "a"}).status_code for _each in range(4)] == [200, 200, 200, 429]
    assert marian.get(MEMBERS).status_code == 200
    assert "That was a lot at once" in marian.get(MEMBERS, {"q": "b"}).content.decode()
    assert rival.get(MEMBERS.replace("wexcombe", "marsham"), {"q": "a"}).status_code == 200


def test_without_the_cache_a_search_goes_on(cast: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_args: object, **_options: object) -> None:
        raise NoCache

    monkeypatch.setattr(limits, "consume_or_429", gone)
    assert cast.client(cast.marian).get(MEMBERS, {"q": "a"}).status_code == 200
