"""`python -m runner.inside.boot`: does Rosette start on the database that DATABASE_URL names, as its own role?

Prints JSON: {"behind": migrations still to run, "ahead": migrations that this version does not know}.
"""

from __future__ import annotations

import json
import os
import sys


def main() -> None:
    """End with what is wrong; print what migrations are missing otherwise."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    applied, known = set(executor.loader.applied_migrations), set(executor.loader.disk_migrations)
    report = {
        "behind": [".".join(key) for key in sorted(known - applied)],
        "ahead": [".".join(key) for key in sorted(applied - known)],
    }
    if not report["behind"] and not report["ahead"]:
        _visit()
    json.dump(report, sys.stdout)


def _visit() -> None:
    """Run the database checks and visit two pages, as a browser would."""
    from django.conf import settings
    from django.core import checks
    from django.test import Client, override_settings

    wrong = [one for one in checks.run_checks(databases=["default"]) if one.level >= checks.ERROR]
    if wrong:
        sys.exit("\n".join(str(one) for one in wrong))
    # Static files need not have been collected where a backup is taken.
    plain = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(ALLOWED_HOSTS=["testserver"], STORAGES=plain):
        client = Client(raise_request_exception=False)
        for path in ("/healthz", "/"):
            answer = client.get(path, secure=True, follow=path == "/")
            if answer.status_code >= 500:
                sys.exit(f"GET {path} answered {answer.status_code}")


if __name__ == "__main__":
    main()
