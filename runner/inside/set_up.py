"""`python -m runner.inside.set_up`: bring the database and the files up to date; load the demo into an empty database.

One process for all of it, because starting Python and Django costs more than most of the steps. What the commands
say goes to logs/setup.log. Prints the demo's sign-ins as JSON ([] where there is no demo).
"""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from runner.console import step

_NO = {"false", "no", "off", "0"}


def main() -> int:
    """Do every step. Returns 1 at the first that fails, its reason at the end of the log."""
    log_path = Path(os.environ["DATA_DIR"]) / "logs" / "setup.log"
    log_path.parent.mkdir(parents=True, exist_ok=True)
    with log_path.open("a", encoding="utf-8") as log:
        try:
            print(_set_up(log))
        except Exception:  # noqa: BLE001 - whatever a command raises is written down and told by its exit code
            traceback.print_exc(file=log)
            return 1
    return 0


def _set_up(log: IO[str]) -> str:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    with _quietly(log):
        import django

        django.setup()
        from access.models import Unit

    _command("migrate", "Bringing the database up to date", log, interactive=False)
    _command("compile_translations", "Compiling translations", log)
    _command("collectstatic", "Collecting static files", log, interactive=False, verbosity=0)
    if os.environ.get("DEMO", "true").strip().lower() in _NO:
        return "[]"
    if not Unit.objects.exists():
        _command("load_demo", "Loading the demo (the first time only)", log)
    signins = io.StringIO()
    _command("demo_signins", "Looking up the demo's sign-ins", log, out=signins, json=True)
    return signins.getvalue().strip()


def _command(name: str, what: str, log: IO[str], out: IO[str] | None = None, **options: object) -> None:
    from django.core.management import call_command

    log.write(f"--- {name}\n")
    with step(what), _quietly(log):
        call_command(name, stdout=out or log, stderr=log, **options)


@contextmanager
def _quietly(log: IO[str]) -> Iterator[None]:
    """Send what is printed past the command's own output to the log too; progress keeps the real standard error."""
    kept = sys.stdout
    sys.stdout = log
    try:
        yield
    finally:
        sys.stdout = kept


if __name__ == "__main__":
    sys.exit(main())
