"""axe visits every HTML page at 320 and 1280 px in each theme. A page that is not in the catalogue fails the suite.

The browser's requests are answered by Django's test client in this process, so that one set of rows serves all pages
of an app; what matters here is the markup, the style sheets and the page's own script.
"""

from __future__ import annotations

import contextvars
import mimetypes
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, Request, Route
from pytest_django.fixtures import Settings

from tests import addresses
from tests import cast as people
from tests.journeys import catalogue

# A secure context, as the phone pages need. No server listens there: every request is answered here.
HOST = "http://localhost"
WIDTHS = (320, 1280)
THEMES = ("theme-light", "theme-dark", "theme-sunlight")
AXE = AXE_FILE_PATH.read_text(encoding="utf-8")
RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
# The other themes change colours and weights (tokens.css, themes.css): only what axe says of colours can differ there.
COLOURS = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}


def test_every_page_is_in_the_catalogue() -> None:
    html = {address.name for address in addresses.walk()} - set(catalogue.NOT_PAGES)
    assert html == {page.name for page in catalogue.PAGES}
    assert set(catalogue.NOT_PAGES) <= {address.name for address in addresses.walk()}


@pytest.mark.parametrize("part", sorted({page.part for page in catalogue.PAGES}))
def test_axe_finds_nothing(part: str, browser: Browser, db: None, settings: Settings) -> None:
    if part in catalogue.WITHOUT_MAIL:
        settings.EMAIL_URL, settings.MAIL_IS_CAUGHT = "", False
    world = catalogue.build(part)
    found: list[str] = []
    context = browser.new_context(reduced_motion="reduce", base_url=HOST)
    context.add_init_script(AXE)
    page = context.new_page()
    storage = context.new_cdp_session(page)
    for visit in (page for page in catalogue.PAGES if page.part == part):
        url = reverse(visit.name, kwargs=visit.kwargs(world)) + visit.query.format(**getattr(world.made, "query", {}))
        client = people.sign_in(world.person(visit.who))
        if visit.before is not None:
            visit.before(client)
        page.unroute_all()
        page.route("**/*", _answering(client))
        found += _visit(page, visit, url)
        # One profile serves all pages, each of which finds it as if new.
        storage.send("Storage.clearDataForOrigin", {"origin": HOST, "storageTypes": "all"})
    context.close()
    assert not found, "\n".join(found)


def _visit(page: Page, visit: catalogue.Page, url: str) -> list[str]:
    """Return what is wrong with the page, a line each."""
    found = []
    answer = page.goto(url)
    assert answer is not None
    if answer.status != visit.status:
        return [f"{url} answered {answer.status}, not {visit.status}"]
    page.wait_for_load_state("load")  # scripts are modules of the page's own: they have run by then
    if visit.ready:
        page.wait_for_selector(visit.ready)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.scrollingElement.scrollWidth > innerWidth"):
            found.append(f"{url} scrolls sideways at {width} px")
        if page.locator("h1").count() != 1:
            found.append(f"{url} has {page.locator('h1').count()} h1")
        # No colour depends on the width, so the other themes are looked at once.
        for theme in THEMES if width == WIDTHS[-1] else THEMES[:1]:
            page.evaluate(
                "(theme) => { const c = document.documentElement.classList;"
                "c.remove('theme-light', 'theme-dark', 'theme-sunlight'); c.add(theme); }",
                theme,
            )
            found += _axe(page, f"{url} {width} {theme}", RULES if theme == THEMES[0] else COLOURS)
    return found


def _axe(page: Page, where: str, rules: dict[str, Any]) -> list[str]:
    answer = page.evaluate("(options) => axe.run(document, options)", rules)
    return [
        f"{where}: {violation['id']}: {node['html'][:160]} {node['failureSummary'].splitlines()[-1].strip()}"
        for violation in answer["violations"]
        for node in violation["nodes"][:3]
    ]


def _answering(client: Client) -> Callable[[Route], None]:
    """Playwright calls from a context of its own, where Django would open a second connection: answer in this one."""
    here = contextvars.copy_context()
    return lambda route: route.fulfill(**here.run(_answer, route.request, client))


def _answer(request: Request, client: Client) -> dict[str, Any]:
    """Answer a request of the browser from the application, or from the static files."""
    path = request.url.removeprefix(HOST)
    if path.startswith("/static/"):
        file = finders.find(path.removeprefix("/static/").split("?")[0])
        if not isinstance(file, str):
            return {"status": 404}
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        return {"body": Path(file).read_bytes(), "content_type": kind}
    headers = {name: value for name, value in request.headers.items() if name not in {"cookie", "content-type"}}
    answer = client.generic(
        request.method,
        path,
        request.post_data_buffer or b"",
        content_type=request.headers.get("content-type", "text/html"),
        headers=headers,
        follow=request.method == "GET",  # a redirect that the browser followed itself would leave this process
    )
    kept = {name: value for name, value in answer.items() if name.lower() != "set-cookie"}
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return {"status": answer.status_code, "headers": kept, "body": body}
