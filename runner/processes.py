"""Starting, watching and stopping child processes, so that none is left behind, however this one ends."""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from runner import place

LOG_LIMIT = 5_000_000
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(parent: int, send: int) -> Callable[[], None] | None:
    """Return what a child must run first so that the kernel sends it `send` when this process is killed.

    Linux only (None elsewhere): there the next start ends what was left (`Ledger.end_leftovers`).
    """
    if _LIBC is None:
        return None
    libc = _LIBC

    def first() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, send)
        if os.getppid() != parent:  # killed between fork and prctl
            os._exit(1)

    return first


@dataclass
class Child:
    """A process of ours: how to start it, where its log is, which signal stops it gently and which if we die."""

    name: str
    command: Sequence[str]
    log: Path
    env: Mapping[str, str] | None = None
    stop_signal: int = signal.SIGTERM
    orphan_signal: int = signal.SIGTERM
    stop_seconds: float = 20
    account: int | None = None
    directory: Path = place.ROOT
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches run.py alone and it stops things in order."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=dict(self.env) if self.env is not None else None,
                cwd=self.directory,
                start_new_session=True,
                user=self.account,
                group=self.account,
                extra_groups=[] if self.account is not None else None,
                preexec_fn=die_with_parent(os.getpid(), self.orphan_signal),  # noqa: PLW1509 - no threads here
            )

    @property
    def pid(self) -> int:
        """The process number of the last start. Raises RuntimeError before the first."""
        if self.process is None:
            raise RuntimeError(f"{self.name} was never started")
        return self.process.pid

    def is_running(self) -> bool:
        """Say whether it was started and has not ended."""
        return self.process is not None and self.process.poll() is None

    def ending(self) -> str:
        """Return in words how it ended."""
        code = self.process.poll() if self.process else None
        if code is None:
            return "running, and does not answer"
        return f"ended, exit code {code}" if code >= 0 else f"killed by {signal.Signals(-code).name}"

    def stop(self) -> None:
        """Ask it to stop, wait, and kill its whole session if it does not."""
        if self.process is None:
            return
        if self.is_running():
            self.process.send_signal(self.stop_signal)
            try:
                self.process.wait(self.stop_seconds)
            except subprocess.TimeoutExpired:
                self._kill()
                self.process.wait()
        self.process = None

    def _kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)


def rotate(log: Path, limit: int = LOG_LIMIT) -> bool:
    """Keep a log below about twice `limit` bytes: move what is in it to NAME.1 and go on at its beginning.

    The writer keeps its open file (it appends), so it needs no signal. Returns whether it was rotated.
    """
    try:
        if log.stat().st_size < limit:
            return False
        log.with_name(log.name + ".1").write_bytes(log.read_bytes())
        os.truncate(log, 0)
    except OSError:
        return False  # a log that can't be rotated now is tried again at the next look
    return True


def started_at(pid: int) -> str | None:
    """Return something that differs between two processes with the same number, or None if there is no such one."""
    if sys.platform == "linux":
        try:
            after_name = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2]
        except OSError:
            return None
        fields = after_name.split()
        return None if fields[0] == "Z" else fields[19]
    else:  # noqa: RET505 - so that the type checker passes over it elsewhere
        answer = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
        return answer.stdout.strip() or None


def command_line(pid: int) -> str:
    """Return a process's words, "" if there is no such process."""
    if pid <= 0:
        return ""
    if sys.platform == "linux":
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
        except OSError:
            return ""
    else:
        answer = subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False)
        return answer.stdout.strip()


class Terminated(KeyboardInterrupt):
    """SIGTERM or SIGHUP arrived: stop in order, as after Ctrl-C."""


def foreground(command: Sequence[str], env: Mapping[str, str]) -> int:
    """Run a command on this terminal and return its exit code (128 + the signal's number if one ended it).

    Ctrl-C goes to the command as well; it ends in its own way, and only then does the caller go on.
    """
    first = die_with_parent(os.getpid(), signal.SIGTERM)
    child = subprocess.Popen(command, cwd=place.ROOT, env=dict(env), preexec_fn=first)  # noqa: PLW1509 - no threads here
    while True:
        try:
            code = child.wait()
        except Terminated:
            child.terminate()
        except KeyboardInterrupt:
            pass  # it reached the command too
        else:
            return code if code >= 0 else 128 - code


class Ledger:
    """The children of this data directory on disk, so that the next start can end what a crash left behind.

    `told` hears who lives after each change: name -> (process number, when it was born).
    """

    def __init__(self, path: Path, told: Callable[[dict[str, tuple[int, str]]], object]) -> None:
        self.path = path
        self._told = told
        self._known: dict[str, tuple[int, str]] = {}

    def note(self, child: Child) -> None:
        """Write down a child that was just started."""
        born = started_at(child.pid)
        if born is not None:
            self._known[child.name] = (child.pid, born)
            self._write()

    def forget(self, child: Child) -> None:
        """Strike out a child that was stopped."""
        if self._known.pop(child.name, None):
            self._write()

    def _write(self) -> None:
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps(self._known), encoding="ascii")
        fresh.replace(self.path)
        self._told(self._known)

    def end_leftovers(self, patience: float = 10) -> list[str]:
        """End every process of the last run that is still there. Returns their names."""
        try:
            left = json.loads(self.path.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return []
        ended = [name for name, (pid, born) in left.items() if end(pid, born, patience)]
        self.path.unlink(missing_ok=True)
        return ended


def end(pid: int, born: str, patience: float = 10) -> bool:
    """End the process `pid` if it is still the one that was born at `born`: gently, then by force."""
    if started_at(pid) != born:
        return False
    for send, seconds in ((signal.SIGINT, patience), (signal.SIGKILL, 5.0)):
        try:
            os.kill(pid, send)
        except ProcessLookupError:
            return True
        if wait_until(lambda: started_at(pid) != born, seconds):
            break
    return True


def wait_until(ready: Callable[[], bool], seconds: float, pause: float = 0.03) -> bool:
    """Ask `ready` again and again. Return whether it became true in time."""
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True
