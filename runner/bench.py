"""`run.py bench`: the measurements, on servers of their own with a real installation's durability."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence

from runner import console, place, processes, servers, venv
from runner.console import Problem


def run(arguments: Sequence[str]) -> int:
    """Migrate a fresh database and run tests.bench on it. Returns its exit code."""
    environment = venv.prepare("dev")
    with servers.throw_away(environment, durable=True) as started:
        env = started.environment() | {"DJANGO_SETTINGS_MODULE": "config.settings", "LOG_LEVEL": "WARNING"}
        with console.step("Bringing the database up to date"):
            answer = subprocess.run(
                [str(environment.python), "manage.py", "migrate", "--no-input"],
                cwd=place.ROOT,
                env=env,
                capture_output=True,
                text=True,
                check=False,
            )
            if answer.returncode:
                raise Problem(f"`manage.py migrate` failed:\n{answer.stdout}{answer.stderr}")
        return processes.foreground([str(environment.python), "-m", "tests.bench", *arguments], env)
