"""How the web server runs, for run.py and for the containers alike."""

import gc
import os
from pathlib import Path

wsgi_app = "config.wsgi:application"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "8"))
# A register of 50 MB comes in over a slow line; a request that takes longer than this is stuck.
timeout = 120
graceful_timeout = 15
keepalive = 5
# Import once, then fork: half the start-up time and memory.
preload_app = True
# The workers' sign of life must not wait for a disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - gunicorn makes a file of its own
# A fresh process now and then, staggered, so that a slow leak never matters.
max_requests = 5000
max_requests_jitter = 500
# No access log: it would hold addresses of people. The application logs each request without them.
accesslog = None
errorlog = "-"
control_socket_disable = True

# Whoever waits for locked rows keeps one of the threads, and a few that wait keep all of them: then no page is answered
# any more. The phones and people who sent it have given up by then too. Jobs of the workers may wait for longer.
lock_seconds = int(os.environ.get("WEB_LOCK_SECONDS", "20"))
if lock_seconds:
    os.environ["PGOPTIONS"] = f"{os.environ.get('PGOPTIONS', '')} -c lock_timeout={lock_seconds}s".strip()


def when_ready(_server: object) -> None:
    """Leave what was imported out of every search for garbage: it stays for good, and the workers share its memory."""
    gc.collect()
    gc.freeze()
