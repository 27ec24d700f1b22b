"""Static files with hashed names, ES module imports rewritten too, so that a deploy never mixes two versions."""

from __future__ import annotations

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(ManifestStaticFilesStorage):
    """Hashed names, not compressed: a first start takes two seconds and not thirty."""

    support_js_module_import_aggregation = True


class CompressedStaticFiles(CompressedManifestStaticFilesStorage):
    """Hashed names and compressed copies, for the image build."""

    support_js_module_import_aggregation = True
