"""The virtual environment: made once, brought up to date when a requirements list changes, no work otherwise."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from runner import console, place
from runner.console import Problem

LISTS = place.ROOT / "requirements"


class Venv:
    """A virtual environment at `path`; `managed` says whether it is ours to make and change."""

    def __init__(self, path: Path, managed: bool) -> None:
        self.path = path
        self.managed = managed

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.path / "bin" / "python"

    def program(self, name: str) -> Path:
        """The path of a program installed in it."""
        return self.path / "bin" / name

    @property
    def packages(self) -> Path:
        """Its site-packages directory."""
        return self.path / "lib" / f"python{self._version()}" / "site-packages"

    def _version(self) -> str:
        for line in (self.path / "pyvenv.cfg").read_text(encoding="utf-8").splitlines():
            key, _, value = line.partition("=")
            if key.strip() in {"version", "version_info"}:
                return ".".join(value.strip().split(".")[:2])
        return f"{sys.version_info.major}.{sys.version_info.minor}"


def prepare(wanted: str) -> Venv:
    """Return the environment with the list `wanted` ("embedded" or "dev") installed.

    ROSETTE_VENV names one made by other means (the container image's): it is used as it is.
    """
    given = os.environ.get("ROSETTE_VENV")
    if given:
        venv = Venv(Path(given).resolve(), managed=False)
        if not venv.python.exists():
            raise Problem(f"ROSETTE_VENV names {given}, where there is no bin/python. Unset it, and one is made.")
        return venv
    venv = Venv(place.ROOT / ".venv", managed=True)
    with _one_at_a_time():
        _bring_up_to_date(venv, wanted)
    return venv


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Keep two runs of run.py in this clone from installing at once, by a lock on the directory itself."""
    descriptor = os.open(place.ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            console.say("  Another run.py is installing here; waiting for it.")
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _bring_up_to_date(venv: Venv, wanted: str) -> None:
    stamp = venv.path / "rosette-installed.json"
    found = _read(stamp)
    # The development list contains the other one, so an environment that has it keeps it.
    chosen = "dev" if found.get("list") == "dev" else wanted
    current = {"list": chosen, "hash": _hash(chosen), "python": _python()}
    if found == current and venv.python.exists():
        return
    if not venv.python.exists() or (found and found.get("python") != _python()):
        _make(venv)
    started = time.monotonic()
    console.say(f"  Installing the packages of requirements/{chosen}.txt (hash-locked); the first time takes a while:")
    how = _install(venv, chosen)
    console.say(f"    installed by {how} in {time.monotonic() - started:.1f} s")
    stamp.write_text(json.dumps(current), encoding="ascii")


def _read(stamp: Path) -> dict[str, str]:
    try:
        return dict(json.loads(stamp.read_text(encoding="ascii")))
    except (OSError, ValueError):
        return {}


def _hash(name: str) -> str:
    digest = hashlib.sha256()
    for part in (name, "bootstrap"):
        digest.update((LISTS / f"{part}.txt").read_bytes())
    return digest.hexdigest()


def _python() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def _make(venv: Venv) -> None:
    with console.step(f"Making the virtual environment {venv.path.name} with Python {_python()}"):
        shutil.rmtree(venv.path, ignore_errors=True)
        # Without pip: unpacking it takes longest, and Debian keeps what it needs for that in a package of its own.
        answer = _run([sys.executable, "-m", "venv", "--without-pip", str(venv.path)])
    if answer.returncode:
        shutil.rmtree(venv.path, ignore_errors=True)
        raise Problem(
            f"Python can't make a virtual environment here:\n{_tail(answer)}\n"
            f"On Debian or Ubuntu: apt install python{_python()}-venv, then start again. "
            "If the disk is full, make room first."
        )


def _pip(venv: Venv) -> list[str]:
    """Return how to call pip for the environment: the one of the Python we run in, else one unpacked there."""
    outside = [sys.executable, "-m", "pip", "--python", str(venv.python)]
    if _run([*outside, "--version"]).returncode == 0:  # there is one, and it is new enough to know --python
        return outside
    answer = _run([str(venv.python), "-m", "ensurepip"])
    if answer.returncode:
        raise Problem(
            f"This Python has no pip, and can't unpack one:\n{_tail(answer)}\n"
            f"On Debian or Ubuntu: apt install python{_python()}-venv, then start again."
        )
    return [str(venv.python), "-m", "pip"]


def _install(venv: Venv, name: str) -> str:
    """Install by uv from PATH, else by the hash-pinned uv, else by pip. Returns which one did it."""
    bootstrap, listed = str(LISTS / "bootstrap.txt"), str(LISTS / f"{name}.txt")
    uv = shutil.which("uv")
    if uv is None:
        own = venv.program("uv")
        if not own.exists():
            _run([*_pip(venv), "install", "--quiet", "--require-hashes", "-r", bootstrap])
        uv = str(own) if own.exists() else None
    trouble = ""
    if uv:
        target = ["--python", str(venv.python)]
        answer = _run([uv, "pip", "sync", "--quiet", *target, "--require-hashes", listed, bootstrap])
        if answer.returncode == 0:
            return "uv"
        trouble = f"uv said:\n{_tail(answer)}\n"
    # uv does not read pip's configuration, so a house mirror set only there is reached by pip alone.
    console.say("    uv could not be used; pip takes about a minute")
    answer = _run([*_pip(venv), "install", "--quiet", "--require-hashes", "-r", listed])
    if answer.returncode == 0:
        return "pip"
    raise Problem(
        f"The packages could not be installed.\n{trouble}pip said:\n{_tail(answer)}\n"
        "Look whether this machine reaches a Python package index (a proxy or a mirror is set in pip's own "
        "configuration), then start again: what was downloaded is kept."
    )


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


def _tail(answer: subprocess.CompletedProcess[str]) -> str:
    lines = (answer.stdout + answer.stderr).strip().splitlines()
    return "\n".join(f"    {line}" for line in lines[-12:])
