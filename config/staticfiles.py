"""Which static files are collected."""

from __future__ import annotations

from django.contrib.staticfiles.apps import StaticFilesConfig


class CollectedFiles(StaticFilesConfig):
    """All but what we never serve: htmx 4 and the extensions that the htmx package brings along.

    Comments in those hold `import("../htmx")`, which hashing the names of ES modules takes for a file.
    """

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "django_htmx/ext/*", "django_htmx/htm?x-4*"]
