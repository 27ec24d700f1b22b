"""`run.py test`: throw-away servers, a browser, the whole suite, and a loud word about what was not run."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

from runner import browser, console, processes, servers, venv


def run(arguments: Sequence[str], *, env: dict[str, str] | None = None) -> int:
    """Run pytest with `arguments` on servers of its own. Returns pytest's exit code."""
    environment = venv.prepare("dev")
    chromium, trouble = browser.find(environment)
    with servers.throw_away(environment, use_named=True) as started, tempfile.TemporaryDirectory() as notes:
        report = Path(notes) / "report.xml"
        command = [str(environment.python), "-m", "pytest", f"--junitxml={report}", *_workers(arguments), *arguments]
        environs = started.environment() | _browser_environment(chromium, trouble) | (env or {})
        code = processes.foreground(command, _with_bytecode(environs, environment, notes))
        skipped = _skipped(report, trouble) if trouble else 0
    if skipped:
        console.say(f"\n{'!' * 100}\n!!  {skipped} BROWSER JOURNEYS WERE SKIPPED: {trouble}\n{'!' * 100}")
    return code


def _workers(arguments: Sequence[str]) -> list[str]:
    """Use every core for the whole suite; a named file or test is quicker in one process.

    One worker more than there are cores: a test often waits for a server, a browser or the database. Which
    runs what is said in tests/processes.py.
    """
    chosen = any(word.startswith(("-n", "--numprocesses", "--pdb", "--collect-only", "--co")) for word in arguments)
    narrow = any(".py" in word or word in {"-k", "--lf"} for word in arguments)
    return [] if chosen or narrow else ["-n", str((os.cpu_count() or 1) + 1)]


def _with_bytecode(environ: dict[str, str], environment: venv.Venv, notes: str) -> dict[str, str]:
    """Return `environ`, but let modules be compiled once where it forbids to keep that beside them.

    The suite starts hundreds of processes, which otherwise spend two thirds of their work on compiling. It is kept
    with the virtual environment where that is ours, else with the `notes` of this run.
    """
    kept = dict(environ)
    if not kept.pop("PYTHONDONTWRITEBYTECODE", ""):
        return kept
    where = environment.path if environment.managed else Path(notes)
    return kept | {"PYTHONPYCACHEPREFIX": str(where / "bytecode")}


def _browser_environment(chromium: str | None, trouble: str) -> dict[str, str]:
    return {"CHROMIUM": chromium or "", "NO_BROWSER": trouble}


def _skipped(report: Path, reason: str) -> int:
    """Return how many tests of a run were skipped for this reason."""
    try:
        notes = ElementTree.parse(report).iter("skipped")  # noqa: S314 - pytest wrote it a moment ago
        return sum(reason in note.get("message", "") for note in notes)
    except (OSError, ElementTree.ParseError):
        return 0  # pytest itself did not get so far, and says so
