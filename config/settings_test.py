"""Settings for the suite: the same as in production, but quick where nothing is proved by slowness."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests-and-never-secret-" + "x" * 32)
os.environ.setdefault("EMAIL_URL", "caught://")

from config.settings import *  # noqa: F403 - the environment must be set before settings are read
from config.settings import CACHES, DATA_DIR

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Each process of the suite has a cache of its own, which the harness empties: emptying clears the whole numbered
# database of the server, and must not clear a neighbour's.
_number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 15 + 1
for _cache in CACHES.values():
    _cache["LOCATION"] = f"{_cache['LOCATION'].partition('?')[0]}?db={_number}"
# And its own folder of files: what sweeps up takes away whatever this process's database doesn't know.
MEDIA_ROOT = PRIVATE_FILES = DATA_DIR / str(_number) / "files"
# No worker lives here, and pages are counted by their queries.
HEALTH_LOOK_SECONDS = 0
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
# The suite collects no static files: they are found where they lie.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
