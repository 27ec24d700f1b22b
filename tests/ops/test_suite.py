"""`run.py test`: its servers, its browser, and what it says about what was not run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from runner import browser, servers, suite
from runner.venv import Venv
from tests.ops.conftest import ROOT, clean_environment

SUITE = Venv(Path(sys.prefix), managed=False)
SKIPS = """
import os
import pytest

def test_in_a_browser():
    pytest.skip(os.environ["NO_BROWSER"])

def test_elsewhere():
    pytest.skip("for another reason")

def test_that_fails():
    assert os.environ["DATABASE_URL"].startswith("postgresql://rosette_app@/rosette?host=")
    assert os.environ["REDIS_URL"].startswith("unix://")
    assert os.environ["WORD"] == "said"
    assert False
"""


def test_the_exit_code_is_pytests_and_what_was_not_run_is_said_last(tmp_path: Path) -> None:
    (tmp_path / "test_skips.py").write_text(SKIPS)
    answer = subprocess.run(
        [
            sys.executable,
            ROOT / "run.py",
            "test",
            "-p",
            "no:django",
            "-p",
            "no:cacheprovider",
            "-c",
            "/dev/null",
            tmp_path / "test_skips.py",
        ],
        env=clean_environment(CHROMIUM="/nowhere/chromium", WORD="said"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1, answer.stderr
    assert "assert False" in answer.stdout
    assert "1 failed, 2 skipped" in answer.stdout
    loud = answer.stderr.strip().splitlines()[-2]
    assert loud == "!!  1 BROWSER JOURNEYS WERE SKIPPED: CHROMIUM names /nowhere/chromium, which can't be run"


def test_a_browser_that_is_named_must_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", sys.executable)
    assert browser.find(SUITE) == (sys.executable, "")
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    assert browser.find(SUITE) == (None, "CHROMIUM names /nowhere/chromium, which can't be run")


@pytest.mark.parametrize(
    ("root", "command"), [(0, "apt-get install -y --no-install-recommends chromium"), (1000, "install chromium")]
)
def test_a_browser_is_installed_as_the_account_can(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], root: int, command: str
) -> None:
    """The system's package as root, Playwright's own otherwise; when that fails its last words are the reason."""
    ran: list[str] = []

    def fail(words: list[str], **_options: object) -> subprocess.CompletedProcess[str]:
        ran.append(" ".join(words))
        wanted = "install" in words
        return subprocess.CompletedProcess(words, int(wanted), "", "reading\nno way to the server\n" if wanted else "")

    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(browser, "_on_path", lambda: None)
    monkeypatch.setattr(browser, "_playwrights", lambda _venv: None)
    monkeypatch.setattr(browser.os, "geteuid", lambda: root)
    monkeypatch.setattr(browser.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(browser.subprocess, "run", fail)
    found, trouble = browser.find(SUITE)
    assert found is None
    assert "no way to the server" in trouble
    assert ran[-1].endswith(command)
    assert "installing it for the browser journeys" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "in_parallel"),
    [
        ([], True),
        (["tests/canvass"], True),
        (["tests/kit/test_clock.py"], False),
        (["-k", "boards"], False),
        (["-n", "4"], False),
    ],
)
def test_every_core_is_used_for_the_whole(arguments: list[str], in_parallel: bool) -> None:
    assert suite._workers(arguments) == (["-n", str((os.cpu_count() or 1) + 1)] if in_parallel else [])


@pytest.mark.parametrize(("managed", "kept_in"), [(True, "venv"), (False, "notes")])
def test_modules_are_compiled_once_where_nothing_may_be_kept_beside_them(
    tmp_path: Path, managed: bool, kept_in: str
) -> None:
    made = Venv(tmp_path / "venv", managed)
    given = {"PYTHONDONTWRITEBYTECODE": "1", "WORD": "said"}
    assert suite._with_bytecode(given, made, str(tmp_path / "notes")) == {
        "WORD": "said",
        "PYTHONPYCACHEPREFIX": str(tmp_path / kept_in / "bytecode"),
    }
    assert suite._with_bytecode({"WORD": "said"}, made, "") == {"WORD": "said"}


def test_thrown_away_servers_leave_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are one's own even where the environment names others, as it does within the suite."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody@127.0.0.1:1/else")
    with servers.throw_away(SUITE, durable=True) as made:
        assert made.cluster is not None
        assert made.valkey is not None
        assert made.cluster.query("show fsync") == "on"
        assert made.cluster.query("show synchronous_commit") == "on"
        assert made.environment()["DATABASE_URL"] == made.cluster.url()
        places = [made.data, made.cluster.sockets, made.valkey.socket.parent]
        assert all(path.exists() for path in places)
    assert not any(path.exists() for path in places)
    assert not made.cluster.child.is_running()
