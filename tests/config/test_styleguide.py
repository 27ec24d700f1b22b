"""The styleguide shows every component, and says what the contrasts are."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from config import contrast
from kit.templatetags.rosette import SHAPES

ROOT = Path(__file__).resolve().parents[2]
# Parts of the frame round every page, and those that need a page of their own.
FRAME = {
    "back", "crumbs", "error_page", "error_summary", "foot", "form", "head", "htmx", "mark", "masthead", "menu",
    "messages", "themes",
}  # fmt: skip


@pytest.fixture
def page(db: None, client: Client) -> str:
    response = client.get(reverse("styleguide"))
    assert response.status_code == 200
    return response.content.decode()


def test_every_contrast_is_shown_with_its_figure(page: str) -> None:
    for pair, figures in contrast.table():
        assert pair.name in page
        assert all(f"{figure.ratio}" in page for figure in figures)
    assert "too little" not in page


def test_every_shape_is_shown(page: str) -> None:
    assert all(f"</svg>{name}" in page for name in SHAPES)


def test_states_are_shown(page: str) -> None:
    for sign in (
        'class="empty"', 'class="skeleton"', "field--error", "Llanfihangel", 'dir="rtl"', "aria-disabled", "data-sent",
    ):  # fmt: skip
        assert sign in page, sign


def test_every_component_is_on_the_page() -> None:
    """A component that isn't shown isn't looked at. The frame is on every page anyway."""
    shown = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "templates" / "styleguide").glob("*.html"))
    names = {path.stem for path in (ROOT / "templates" / "components").glob("*.html")} - FRAME
    assert [name for name in sorted(names) if f"components/{name}.html" not in shown] == []


def test_the_pager_goes_to_other_pages(client: Client, db: None) -> None:
    page = client.get(reverse("styleguide"), {"page": "2", "sort": "name"}).content.decode()
    assert 'href="?page=3&amp;sort=name"' in page
    assert 'aria-current="page"><span class="only-heard">Page</span> 2</span>' in page


def test_a_wrong_page_number_shows_the_first(client: Client, db: None) -> None:
    assert client.get(reverse("styleguide"), {"page": "x"}).status_code == 200
