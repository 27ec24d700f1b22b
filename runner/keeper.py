"""The last resort: a process of its own that ends the others when run.py was killed and one of them does not go.

The kernel asks them to stop in that moment (`processes.die_with_parent`), but it does not come back to see whether they
did: a worker in the middle of a long job, a database writing a checkpoint to a slow disk. On systems without that
signal this is all that ends them.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress

from runner import place, processes

PATIENCE = 30.0


class Keeper:
    """The process beside run.py. It reads who lives from a pipe, which the kernel closes however run.py ends."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def tell(self, living: dict[str, tuple[int, str]]) -> None:
        """Tell it who is to be ended: name -> (process number, when it was born). Nobody: it ends too."""
        if self._process is None:
            if not living:
                return
            self._process = subprocess.Popen(
                [sys.executable, "-m", "runner.keeper"],
                cwd=place.ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        pipe = self._process.stdin
        assert pipe is not None
        # Somebody may have ended it: then the next start ends what a crash leaves, as without it.
        with suppress(BrokenPipeError):
            pipe.write(json.dumps(living).encode() + b"\n")
            pipe.flush()
        if not living:
            with suppress(BrokenPipeError):
                pipe.close()
            self._process.wait()
            self._process = None


def main(patience: float = PATIENCE) -> None:
    """Read until the pipe is closed; then give whoever is left `patience` seconds, and end their whole sessions."""
    last = b"{}"
    for line in sys.stdin.buffer:
        if line.endswith(b"\n"):  # the last one may have been cut off
            last = line
    living = {int(pid): str(born) for pid, born in json.loads(last).values()}

    def left() -> list[int]:
        return [pid for pid, born in living.items() if processes.started_at(pid) == born]

    processes.wait_until(lambda: not left(), patience)
    for pid in left():
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
