"""`run.py check`: what is read rather than run. Every check runs; one that fails shows what it said."""

from __future__ import annotations

import secrets
import subprocess
import time
from collections.abc import Mapping, Sequence

from runner import console, place, servers, venv
from runner.venv import Venv

# Like an installation for real use, so that `check --deploy` judges those settings and not the trial's.
_PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "BASE_URL": "https://rosette.example.org",
    "ALLOWED_HOSTS": "rosette.example.org",
    "BEHIND_PROXY": "true",
    "DEBUG": "false",
    "DEMO": "false",
}


def run(arguments: Sequence[str]) -> int:
    """Run every check (or those whose name holds one of the arguments). Returns 0 when all passed, else 1."""
    environment = venv.prepare("dev")
    with servers.throw_away(environment) as started:
        env = started.environment() | _PRODUCTION
        env.pop("SECRET_KEY_FILE", None)
        env["SECRET_KEY"] = secrets.token_urlsafe(64)
        results = [
            _check(name, command, env)
            for name, command in _checks(environment)
            if not arguments or any(word in name for word in arguments)
        ]
    failed = results.count(False)
    console.say(f"\n{len(results) - failed} passed, {failed} failed")
    return 1 if failed or not results else 0


def _checks(environment: Venv) -> list[tuple[str, list[str]]]:
    python, ruff = str(environment.python), str(environment.program("ruff"))
    manage = [python, "manage.py"]
    templates = ["templates"]
    return [
        ("style (ruff check)", [ruff, "check", "."]),
        (
            "format (ruff format)",
            [ruff, "format", "--check", "--output-format", "concise", "."],
        ),
        ("floors (import-linter)", [str(environment.program("lint-imports")), "--no-cache"]),
        ("types (mypy)", [python, "-m", "mypy"]),
        ("templates (djlint --lint)", [str(environment.program("djlint")), "--lint", "--quiet", *templates]),
        ("migrations (makemigrations --check)", [*manage, "makemigrations", "--check", "--dry-run"]),
        # The database checks look at the tables, so the tables must be there.
        ("migrations run from nothing (migrate)", [*manage, "migrate", "--no-input", "--verbosity=0"]),
        (
            "settings (check --deploy)",
            [*manage, "check", "--deploy", "--fail-level", "WARNING", "--database", "default"],
        ),
    ]


def _check(name: str, command: list[str], env: Mapping[str, str]) -> bool:
    start = time.monotonic()
    answer = subprocess.run(
        command,
        cwd=place.ROOT,
        env=dict(env),
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    passed = answer.returncode == 0
    print(f"{'pass' if passed else 'FAIL'}  {name}  ({time.monotonic() - start:.1f} s)", flush=True)
    if not passed:
        print("\n".join(f"      {line}" for line in answer.stdout.strip().splitlines()), flush=True)
    return passed
