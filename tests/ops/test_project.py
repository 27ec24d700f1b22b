"""The tools' settings cover all of the code, and nothing is let off."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.ops.conftest import ROOT

SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text())
PACKAGES = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}


def test_every_package_stands_on_a_floor() -> None:
    linter = SETTINGS["tool"]["importlinter"]
    assert set(linter["root_packages"]) == PACKAGES
    floors = next(contract for contract in linter["contracts"] if contract["id"] == "floors")
    on_floors = {name.strip() for layer in floors["layers"] for name in layer.split("|")}
    assert on_floors == PACKAGES - {"runner"}, "runner stands beside the house: it runs before anything is installed"


def test_no_import_is_let_off() -> None:
    assert [
        contract["id"] for contract in SETTINGS["tool"]["importlinter"]["contracts"] if "ignore_imports" in contract
    ] == []


def test_the_types_of_every_package_are_checked() -> None:
    assert set(SETTINGS["tool"]["mypy"]["files"]) >= PACKAGES


def test_warnings_are_errors() -> None:
    assert SETTINGS["tool"]["pytest"]["ini_options"]["filterwarnings"][0] == "error"


def test_everything_ignored_has_its_reason() -> None:
    lint = (ROOT / "pyproject.toml").read_text().split("[tool.ruff.lint]")[1].split("[tool.ruff.lint.isort]")[0]
    ignored = lint.split("\nignore = [")[1].split("\n]\n")[0].strip().splitlines()
    bare = [line for line in ignored if "#" not in line]
    assert all(line.strip() in {'"RUF002",', '"RUF003",'} for line in bare), (
        bare
    )  # as RUF001, in docstrings and comments


@pytest.mark.parametrize(
    "line", [line for line in (ROOT / "Makefile").read_text().splitlines() if line.startswith("\t")]
)
def test_make_is_only_another_name_for_a_command(line: str) -> None:
    assert re.match(r"\t(\$\(PYTHON\) run\.py|\$\(VENV\)/|cd requirements|rm -rf)", line)


def test_make_has_few_targets() -> None:
    targets = re.findall(r"^(\w+):$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert 0 < len(targets) <= 12
    papers = (ROOT / "run.py").read_text() + (ROOT / "runner" / "commands.py").read_text()
    for name in set(targets) - {"run", "format", "migrations", "lock", "clean"}:
        assert f"run.py {name}" in papers
