"""The repository speaks of the product alone, and its papers say what is true."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _files() -> list[Path]:
    """Every file that git tracks or would track."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\n")
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def test_requirements_name_no_host() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        assert not re.search(r"https?://|--index-url|--find-links", path.read_text()), path.name


def test_requirements_are_pinned_by_hash() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        packages = re.findall(r"^[a-z0-9][^\s=]*==", path.read_text(), re.MULTILINE)
        assert packages
        assert path.read_text().count("--hash=sha256:") >= len(packages), path.name


def test_every_dependency_has_its_reason() -> None:
    for path in (ROOT / "requirements").glob("*.in"):
        lines = path.read_text().splitlines()
        comment_seen = False
        for line in lines:
            comment_seen = line.startswith("#") or (comment_seen and bool(line))
            if line and not line.startswith(("#", "-r")):
                assert comment_seen, f"{path.name}: say why above {line}"


def test_nothing_names_a_machine_or_a_session() -> None:
    # Built from parts, so that this file doesn't find itself.
    words = re.compile(
        "|".join(
            (
                "/wo" + "rk/",
                "/ro" + r"ot/\.",
                "/op" + "t/wheels",
                "/op" + "t/pypi",
                "pypi\\.o" + "rg",
                "registry\\.npm" + "js",
            )
        )
    )
    guilty = [str(path.relative_to(ROOT)) for path in _files() if words.search(_text(path))]
    assert guilty == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "LICENSE"])
def test_the_papers_are_there(name: str) -> None:
    assert len(_text(ROOT / name)) > 200


def test_links_between_papers_lead_somewhere() -> None:
    broken = []
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", _text(page)):
            if not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)} -> {target}")
    assert broken == []


def test_every_command_is_documented() -> None:
    papers = "\n".join(_text(page) for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
    commands = [
        path.stem
        for app in ("config", "access", "organise", "canvass", "gotv", "roadmap")
        for path in (ROOT / app / "management" / "commands").glob("*.py")
        if path.stem != "__init__"
    ]
    assert [name for name in commands if f"`{name}" not in papers and f"manage {name}" not in papers] == []


def test_every_setting_is_documented() -> None:
    operations = _text(ROOT / "docs" / "operations.md")
    names = set()
    for source in ("config/settings.py", "config/env.py"):
        names |= set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", _text(ROOT / source)))
    assert sorted(name for name in names if f"`{name}" not in operations) == []


def test_ci_runs_what_the_readme_says() -> None:
    ci = _text(ROOT / ".ci" / "run")
    assert "python3 run.py test" in ci
    assert "python3 run.py test" in _text(ROOT / "README.md")


def test_no_check_is_made_to_pass() -> None:
    suspicious = re.compile(r"\|\| true|\|\| :|pytest\.skip\(\)|@pytest\.mark\.skip\n")
    places = [
        path for path in _files() if path.suffix in {".py", ".sh", ".yml", ".toml", ""} and path != Path(__file__)
    ]
    assert [str(path.relative_to(ROOT)) for path in places if suspicious.search(_text(path))] == []
