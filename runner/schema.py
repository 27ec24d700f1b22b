"""`run.py schema`: the tables as all migrations leave them, written down for new databases (kit/snapshot.py)."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from runner import binaries, console, place, servers, venv
from runner.console import Problem
from runner.venv import Venv

FILE = place.ROOT / "config" / "schema.sql"
_MARKS = "import django; django.setup(); from kit import snapshot; print(*snapshot.marks(), sep='\\n')"
# What pg_dump says of itself and sets for psql: the file is carried out by the application, in a transaction of its
# own, by servers that are older than this pg_dump too.
_FOR_PSQL = re.compile(r"^(--.*|SET \w+ = .*;|SELECT pg_catalog\.set_config.*|\\.*|)\n", re.MULTILINE)


def run(_arguments: Sequence[str]) -> int:
    """Write the file. Returns the exit code."""
    FILE.write_text(written(venv.prepare("dev")), encoding="utf-8")
    console.say(f"Written: {FILE.relative_to(place.ROOT)}")
    return 0


def written(environment: Venv) -> str:
    """Return what the file should say: every migration applied in turn to a database that is thrown away."""
    with servers.throw_away(environment) as started:
        with console.step("Applying every migration"):
            _said(
                [str(environment.python), "manage.py", "migrate", "--no-input", "--step-by-step"], started.environment()
            )
        programs, url = binaries.postgres(environment), started.url(owner=True)
        marks = _said([str(environment.python), "-c", _MARKS], started.environment())
        dump = [programs["pg_dump"], "--schema-only", "--no-owner", "--no-acl", "--no-comments", url]
        tables = _FOR_PSQL.sub("", _said(dump, started.environment()))
    head = "-- The tables as the migrations leave them: `python3 run.py schema` writes this file (kit/snapshot.py).\n"
    return f"{head}{marks}SET LOCAL check_function_bodies = off;\n{tables}"


def _said(command: list[str], env: dict[str, str]) -> str:
    env = env | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    answer = subprocess.run(command, cwd=place.ROOT, env=env, capture_output=True, text=True, check=False)
    if answer.returncode:
        raise Problem(f"{Path(command[0]).name} failed:\n{answer.stdout}{answer.stderr}")
    return answer.stdout
