"""Keeping the site's processes up: one that dies is started again, after a pause that grows."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from runner import console, processes
from runner.console import Problem
from runner.processes import Child, Ledger

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
# One that lived this long was well; its next death is a new story.
_WELL_AFTER = 60.0
_LOOK_EVERY = 0.25


@dataclass
class Watched:
    """A process under watch and how it is brought back. `restart` raises Problem when that fails."""

    child: Child
    restart: Callable[[], object]
    pause: float = _FIRST_PAUSE
    started: float = field(default_factory=time.monotonic)
    due: float | None = None


class Watch:
    """Watches the processes of one site until it is interrupted."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._watched: list[Watched] = []

    def add(self, child: Child, restart: Callable[[], object] | None = None) -> None:
        """Watch a process that has been started; `restart` is its own start unless another is given."""
        self._ledger.note(child)
        self._watched.append(Watched(child, restart or child.start))

    def forever(self, while_true: Callable[[], bool] = lambda: True) -> None:
        """Look at every process again and again, and at the size of its log."""
        while while_true():
            for one in self._watched:
                self.look(one)
            time.sleep(_LOOK_EVERY)

    def look(self, one: Watched) -> None:
        """Start a dead process again once its pause is over, and say so."""
        now = time.monotonic()
        if one.child.is_running():
            processes.rotate(one.child.log)
            return
        if one.due is None:
            if now - one.started > _WELL_AFTER:
                one.pause = _FIRST_PAUSE
            one.due = now + one.pause
            console.say(
                f"  {one.child.name} stopped by itself ({one.child.ending()}); starting it again in {one.pause:.0f} s. "
                f"The end of {one.child.log}:\n{console.last_lines(one.child.log, 3)}"
            )
        if now >= one.due:
            one.pause, one.due, one.started = min(one.pause * 2, _LONGEST_PAUSE), None, now
            try:
                one.restart()
            except Problem as problem:
                console.say(f"  {problem}")
                return
            self._ledger.note(one.child)
            console.say(f"  {one.child.name} is running again.")

    def stop(self, names: Sequence[str]) -> None:
        """Stop the named processes, in that order, with a line each."""
        by_name = {one.child.name: one.child for one in self._watched}
        for child in (by_name[name] for name in names if name in by_name):
            if child.is_running():
                with console.step(f"Stopping {child.name}"):
                    child.stop()
            self._ledger.forget(child)
