"""The one number that every throw of the dice in the fault tests follows from, and how long they go on.

`ROSETTE_FAULTS_SEED=N` throws the same again; `run.py faults` says which it was, and so does a test that fails. How
threads and processes are let run is the machine's choice and not in the number: what is thrown at them is.
"""

from __future__ import annotations

import os
import random
import secrets

SEED = int(os.environ.get("ROSETTE_FAULTS_SEED") or secrets.randbelow(10**6))
# Short in the suite; at full length by `run.py faults`.
FULL = os.environ.get("ROSETTE_FAULTS") == "full"


def of(name: str) -> random.Random:
    """Return the dice of one test: the same for the same seed, whatever ran before."""
    return random.Random(f"{SEED} {name}")
