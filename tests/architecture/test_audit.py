"""Every verb of the record has words, so that the record can be read by the people it is about."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import pytest

from access import hooks

ROOT = Path(__file__).resolve().parents[2]
APPS = ("access", "organise", "canvass", "gotv", "roadmap", "config")


def _recorded() -> dict[str, str]:
    """Return the verb of every audit.record call, and where it stands.

    The verb is written out there or a constant of the module; "?" and the place where it is neither.
    """
    found = {}
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and _records(ast.unparse(node.func), path):
                    where = f"{path.relative_to(ROOT)}:{node.lineno}"
                    found.setdefault(_verb(node.args[0], path) or f"? {where}", where)
    return found


def _records(called: str, path: Path) -> bool:
    inside = path == ROOT / "access/actions/audit.py" and called == "record"
    return inside or called in {"audit.record", "audit.record_anyway"}


def _verb(argument: ast.expr, path: Path) -> str | None:
    if isinstance(argument, ast.Name):
        module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        return getattr(module, argument.id, None)
    return argument.value if isinstance(argument, ast.Constant) else None


def test_verbs_are_constants() -> None:
    """A verb that is put together can't be found by somebody who reads it in the record."""
    assert [verb for verb in _recorded() if not re.fullmatch(r"[a-z_]+\.[a-z_]+", verb)] == []


def test_every_verb_has_words() -> None:
    assert {verb: where for verb, where in _recorded().items() if verb not in hooks.verbs} == {}


def test_no_words_are_kept_for_verbs_that_are_gone() -> None:
    assert set(hooks.verbs) - set(_recorded()) == set()


@pytest.mark.parametrize("verb", sorted(hooks.verbs))
def test_the_words_can_be_shown(verb: str) -> None:
    assert "%(" not in hooks.short(verb)
    assert not hooks.short(verb).endswith("."), "the words stand in a list of what can be asked for"
