"""Templates: every word can be translated, and nothing is inline that the CSP forbids."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# The styleguide shows components to builders; its sample sentences are not for users.
SAMPLES = ROOT / "templates" / "styleguide"

_TRANSLATED = re.compile(r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", re.DOTALL)
_COMMENTS = re.compile(r"{%\s*comment.*?{%\s*endcomment\s*%}|{#.*?#}|<!--.*?-->", re.DOTALL)
_CLASSES = re.compile(r"{%\s*block \w*_(?:class|data)\s*%}.*?{%\s*endblock\b.*?%}", re.DOTALL)
_TAGS = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
_SPOKEN_ATTRIBUTES = re.compile(r"""\b(?:alt|title|aria-label|placeholder)=(["'])(?P<text>.*?)\1""", re.DOTALL)
_HTML = re.compile(r"<[^>]*>", re.DOTALL)
_ENTITIES = re.compile(r"&\w+;|&#\d+;")
_WORD = re.compile(r"[A-Za-z]{2,}")
# Names and units that are the same in every language.
_SAME_EVERYWHERE = {"Rosette", "CSV", "MB", "kB", "QR"}


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_every_word_can_be_translated(path: Path) -> None:
    if SAMPLES in path.parents:
        return
    text = _COMMENTS.sub("", path.read_text(encoding="utf-8"))
    text = _CLASSES.sub("", _TRANSLATED.sub("", text))
    spoken = [match["text"] for match in _SPOKEN_ATTRIBUTES.finditer(_TAGS.sub("", text))]
    bare = _ENTITIES.sub(" ", _HTML.sub(" ", _TAGS.sub("", text)))
    words = [w for piece in [bare, *spoken] for w in _WORD.findall(piece) if w not in _SAME_EVERYWHERE]
    assert words == [], f"not inside translate or blocktranslate: {' '.join(words[:12])}"


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_translated_blocks_are_trimmed(path: Path) -> None:
    """Untrimmed, the line breaks of a template would be part of the text to translate."""
    openings = re.findall(r"{%\s*blocktrans(?:late)?\b[^%]*%}", path.read_text(encoding="utf-8"))
    assert [tag for tag in openings if "trimmed" not in tag and "asvar" not in tag] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_nothing_is_inline(path: Path) -> None:
    text = _COMMENTS.sub("", path.read_text(encoding="utf-8"))
    assert not re.search(r"\sstyle\s*=|<style\b", text), "inline style"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), "inline handler"
    for tag in re.findall(r"<script\b[^>]*>", text):
        assert "src=" in tag or 'type="application/json"' in tag, tag


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_what_is_shown_is_escaped(path: Path) -> None:
    if path.parent.name == "forms":
        return  # a help text comes from the code, and may hold a link
    assert not re.search(r"\|\s*safe\b|autoescape off", path.read_text(encoding="utf-8"))
