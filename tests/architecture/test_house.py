"""The house stays one that a stranger can find their way in: sizes, names, tenants, words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from access.models import OwnedByUnit
from access.scoping import ScopedManager

ROOT = Path(__file__).resolve().parents[2]
CODE = ("config", "kit", "access", "organise", "canvass", "gotv", "roadmap", "runner")
OURS = ("access", "organise", "canvass", "gotv", "roadmap")


def _sources() -> Iterator[Path]:
    for folder in CODE:
        for source in (ROOT / folder).rglob("*.py"):
            if "migrations" not in source.parts:
                yield source
    yield ROOT / "run.py"
    yield ROOT / "manage.py"


def test_modules_are_short_enough_to_read() -> None:
    long = [f"{p.relative_to(ROOT)}: {n}" for p in _sources() if (n := len(p.read_text().splitlines())) > 400]
    assert long == []


def test_functions_are_short_enough_to_hold_in_the_head() -> None:
    long = []
    for source in _sources():
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.end_lineno and node.end_lineno - node.lineno >= 45:
                long.append(f"{source.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert long == []


def test_templates_are_short_enough_to_read() -> None:
    long = [
        f"{p.relative_to(ROOT)}: {n}"
        for p in (ROOT / "templates").rglob("*.html")
        if (n := len(p.read_text(encoding="utf-8").splitlines())) > 150 and p.parent.name != "styleguide"
    ]
    assert long == []


def test_no_room_is_a_lumber_room() -> None:
    bad = {"utils", "helpers", "common", "misc", "util", "helper"}
    assert [str(p.relative_to(ROOT)) for p in _sources() if p.stem in bad or bad & set(p.relative_to(ROOT).parts)] == []


def test_models_with_a_unit_can_only_be_read_in_a_scope() -> None:
    loose = [
        model._meta.label
        for model in apps.get_models()
        if issubclass(model, OwnedByUnit) and not isinstance(model._default_manager, ScopedManager)
    ]
    assert loose == []


def test_no_answer_is_streamed() -> None:
    """A streamed answer is made after its page's scope has ended, and would ask the database outside it."""
    streams = ("StreamingHttpResponse", "FileResponse")
    assert [str(p.relative_to(ROOT)) for p in _sources() if any(word in p.read_text() for word in streams)] == []


def test_only_a_scope_says_what_postgresql_shows() -> None:
    """One place tells it; the counter of a running import has a connection of its own, and must."""
    allowed = {"access/scoping.py", "access/rowsecurity.py", "canvass/actions/imports/progress.py"}
    said = re.compile(r"app\.(units|user)\b")
    assert {str(p.relative_to(ROOT)) for p in _sources() if said.search(p.read_text(encoding="utf-8"))} == allowed


def test_no_signals_between_our_apps() -> None:
    found = [
        str(p.relative_to(ROOT))
        for p in _sources()
        if re.search(r"from django\.db\.models\.signals|from django\.dispatch", p.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_nothing_is_left_to_do_later() -> None:
    words = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|[Cc]oming soon")
    places = [
        *_sources(),
        *(ROOT / "templates").rglob("*.*"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "static").rglob("*.js"),
    ]
    assert [str(p.relative_to(ROOT)) for p in places if words.search(p.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("app", OURS)
def test_each_noun_has_the_same_name_in_every_room(app: str) -> None:
    """A module of views, forms, actions or queries shares its name with another room, or stands alone on purpose."""
    rooms: dict[str, set[str]] = {}
    for room in ("models", "actions", "queries", "forms", "views", "rules"):
        for source in (ROOT / app / room).glob("*"):
            name = source.stem
            if name != "__init__" and name != "__pycache__":
                rooms.setdefault(name, set()).add(room)
    lonely_forms = [name for name, where in rooms.items() if where == {"forms"}]
    assert lonely_forms == [], "a form without a view of the same name can't be found by anybody"
