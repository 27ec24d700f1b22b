"""Keys to other tools: approved here, let in over there, and taken back."""

from __future__ import annotations

import datetime

import pytest
from time_machine import Traveller

from access.actions import grants
from access.actions import requests as actions
from access.models import AuditEvent, Grant
from kit.errors import Refused
from tests.cast import Cast
from tests.everywhere import everywhere
from tests.factories.requests import ask, letter, story, tool


@pytest.fixture
def key(cast: Cast) -> Grant:
    """Noor's key to a tool whose key is held in the region."""
    wanted = ask(cast, role="", tool=tool(), need="Make lists")
    return actions.approve(request=wanted, by=cast.marian)


def _now(key: Grant) -> Grant:
    with everywhere():
        return Grant.objects.select_related("unit").get(pk=key.pk)


def test_whoever_holds_the_tools_key_says_done_and_the_person_is_told(cast: Cast, key: Grant) -> None:
    actions.done(grant=key, by=cast.priya)
    assert (_now(key).done_by, _now(key).done_at is None) == (cast.priya, False)
    assert "https://lists.example.org/" in letter("key_done", cast.noor)
    with everywhere():
        assert AuditEvent.objects.get(verb="tool.key_done").detail == {"user": cast.noor.pk, "tool": "list-maker"}
    with pytest.raises(Refused, match="Priya Nair has said so already"):
        actions.done(grant=key, by=cast.priya)


def test_the_track_says_that_it_was_done(cast: Cast) -> None:
    wanted = ask(cast, role="", tool=tool(key_held_at="clp"), need="Make lists")
    grant = actions.approve(request=wanted, by=cast.priya)
    actions.done(grant=grant, by=cast.marian)
    assert "done" in story(wanted)


@pytest.mark.parametrize("who", ["marian", "osei", "rival", "noor", "alun"])
def test_only_whoever_holds_the_key_says_so(who: str, cast: Cast, key: Grant) -> None:
    with pytest.raises(Refused, match=r"do not hold the key|their own key"):
        actions.done(grant=key, by=getattr(cast, who))


def test_nobody_is_let_in_once_the_key_has_ended(cast: Cast, key: Grant) -> None:
    with everywhere():
        grants.end(grant=key, reason="not needed", by=cast.marian, agreed=True)
    with pytest.raises(Refused, match="Do not let the person in"):
        actions.done(grant=_now(key), by=cast.priya)


def test_it_is_taken_back_once_it_has_ended_and_the_person_is_told(cast: Cast, key: Grant, travel: Traveller) -> None:
    actions.done(grant=key, by=cast.priya)
    with pytest.raises(Refused, match="has not ended"):
        actions.taken_back(grant=key, by=cast.priya)
    assert key.ends_on is not None
    travel.move_to(datetime.datetime.combine(key.ends_on, datetime.time(23, 30), datetime.UTC))  # 00:30 in London
    actions.taken_back(grant=key, by=cast.priya)
    assert _now(key).taken_back_by == cast.priya
    assert "was taken back" in letter("key_back", cast.noor)
    with pytest.raises(Refused, match="has said so already"):
        actions.taken_back(grant=key, by=cast.priya)


def test_a_role_has_no_key(cast: Cast) -> None:
    with everywhere():
        role = Grant.objects.get(user=cast.alun)
    with pytest.raises(Refused, match="a role and not a key"):
        actions.done(grant=role, by=cast.priya)
