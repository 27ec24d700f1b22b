"""The floors hold: imports, foreign keys, and the addresses that templates name."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField

ROOT = Path(__file__).resolve().parents[2]
FLOOR = {"kit": 0, "access": 1, "organise": 2, "canvass": 3, "gotv": 4, "roadmap": 4, "config": 5}
OURS = ("access", "organise", "canvass", "gotv", "roadmap")


def test_imports_go_down() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
            "--no-cache",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _relations() -> list[ForeignKey | ManyToManyField]:
    return [
        field
        for model in apps.get_models()
        if model._meta.app_label in OURS
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if isinstance(field, ForeignKey | ManyToManyField)
    ]


def test_foreign_keys_point_down_or_sideways() -> None:
    up = [
        str(field)
        for field in _relations()
        if FLOOR[field.model._meta.app_label] < FLOOR.get(field.related_model._meta.app_label, 0)
    ]
    assert up == []


def test_a_lower_app_gets_no_accessor_from_an_upper_one() -> None:
    named = [
        str(field)
        for field in _relations()
        if field.related_model._meta.app_label in OURS
        and field.model._meta.app_label != field.related_model._meta.app_label
        and not (field.remote_field.related_name or "").endswith("+")
    ]
    assert named == []


def test_no_app_looks_another_up_by_name() -> None:
    """apps.get_model and string foreign keys would go round import-linter."""
    found = []
    for app in (*OURS, "kit"):
        for source in (ROOT / app).rglob("*.py"):
            if "migrations" in source.parts:
                continue
            if re.search(r"apps\.get_model\(", source.read_text(encoding="utf-8")):
                found.append(str(source.relative_to(ROOT)))
    assert found == []


def test_templates_name_only_their_own_and_lower_addresses() -> None:
    wrong = []
    for app in OURS:
        for template in (ROOT / "templates" / app).rglob("*"):
            if not template.is_file():
                continue
            for space in re.findall(r"{%\s*url\s+[\"'](\w+):", template.read_text(encoding="utf-8")):
                if FLOOR[space] > FLOOR[app] or (FLOOR[space] == FLOOR[app] and space != app):
                    wrong.append(f"{template.relative_to(ROOT)} names {space}:")
    assert wrong == []
