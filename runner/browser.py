"""Finding Chromium for the browser journeys, and installing it where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess

from runner import console
from runner.venv import Venv

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge")
_PLAYWRIGHTS_OWN = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""


def find(venv: Venv) -> tuple[str | None, str]:
    """Return Chromium's path and "", or None and the reason why there is none.

    CHROMIUM names one. Otherwise: PATH, Playwright's own, then an installation, which is tried once per run.
    """
    given = os.environ.get("CHROMIUM")
    if given:
        return (given, "") if shutil.which(given) else (None, f"CHROMIUM names {given}, which can't be run")
    found = _on_path() or _playwrights(venv)
    if found:
        return found, ""
    trouble = _install(venv)
    found = _on_path() or _playwrights(venv)
    return (found, "") if found else (None, trouble)


def _on_path() -> str | None:
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


def _playwrights(venv: Venv) -> str | None:
    answer = subprocess.run(
        [str(venv.python), "-c", _PLAYWRIGHTS_OWN], capture_output=True, text=True, check=False, timeout=60
    )
    path = answer.stdout.strip()
    return path if answer.returncode == 0 and shutil.which(path) else None


def _install(venv: Venv) -> str:
    """Install Chromium: the system's package as root, else Playwright's build. Returns what went wrong, if anything."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        commands = [["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]]
    else:
        commands = [[str(venv.program("playwright")), "install", "chromium"]]
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in commands:
        shown = " ".join(command[-2:]) if "playwright" in command[0] else " ".join(command)
        try:
            with console.step(f"No Chromium here; installing it for the browser journeys: {shown}"):
                answer = subprocess.run(
                    command, capture_output=True, text=True, check=False, env=env, timeout=900, stdin=subprocess.DEVNULL
                )
        except subprocess.TimeoutExpired:
            return f"there is no Chromium on this machine, and `{shown}` took more than 15 minutes"
        if answer.returncode:
            last = (answer.stderr or answer.stdout).strip().splitlines()[-1:] or ["no message"]
            return f"there is no Chromium on this machine, and `{shown}` failed: {last[0]}"
    return "Chromium was installed and still can't be found"
