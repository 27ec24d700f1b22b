"""`run.py faults`: the tests that kill processes and spoil networks, at full length; their dice can be thrown again."""

from __future__ import annotations

import argparse
import os
import secrets
import time
from collections.abc import Sequence

from runner import console, suite

# The state machine of what phones send stands with the tests of its action.
WHERE = ("tests/faults", "tests/canvass/actions/test_sync_machine.py")


def run(arguments: Sequence[str]) -> int:
    """Run once, or with new dice until the minutes are over. Returns the exit code of the first run that failed."""
    asked, rest = _parser().parse_known_args(arguments)
    seed = secrets.randbelow(10**6) if asked.seed is None else asked.seed
    end = time.monotonic() + 60 * asked.minutes
    chosen = any(word.partition("::")[0].endswith(".py") for word in rest)
    everything = [*WHERE, "-n", str((os.cpu_count() or 1) + 1)]
    while True:
        console.say(f"Seed {seed}. The same again: python3 run.py faults --seed {seed}")
        code = suite.run(
            [*([] if chosen else everything), *rest],
            env={"ROSETTE_FAULTS": "full", "ROSETTE_FAULTS_SEED": str(seed)},
        )
        if code or time.monotonic() >= end:
            return code
        seed += 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="run.py faults", add_help=False, allow_abbrev=False)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--minutes", type=float, default=0)
    return parser
