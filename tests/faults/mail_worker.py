"""One worker process for the fault tests: sweeps the outbox again and again until it is killed, or once.

Started as `python -m tests.faults.mail_worker [--once]` with the environment of a real worker.
"""

from __future__ import annotations

import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from access.actions import deliveries  # noqa: E402 - Django must be set up first

if "--once" in sys.argv:
    deliveries.sweep()
else:
    while True:
        deliveries.sweep()
        time.sleep(0.05)
