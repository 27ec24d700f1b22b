"""Style sheets: nothing is kept for what no page has any more."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_APPS = ("access", "organise", "canvass", "gotv", "roadmap", "kit")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CLASS = re.compile(r"\.([A-Za-z][\w-]*)")
_WORD = re.compile(r"[A-Za-z][\w-]*")
# "badge--{{ tone }}" in a template stands for all classes that begin so, "m{{ step }}" for m1, m2 and so on.
_BEGUN = re.compile(r"([A-Za-z][\w-]*){{")


def _written() -> str:
    templates, scripts = (ROOT / "templates").rglob("*.html"), (ROOT / "static").rglob("*.js")
    modules = (path for app in _APPS for path in (ROOT / app).rglob("*.py"))
    return "\n".join(path.read_text(encoding="utf-8") for path in (*templates, *scripts, *modules))


def test_every_class_is_on_some_page() -> None:
    text = _written()
    used, begun = set(_WORD.findall(text)), set(_BEGUN.findall(text))
    styled = {
        name: path.name
        for path in (ROOT / "static" / "css").rglob("*.css")
        for name in _CLASS.findall(_COMMENT.sub("", path.read_text(encoding="utf-8")))
    }
    assert len(styled) > 200
    put_together = {
        name
        for name in styled
        for start in begun
        if name.startswith(start) and (start.endswith("-") or name[len(start) :].isdigit())
    }
    assert {name: file for name, file in styled.items() if name not in used | put_together} == {}
