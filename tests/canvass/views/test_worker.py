"""What the phone keeps to work without a connection: the worker, the shell, the manifest; nobody's data in any."""

from __future__ import annotations

import gzip
import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.canvass.conftest import Doorstep

WORKER, SHELL, MANIFEST = reverse("canvass:worker"), reverse("canvass:shell"), reverse("canvass:manifest")


def build(text: str) -> dict:
    found = re.match(r"self\.BUILD = (\{.*\});\n", text)
    assert found
    return json.loads(found[1])


@pytest.mark.usefixtures("doorstep")
def test_the_worker_is_never_cached_and_may_cover_the_tellers_page_too() -> None:
    answer = Client().get(WORKER)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-cache"
    assert answer["Service-Worker-Allowed"] == "/"
    assert answer["Content-Type"].startswith("text/javascript")


@pytest.mark.usefixtures("doorstep")
def test_it_keeps_the_shell_and_every_file_that_this_asks_for() -> None:
    made = build(Client().get(WORKER).content.decode())
    assert made["shell"] == SHELL
    names = set(made["files"])
    for needed in ("canvass/walk.js", "canvass/opening.js", "canvass/offline/vault.js", "css/screens/board.css"):
        assert f"/static/{needed}" in names
    assert all(one.startswith("/static/") for one in names)
    for address in names:
        answer = Client().get(address)
        assert answer.status_code == 200, address
        assert answer.getvalue()  # to its end, which closes the file


@pytest.mark.usefixtures("doorstep")
def test_another_theme_is_another_version() -> None:
    browser = Client()
    before = build(browser.get(WORKER).content.decode())["version"]
    assert build(browser.get(WORKER).content.decode())["version"] == before
    browser.cookies["theme"] = "dark"
    assert build(browser.get(WORKER).content.decode())["version"] != before


@pytest.mark.usefixtures("doorstep")
def test_switched_off_it_takes_itself_away_and_touches_no_store(settings) -> None:
    settings.PHONE_WORKER = False
    text = Client().get(WORKER).content.decode()
    assert "unregister()" in text
    assert "indexedDB" not in text


def test_the_shell_is_the_same_for_everybody_and_holds_no_token(doorstep: Doorstep) -> None:
    theirs = doorstep.cast.client(doorstep.cast.alun).get(SHELL)
    assert theirs.content == Client().get(SHELL).content
    assert theirs["Cache-Control"] == "no-cache"
    assert "csrftoken" not in set(theirs.cookies)
    assert not re.search(rb'name="csrfmiddlewaretoken" value', theirs.content)
    for name in (doorstep.cast.alun.name, doorstep.board.name, "Marchbank"):
        assert name.encode() not in theirs.content


@pytest.mark.usefixtures("doorstep")
def test_the_manifest_puts_your_boards_on_the_home_screen() -> None:
    answer = Client().get(MANIFEST)
    assert answer["Content-Type"] == "application/manifest+json"
    made = answer.json()
    assert (made["start_url"], made["display"]) == (reverse("canvass:phone"), "standalone")
    for address in ("canvass:phone", "account_login"):  # else an installed app opens a browser to sign in
        assert reverse(address).startswith(made["scope"])
    assert {icon["sizes"] for icon in made["icons"]} == {"any", "192x192", "512x512"}
    for icon in made["icons"]:
        picture = Client().get(icon["src"])
        assert picture.status_code == 200
        assert picture.getvalue()  # to its end, which closes the file


@pytest.mark.usefixtures("doorstep")
def test_the_shell_with_all_its_files_is_small() -> None:
    """What a phone fetches before its first board, compressed: at most 250 kB, so about two seconds over 3G."""
    made = build(Client().get(WORKER).content.decode())
    sizes = {at: len(gzip.compress(Client().get(at).getvalue(), 6)) for at in [SHELL, *made["files"]]}
    assert sum(sizes.values()) <= 250_000, sorted(sizes.items(), key=lambda one: one[1])
