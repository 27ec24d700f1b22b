"""Make the secrets of a container installation: `python deploy/make_secrets.py DIRECTORY`, as often as you like.

What is there stays as it is; only the mail address is taken from the environment anew. Each part is a directory of
its own, mounted only where it is needed: `app` (the application), `owner` (migrations), `superuser` (the database
server, and backups).
"""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path

ROLES = {"superuser": "postgres", "owner": "rosette_owner", "app": "rosette_app"}


def main(root: Path) -> None:
    """Fill what is missing below `root`, and say what was made."""
    for part, role in ROLES.items():
        password = _keep_or_write(root / part / "password", secrets.token_urlsafe(32))
        _keep_or_write(root / part / "database_url", f"postgresql://{role}:{password}@db:5432/rosette")
    _keep_or_write(root / "app" / "secret_key", secrets.token_urlsafe(64))
    _write(root / "app" / "email_url", os.environ.get("EMAIL_URL", ""))


def _keep_or_write(path: Path, value: str) -> str:
    """Return what the file holds; write `value` if there is none."""
    if path.exists():
        return path.read_text(encoding="ascii").strip()
    _write(path, value)
    print(f"made {path.parent.name}/{path.name}")  # noqa: T201 - the log of a one-shot container
    return value


def _write(path: Path, value: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(value + "\n", encoding="ascii")
    # Read by the accounts of several images; only containers that mount the volume see it at all.
    fresh.chmod(0o444)
    fresh.replace(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
