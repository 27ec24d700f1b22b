"""The virtual environment: made once, brought up to date when a list changes, left alone otherwise."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from runner import venv
from runner.console import Problem
from runner.venv import Venv


class Calls(list[str]):
    """What would have been run, in short; `failing` names the programs that fail."""

    def __init__(self) -> None:
        super().__init__()
        self.failing: set[str] = set()

    def run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        words = " ".join(Path(word).name for word in command)
        what = next(
            name
            for name in ("venv", "ensurepip", "uv pip sync", "--version", "pip install", "install")
            if name in words
        )
        self.append(words)
        if what == "venv":
            python = Path(command[-1]) / "bin" / "python"
            python.parent.mkdir(parents=True)
            python.touch()
        failed = what in self.failing
        return subprocess.CompletedProcess(command, int(failed), "", f"{what} went wrong" if failed else "")


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Calls:
    made = Calls()
    monkeypatch.setattr(venv, "_run", made.run)
    monkeypatch.setattr(venv.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(venv, "LISTS", tmp_path / "requirements")
    (tmp_path / "requirements").mkdir()
    for name in ("bootstrap", "embedded", "dev"):
        (tmp_path / "requirements" / f"{name}.txt").write_text(f"{name}==1\n")
    return made


def _prepare(tmp_path: Path, wanted: str) -> None:
    venv._bring_up_to_date(Venv(tmp_path / ".venv", managed=True), wanted)


def test_the_second_time_there_is_nothing_to_do(calls: Calls, tmp_path: Path) -> None:
    _prepare(tmp_path, "embedded")
    assert [words.split()[-1] for words in calls] == [".venv", "bootstrap.txt"]
    assert "--require-hashes embedded.txt" in calls[1]
    calls.clear()
    _prepare(tmp_path, "embedded")
    assert calls == []


def test_a_changed_list_is_installed_into_what_is_there(calls: Calls, tmp_path: Path) -> None:
    _prepare(tmp_path, "embedded")
    calls.clear()
    (tmp_path / "requirements" / "embedded.txt").write_text("embedded==2\n")
    _prepare(tmp_path, "embedded")
    assert len(calls) == 1
    assert "pip sync" in calls[0]


def test_what_the_suite_needs_stays(calls: Calls, tmp_path: Path) -> None:
    """The development list holds the other one: `run.py` after `run.py test` takes nothing away."""
    _prepare(tmp_path, "embedded")
    _prepare(tmp_path, "dev")
    assert "dev.txt" in calls[-1]
    calls.clear()
    _prepare(tmp_path, "embedded")
    assert calls == []


def test_another_python_means_another_environment(
    calls: Calls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _prepare(tmp_path, "embedded")
    calls.clear()
    monkeypatch.setattr(venv, "_python", lambda: "3.99")
    _prepare(tmp_path, "embedded")
    assert [words.split()[-1] for words in calls] == [".venv", "bootstrap.txt"]


def test_without_a_usable_uv_pip_does_it(calls: Calls, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    calls.failing = {"uv pip sync"}
    _prepare(tmp_path, "embedded")
    assert calls[-1].endswith("install --quiet --require-hashes -r embedded.txt")
    assert "installed by pip" in capsys.readouterr().err


def test_what_can_not_be_installed_is_not_taken_for_installed(calls: Calls, tmp_path: Path) -> None:
    calls.failing = {"uv pip sync", "install"}
    for _attempt in range(2):
        with pytest.raises(Problem, match=r"(?s)could not be installed.*uv pip sync went wrong.*install went wrong"):
            _prepare(tmp_path, "embedded")


def test_a_python_that_can_make_none_is_told_what_it_lacks(calls: Calls, tmp_path: Path) -> None:
    calls.failing = {"venv"}
    with pytest.raises(Problem, match=r"apt install python3\.\d+-venv"):
        _prepare(tmp_path, "embedded")
    assert not (tmp_path / ".venv").exists()


def test_one_made_by_other_means_is_used_as_it_is(
    calls: Calls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROSETTE_VENV", sys.prefix)
    assert venv.prepare("dev").path == Path(sys.prefix).resolve()
    assert calls == []
    monkeypatch.setenv("ROSETTE_VENV", str(tmp_path))
    with pytest.raises(Problem, match="there is no bin/python"):
        venv.prepare("dev")
