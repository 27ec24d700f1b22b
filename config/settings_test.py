"""Settings for the suite: the same as in production, but quick where nothing is proved by slowness."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests-and-never-secret-" + "x" * 32)

from config.settings import *  # noqa: E402,F403 - the environment must be set before settings are read
from config.settings import CACHES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Each process of the suite has its own keys, so that rate limits and cached fragments don't meet.
CACHES["default"]["KEY_PREFIX"] = f"test-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
