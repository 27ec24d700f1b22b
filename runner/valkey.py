"""A Valkey of our own: on a Unix socket only. It carries doorbells and cached pages; the truth is in PostgreSQL."""

from __future__ import annotations

import signal
import socket
import time
from pathlib import Path

from runner import console, place, processes
from runner.console import Problem


class Valkey:
    """One Valkey (or Redis) with its data directory."""

    def __init__(self, program: str, data: Path, *, durable: bool = True) -> None:
        self.directory = data / "valkey"
        self.socket = place.socket_directory(data, "vk", None) / "valkey.sock"
        self.log = data / "logs" / "valkey.log"
        self.child = processes.Child(
            name="Valkey",
            command=[
                *(program, "--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"),
                *("--dir", str(self.directory), "--save", "", "--appendonly", "yes" if durable else "no"),
                *("--appendfsync", "everysec", "--maxmemory-policy", "noeviction", "--daemonize", "no"),
            ],
            log=self.log,
            stop_signal=signal.SIGTERM,
            orphan_signal=signal.SIGTERM,
            stop_seconds=20,
        )

    @property
    def url(self) -> str:
        """The form that Django's cache reads; settings turn it into Celery's."""
        return f"unix://{self.socket}"

    def start(self) -> None:
        """Start it. A log of its own that it can't read any more is moved aside: it holds nothing but doorbells."""
        self.directory.mkdir(mode=0o700, exist_ok=True)
        if self.come_up():
            return
        aside = self.directory.with_name(f"valkey-unreadable-{int(time.time())}")
        self.directory.rename(aside)
        self.directory.mkdir(mode=0o700)
        console.say(f"  Valkey could not read its data; it was moved to {aside.name} and nothing is lost by it.")
        if not self.come_up():
            raise Problem(f"Valkey did not start. The end of {self.log}:\n{console.last_lines(self.log)}")

    def come_up(self) -> bool:
        """Start the server and wait for it. Returns whether it answers."""
        self.socket.unlink(missing_ok=True)
        self.child.start()
        processes.wait_until(lambda: self.answers() or not self.child.is_running(), 20)
        if self.answers():
            return True
        self.child.stop()
        return False

    def answers(self) -> bool:
        """Say whether it answers a ping."""
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(2)
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def stop(self) -> None:
        """Stop it."""
        self.child.stop()
