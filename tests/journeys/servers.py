"""The real server as a process of its own, on the test's database: it can be killed in the middle of a story."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
_PATIENCE = 60.0


def collect(into: Path) -> None:
    """Collect the static files under their hashed names, module imports rewritten, as an installation serves them."""
    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env=_environment(into, "http://127.0.0.1"), check=True, timeout=180)


def _environment(static: Path, url: str) -> dict[str, str]:
    """Return an environment like an installation's, but for the database, which is this test's."""
    given = urlsplit(os.environ["DATABASE_URL"])
    database = given._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATA_DIR": str(settings.PRIVATE_FILES.parent),  # what is uploaded there is found here
        "DATABASE_URL": database,
        "SECRET_KEY": settings.SECRET_KEY,
        "STATIC_ROOT": str(static),
        "BASE_URL": url,
        "LOG_LEVEL": "WARNING",
    }


@dataclass
class Server:
    """gunicorn at an address that stays the same when it is started again. `log` is where its words go."""

    static: Path
    log: Path
    port: int = 0
    how: tuple[str, ...] = ("--workers=1", "--threads=4", "--no-control-socket")
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start, and return once it answers."""
        self.port = self.port or _free_port()
        command = [sys.executable, "-m", "gunicorn", "config.wsgi:application", f"--bind=127.0.0.1:{self.port}"]
        with self.log.open("ab") as words:
            self._process = subprocess.Popen(
                [*command, *self.how],
                cwd=ROOT,
                env=_environment(self.static, self.url),
                stdout=words,
                stderr=words,
                start_new_session=True,
            )
        self._wait()

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """Kill it and its workers at once, as a power cut would."""
        if self._process is None:
            return
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None

    def _wait(self) -> None:
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=5) as probe:
                    probe.sendall(b"GET /canvass/sync/v1/ping?nonce=up HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
                    if b" 200 " in probe.recv(64):
                        return
            except OSError:
                if self._process is None or self._process.poll() is not None:
                    break
                time.sleep(0.05)
        raise RuntimeError(f"The server did not come up:\n{self.log.read_text()[-4000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
