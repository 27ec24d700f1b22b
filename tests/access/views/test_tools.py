"""The party's other tools: reading about them, and keeping the list."""

from __future__ import annotations

from typing import Any

import pytest

from access.enums import GrantKind, Purpose
from access.models import Grant, Tool
from kit import clock
from tests.cast import Cast

FIELDS: dict[str, Any] = {
    "code": "leafletter",
    "name": "Leafletter",
    "what_for": "Ordering leaflets.",
    "data_held": "",
    "url": "leaflets.example.org",
    "key_held_at": "clp",
    "steps": "Ask the printer.\nPress Done.",
    "steps_back": "",
    "at_least": "0",
    "at_most": "",
    "decide_hours": "24",
}
KEEP = "/u/eastshire/access/tools/"


@pytest.fixture
def tool(db: None) -> Tool:
    return Tool.objects.create(
        code="leafletter",
        name="Leafletter",
        what_for="Ordering leaflets.",
        data_held="Nobody’s.",
        steps="Ask the printer.\nPress Done.",
        key_held_at="clp",
        at_least=2,
        at_most=6,
        decide_hours=24,
    )


def _text(page: bytes) -> str:
    return " ".join(page.decode().split())


def _key(cast: Cast, tool: Tool) -> Grant:
    return Grant.objects.create(
        user=cast.noor,
        unit=cast.wexcombe,
        tool=tool,
        kind=GrantKind.ASKED,
        purpose=Purpose.CANVASSING,
        starts_on=clock.today(),
        reason="orders leaflets",
    )


def test_every_member_reads_what_there_is(tool: Tool, cast: Cast) -> None:
    page = _text(cast.client(cast.noor).get("/access/tools/").content)
    assert "Leafletter" in page
    assert "/access/tools/leafletter/" in page


def test_the_partys_tools_are_there_from_the_first_day(db: None) -> None:
    """Brought by a migration. A test with a live server may have emptied the table before."""
    known = {"contact-creator", "insight", "organise", "dialogue", "promote", "events", "memberscentre", "scan"}
    there = {tool.code: tool for tool in Tool.objects.filter(code__in=known)}
    assert set(there) in (set(), known)
    for tool in there.values():
        assert len(tool.steps.splitlines()) >= 3
        assert tool.steps_back
        tool.full_clean()


def test_a_tool_says_who_decides_and_who_lets_one_in(tool: Tool, cast: Cast) -> None:
    _key(cast, tool)
    page = _text(cast.client(cast.rival).get("/access/tools/leafletter/?unit=wexcombe").content)
    assert "Marian Teale" in page
    assert "1 person holds it here." in page
    assert "At least 2 must" in page
    assert "At most 6 may." in page
    assert "<li>Ask the printer.</li>" in page
    assert "No decision here yet" in page
    assert "Noor Haddad" not in page


def test_a_key_held_higher_up_names_those_people(tool: Tool, cast: Cast) -> None:
    Tool.objects.filter(pk=tool.pk).update(key_held_at="region")
    page = _text(cast.client(cast.noor).get("/access/tools/leafletter/?unit=wexcombe").content)
    assert "Priya Nair" in page
    assert "in Eastshire region" in page


def test_there_is_no_such_tool(cast: Cast) -> None:
    assert cast.client(cast.noor).get("/access/tools/hammer/").status_code == 404
    assert cast.client(cast.priya).get(f"{KEEP}hammer/").status_code == 404


def test_a_tool_is_added(cast: Cast) -> None:
    browser = cast.client(cast.priya)
    answer = browser.post(f"{KEEP}new/", FIELDS, follow=True)
    assert answer.redirect_chain == [(KEEP, 302)]
    assert "Leafletter is on the list." in answer.content.decode()
    made = Tool.objects.get(code="leafletter")
    assert (made.url, made.at_most, made.decide_hours) == ("https://leaflets.example.org", None, 24)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"code": "new"}, "code"),
        ({"code": "Leaf letter"}, "code"),
        ({"name": ""}, "name"),
        ({"decide_hours": "0"}, "decide_hours"),
        ({"url": "not an address"}, "url"),
        ({"key_held_at": "moon"}, "key_held_at"),
        ({"at_least": "3", "at_most": "2"}, "__all__"),
    ],
)
def test_what_is_wrong_is_said_and_kept(wrong: dict[str, str], field: str, cast: Cast) -> None:
    answer = cast.client(cast.priya).post(f"{KEEP}new/", FIELDS | wrong)
    assert field in answer.context["form"].errors
    assert not Tool.objects.filter(name="Leafletter").exists()


def test_a_short_name_is_there_once(tool: Tool, cast: Cast) -> None:
    answer = cast.client(cast.priya).post(f"{KEEP}new/", FIELDS)
    assert "Choose another one" in answer.content.decode()


def test_a_tool_is_changed_and_keeps_its_address(tool: Tool, cast: Cast) -> None:
    browser = cast.client(cast.priya)
    assert 'name="code"' not in browser.get(f"{KEEP}leafletter/").content.decode()
    browser.post(f"{KEEP}leafletter/", FIELDS | {"code": "other", "name": "Leaflets"})
    tool.refresh_from_db()
    assert (tool.code, tool.name, tool.at_least) == ("leafletter", "Leaflets", 0)


def test_off_the_list_and_back(tool: Tool, cast: Cast) -> None:
    browser = cast.client(cast.priya)
    answer = browser.post(f"{KEEP}leafletter/retire/", follow=True)
    assert "is off the list" in answer.content.decode()
    assert "Leafletter" not in browser.get("/access/tools/").content.decode()
    assert "This tool is off the list" in browser.get("/access/tools/leafletter/").content.decode()
    assert "Put back" in browser.get(KEEP).content.decode()
    browser.post(f"{KEEP}leafletter/retire/")
    assert "Leafletter" in browser.get("/access/tools/").content.decode()


@pytest.mark.parametrize("path", ["", "new/", "leafletter/"])
def test_a_secretary_does_not_keep_the_list(path: str, tool: Tool, cast: Cast) -> None:
    assert cast.client(cast.marian).get(f"/u/wexcombe/access/tools/{path}").status_code == 403
